"""Private answers to a gesture: what it did, or why it did nothing and what to do instead."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.text import esc, mention, shorten, when


class Offer(StrEnum):
    """A button that can go with a private answer."""

    FILL_IN = "fill_in"  # opens the form of a step
    SAY_WHY = "say_why"  # opens the question why a step was skipped
    TELL = "tell"  # opens *Update the customer*
    CHANGE_PROMISE = "change_promise"  # opens the form of a promise
    KEPT_IN_TIME = "kept_in_time"  # a promise was kept in time, and only noted late


@dataclass(frozen=True)
class Answer:
    """Finished mrkdwn for one person's eyes, and at most one button (`label`, for `step`)."""

    text: str
    offer: Offer | None = None
    label: str = ""
    step: str = ""


def opened(number: int) -> Answer:
    return Answer(
        f"Thank you for saying so. #{number} is open, and you are its owner for now. "
        "The card comes next, with the first step in its thread."
    )


def opened_for(number: int, owner: str) -> Answer:
    return Answer(
        f"Thank you for saying so. #{number} is open, and {mention(owner)} is its owner. "
        "The card comes next, with the first step in its thread."
    )


def opened_elsewhere(number: int, channel_token: str) -> Answer:
    return Answer(
        f"Thank you for saying so. #{number} is open in {channel_token}. "
        "I’ll send you the link as soon as its card is there."
    )


def opened_privately(number: int, others: tuple[str, ...]) -> Answer:
    """`others` are the people it starts with besides the one who opened it."""
    if not others:
        return Answer(
            f"Thank you for saying so. #{number} is open, and private: so far only you can see "
            "it. It starts in our direct message."
        )
    *some, last = map(mention, others)
    return Answer(
        f"Thank you for saying so. #{number} is open, and private. It starts in a direct message "
        f"with {', '.join(('you', *some))} and {last}."
    )


def incident_closed(number: int) -> Answer:
    return Answer(
        f"#{number} is closed, so nothing was changed. More to do? Press *Reopen* on its card."
    )


def incident_already_open(number: int) -> Answer:
    return Answer(f"#{number} is open already. Nothing to do.")


def no_such_step() -> Answer:
    return Answer("This step is no longer part of the playbook, so nothing was changed.")


def already_done(name: str, by: str, at: datetime) -> Answer:
    return Answer(
        f"{mention(by)} marked *{name}* as done ({when(at)}). To open it again, use the ⋯ menu "
        "beside it."
    )


def already_skipped(name: str, by: str) -> Answer:
    return Answer(
        f"{mention(by)} skipped *{name}*. Done after all? Mark it with ✅. To open it again, use "
        "the ⋯ menu beside it."
    )


def already_open(name: str) -> Answer:
    return Answer(f"*{name}* is open already. Nothing to do.")


def take_when_settled(name: str) -> Answer:
    return Answer(
        f"*{name}* is settled already. More to do? Open it again with the ⋯ menu beside it."
    )


def already_yours(name: str) -> Answer:
    return Answer(f"*{name}* is yours already. Press *Done* when it is done.")


def taken_by_other(name: str, by: str) -> Answer:
    return Answer(
        f"{mention(by)} was first to take *{name}*. Anyone can still mark it as done. If you two "
        "agree to swap, press *Hand over* on it."
    )


def done_by_other(name: str, by: str) -> Answer:
    return Answer(
        f"*{name}* stays done: it was {mention(by)} who marked it. "
        "To open it again, use the ⋯ menu beside it."
    )


def skipped_by_other(name: str, by: str) -> Answer:
    return Answer(
        f"*{name}* stays skipped: it was {mention(by)} who skipped it. "
        "To open it again, use the ⋯ menu beside it."
    )


def needs_form(name: str, step: str) -> Answer:
    return Answer(
        f"Nearly there: *{name}* is done once it is written down. It takes a minute.",
        Offer.FILL_IN,
        "Fill it in",
        step,
    )


def form_incomplete(name: str, step: str) -> Answer:
    return Answer(
        f"*{name}* still needs a few answers. Open its form again.",
        Offer.FILL_IN,
        "Fill it in",
        step,
    )


def skip_needs_reason(name: str, step: str) -> Answer:
    return Answer(
        f"To skip *{name}*, say why in a few words, so that it makes sense to others later.",
        Offer.SAY_WHY,
        "Say why",
        step,
    )


