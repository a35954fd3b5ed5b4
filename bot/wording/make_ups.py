"""Make-ups: what is said of one in the thread, who may approve it, and what to do next.

mrkdwn, except the timeline entries (`entry_…`), which are plain text.
"""

from bot.make_up import MakeUp, MakeUpState
from bot.money import shown
from bot.text import esc, mention, shorten
from bot.wording.answers import Answer
from bot.wording.limits import NOBODY_ELSE
from bot.wording.terms import fit, plain

APPROVE = "Approve"
DECLINE = "Decline…"
OTHER_AMOUNT = "Another amount…"
OFFERED = "We’ve offered it"
ANOTHER = "Another make-up…"


def _about(make_up: MakeUp) -> str:
    return f"“{fit(make_up.offer, 1200)}”, worth {esc(shown(make_up.worth))}"


def standing(make_up: MakeUp, lead: str | None, because: str, *, is_open: bool = True) -> str:
    """How one make-up stands, for the thread; `because` says why it needs a yes."""
    what, by = _about(make_up), mention(make_up.by)
    decided = mention(make_up.decided_by) if make_up.decided_by else ""
    match make_up.state:
        case MakeUpState.OFFERED if decided:
            return f"🎁 *Offered:* {what}. Approved by {decided}."
        case MakeUpState.OFFERED:
            return f"🎁 *Offered:* {what}."
        case MakeUpState.ASKED if not is_open:
            return f"🎁 *Not decided before this was closed:* {what}."
        case MakeUpState.APPROVED if not is_open:
            return f"🎁 *Approved by {decided}:* {what}.\nIt was closed before it was offered."
        case MakeUpState.APPROVED:
            return (
                f"🎁 *Approved by {decided}:* {what}.\n{by}, tell the customer, then press "
                f"*{OFFERED}*."
            )
        case MakeUpState.DECLINED:
            return f"🎁 *Not this one:* {what}.\n{decided} says: “{fit(make_up.reason, 800)}”"
        case MakeUpState.ASKED if lead and lead != make_up.by:
            return (
                f"🎁 *Waits for {mention(lead)}:* {what}.\n{because} Please don’t promise it yet."
            )
        case _:
            return (
                f"🎁 *Waits for a yes:* {what}.\n{because} An admin of the workspace can "
                "approve it here. Please don’t promise it yet."
            )


def other_first(offer: str) -> Answer:
    """For who was second by a moment; their words are given back."""
    return Answer(
        "Somebody noted a make-up a moment before you, so yours was not kept. If it is one more, "
        f"press *{ANOTHER}* in the thread.\n“{fit(offer, 1500)}”"
    )


def other_first_fault() -> str:
    """The same in the form, which stays open (plain text)."""
    return (
        "Somebody has noted or changed a make-up meanwhile, so this was not kept. Your words are "
        f"still here: copy them, close this form, and press “{ANOTHER}” in the thread if it is "
        "one more."
    )


def decided_first(make_up: MakeUp) -> Answer:
    """For whoever changed one a moment after it was approved or declined."""
    by = mention(make_up.decided_by or make_up.by)
    if make_up.state is MakeUpState.DECLINED:
        return Answer(
            f"{by} declined this make-up a moment before you: “{fit(make_up.reason, 800)}”. Open "
            "its form again to offer something else."
        )
    return Answer(
        f"{by} approved this make-up a moment before you, as it was. Open its form again if it is "
        "to change."
    )


def decided_first_fault(make_up: MakeUp) -> str:
    """The same in the form, which stays open (plain text)."""
    if make_up.state is MakeUpState.DECLINED:
        said = f"declined meanwhile (“{plain(make_up.reason, 150)}”)"
    else:
        said = "approved meanwhile, as it was"
    return (
        f"This make-up was {said}, so your change was not kept. Your words are still here: copy "
        "them, close this form and open it again."
    )


def fallback(make_up: MakeUp) -> str:
    """What a notification shows."""
    return f"A make-up worth {esc(shown(make_up.worth))}"


def incomplete() -> Answer:
    return Answer("This make-up still needs a few answers. Open its form again.")


def above_when_correcting() -> Answer:
    return Answer(
        "This would be above your team’s limit, so nothing was changed. Open the step again with "
        "the ⋯ menu beside it to ask for approval."
    )


def above_fault(limit: str) -> str:
    """Beside the worth, where a step is done already (plain text)."""
    return (
        f"This is above your team’s limit of {limit}. To ask for it, open the step again with the "
        "⋯ menu beside it, then press Done."
    )


def gone() -> Answer:
    return Answer("This make-up is no longer there, so nothing was changed.")


def decided_already(make_up: MakeUp) -> Answer:
    by = mention(make_up.decided_by) if make_up.decided_by else mention(make_up.by)
    match make_up.state:
        case MakeUpState.DECLINED:
            return Answer(f"{by} has declined this one already. Nothing more to do.")
        case MakeUpState.APPROVED:
            return Answer(f"{by} has approved this one already. Nothing more to do.")
        case _:
            return Answer("The customer has been offered this one already. Nothing more to do.")


def changed_first(make_up: MakeUp) -> Answer:
    """For who decides, where it became another one meanwhile."""
    return Answer(
        "This make-up was changed while you had it before you, so nothing was decided. It is now "
        f"{_about(make_up)}: please decide on that one in the thread."
    )


