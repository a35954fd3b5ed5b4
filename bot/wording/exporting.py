"""Exports: what is on its way, how far it is, and what has come. mrkdwn."""


def number_or_all(command: str) -> str:
    return (
        f"`export` wants a number, such as `{command} export 12`, or all: `{command} export all`. "
        "If what you typed is what went wrong, open it with the button."
    )


def one_follows(number: int, by_name: int) -> str:
    """`by_name`: how many customers have a document of their own, 0 where one names nobody."""
    theirs = (
        f"one for each of its {by_name} customers, with what that customer may have"
        if by_name > 1
        else "one with what the customer may have"
    )
    return (
        f"#{number} is on its way to our direct message, as {max(by_name, 1) + 1} documents: the "
        f"whole of it for us, and {theirs}."
    )


def one_is_here(number: int) -> str:
    """Beside the files."""
    return (
        f"*#{number} as documents.* The first holds everything, names and talk included: it is for "
        "us. Any other holds only what the customer was told, promised, offered or shown."
    )


def all_follow(count: int) -> str:
    counted = "One mistake is" if count == 1 else f"{count:,} mistakes are"
    return f"{counted} on the way to our direct message, as a table (CSV) and as JSON."


def nothing(command: str) -> str:
    return (
        "There is nothing to export yet. Once a mistake has been reported, "
        f"`{command} export all` has it."
    )


def under_way() -> str:
    return "Your export is being written already. It comes to our direct message."


def progress(done: int, count: int) -> str:
    return f"Writing your export: {done:,} of {count:,} …"


def progress_over(count: int) -> str:
    return f"Your export is written: {count:,} of {count:,}."


def all_is_here(count: int) -> str:
    """Beside the files."""
    counted = "one mistake" if count == 1 else f"{count:,} mistakes"
    return (
        f"*Everything you may see: {counted}.* The table opens in any spreadsheet; the JSON holds "
        "all of it, timelines included. Drills are left out. It names customers and colleagues, "
        "so keep it as safe as you would keep them."
    )


def table_title() -> str:
    return "All mistakes as a table (CSV)"


def json_title() -> str:
    return "All mistakes as JSON"
