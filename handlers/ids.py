"""Every name that travels to Slack and comes back: action, callback and block ids, and the small
values beside them.

A button's `value` is "<number>:<subject>": the incident's number and what it is about (a step id, a
chase key, an entry id, an offset; empty where nothing more is needed). A menu's option value is
"<choice>|<number>:<subject>". A modal's `private_metadata` is a `Meta` as JSON.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

# Shortcuts (the manifest names them too).
SHORTCUT_MESSAGE = "shortcut.this_is_a_mistake"
SHORTCUT_GLOBAL = "shortcut.report_a_mistake"

# Buttons on the card, and wherever a whole incident is spoken of.
ADD_DETAILS = "incident.add_details"
TELL = "incident.tell"
HAND_OVER = "incident.hand_over"
CLOSE = "incident.close"
REOPEN = "incident.reopen"
TIMELINE = "incident.timeline"
CARD_MORE = "incident.more"  # overflow; its choices are below
SHOW = "incident.show"  # one incident of a list

# Prompts.
STEP_DONE = "step.done"
STEP_TAKE = "step.take"
STEP_SKIP = "step.skip"
STEP_WRITE = "step.write"  # Help me write it
STEP_HAND_OVER = "step.hand_over"  # once somebody has taken it
STEP_FILL_IN = "step.fill_in"  # Offer.FILL_IN of a private answer
STEP_SAY_WHY = "step.say_why"  # Offer.SAY_WHY of a private answer
STEP_MORE = "step.more"  # overflow of a settled prompt; its choices are below

# Reminders; the subject is the chase's key.
CHASE_DONE = "chase.done"
CHASE_SNOOZE = "chase.snooze"  # a menu whose choices are the values of SnoozeFor
CHASE_HAND_OVER = "chase.hand_over"
CHASE_STOP = "chase.stop"

# Make-ups; the subject is the make-up's number.
MAKE_UP_APPROVE = "make_up.approve"
MAKE_UP_DECLINE = "make_up.decline"
MAKE_UP_AMOUNT = "make_up.amount"
MAKE_UP_OFFERED = "make_up.offered"
MAKE_UP_ANOTHER = "make_up.another"

# Promises; the subject is the promise's key, or what is not kept yet (`handlers.promise_values`).
PROMISE_KEPT = "promise.kept"
PROMISE_BROKEN = "promise.broken"
PROMISE_CHANGE = "promise.change"
PROMISE_MORE = "promise.more"  # overflow; its choices are below
PROMISE_IN_TIME = "promise.in_time"  # Offer.KEPT_IN_TIME of a private answer
PROMISE_YES = ("promise.yes.1", "promise.yes.2", "promise.yes.3")  # one for each time it can be
PROMISE_FORM = "promise.form"  # begun with what was said

# Actions that prevent; the subject is the action's key.
ACTION_DONE = "action.done"
ACTION_CHANGE = "action.change"
ACTION_MORE = "action.more"  # overflow; its choices are below
ACTION_ADD = "action.add"

# The card could not be written.
TROUBLE_RETRY = "trouble.retry"
TROUBLE_TO_DM = "trouble.to_dm"

# Lists and private answers.
LIST_PAGE = "list.page"  # value "0:<offset>"
OPEN_TEXT = "answer.open_text"  # value: the words to open an incident with, as they were typed
OPEN_FORM = "answer.open_form"  # value: the words to begin the form with; a single space for none

# A nudge of the coach; value: an `About`.
COACH_NOT_BLAME = "coach.not_blame"
COACH_WHY = "coach.why"
COACH_MUTE = "coach.mute"
COACH_UNMUTE = "coach.unmute"

# Actions whose value is not "<number>:<subject>".
OF_THEIR_OWN = frozenset(
    {OPEN_TEXT, OPEN_FORM, COACH_NOT_BLAME, COACH_WHY, COACH_MUTE, COACH_UNMUTE}
)

# Buttons in the settings modal.
OPEN_LANGUAGE = "settings.language"
OPEN_PHRASES = "settings.phrases"

# The timeline modal.
ENTRY_CORRECT = "timeline.correct"  # value "<number>:<entry id>"
TIMELINE_PAGE = "timeline.page"  # value "<number>:<offset>"

# Settings that have a form of their own, laid over the first.
SETTINGS_PLAYBOOKS = "settings.playbooks"
SETTINGS_MAKE_UPS = "settings.make_ups"

# Choices of the overflow menus (option values "<choice>|<number>:<subject>").
CHOICE_TIMELINE = "timeline"
CHOICE_REOPEN = "reopen"
CHOICE_RECORD = "record"
CHOICE_REASON = "reason"
CHOICE_PROMISE = "promise"
CHOICE_ACTION = "action"
CHOICE_CHANGE = "change"
CHOICE_BROKEN = "broken"
CHOICE_RELEASE = "release"

# Modals that are submitted.
MODAL_OPENING = "modal.opening"
MODAL_DETAILS = "modal.details"
MODAL_ARTEFACT = "modal.artefact"
MODAL_SKIP = "modal.skip"
MODAL_TELL = "modal.tell"
MODAL_HAND_OVER = "modal.hand_over"
MODAL_CLOSE = "modal.close"
MODAL_ENTRY = "modal.entry"
MODAL_SETTINGS = "modal.settings"
MODAL_PLAYBOOKS = "modal.playbooks"
MODAL_MAKE_UP = "modal.make_up"
MODAL_DECLINE = "modal.make_up_decline"
MODAL_AMOUNT = "modal.make_up_amount"
MODAL_MAKE_UPS = "modal.make_ups"  # the workspace's settings for them
MODAL_LANGUAGE = "modal.language"
MODAL_PHRASES = "modal.phrases"
MODAL_PROMISE = "modal.promise"
MODAL_ACTION = "modal.action"
MODAL_RELEASE = "modal.release"
# … and those that are only read.
MODAL_TIMELINE = "modal.timeline"
MODAL_NOTICE = "modal.notice"

# Every input has a block of its own; inside it the element is always called the same.
INPUT = "value"

# Blocks of the opening and the details form.
WHAT = "what"
MORE_WORDS = "more_words"  # details: words to add, where the story is too long for one input
CUSTOMERS = "customers"
NOTICED = "noticed"
SEVERITY = "severity"
OWNER = "owner"
PLAYBOOK = "playbook"
PRIVATE = "private"
HAPPENED_AT = "happened_at"
NOTICED_AT = "noticed_at"
FIRST_TOLD_AT = "first_told_at"
EXPECTED = "expected"
CHANNEL = "channel"
PRIVATE_YES = "private"  # the one option of the private checkbox

# Blocks of the other forms.
REASON = "reason"
WORDS = "words"
WAY = "way"
TOLD_AT = "told_at"
NEXT_UPDATE_AT = "next_update_at"
TO = "to"
DUE = "due"
DAY = "day"
ENTRY_AT = "entry_at"
ENTRY_TEXT = "entry_text"
FIELD_PREFIX = "field."  # artefact form: "field.<key>"

# Settings.
LEAD = "lead"
INCIDENT_CHANNEL = "incident_channel"
UPDATES_PREFIX = "updates."  # "updates.<severity>"
QUIET_FROM = "quiet_from"
QUIET_TO = "quiet_to"
WORKING_DAYS = "working_days"  # option values "0" (Monday) to "6"
CHECK_BACK = "check_back"  # option values: days
QUIET_RULES = "quiet_rules"  # option values below
RULE_WEEKEND = "weekend_quiet"
RULE_HIGH = "high_breaks_quiet"

# Playbooks of a team's own; PLAYBOOK is the one to start with.
OWN_PLAYBOOK_PREFIX = "own_playbook."  # "own_playbook.<key>"

# Make-ups.
AMOUNT = "amount"
CURRENCY = "currency"
LIMIT = "limit"
TRADE = "trade"
TRADE_ANY = "any"
IDEAS = "ideas"

# Settings of the language.
COACH = "coach"
LOOKS_FOR = "looks_for"  # option values are categories
MUTED_RULES = "muted_rules"
LANGUAGES = "languages"
VENDORS = "vendors"
EXCEPTIONS = "exceptions"  # option values are keys, see `short_key`
PHRASES_PREFIX = "phrases."  # "phrases.<category>"

VALUE_LIMIT = 2000  # Slack: "Button element"
META_LIMIT = 3000  # Slack: "Views", private_metadata


def value(number: int, subject: str = "") -> str:
    """A button's value."""
    return f"{number}:{subject}"


