"""Configuration: what is taken, and every fault at once with its fix."""

import pytest

from bot.config import Config, ConfigError, is_loopback, read

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
LOCAL = {**GOOD, "SLACK_API_URL": "http://127.0.0.1:8484/api"}


def faults(**more: str) -> tuple[str, ...]:
    """The faults of a configuration that is good but for these."""
    with pytest.raises(ConfigError) as error:
        read({**GOOD, **more})
    return error.value.faults


def test_two_tokens_are_enough() -> None:
    assert read(GOOD) == Config(bot_token="xoxb-1", app_token="xapp-1", signing_secret="")


def test_the_secrets_are_known_so_that_no_log_shows_them() -> None:
    config = read({**GOOD, "DATABASE_URL": "postgresql+psycopg://amends:hush@host/amends"})
    assert {"xoxb-1", "xapp-1", "hush"} <= set(config.secrets)
    assert "hush" not in read(GOOD).secrets
    both = {**GOOD, "DATABASE_URL": "postgresql://ann:hu&sh@h/d?password=one&sslpassword=t@o/&a=b"}
    assert {"hu&sh", "one", "t@o/"} <= set(read(both).secrets)


def test_everything_can_be_said() -> None:
    config = read(
        {
            "SLACK_BOT_TOKEN": " xoxb-1 ",
            "SLACK_SIGNING_SECRET": "s",
            "SLACK_SIGNING_SECRET_PREVIOUS": "r",
            "SLACK_MODE": "HTTP",
            "SLACK_API_URL": "http://localhost:1/api/",
            "DATABASE_URL": "postgresql+psycopg://a:b@h/d",
            "HTTP_PORT": "8080",
            "LOG_LEVEL": "debug",
            "LOG_FORMAT": "json",
            "TIME_SCALE": "60@1790000000",
        }
    )
    assert (config.mode, config.http_port, config.log_level) == ("http", 8080, "DEBUG")
    assert (config.time_scale, config.time_anchor) == (60, 1790000000)
    assert config.api_url == "http://localhost:1/api/"
    assert config.secrets == ("xoxb-1", "", "s", "r", "b")


def test_a_secret_is_never_shown() -> None:
    config = read({**GOOD, "SLACK_SIGNING_SECRET": "hush", "DATABASE_URL": "sqlite:///a.db"})
    assert config.secrets == ("xoxb-1", "xapp-1", "hush", "")
    assert not [secret for secret in config.secrets if secret and secret in repr(config)]


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        read({"SLACK_MODE": "carrier pigeon", "HTTP_PORT": "0", "DATABASE_URL": "mysql://x"})
    said = "\n".join(error.value.faults)
    for name in ("SLACK_MODE", "HTTP_PORT", "DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert name in said


def test_what_could_be_read_in_spite_of_faults_is_there() -> None:
    with pytest.raises(ConfigError) as error:
        read({**GOOD, "HTTP_PORT": "abc", "SLACK_MODE": "pigeon", "DATABASE_URL": "sqlite:///b.db"})
    assert error.value.wrong == {"HTTP_PORT", "SLACK_MODE"}
    assert error.value.config == Config("xoxb-1", "xapp-1", "", database_url="sqlite:///b.db")


def test_what_only_reads_the_database_needs_nothing_of_slack() -> None:
    assert read({"DATABASE_URL": "sqlite:///a.db"}, slack=False).database_url == "sqlite:///a.db"
    with pytest.raises(ConfigError) as error:
        read({"DATABASE_URL": "mysql://x"}, slack=False)
    (fault,) = error.value.faults
    assert fault.startswith("DATABASE_URL")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_BOT_TOKEN", "xoxb-1 xoxb-2"),
        ("SLACK_APP_TOKEN", "xapp-é"),
        ("SLACK_MODE", "https"),
        ("SLACK_API_URL", "slack.com"),
        ("SLACK_API_URL", "http://[broken"),
        ("DATABASE_URL", "amends.db"),
        ("HTTP_PORT", "65536"),
        ("HTTP_PORT", "eighty"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("TIME_SCALE", "fast"),
        ("TIME_SCALE", "0"),
    ],
)
def test_each_fault_names_its_variable_and_a_fix(name: str, value: str) -> None:
    (fault,) = faults(**{name: value})
    assert fault.startswith(name)
    assert len(fault) > len(name) + 20


def test_http_mode_needs_the_signing_secret_and_no_app_token() -> None:
    with pytest.raises(ConfigError) as error:
        read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_MODE": "http"})
    (fault,) = error.value.faults
    assert fault.startswith("SLACK_SIGNING_SECRET")


def test_fast_time_is_for_this_machine_only() -> None:
    (fault,) = faults(TIME_SCALE="60")
    assert "TIME_SCALE" in fault
    assert read({**LOCAL, "TIME_SCALE": "60"}).time_scale == 60
    assert read({**GOOD, "TIME_SCALE": "1"}).time_scale == 1


def test_no_secret_is_ever_shown() -> None:
    config = read({**GOOD, "SLACK_SIGNING_SECRET": "hush", "DATABASE_URL": "postgresql://u:pw@h/d"})
    shown = repr(config)
    for secret in ("xoxb-1", "xapp-1", "hush", "pw"):
        assert secret not in shown
    assert all("xoxb-bad" not in fault for fault in faults(SLACK_APP_TOKEN="xoxb-bad"))


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:1/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("https://slack.com/api/", False),
        ("http://10.0.0.1/", False),
        ("http:///", False),
    ],
)
def test_loopback(url: str, local: bool) -> None:
    assert is_loopback(url) is local
