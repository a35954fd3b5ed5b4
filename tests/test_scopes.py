"""The manifest asks for exactly the scopes that have a reason, and the docs give the reasons."""

from pathlib import Path

import yaml

from handlers.scopes import APP_SCOPES, BOT_SCOPES

ROOT = Path(__file__).parent.parent


def test_manifest_asks_for_exactly_the_scopes_with_a_reason() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(BOT_SCOPES)


def test_docs_give_every_scope_with_its_reason() -> None:
    text = (ROOT / "docs" / "scopes.md").read_text()
    rows = [f"| `{scope}` | {why} |" for scope, why in {**BOT_SCOPES, **APP_SCOPES}.items()]
    assert [row for row in rows if row not in text] == []
