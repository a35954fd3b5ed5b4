"""The figures of a period, worked out from an exported JSON file and nothing else of the bot: what
`/mistake insights` says has to agree with it.

    python tests/recompute.py mistakes.json 2026-08-24T10:00Z 2026-11-22T10:00Z
"""

import json
import statistics
import sys
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

Json = dict[str, Any]
YEAR = timedelta(days=365)


def at(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def left_by(incident: Json, asked: str) -> Json | None:
    """What the step that asks for this left behind; None where no step asks for it."""
    steps = [step for step in incident["steps"] if step["asks_for"] == asked]
    if not steps:
        return None
    return dict(steps[0]["artefact"]) if steps[0]["status"] == "done" else {}


def lead(incident: Json) -> float | None:
    """Seconds from noticing to the first word."""
    told = incident["first_told_at"]
    if told is None:
        return None
    noticed = incident["noticed_at"] or incident["opened_at"]
    return max(0.0, (at(told) - at(noticed)).total_seconds())


def systemic(incident: Json) -> str | None:
    """The kind of cause, where it was a systemic one."""
    debrief = left_by(incident, "debrief") or {}
    return debrief.get("cause") if debrief.get("recurrence") == "systemic" else None


def again(incident: Json, everything: list[Json]) -> tuple[bool, bool]:
    """Whether it happened to a customer again, and from a systemic cause again."""
    opened = at(incident["opened_at"])
    place = (opened, incident["number"])
    before = [
        each
        for each in everything
        if (at(each["opened_at"]), each["number"]) < place and opened - at(each["opened_at"]) < YEAR
    ]
    names = {customer["name"].casefold() for customer in incident["customers"]}
    same_customer = any(
        names & {customer["name"].casefold() for customer in each["customers"]} for each in before
    )
    kind = systemic(incident)
    return same_customer, kind is not None and any(systemic(each) == kind for each in before)


def figures(exported: Json, start: datetime, end: datetime) -> Json:
    """All figures of the mistakes opened from `start` up to but without `end`."""
    now, everything = at(exported["exported_at"]), exported["incidents"]
    inside = [each for each in everything if start <= at(each["opened_at"]) < end]
    leads = [found for each in inside if (found := lead(each)) is not None]
    known = [each for each in inside if lead(each) is not None and each["noticed_by"] != "unknown"]
    ours = [each for each in known if each["noticed_by"] == "us"]
    given = [word for each in inside for word in each["words_given"]]
    in_time = sum(at(word["at"]) <= at(word["due"]) for word in given)
    waiting = [each for each in inside if each["status"] == "open" and each["next_update_at"]]
    overdue = sum(at(each["next_update_at"]) < now for each in waiting)
    promises = [promise for each in inside for promise in each["promises"]]
    kept = sum(promise["state"] == "kept" for promise in promises)
    failed = sum(
        promise["state"] in ("kept_late", "broken")
        or (promise["state"] == "open" and at(promise["due"]) < now)
        for promise in promises
    )
    debriefs = [(each, left_by(each, "debrief")) for each in inside]
    held = [found for _, found in debriefs if found]
    missed = [found for each, found in debriefs if found == {} and each["status"] == "closed"]
    offers = [
        offer["worth"]
        for each in inside
        for offer in each["make_ups"]["offers"]
        if offer["state"] == "offered"
    ]
    totals: dict[str, Decimal] = {}
    for worth in offers:
        so_far = totals.get(worth["currency"], Decimal())
        totals[worth["currency"]] = so_far + Decimal(worth["amount"])
    backs = [left_by(each, "check_back") or {} for each in inside]
    asked = [back for back in backs if back.get("asked") == "yes"]
    repeats = [again(each, everything) for each in inside]
    return {
        "opened": len(inside),
        "closed": sum(each["status"] == "closed" for each in inside),
        "own": statistics.median(leads) if leads else None,
        "untold": len(inside) - len(leads),
        "first": (len(ours), len(known)),
        "lead": statistics.median([lead(each) or 0.0 for each in ours]) if ours else None,
        "updates": (in_time, len(given) + overdue),
        "promises": (kept, kept + failed),
        "debriefs": (len(held), len(held) + len(missed)),
        "causes": dict(Counter((each["cause"], each["recurrence"]) for each in held)),
        "repeats": (
            sum(customer for customer, _ in repeats),
            sum(cause for _, cause in repeats),
            sum(customer or cause for customer, cause in repeats),
        ),
        "make_ups": totals,
        "asked": len(asked),
        "stayed": _yes(asked, "stay"),
        "referring": _yes(asked, "recommend"),
    }


def _yes(asked: list[Json], question: str) -> tuple[int, int]:
    answers = Counter(back[question] for back in asked)
    return answers["yes"], answers["yes"] + answers["no"]


if __name__ == "__main__":
    found = figures(json.loads(Path(sys.argv[1]).read_text()), at(sys.argv[2]), at(sys.argv[3]))
    print("\n".join(f"{name}: {value}" for name, value in found.items()))
