"""Files: what to do where one could not be sent, or written."""

from bot.text import esc


def not_sent(code: str) -> str:
    """`code` is Slack's word for it."""
    if code == "missing_scope":
        return (
            "Slack does not let me send files here yet. Whoever installed me can change that: "
            "install the app again from its current manifest, which asks for `files:write`."
        )
    if code == "ratelimited":
        return (
            "Slack asks me to wait before I send files. Nothing is lost: please try again in a "
            "few minutes."
        )
    return (
        f"Slack did not take the file (“{esc(code)}”). Nothing is lost: please try again in a "
        "moment."
    )


def not_written(folder: str, why: str) -> str:
    """For the terminal, plain text; `why` is the system's word for it."""
    reason = f" ({why})" if why else ""
    return (
        f"The folder {folder} cannot be written to{reason}. Name one that is there, or that can be "
        "made: python app.py export FOLDER"
    )
