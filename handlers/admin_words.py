"""What an admin reads in the terminal: what is wrong, and the fix. Never a token."""

from bot.wording import scopes

_BOT_FIXES = {
    "missing_scope": (
        "add it on your app’s page, OAuth & Permissions (or paste manifest.yml again), "
        "then reinstall the app"
    ),
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": "the app was removed from the workspace: install it again",
}


def refused(code: str) -> str:
    """Slack does not take the bot token. `code` is Slack's error code."""
    fix = _BOT_FIXES.get(
        code, "copy the “Bot User OAuth Token” again from your app’s page, OAuth & Permissions"
    )
    return f"Slack does not take SLACK_BOT_TOKEN ({code}): {fix}."


def no_app_token(code: str) -> str:
    """Slack does not take the app-level token. `code` is Slack's error code."""
    return (
        f"Slack does not take SLACK_APP_TOKEN ({code}): create an app-level token with the scope "
        "connections:write on your app’s page, Basic Information, and check that Socket Mode is on."
    )


def port_taken(port: int) -> str:
    """Something else listens there already."""
    return f"Port {port} is taken: set HTTP_PORT to a free one, such as {_another(port)}."


def port_refused(port: int, why: str) -> str:
    """The system does not let us listen there."""
    return (
        f"Port {port} cannot be listened on ({why}): set HTTP_PORT to another, such as 3000. "
        "(Those below 1024 are for administrators.)"
    )


def port_of_amends(port: int) -> str:
    """Some Amends listens there: perhaps this one."""
    return (
        f"Port {port}: Amends answers there, which is right while this one runs. If it is another "
        f"one, set HTTP_PORT to a free port, such as {_another(port)}."
    )


def port_free(port: int) -> str:
    return f"Port {port}: free."


def no_pages(why: str) -> str:
    """In Socket Mode the port is for those who watch over the bot."""
    return f"{why} Until then Amends does without /live, /ready and /metrics."


def _another(port: int) -> int:
    return port + 1 if port < 65535 else port - 1


def unreachable(code: str) -> str:
    """Slack cannot be reached at all."""
    return f"Slack cannot be reached ({code}): check this machine’s network and SLACK_API_URL."


def unwell(code: str) -> str:
    """Slack answers, but not as it should."""
    return f"Slack answers with an error ({code})."


def bot_token_fine(team: str, user: str) -> str:
    return f"Bot token: works, as {user} in {team}."


def scopes_fine(count: int) -> str:
    return f"Scopes: all {count} are granted."


def scopes_missing(missing: tuple[str, ...]) -> str:
    return scopes.missing(missing)


def scopes_unknown() -> str:
    return "Scopes: Slack did not say which are granted."


def app_token_fine() -> str:
    return "App-level token: works, Socket Mode can connect."


def channel_fine(name: str) -> str:
    return f"Incident channel: a member of #{name}."


def channel_not_joined(name: str) -> str:
    return f"Incident channel: not a member of #{name}. Type /invite @Amends there."


def channel_archived(name: str) -> str:
    return f"Incident channel: #{name} is archived. Choose another in /mistake settings."


def channel_unknown(code: str) -> str:
    return (
        f"Incident channel: cannot be seen ({code}). If it is private, type /invite @Amends there; "
        "otherwise choose another in /mistake settings."
    )


def clock_is_off(ahead: float) -> str:
    """This machine's clock and Slack's differ by so many seconds."""
    way = "ahead of" if ahead > 0 else "behind"
    return (
        f"This machine’s clock is {abs(ahead):.0f} s {way} Slack’s: reminders come at the wrong "
        "time, and Slack’s requests may be refused. Switch on time synchronisation (NTP)."
    )


def not_connected(code: str, wait: float) -> str:
    """A Socket Mode connection could not be made, for the reason `code`."""
    return f"A connection to Slack could not be made ({code}). Trying again in {wait:.0f} s."


def socket_mode_off() -> str:
    """Slack closes Socket Mode connections because an admin switched it off."""
    return (
        "Socket Mode is switched off for this app: switch it on on your app’s page, Socket Mode, "
        "or set SLACK_MODE=http. I look again every few minutes."
    )
