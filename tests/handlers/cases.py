"""Incidents for looking at: an ordinary one, and ones that people's worst days bring."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from bot.chasing import follow
from bot.commands import OpenIncident
from bot.context import Context
from bot.forms import ARTEFACTS, FieldKind
from bot.incident import Chase, Customer, Home, Incident, Rung
from bot.opening import open_incident
from bot.people import Person
from bot.playbook import StepStatus
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene
from bot.settings import Settings
from bot.text import clean

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PRIYA, TOM, MARIA, SOFIA = "U0PRIYA00", "U0TOM0000", "U0MARIA00", "U0SOFIA00"
HOUR = timedelta(hours=1)

NASTY = (
    "<!channel> @here @everyone <!subteam^S1|ops> <@U0TOM0000> <https://evil.example|bank>",
    "&" * 3000,
    "&amp;lt;" * 300,
    "*bold* _it_ ~no~ `code` ```block``` > quote\n> again\n>again",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200b\u200f",
    "a" * 3000,
    "word " * 600,
    "🧑‍🤝‍🧑" * 300,
    "e\u0301" * 1000,
    "line\n" * 500,
    "'\"\\{}[]|^<>",
    "\ud800 lone surrogate",
    "ไม่มีช่องว่าง" * 100,
)
# All of them go the same ways through the code, so coverage looks at one.
WORST = [NASTY[0], *(pytest.param(words, marks=pytest.mark.no_cover) for words in NASTY[1:])]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=400),
    st.lists(
        st.sampled_from(("<", ">", "&", "*", "`", "@here", " ", "\n", "a", "|", "é")), max_size=400
    ).map("".join),
)


def an_incident(text: str = "We sent ACME the wrong invoice", **changes: Any) -> Incident:
    """As `/mistake` opens it, at NOW, with its card posted in #mistakes, then changed."""
    command = OpenIncident(by=PRIYA, text=text, channel="C0MISTAKE")
    outcome = open_incident(command, Context(NOW), incident_id=1, team="T0HARBOUR", number=12)
    assert outcome.incident
    incident = replace(outcome.incident, home=Home("C0MISTAKE", "1700000000.000100"))
    return replace(incident, **changes)


def nasty(text: str) -> Incident:
    """The same words everywhere a person can write them, and many of them."""
    words = clean(f"x {text}")  # as the core keeps it
    return an_incident(
        words,
        title=" ".join(words.split())[:300],
        story=words[:3500],
        expected=words,
        customers=tuple(Customer(f"{number} {words[:300]}") for number in range(200)),
        source_link="https://harbour.slack.com/archives/C0MISTAKE/p1700000000000100",
        happened_at=NOW - HOUR,
        private=True,
        drill=True,
    )


def settled(
    incident: Incident,
    *steps: str,
    status: StepStatus = StepStatus.DONE,
    reason: str = "",
    artefact: Mapping[str, str] | None = None,
) -> Incident:
    """With these steps settled by Tom."""
    for step in steps:
        state = replace(
            incident.state(step),
            since=NOW,
            status=status,
            settled_by=TOM,
            settled_at=NOW + HOUR,
            reason=reason,
            artefact=artefact or {},
        )
        incident = incident.with_step(step, state)
    return follow(incident, Context(NOW + HOUR))


def line_of(incident: Incident) -> tuple[str, ...]:
    """The ids of all its steps but the one after closing."""
    return tuple(step.id for step in incident.playbook.steps if step.id != "check_back")


def recorded(key: str, words: str) -> dict[str, str]:
    """Everything an artefact can hold, in these words where they are free."""
    samples = {
        FieldKind.LINE: words,
        FieldKind.TEXT: words,
        FieldKind.PERSON: TOM,
        FieldKind.MOMENT: NOW.isoformat(),
        FieldKind.DATE: "2026-12-01",
    }
    return {
        field.key: next(iter(field.choices)) if field.choices else samples[field.kind]
        for field in ARTEFACTS[key].fields
    }


def a_chase(key: str = "update", who: str = PRIYA, **changes: Any) -> Chase:
    """Owed since NOW, due in two hours, whoever has it reminded once already."""
    chase = Chase(key, who, NOW, NOW + 2 * HOUR, 2 * HOUR, Rung.LEAD, NOW + 3 * HOUR)
    return replace(chase, **changes)


def an_item(key: str = "update", rung: Rung = Rung.OWNER, since: datetime = NOW) -> ChaseItem:
    return ChaseItem(1, key, since, rung)


def a_parcel(kind: ParcelKind, slot: str = "", **changes: Any) -> Parcel:
    parcel = Parcel(
        id="p1",
        team="T0HARBOUR",
        kind=kind,
        slot=slot,
        target="C0MISTAKE",
        thread_ts="1700000000.000100",
        posted=None,
        incident_id=1,
        payload={},
        wanted=1,
        attempts=0,
        token="t",
        unsure=False,
    )
    return replace(parcel, **changes)


def a_scene(
    *items: tuple[Incident, ChaseItem, Chase | None], lead: str | None = MARIA, gone: str = ""
) -> Scene:
    """With a lead, and with everyone active but `gone`."""
    people = {user: Person(user, active=user != gone) for user in (PRIYA, TOM, MARIA, SOFIA)}
    incident = items[0][0] if items else an_incident()
    return Scene(Settings(lead=lead), people, incident, items)
