"""The manifest that a team pastes into Slack is one that Slack takes."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
Manifest = dict[str, Any]


def _manifest() -> Manifest:
    manifest: Manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return manifest


def _faults(manifest: Manifest) -> list[str]:
    schema = json.loads((ROOT / "tests" / "data" / "slack-manifest.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(manifest)
    ]


def test_slack_takes_the_manifest() -> None:
    assert not _faults(_manifest())


def test_socket_mode_needs_no_addresses() -> None:
    manifest = _manifest()
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert 'url":' not in json.dumps(manifest)


def _set(*path: str | int, to: object) -> Callable[[Manifest], None]:
    def change(manifest: Manifest) -> None:
        *parents, last = path
        place: Any = manifest
        for key in parents:
            place = place[key]
        place[last] = to

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_set("display_information", "name", to="A" * 36), id="long name"),
        pytest.param(_set("display_information", "long_description", to="Short."), id="too short"),
        pytest.param(_set("display_information", "background_color", to="teal"), id="no colour"),
        pytest.param(_set("features", "shortcuts", 0, "name", to="A" * 25), id="long shortcut"),
        pytest.param(_set("features", "shortcuts", 0, "type", to="button"), id="odd shortcut"),
        pytest.param(_set("features", "slash_commands", 0, "command", to="x"), id="no slash"),
        pytest.param(_set("features", "home", to={}), id="unknown feature"),
        pytest.param(_set("settings", "interactivity", to={}), id="interactivity without a word"),
        pytest.param(_set("_metadata", "major_version", to=1), id="old version"),
    ],
)
def test_a_manifest_that_slack_refuses_is_refused(change: Callable[[Manifest], None]) -> None:
    manifest = deepcopy(_manifest())
    change(manifest)
    assert _faults(manifest)
