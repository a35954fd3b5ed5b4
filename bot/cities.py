"""Which clock a city is on: those after which a zone is called, and others that people name."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_AREAS = ("Europe", "America", "US", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian")
_CALLED_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("LA", "L.A.", "SF", "San Francisco", "Seattle"), "America/Los_Angeles"),
        **dict.fromkeys(("San Diego", "Las Vegas", "Portland"), "America/Los_Angeles"),
        **dict.fromkeys(("NYC", "NY", "N.Y.", "Boston", "Miami", "Atlanta"), "America/New_York"),
        **dict.fromkeys(("Philadelphia", "Washington", "DC", "D.C."), "America/New_York"),
        **dict.fromkeys(("Dallas", "Houston", "Austin", "San Antonio"), "America/Chicago"),
        **dict.fromkeys(("Munich", "Hamburg", "Frankfurt", "Cologne"), "Europe/Berlin"),
        **dict.fromkeys(("Manchester", "Edinburgh", "Glasgow", "Birmingham"), "Europe/London"),
        **dict.fromkeys(("Milan", "Naples"), "Europe/Rome"),
        **dict.fromkeys(("Geneva", "Basel"), "Europe/Zurich"),
        **dict.fromkeys(("Barcelona", "Valencia"), "Europe/Madrid"),
        **dict.fromkeys(("Mumbai", "Delhi", "New Delhi", "Bangalore"), "Asia/Kolkata"),
        **dict.fromkeys(("Beijing", "Shenzhen"), "Asia/Shanghai"),
        **{"Osaka": "Asia/Tokyo", "Abu Dhabi": "Asia/Dubai", "Tel Aviv": "Asia/Jerusalem"},
        **{"Wellington": "Pacific/Auckland", "Cape Town": "Africa/Johannesburg"},
        **{"Rio": "America/Sao_Paulo", "Montreal": "America/Toronto", "HK": "Asia/Hong_Kong"},
    }
)


@lru_cache(maxsize=256)
def called(words: str) -> tuple[str, ...]:
    """The zone called after that city or region, such as “New York”; none where there is none."""
    for area in _AREAS:
        name = f"{area}/{words.replace(' ', '_')}"
        try:
            return (ZoneInfo(name).key,)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ()


def place(words: str) -> tuple[str, ...]:
    """The zone in which that place may be, such as “New York”, “nyc” or “L.A.”; none: not known."""
    forms = (words.title(), words.upper()) if words.islower() else (words,)
    other = next((_CALLED_OTHERWISE[form] for form in forms if form in _CALLED_OTHERWISE), None)
    return (other,) if other else called(forms[0])
