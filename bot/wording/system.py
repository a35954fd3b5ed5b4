"""What the bot says about itself: hello, trouble, and things that went wrong on our side."""

from bot.incident import Incident
from bot.text import channel_link, mention
from bot.wording.terms import title

TRY_AGAIN = "Try again"
CARRY_ON_IN_DM = "Carry on in a direct message"


def welcome(command: str) -> str:
    """The first words in a channel the bot was invited to."""
    return (
        "Hello, I’m Amends. When something has gone wrong for a customer, I help you put it right, "
        "one step at a time.\n"
        f"*Try this:* type `{command} We sent ACME the wrong invoice`. I’ll open a card here, with "
        "the first step in its thread. React with ✅ when it is done, or ✋ to take it.\n"
        "Nobody is on trial here: whoever speaks up first is helping. "
        f"`{command} help` shows all there is."
    )


def welcome_fallback(command: str) -> str:
    return f"Hello, I’m Amends. Type {command} and what happened, and we’ll put it right together."


def trouble(incident: Incident) -> str:
    """A DM: the card cannot be written where it belongs, and what to do about it."""
    name, error = title(incident), incident.home.trouble
    place = _place(incident)
    if error in ("not_in_channel", "channel_not_found"):
        return (
            f"I can’t write in {place} yet, so the card of *{name}* is not there. Nothing is lost. "
            f"Go to {place}, type `/invite @Amends`, then press *Try again*. Or we carry on here, "
            "in a direct message."
        )
    if error in ("is_archived", "is_inactive"):
        return (
            f"{place} is archived, so I can’t write about *{name}* there. Nothing is lost. "
            "Open the channel again and press *Try again*, or we carry on here, in a direct "
            "message."
        )
    if error == "is_ext_shared":
        return (
            f"{place} is shared with another company now. They would read along, so I have stopped "
            f"there. Nothing is lost: press *Carry on in a direct message* to go on with *{name}* "
            "among yourselves. They may be able to see what its thread says already; delete what "
            "is not for them. Once the channel is yours alone again, I go on there by myself."
        )
    if error in ("restricted_action", "restricted_action_read_only_channel"):
        return (
            f"I’m not allowed to write in {place}, so the card of *{name}* is not there. Nothing "
            "is lost. Ask an admin to let me post there and press *Try again*, or we carry on "
            "here, in a direct message."
        )
    return (
        f"I can’t write about *{name}* in {place} right now. Nothing is lost. Press *Try again* in "
        "a moment, or we carry on here, in a direct message. If that does not help, tell whoever "
        f"looks after Amends and mention `{error}`."
    )


def opened_in_front_of_others(incident: Incident, by: str) -> str:
    """Privately, to `by`, who opened it: another company reads along where its card belongs."""
    owner = "you are its owner for now"
    if incident.owner != by:
        owner = f"{mention(incident.owner)} is its owner"
    return (
        f"Thank you for saying so. #{incident.number} is open, and {owner}. {_place(incident)} is "
        "shared with another company, who would read along, so its card does not come there. "
        f"Look at the direct message I send you next, and press *{CARRY_ON_IN_DM}*."
    )


def outsiders_read_along() -> str:
    """Privately, to whoever pressed a button where another company reads along."""
    return (
        "This channel is shared with another company, so I have stopped here and nothing has "
        "changed. The owner has a direct message from me with a way to carry on."
    )


def _place(incident: Incident) -> str:
    channel = incident.home.channel
    if channel.startswith(("C", "G")):
        return channel_link(channel)
    return "that conversation"


def trouble_over(incident: Incident) -> str:
    """The trouble is settled: what the message says from then on."""
    if not incident.home.channel.startswith(("C", "G")):
        return f"✓ *{title(incident)}* goes on in a direct message."
    return f"✓ The card of *{title(incident)}* is in {_place(incident)} again."


def mark_refused(error: str) -> str:
    """Slack does not show us a message that was marked, for the reason `error`."""
    return (
        "Slack does not let me look at the message you marked, so it is not noted. Please take "
        "your reaction off and put it on again. If that does not help, tell whoever looks after "
        f"Amends and mention `{error}`."
    )


def mark_waits() -> str:
    """Slack has not shown us a message that was marked for half an hour."""
    return (
        "Slack has not shown me the message you marked for half an hour, so it is not noted yet. "
        "I go on trying, and note it as soon as I can. There is nothing you need to do."
    )


def marked_is_gone() -> str:
    """A message that was marked is not there any more."""
    return (
        "The message you marked is not there any more, so I could not note it. If what it said "
        "matters, say it again in the thread and mark that."
    )


def unforeseen(reference: str) -> str:
    """Something went wrong that nobody foresaw."""
    return (
        "Something went wrong on my side, and I could not finish that. Please try it once more. "
        f"If it happens again, tell whoever looks after Amends and mention `{reference}`."
    )


def form_expired(command: str) -> str:
    """Slack did not let us open a form in time."""
    return (
        "That took a moment too long, so Slack did not open the form. Nothing is lost: press the "
        f"button once more, or type `{command}` again."
    )


def settled(number: int) -> str:
    """A reminder's button about something that is no longer owed."""
    return f"That is settled already on #{number}, so there is nothing left to do here. Thank you."


def card_is_there(number: int, link: str) -> str:
    """The private way to a card that went somewhere else; `link` is a finished token."""
    return f"The card of #{number} is ready. {link}"
