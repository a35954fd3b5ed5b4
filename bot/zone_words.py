"""Whose clock a time was said on: “3pm EST”, “9am Pacific”, “noon New York time”, “UTC+2”.

What is surely one zone is read as such. What may be several gives all; whose it is nobody can know
(“your time”) is named. Zones and their short names come from the time zone database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot import cities
from bot.clock_words import NUMBERS
from bot.day_figures import MONTHS

# Where the short names of zones are at home: the database knows many, and nobody means most.
_HOMES = (
    *("Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Berlin", "Europe/Athens"),
    *("Europe/Moscow", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Halifax"),
    *("America/St_Johns", "Asia/Kolkata", "Asia/Jerusalem", "Asia/Karachi", "Asia/Tokyo"),
    *("Asia/Seoul", "Asia/Shanghai", "Asia/Hong_Kong", "Australia/Sydney"),
    *("Australia/Adelaide", "Australia/Perth", "Pacific/Auckland", "Africa/Johannesburg"),
    *("Africa/Lagos", "Africa/Nairobi"),
)
_GENERAL = {
    **{"utc": ("UTC",), "z": ("UTC",), "zulu": ("UTC",)},
    **{"et": ("America/New_York",), "ct": ("America/Chicago",)},
    **{"mt": ("America/Denver",), "pt": ("America/Los_Angeles",)},
    **{"eastern": ("America/New_York",), "central": ("America/Chicago",)},
    **{"mountain": ("America/Denver",), "pacific": ("America/Los_Angeles",)},
    **{"uk": ("Europe/London",), "central european": ("Europe/Berlin",)},
}
_DOWN_UNDER = {"est", "edt", "cst", "cdt", "et", "ct", "eastern", "central"}  # there, another zone

# These are words of other things, too: “central billing”, “CT scan”, “UK bank”, “west gate”.
_ALSO_WORDS = frozenset(
    {
        *("et", "ct", "mt", "pt", "eastern", "central", "mountain", "pacific", "uk", "zulu"),
        *("west", "wet", "eat", "wat", "ist"),
    }
)

# Names that people say, though the database calls those zones by their offset alone. Some are words
# of other things, too.
_ELSEWHERE = frozenset(
    {
        *("AET", "AFT", "ALMT", "AMT", "ART", "AZOT", "AZT", "BDT", "BNT", "BRST", "BRT", "BTT"),
        *("CHST", "CLST", "CLT", "CVT", "ECT", "EGST", "FJT", "GALT", "GFT", "GST", "GYT", "ICT"),
        *("IRKT", "IRST", "KGT", "KRAT", "MAGT", "MART", "MMT", "MUT", "MVT", "MYT", "NCT", "NFT"),
        *("NPT", "NZT", "OMST", "PETT", "PGT", "PHT", "PYT", "RET", "SAMT", "SCT", "SGT", "SLST"),
        *("SRT", "SST", "TJT", "TLT", "TMT", "TRT", "TVT", "UYT", "UZT", "VLAT", "VUT", "WITA"),
        *("WFT", "WGT", "WIB", "YAKT", "YEKT"),
    }
)
_WORDS_TOO = frozenset({"ACT", "BOT", "COT", "GET", "PET", "TOT", "VET", "WIT"})

_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun))"
)
_CLOCK = re.compile(
    rf"(?:\d|(?:\b|\d)[ap]\.?m\.?|o'?clock|\b(?:noon|midday|midnight|eod|cob"
    rf"|(?:end|close) of \w+(?: day)?|morning|afternoon|evening|lunch ?time"
    rf"|today|tomorrow|{_WEEKDAY}|{'|'.join(NUMBERS)}))"
    r"[ ,]*\(?$",
    re.IGNORECASE,
)
# Days after which a place or a zone may stand, too.
_DAY = re.compile(
    rf"(?:\d(?:st|nd|rd|th)|\d(?:st|nd|rd|th)? (?:of )?(?:{MONTHS})\.?|\b(?:tonight|night|tmrw|eow"
    r"|first thing|sharp|closing|opening|close|(?:this|next|the|of) (?:week|weekend|month))) $",
    re.IGNORECASE,
)
_CLOCK_NEXT = re.compile(
    r",? (?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\d{1,2}[:h]\d\d|(?:noon|midday|midnight|eod|cob)\b"
    r"|(?:close|end) of (?:business|play|day)\b)",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"\(?\b(?:utc|gmt) ?(?P<sign>[-+−–]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?\b\)?",
    re.IGNORECASE,
)
_BARE_OFFSET = re.compile(r"(?<=:\d\d) ?[-+−]\d\d:?\d\d\b")
_ZULU = re.compile(  # behind a time of day, not at the end of “part 4711Z”
    r"(?:\b|(?<=\dT))(?:[01]?\d|2[0-3])(?::?[0-5]\d){0,2}(?:\.\d+)?(?P<z>z)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"\(?(?:\bin )?\b(?P<words>(?:[^\W\d]['’\w.-]* ){1,4})(?:(?:standard|daylight) )?time\b\)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\(?\b(?P<word>[^\W\d]{2,8})\b\)?")
_NOTHING_ELSE = re.compile(  # behind a zone: the end, or the day that the time is on
    rf"[.!?]*$|,? (?:on |this |next )?(?:{_WEEKDAY}|today|tomorrow)\b(?!['’])", re.IGNORECASE
)
_PLACE = re.compile(  # begins at each word
    r"(?<![\w'’.-])(?=(?P<words>[A-Z](?:[a-z]+|[A-Z]{1,2}|\.[A-Z]\.)(?: [A-Z][a-z]+){0,2}"
    r"|[a-z]+(?: [a-z]+)?)(?![\w'’]))"
)
_IN = re.compile(r"\b(?:in|at) $")
_NO_PLACE = frozenset({"christmas", "easter", "wake", "midway", "north", "south", "west", "la"})
_THERE = re.compile(
    r"(?:over )?there\b|where (?:you|they)\b|(?:on|at) (?:your|their) (?:side|end)\b", re.IGNORECASE
)
_OURS = re.compile(r"\b(?:my|our)$", re.IGNORECASE)
_WHOSE = re.compile(
    r"\b(?:your|their|his|her|its|local|head office|hq|company|\w+['’]s?)$", re.IGNORECASE
)
_NO_ZONE = re.compile(
    r"\b(?:lunch|dinner|tea|closing|opening|this|that|the|same|next|first|last|any|some|full|part"
    r"|more|in|on|of|working|delivery|no|what|which|a|long|exact|at)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heard:
    """Words without what was said about zones. `zones`: on whose clock they may be meant (IANA
    names), `unread` what nobody can know; "" for nothing."""

    text: str
    zones: tuple[str, ...]
    unread: str = ""


def heard(said: str, own: str) -> Heard:
    """What `said`, one line as it was typed by somebody in the zone `own`, says about zones."""
    hits = [hit for finder in _FINDERS for hit in finder(said, own)]
    text, unread, reached = "", "", 0
    zones: list[str] = []
    for begin, end, meant in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if begin < reached:
            continue
        text, reached = text + said[reached:begin], end
        zones += meant
        unread = unread or ("" if meant else said[begin:end].strip(" ()"))
    rest = " ".join((text + said[reached:]).split())
    return Heard(rest if hits else said, tuple(dict.fromkeys(zones)) or (own,), unread)


_Hit = tuple[int, int, tuple[str, ...]]  # from, to, and the zones it may mean; none: not known


def _offsets(said: str, own: str) -> Iterator[_Hit]:
    for match in _OFFSET.finditer(said):
        hours, whole = int(match["hours"]), match["minutes"] in (None, "00")
        sign = "-" if match["sign"] == "+" else "+"  # POSIX counts westward
        known = whole and hours <= 12
        yield (*match.span(), (f"Etc/GMT{sign}{hours}",) if known else ())
    for match in _BARE_OFFSET.finditer(said):
        yield (*match.span(), ())
    for match in _ZULU.finditer(said):
        yield (*match.span("z"), ("UTC",))


def _times(said: str, own: str) -> Iterator[_Hit]:
    """“New York time”, “your time”."""
    for match in _TIME.finditer(said):
        words = match["words"].split()
        begins = [at.start() for at in re.finditer(r"\S+", match["words"])]
        for first, at in enumerate(begins):
            zones = _zones(" ".join(words[first:]), own)
            if zones is not None:
                begin = match.start() if not first else match.start("words") + at
                yield (begin, match.end(), zones)
                break
        else:
            phrase, begin = match["words"].strip(), match.start("words") + begins[-1]
            if _OURS.search(phrase):
                yield (begin, match.end(), (own,))
            elif _WHOSE.search(phrase) or (_beside(said, match) and not _NO_ZONE.search(phrase)):
                yield (begin, match.end(), ())


def _beside(said: str, match: re.Match[str]) -> bool:
    """Whether a time of day stands right before some of those words."""
    after = (match.start("words") + at.start() for at in re.finditer(r"\S+", match["words"]))
    return any(_after_clock(said, at) for at in after)


def _after_clock(said: str, at: int) -> bool:
    """Whether a time of day, or a day, stands right before that place."""
    return bool(_CLOCK.search(said[max(at - 40, 0) : at]))


def _letters(said: str, own: str) -> Iterator[_Hit]:
    """“EST”, “Pacific”, “there”: beside a time of day, or in capitals anywhere."""
    for match in _WORD.finditer(said):
        word, beside = match["word"], _after_day(said, match.start())
        zones = _short(word.lower(), own)
        surely = word.lower() not in _ALSO_WORDS or _alone(said, match)
        if zones is not None and beside and (surely or not zones):
            yield (*match.span(), zones)
        elif zones and (beside or (len(word) > 2 and word.isupper())):
            yield (*match.span(), tuple(dict.fromkeys((*zones, own))))
        elif beside and (_is_one_elsewhere(said, match) or _THERE.match(said, match.start())):
            yield (*match.span(), ())


def _is_one_elsewhere(said: str, match: re.Match[str]) -> bool:
    word = match["word"]
    return word in _ELSEWHERE or (word in _WORDS_TOO and _alone(said, match))


def _alone(said: str, match: re.Match[str]) -> bool:
    """Whether that word belongs to the time before it, and to nothing else that is said."""
    before = said[: match.start()].rstrip()
    return not before.endswith(",") and bool(_NOTHING_ELSE.match(said, match.end()))


def _after_day(said: str, at: int) -> bool:
    """Whether a time of day, or a day in any words, stands right before that place."""
    before = said[max(at - 40, 0) : at].rstrip(" ,(–—-") + " "
    return bool(_CLOCK.search(before) or _DAY.search(before))


def _places(said: str, own: str) -> Iterator[_Hit]:
    """“3pm Berlin”, “noon on Friday, LA”: where it is to be, or on whose clock."""
    for match in _PLACE.finditer(said):
        at, words = match.start(), match["words"].split()
        inside = _IN.search(said[max(at - 4, 0) : at])
        begin = at - 3 if inside else at
        behind = _after_day(said, begin)
        for count in range(len(words), 0, -1):
            named = " ".join(words[:count])
            end = at + len(named)
            if behind or (named[0].isupper() and _CLOCK_NEXT.match(said, end)):
                zones = _place(said, named, end)
                if zones:
                    yield (begin, end, tuple(dict.fromkeys((*zones, own))))
                    break


def _place(said: str, named: str, end: int) -> tuple[str, ...]:
    """In small letters it is one only where nothing else is said about it."""
    end += said.startswith(")", end)
    if named.islower() and (named in _NO_PLACE or not _NOTHING_ELSE.match(said, end)):
        return ()
    return cities.place(named)


_FINDERS = (_offsets, _times, _letters, _places)


def _zones(words: str, own: str) -> tuple[str, ...] | None:
    """The zones those words may mean; None where they are no zone."""
    short = _short(words.lower(), own)
    return short if short is not None else cities.called(words.title()) or None


def _short(word: str, own: str) -> tuple[str, ...] | None:
    """Of a short or general name; None: it is none. Empty: it may be too far apart to say."""
    if own.startswith("Australia/") and word in _DOWN_UNDER:
        return ()
    if word in _GENERAL:
        return _GENERAL[word]
    homes = short_names().get(word)
    if homes is None:
        return None
    meant = [homes[own]] if own in homes else homes.values()
    return tuple(dict.fromkeys(zone for each in meant for zone in each))


@cache
def short_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Each short name in small letters: the zones where it is used in summer or in winter, each
    with the fixed one it stands for all year, as many say EST in July and mean New York's clock."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for home in _HOMES:
        for month in (1, 7):
            there = datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(home))
            hours = (there.utcoffset() or timedelta()) / timedelta(hours=1)
            fixed = () if hours % 1 else (f"Etc/GMT{-int(hours):+d}",)
            found.setdefault((there.tzname() or "").lower(), {})[home] = (home, *fixed)
    return found
