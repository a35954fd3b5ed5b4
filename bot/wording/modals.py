"""The forms: titles, questions, hints, buttons, and what is said beside a field.

All of it is plain text, except what a docstring calls mrkdwn. Titles and buttons are 24 characters
at most (Slack: "Views").
"""

from datetime import datetime

from bot.incident import Incident
from bot.text import mention, when
from bot.wording.terms import fit, plain, title

# In an empty field
A_PERSON = "Choose a person"
A_CHANNEL = "Choose a channel"
ONE_OF_THEM = "Choose one"

# Titles
WHAT_WENT_WRONG = "What went wrong?"
ADD_DETAILS = "Add details"
UPDATE_THE_CUSTOMER = "Update the customer"
HAND_OVER = "Hand over"
SKIP = "Skip this step?"
SKIP_REASON = "Why was it skipped?"
TIMELINE = "Timeline"
CORRECT_ENTRY = "Correct the timeline"
SETTINGS = "Settings"
NOTICE_TITLE = "Amends"

# Buttons
CANCEL = "Cancel"
BACK = "Back"
DONE = "Done"
GOT_IT = "Got it"
OPEN_IT = "Open it"
SAVE = "Save"
NOTE_IT = "Note it"
SKIP_IT = "Skip it"
CLOSE_IT = "Close it"
CLOSE_ANYWAY = "Close anyway"
CORRECT = "Correct…"
NEWER = "Later entries"
OLDER = "Earlier entries"

# Opening and details
WHAT = "What happened, in a sentence?"
WHAT_PLACEHOLDER = "We sent ACME the wrong invoice"
OPENING_INTRO = "Thank you for speaking up. The first line is enough; the rest can wait."
MORE_WORDS = "Anything to add to what happened?"
CUSTOMERS = "Which customers did it reach?"
CUSTOMERS_HINT = "One per line. More than fit here? Save these, then open Add details for the rest."
NOTICED = "Who noticed first?"
SEVERITY = "How much does it hurt the customer?"
OWNER = "Who is the owner?"
OWNER_HINT = "Leads the recovery and talks to the customer. It can be handed over at any time."
PLAYBOOK = "Which way through?"
PRIVATE = "Who may see it?"
PRIVATE_OPTION = "Keep it private"
PRIVATE_HINT = "Only those who take part and your team’s lead."
HAPPENED_AT = "When did it happen?"
EXPECTED = "What did the customer expect?"
EXPECTED_HINT = "What they were promised, or took for granted."
CHANNEL = "Where should the thread live?"
CHANNEL_HINT = "I need to be a member there. If I’m not, I’ll tell you how to invite me."

# Steps
REASON = "Why?"
REASON_HINT = "A few words, so that it makes sense to others later."

# Update the customer
WORDS = "What do you tell them?"
WORDS_HINT = "The words as they get them. A few are enough, even if nothing has changed."
WAY = "How did it reach them?"
TOLD_WHOM = "Which customers?"
TOLD_WHOM_HINT = "Leave out those who don’t get these words. The card says who has not been told."
ALL_OF_THEM = "All of them"
ONLY_THESE = "Or only these"
ONLY_THESE_HINT = "Choose some, and only they count as told."
MORE_CUSTOMERS = "More customers?"
CHOOSE_CUSTOMERS = "Choose customers"
NEW_CUSTOMERS = "Someone who is not on the card yet?"
NEW_CUSTOMERS_HINT = "One per line. They join the card, and count as told."
WHO_TOLD = "Who told them?"
TOLD_AT = "When?"
NEXT_UPDATE_AT = "When do they hear from you next?"
NEXT_UPDATE_HINT = "I’ll remind you in time. Leave it empty for your team’s usual rhythm."

# Hand over, close
TO = "Who is the owner from here?"
TO_STEP = "Who has this step from here?"
TO_OWED = "Who sees to it from here?"
TO_STEP_HINT = "They get its reminders. The owner stays the same. It says so in the thread."
TO_HINT = "They get the next step and the reminders. It says so in the thread."
CLOSE_REASON = "Why close it anyway?"
CLOSE_REASON_HINT = "It is kept on the card, so that others can follow."

# Timeline
ENTRY_AT = "When was it?"
ENTRY_TEXT = "What happened?"


def close_title(number: int) -> str:
    """Numbers too long for a title leave it to the text below."""
    return f"Close #{number}" if number < 10**15 else "Close"


def about(incident: Incident) -> str:
    """Which incident a form is about (mrkdwn)."""
    return f"*{title(incident, 300)}*"