def your_own() -> Answer:
    return Answer(
        "This one is your own, and nobody approves their own. Ask the team’s lead or another admin "
        f"of the workspace. {NOBODY_ELSE}"
    )


def not_yours(lead: str | None) -> Answer:
    if lead:
        return Answer(
            f"Only {mention(lead)}, the team’s lead, or an admin of the workspace can decide this."
        )
    return Answer(
        "Only an admin of the workspace can decide this. They can also name a lead in "
        "`/mistake settings`."
    )


def reason_needed() -> Answer:
    return Answer("Please say in a few words why not, so that they can offer something better.")


def amount_unclear() -> Answer:
    return Answer("I can’t read that amount. Open the form again and write it as in “100 EUR”.")


def same_currency(wanted: str) -> str:
    """Beside a field (plain text)."""
    return f"The amounts of this mistake are in {wanted}. Write this one in {wanted}, too."


def in_your_currency(currency: str) -> str:
    """Beside a field (plain text)."""
    return f"You count in {currency}. Write this amount in {currency}, too."


def up_to(amount: str) -> str:
    """The lead’s answer where less is fine (plain text)."""
    return f"Up to {amount} is fine, for this mistake altogether"


def approved(by: str, asker: str, worth: str) -> str:
    """A note in the thread."""
    return (
        f"{mention(asker)}: {mention(by)} has approved the make-up worth {esc(worth)}. Tell the "
        f"customer, then press *{OFFERED}* on it."
    )


def declined(by: str, asker: str, reason: str, step: str) -> str:
    """A note in the thread; `step` "" where none is open for another."""
    if step:
        return (
            f"{mention(asker)}: {mention(by)} says about the make-up: “{fit(reason, 800)}”. Offer "
            f"something else with *Done* on *{step}*."
        )
    return f"{mention(asker)}: {mention(by)} says about the make-up: “{fit(reason, 800)}”."


def entry_asked(offer: str, worth: str) -> str:
    return f"Asked for a yes to a make-up worth {worth}: {shorten(offer, 1000)}"


def entry_approved(worth: str) -> str:
    return f"Make-up worth {worth} approved"


def entry_declined(reason: str) -> str:
    return f"Make-up declined: {reason}"


def entry_corrected() -> str:
    return "Make-up corrected"


def on_card(total: str, weighed: str) -> str:
    """What the customer was offered so far; `weighed` "" where there is nothing to weigh."""
    if weighed:
        return f"*Make-up:* {esc(total)}, {esc(weighed)} what this cost"
    return f"*Make-up:* {esc(total)}"


def next_on_card(step: str, make_up: MakeUp, decides: str) -> str:
    """The next step where its make-up waits for somebody; `step` is its name."""
    who = "an admin of the workspace" if decides == make_up.by else mention(decides)
    return f"*Next step:* {step}, which waits for a yes from {who}"


def missing(worth: str) -> str:
    """What stands in the way of closing."""
    return f"A make-up worth {esc(worth)} is not offered yet. See to it in the thread."


# Reminders


def owed_name() -> str:
    return "A make-up to approve"


def to_decide(title: str, make_up: MakeUp, because: str, weighed: str, *, again: bool) -> str:
    """For whoever decides; `title` and `because` are finished mrkdwn, `weighed` plain or ""."""
    beside = f"\n{esc(weighed)}" if weighed else ""
    first = (
        f"*{title}*\n{mention(make_up.by)} would like to make it up to the customer: "
        f"{_about(make_up)}. {because} So it needs your yes.{beside}"
    )
    if again:
        return f"{first}\nIt is still waiting, and so is the customer."
    return first


def ended(make_up: MakeUp, title: str, *, anew: bool) -> str:
    """In place of a reminder to decide; `title` is finished mrkdwn. `anew`: it was asked again."""
    what = f"“{fit(make_up.offer, 300)}”, worth {esc(shown(make_up.worth))} · {title}"
    by = mention(make_up.decided_by) if make_up.decided_by else ""
    match make_up.state:
        case MakeUpState.DECLINED:
            return f"✓ Declined by {by}: {what}"
        case MakeUpState.ASKED if anew:
            return f"→ Changed since, and asked anew: {what}"
        case MakeUpState.ASKED:
            return f"✓ Nobody waits for a yes any more: {what}"
        case _ if by:
            return f"✓ Approved by {by}: {what}"
        case _:
            return f"✓ Offered within the limit, no yes needed: {what}"


def to_ask_for(title: str, make_up: MakeUp) -> str:
    """For whoever offers it, where nobody is set to decide."""
    return (
        f"*{title}*\nYour make-up still waits for a yes: {_about(make_up)}. An admin of the "
        "workspace can give it in the thread: ask one. To offer less, fill in the form again. "
        f"{NOBODY_ELSE}"
    )


def to_thread(make_up: MakeUp, lead: str | None) -> str:
    """The last rung."""
    if lead and lead != make_up.by:
        return (
            f"⏰ This make-up still waits for a yes: {_about(make_up)}. {mention(lead)}, or an "
            "admin of the workspace: please decide, so that the customer need not wait."
        )
    return (
        f"⏰ This make-up still waits for a yes: {_about(make_up)}. It takes an admin of the "
        "workspace: please decide, so that the customer need not wait."
    )
