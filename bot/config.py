"""Configuration from environment variables: read whole, every fault said at once with its fix.

Pure: `read` gets the variables as a mapping. Tokens and secrets are kept out of every text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

DEFAULT_API_URL = "https://slack.com/api/"
DEFAULT_DATABASE_URL = "sqlite:///amends.db"
DEFAULT_HTTP_PORT = 3000
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# In the address of a database: behind the name, or in the query.
_PASSWORD = re.compile(r"://[^/@:]*:([^/@]+)@|[?&](?:ssl)?password=([^&]+)")
_SCHEMES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


@dataclass(frozen=True)
class Config:
    """What the process needs to know. `time_scale` 60 makes an hour pass in a minute (drills only);
    `time_anchor` is the Unix second at which scaled and real time agree, None: decided at start.
    `previous_signing_secret`: while one is exchanged for another, Slack may still use it."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    previous_signing_secret: str = field(default="", repr=False)
    mode: str = "socket"
    api_url: str = DEFAULT_API_URL
    database_url: str = field(default=DEFAULT_DATABASE_URL, repr=False)
    http_port: int = DEFAULT_HTTP_PORT
    log_level: str = "INFO"
    log_format: str = "text"
    time_scale: float = 1.0
    time_anchor: int | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody may read, in a log for instance."""
        passwords = (found[1] or found[2] for found in _PASSWORD.finditer(self.database_url))
        return (
            self.bot_token,
            self.app_token,
            self.signing_secret,
            self.previous_signing_secret,
            *passwords,
        )


class ConfigError(ValueError):
    """The configuration cannot work. `faults` are sentences, each with its fix, and begin with
    the variable they are about. `config` is what could be read in spite of them."""

    def __init__(self, faults: tuple[str, ...], config: Config) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
        self.config = config

    @property
    def wrong(self) -> frozenset[str]:
        """The variables that cannot be used as they stand."""
        return frozenset(fault.partition(" ")[0] for fault in self.faults)


def read(env: Mapping[str, str], *, slack: bool = True) -> Config:
    """The configuration in these variables. Raises ConfigError with all faults at once; where
    nothing is asked of `slack`, what concerns it is none."""
    reader = _Reader(env)
    mode = reader.choice("SLACK_MODE", ("socket", "http"), "socket")
    api_url = reader.url("SLACK_API_URL", DEFAULT_API_URL)
    scale, anchor = reader.time_scale(api_url)
    config = Config(
        bot_token=reader.token("SLACK_BOT_TOKEN", "xoxb-", _BOT_TOKEN_FIX),
        app_token=reader.token("SLACK_APP_TOKEN", "xapp-", _APP_TOKEN_FIX)
        if mode == "socket"
        else reader.text("SLACK_APP_TOKEN"),
        signing_secret=reader.secret(needed=mode == "http"),
        previous_signing_secret=reader.text("SLACK_SIGNING_SECRET_PREVIOUS"),
        mode=mode,
        api_url=api_url,
        database_url=reader.database(),
        http_port=reader.port(),
        log_level=reader.choice("LOG_LEVEL", _LEVELS, "INFO"),
        log_format=reader.choice("LOG_FORMAT", ("text", "json"), "text"),
        time_scale=scale,
        time_anchor=anchor,
    )
    faults = tuple(each for each in reader.faults if slack or not each.startswith("SLACK_"))
    if faults:
        raise ConfigError(faults, config)
    return config


_BOT_TOKEN_FIX = "copy the “Bot User OAuth Token” from your app’s page, OAuth & Permissions."
_APP_TOKEN_FIX = (
    "create an app-level token with the scope connections:write on your app’s page, "
    "Basic Information → App-Level Tokens."
)
_SECRET_FIX = "copy the “Signing Secret” from your app’s page, Basic Information."


class _Reader:
    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        return self._env.get(name, "").strip()

    def token(self, name: str, prefix: str, fix: str) -> str:
        value = self.text(name)
        if not value:
            self.faults.append(f"{name} is missing: {fix}")
        elif not value.startswith(prefix) or not value.isascii() or len(value.split()) > 1:
            self.faults.append(f"{name} should begin with {prefix} and have no spaces: {fix}")
        return value

    def secret(self, *, needed: bool) -> str:
        value = self.text("SLACK_SIGNING_SECRET")
        if needed and not value:
            self.faults.append(f"SLACK_SIGNING_SECRET is missing: {_SECRET_FIX}")
        return value

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        value = self.text(name) or default
        known = {option.lower(): option for option in options}
        if value.lower() not in known:
            self.faults.append(f"{name} should be one of {', '.join(options)}.")
            return default
        return known[value.lower()]

    def url(self, name: str, default: str) -> str:
        value = self.text(name) or default
        try:
            parts = urlsplit(value)
            fine = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            fine = False
        if not fine:
            self.faults.append(f"{name} should be a web address such as {default}")
            return default
        return value if value.endswith("/") else f"{value}/"

    def database(self) -> str:
        value = self.text("DATABASE_URL") or DEFAULT_DATABASE_URL
        if not value.startswith(_SCHEMES):
            self.faults.append(
                "DATABASE_URL should begin with sqlite:/// (a file, such as sqlite:///amends.db) "
                "or postgresql+psycopg://user:password@host/name."
            )
        return value

    def port(self) -> int:
        value = self.text("HTTP_PORT") or str(DEFAULT_HTTP_PORT)
        if not re.fullmatch(r"[0-9]{1,5}", value) or not 0 < int(value) < 65536:
            self.faults.append("HTTP_PORT should be a number from 1 to 65535, such as 3000.")
            return DEFAULT_HTTP_PORT
        return int(value)

    def time_scale(self, api_url: str) -> tuple[float, int | None]:
        value = self.text("TIME_SCALE")
        if not value:
            return 1.0, None
        found = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)(?:@([0-9]{1,12}))?", value)
        if not found or float(found[1]) <= 0:
            self.faults.append(
                "TIME_SCALE should be a number above 0, such as 60 (an hour passes in a minute)."
            )
            return 1.0, None
        scale = float(found[1])
        if scale != 1 and not is_loopback(api_url):
            self.faults.append(
                "TIME_SCALE is for drills on this machine only: remove it, or point SLACK_API_URL "
                "at a Slack on this machine (http://127.0.0.1:…)."
            )
        return scale, int(found[2]) if found[2] else None


def is_loopback(url: str) -> bool:
    """Whether that address is this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
