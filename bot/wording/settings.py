"""The settings form: questions, hints, and what is said beside a field.

Plain text, except what a docstring calls mrkdwn.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.text import channel_link, mention

LEAD = "Who is the team’s lead?"
LEAD_HINT = "Hears of it when the owner has not answered."
INCIDENT_CHANNEL = "Where do cards go?"
INCIDENT_CHANNEL_HINT = (
    "Leave it empty, and they go where the command is typed. I need to be a member there."
)
UPDATES: Mapping[str, str] = MappingProxyType(
    {
        "high": "Word to the customer, high severity",
        "medium": "Word to the customer, medium severity",
        "low": "Word to the customer, low severity",
    }
)
QUIET = "Quiet hours"
QUIET_FROM = "Quiet hours begin"
QUIET_TO = "Quiet hours end"
QUIET_TO_HINT = "By each person’s own clock. The same time twice means no quiet hours."
WORKING_DAYS = "Working days"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUIET_RULES = "Reminders"
RULE_WEEKEND = "Keep days off quiet"
RULE_HIGH = "High severity may break quiet hours"


def settings_intro() -> str:
    """Above the settings (mrkdwn)."""
    return (
        "These hold for the whole workspace. What is open already follows as soon as something "
        "changes in it."
    )


def settings_first() -> str:
    """Above the settings, where nobody could decide them otherwise (mrkdwn)."""
    return (
        "No lead is named yet, and Slack does not tell me who the admins of this workspace are. "
        "So you can decide this now: name the lead, who decides it from then on."
    )


def lead_needed() -> str:
    """Beside the lead's field, in the same case."""
    return "Name the lead: it may be you. They decide these settings from then on."


def named_lead(by: str, command: str) -> str:
    """To whoever was named the lead in that case (mrkdwn)."""
    return (
        f"{mention(by)} has named you your team’s lead. When a customer has to wait and nobody "
        f"answers, I’ll tell you. The settings are yours to decide: type `{command} settings`."
    )


def settings_whom_to_ask(lead: str | None) -> str:
    """For those who may only read the settings (mrkdwn)."""
    if lead:
        return f"Should something change? Ask {mention(lead)} or an admin of the workspace."
    return "Should something change? Ask an admin of the workspace."


def settings_saved() -> str:
    """The settings are kept (mrkdwn)."""
    return (
        "The settings are saved. What is open already follows as soon as something changes in it."
    )


def settings_saved_but(channel: str, error: str) -> str:
    """The settings are kept, but no card can go to `channel` (an id), for the reason `error`
    (mrkdwn)."""
    there = channel_link(channel)
    if error == "is_archived":
        why = (
            f"{there} is archived, so no card can go there. Open it again, or choose another "
            "channel for the cards."
        )
    elif error == "is_ext_shared":
        why = (
            f"{there} is shared with another company, who would read along, so I write nothing "
            "there. Choose another channel for the cards."
        )
    else:
        why = (
            f"I’m not in {there} yet, so no card can go there. Go to {there} and type "
            "`/invite @Amends`."
        )
    return f"{settings_saved()}\n*One thing is missing:* {why}"


def setting(label: str, value: str) -> str:
    """One setting to read (mrkdwn); both are finished."""
    return f"*{label}*\n{value}"


def setting_none() -> str:
    return "Not set"


def quiet_hours(start: str, end: str) -> str:
    """Times as HH:MM."""
    if start == end:
        return "None"
    return f"From {start} to {end}, by each person’s own clock"


def rhythm(shown: str) -> str:
    """A rhythm as it stands alone."""
    return shown[:1].upper() + shown[1:]


def usual_rhythm_own() -> str:
    """Beside a rhythm that is none of the choices."""
    return "You have a rhythm of your own. Choose one here to change it."


def rhythm_of_its_own() -> str:
    return "A rhythm of its own"


def where_typed() -> str:
    return "Where the command is typed"


def yes_no(holds: bool) -> str:
    return "Yes" if holds else "No"


def working_days_needed() -> str:
    return "Choose at least one working day."


def settings_not_yours() -> str:
    return "Only admins and the team’s lead can change this. Ask one of them."


def unknown_time() -> str:
    return "Choose a time, such as 20:00."