def skipped_without_reason(name: str, step: str) -> Answer:
    return Answer(
        f"*{name}* is skipped. Please say why in a few words: closing asks for it. "
        "Take the ⏭ back if it was a slip.",
        Offer.SAY_WHY,
        "Say why",
        step,
    )


def reason_kept(name: str) -> Answer:
    return Answer(f"Thank you, noted why *{name}* was skipped.")


def not_skipped(name: str) -> Answer:
    return Answer(f"*{name}* is not skipped any more, so no reason is needed.")


def words_needed() -> Answer:
    return Answer("Please write down what the customer was told, then send it again.")


def next_word_past(at: datetime) -> Answer:
    return Answer(f"That time has passed ({when(at)}). Choose a later one for the next word.")


def unknown_customer(name: str) -> Answer:
    return Answer(
        f"“{esc(shorten(name, 80))}” is not on this card. Add them with *Add details* first."
    )


def pinned(number: int) -> Answer:
    return Answer(f"Added to the timeline of #{number}. Take the 📌 off to remove it.")


def unpinned(number: int) -> Answer:
    return Answer(f"Removed from the timeline of #{number}.")


def words_marked(number: int, next_at: datetime | None) -> Answer:
    if next_at is None:
        return Answer(
            f"Noted on #{number} as what the customer was told. Take the 📣 off if it was a slip."
        )
    return Answer(
        f"Noted on #{number} as what the customer was told. Take the 📣 off if it was a slip. "
        f"*Next word to them:* {when(next_at)}"
    )


def words_unmarked(number: int, next_at: datetime | None) -> Answer:
    if next_at is None:
        return Answer(f"No longer on #{number} as what the customer was told.")
    return Answer(
        f"No longer on #{number} as what the customer was told. *Update the customer* changes "
        f"when they hear from you next. So far: {when(next_at)}"
    )


def leads_already(to: str) -> Answer:
    return Answer(f"{mention(to)} is the owner already. Nothing was changed.")


def cannot_lead(to: str) -> Answer:
    return Answer(
        f"{mention(to)} can’t take this on: the account is not active, or is not a person. "
        "Choose someone else."
    )


def takes_no_part(to: str) -> Answer:
    return Answer(
        f"This one is private, and {mention(to)} takes no part in it yet, so they could not read "
        "it. If they are in this conversation, ask them to press *I'll take it* on a step first."
    )


def card_is_no_step() -> Answer:
    return Answer("Reactions move a step: put yours on the step’s own message in the thread.")


def only_peoples_words() -> Answer:
    return Answer("📌 and 📣 are for what people say. What I do is on the timeline by itself.")


def handed_over(to: str) -> Answer:
    return Answer(f"{mention(to)} is the owner from here. I’ve told them in the thread.")


def has_it_already(name: str, to: str) -> Answer:
    return Answer(f"{mention(to)} has *{name}* already. Nothing was changed.")


def passed_on(name: str, to: str) -> Answer:
    return Answer(f"{mention(to)} has *{name}* from here. I’ve told them in the thread.")


def closed_already(by: str) -> Answer:
    return Answer(f"It was closed already by {mention(by)}. Nothing more to do.")


def close_needs(missing: tuple[str, ...]) -> Answer:
    listed = "\n".join(f"• {line}" for line in missing)
    return Answer(f"Not yet. Before this can be closed:\n{listed}")


def close_anyway_not_yours(owner: str) -> Answer:
    return Answer(
        f"Only the owner, {mention(owner)}, or your team’s lead can close it with things missing. "
        "Ask one of them, or have it handed over to you first."
    )


def chase_gone() -> Answer:
    return Answer("That is settled already, so there is nothing to be reminded of.")


def snoozed(until: datetime) -> Answer:
    return Answer(f"I’ll come back to you: {when(until)}.")


def chase_stopped() -> Answer:
    return Answer("No more reminders about this one. It stays on the list until it is done.")


def trying_again() -> Answer:
    return Answer("Trying again now.")


def moving_to_dm() -> Answer:
    return Answer("Carrying on here, in a direct message.")


def details_kept() -> Answer:
    return Answer("Thank you, the card is up to date.")


def what_happened_needed() -> Answer:
    return Answer("Please say in a sentence what happened, then send it again.")