def read_value(raw: str) -> tuple[int, str]:
    """(number, subject) of a button's value. Raises ValueError for anything else."""
    number, found, subject = raw.partition(":")
    if not found or not (number.isascii() and number.isdigit()):
        raise ValueError("not a value of ours")
    return int(number), subject


def option(choice: str, number: int, subject: str = "") -> str:
    """The value of a menu's option."""
    return f"{choice}|{value(number, subject)}"


def read_option(raw: str) -> tuple[str, int, str]:
    """(choice, number, subject) of an option's value. Raises ValueError for anything else."""
    choice, _, rest = raw.partition("|")
    return choice, *read_value(rest)


def short_key(text: str) -> str:
    """What stands for a longer text in a menu: an option's value is 150 characters at most."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class About:
    """What a nudge of the coach is about, as its buttons' value. `shape` is the phrase without
    names and numbers; the message's own words are nowhere."""

    number: int
    category: str
    shape: str

    def dump(self) -> str:
        """As a button's value. With a shape of `bot.coachbook.SHAPE_LIMIT` it always fits."""
        return json.dumps([self.number, self.category, self.shape], ensure_ascii=False)

    @classmethod
    def load(cls, raw: str) -> Self:
        """From a button's value. Raises ValueError for anything else."""
        found = json.loads(raw)
        if not isinstance(found, list) or [type(each) for each in found] != [int, str, str]:
            raise ValueError("not a value of ours")
        return cls(*found)