def about_step(incident: Incident, name: str) -> str:
    """Which step of which incident a form is about (mrkdwn)."""
    return f"*{name}* · {title(incident, 300)}"


def about_owed(incident: Incident, name: str) -> str:
    """Which promise or action of which incident a form is about (mrkdwn, and so is `name`)."""
    return f"{name}\n{title(incident, 300)}"


def story_so_far() -> str:
    """Above a story that is too long to be edited in one field (mrkdwn)."""
    return "*What happened, so far*"


def many_customers(count: int) -> str:
    """In place of a list that is too long to be edited in one field (mrkdwn)."""
    return (
        f"*Customers*\n{count} are named. They stay as they are. Is one wrong? *Correct…* under "
        "*Customers…* takes them off."
    )


def skip_intro(name: str) -> str:
    """Before a step is skipped (mrkdwn)."""
    return f"*{name}* is set aside, and the next step comes. You can open it again at any time."


def reason_intro(name: str) -> str:
    """A step that is skipped already (mrkdwn)."""
    return f"*{name}* was skipped. A few words on why help whoever reads this later."


def draft_intro() -> str:
    """Above a first draft (mrkdwn)."""
    return (
        "Here is a first draft. Make it yours: fill the gaps in [brackets], say it your way, send "
        "it to the customer yourself, then note here what they got."
    )


def tell_intro() -> str:
    """Above *Update the customer* (mrkdwn)."""
    return (
        "I don’t write to customers myself. Put your words here before you send them, if you can: "
        "I read along, note them and remind you in time."
    )


def close_ready() -> str:
    """Nothing is missing (mrkdwn)."""
    return (
        "Every step is done or skipped with a reason. Closing stops the reminders, but not those "
        "of what was agreed to prevent it. *Reopen* on the card brings it back."
    )


def close_missing(missing: tuple[str, ...]) -> str:
    """What stands in the way (mrkdwn); `missing` are finished sentences."""
    listed = "\n".join(f"• {line}" for line in missing)
    return f"Before this can be closed:\n{listed}"


def close_anyway_yours() -> str:
    """The owner or the lead may close over what is missing (mrkdwn)."""
    return "You can close it anyway if you say why. It is kept on the card."


def close_anyway_theirs(owner: str, lead: str | None) -> str:
    """Who may close over what is missing (mrkdwn)."""
    if lead and lead != owner:
        return (
            f"If it has to be closed as it is, ask the owner, {mention(owner)}, or the "
            f"team’s lead, {mention(lead)}."
        )
    return f"If it has to be closed as it is, ask the owner, {mention(owner)}."


def timeline_empty() -> str:
    """No entries yet (mrkdwn)."""
    return "Nothing here yet. React to a message in the thread with 📌 to put it here."


def timeline_entry(at: datetime, mark: str, by: str, text: str) -> str:
    """One entry (mrkdwn): when (UTC), its mark, a user id or "", and what was written."""
    written = fit(text, 1000)
    if not by:
        return f"{mark} *{when(at)}*\n{written}"
    return f"{mark} *{when(at)}*\n{mention(by)}: {written}"


def timeline_hint() -> str:
    """Below the timeline (mrkdwn)."""
    return "📌 on a message in the thread adds it; taking it off removes it."


def customer_option(name: str) -> str:
    """A customer in a menu; 75 characters at most."""
    return plain(name, 75) or "…"


def all_of_them(count: int) -> str:
    """The one tick that stands for a long list."""
    return f"All {count} of them"


def to_read_only(number: int) -> str:
    """Above what was recorded, where it can’t be changed now (mrkdwn)."""
    return (
        f"#{number} is closed, so this is to read only. To correct it, press *Reopen* on the "
        "card first."
    )


def nothing_recorded() -> str:
    """In the place of what was recorded."""
    return "Nothing was written down for it."


# Beside a field, when something is to be mended.
def closed_fault(number: int) -> str:
    return (
        f"#{number} is closed, so this was not kept. Your words are still here: copy them, press "
        "Reopen on the card, and try again."
    )


def gone_fault(number: int) -> str:
    return (
        f"#{number} can’t be found any more, so this was not kept. Your words are still here: copy "
        "them before you close this form."
    )


def too_many_customers(limit: int) -> str:
    return f"{limit} customers at most. Put the others into one line, such as “all of Tuesday’s”."


def choose_customers() -> str:
    return "Choose who got these words, or name them below."


def name_too_long(limit: int) -> str:
    return f"A name fits into {limit} characters. Please shorten it."


def choose_channel() -> str:
    return "Choose a channel for the thread."


def choose_person() -> str:
    return "Choose a person."
