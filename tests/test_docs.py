"""What people read before they begin: short enough for five minutes, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
FIVE_MINUTES = 900  # words, at the pace of somebody who tries what they read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_page_of_ours_leads_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_readme_takes_five_minutes() -> None:
    assert len((ROOT / "README.md").read_text().split()) <= FIVE_MINUTES


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text()
    assert not [page.name for page in ROOT.glob("docs/*.md") if f"docs/{page.name}" not in readme]
