"""The app lacks a permission in Slack: in the terminal, and to whoever can mend it."""

from collections.abc import Sequence


def missing(scopes: Sequence[str]) -> str:
    """Which, and how to mend it."""
    return (
        f"Scopes: {', '.join(scopes)} missing. Paste manifest.yml again on your app’s page, App "
        "Manifest, then reinstall the app."
    )


def lacking(scopes: Sequence[str]) -> str:
    """A direct message to the lead, or else to the admins."""
    return (
        "*Slack has refused me something, because the app lacks a permission.*\n"
        f"{missing(scopes)}\n"
        "Until then messages that need it wait; nothing is lost, and everything else goes on as "
        "before. If you do not look after Amends yourself, please pass this on."
    )


def lacking_fallback() -> str:
    return "The app lacks a permission in Slack"