@dataclass(frozen=True)
class Meta:
    """What a modal remembers between opening and submission.

    `channel` and `thread_ts`: where private answers go (empty: a direct message). `message_ts`:
    our message in `channel` whose button was pressed. `source_link`: the permalink of the message
    an incident starts from, or a promise was said in. `in_private`: the channel is a private
    one. `shown`: which remarks on the words this form has shown already (see
    `handlers.reviewing`). `weighed`: what a make-up was weighed as, once that has been shown.
    `seen`: the stamp of what was recorded when the form was opened (see `bot.stamps`), how the step
    stood (where one is skipped, and whether its reason was known), or `handlers.fields_shown`.
    `owed` is a chase key, `said_by` who made a promise, `customer` the `short_key` of a name.
    """

    number: int = 0
    step: str = ""
    channel: str = ""
    thread_ts: str = ""
    message_ts: str = ""
    entry: int = 0
    source_link: str = ""
    in_private: bool = False
    weighed: str = ""
    shown: str = ""
    seen: str = ""
    owed: str = ""
    said_by: str = ""
    customer: str = ""

    def dump(self) -> str:
        """As private_metadata; empty fields are left out."""
        kept: dict[str, Any] = {name: item for name, item in asdict(self).items() if item}
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def load(cls, raw: str | None) -> Self:
        """From private_metadata. What is missing or of another kind is empty."""
        try:
            found = json.loads(raw or "{}")
        except ValueError:
            return cls()
        if not isinstance(found, dict):
            return cls()
        kinds = {item.name: type(item.default) for item in fields(cls)}
        kept: dict[str, Any] = {
            name: item for name, item in found.items() if type(item) is kinds.get(name)
        }
        return cls(**kept)
