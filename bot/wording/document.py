"""The words of the documents about one incident. Plain text in a Markdown document."""

OPEN, NOT_KNOWN = "open", "not known"
ANSWERS = "What those who took part said, without their names"
STORY, STEPS, TIMELINE = "What was reported", "The steps", "Timeline"
PROMISES, MAKE_UPS, ACTIONS = "Promises", "Make-ups", "What is changed so that it stays away"
STATUS, SEVERITY, CUSTOMERS, OWNER = "Status", "Severity", "Customers", "Owner"
REPORTER, NOTICED_FIRST, HAPPENED = "Reported by", "Noticed first", "Happened"
REPORTED, FIRST_TOLD = "Reported", "The customer first heard from us"
TIME_TO_OWN, EXPECTED = "From noticing to the first word", "What they expected"
CLOSED_OVER, REASON = "Closed over what was missing, because", "Reason"
BY, WITH, STATE = "by", "with", "State"

FOR_CUSTOMER = "What went wrong, and what we did about it"
EXPLAINED, SAID = "What happened", "What we told you"
PROMISED, OFFERED, SHOWN = "What we promised", "What we did beyond that", "What we changed"
NOTHING_YET = "Nothing has been said to the customer yet, so there is nothing to hand over."

PROMISE_STATES = {
    "open": "open",
    "kept": "kept",
    "kept_late": "kept, late",
    "broken": "not kept",
    "released": "no longer needed",
}
ACTION_STATES = {"open": "open", "done": "done", "dropped": "dropped"}
MAKE_UP_STATES = {
    "asked": "waits for an approval",
    "approved": "approved, not offered yet",
    "declined": "declined",
    "offered": "offered",
}


def closed(when: str) -> str:
    return f"closed {when}"


def done(who: str, when: str) -> str:
    return f"done ({who}, {when})"


def skipped(who: str, when: str) -> str:
    return f"skipped ({who}, {when})"


def inside_only(zone: str) -> str:
    """Below the whole document."""
    return (
        f"\nTimes are by the clock of {zone}. This version is for us: it holds talk and names that "
        "are nobody else’s business. There is one for the customer beside it."
    )


def for_customer(name: str) -> str:
    return f"For {name}"


def customer_times(zone: str) -> str:
    """Below the customer's document."""
    return f"\nTimes are by the clock of {zone}."


def full_title(number: int) -> str:
    return f"#{number}: the whole of it, for us"


def customer_title(number: int, name: str) -> str:
    """`name` "" where there is one version for whoever it is."""
    return f"#{number}: for {name}" if name else f"#{number}: for the customer"
