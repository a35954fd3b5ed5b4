"""What a recovery message must have: that we own it, what it meant for them, what we do, and when
they hear from us next (P05, P04, P11, P14)."""

import re

from bot.language.findings import Lack

_SELF = r"\b(?:we|i)\b(?:'ve|'d)?"
_SLIP = (
    r"(?:made (?:a|an|the|this|that) (?:\w+ ){0,2}(?:mistake|error)|(?:got|did) (?:\S+ ){1,6}wrong"
    r"|were wrong|was wrong|let you|let \w+ down|failed|missed|forgot|lost|broke|sent|charged|gave|put"
    r"|booked|mixed|should have|should not|(?:did|have|had|was|were)(?:n't| not)|overcharged|deleted"
    r"|printed|delivered|took too|own|caused|messed|overlooked|cancelled|shared|billed|double)"
)
_OWNED = re.compile(
    rf"{_SELF}(?: \w+){{0,3}} {_SLIP}|\b(?:our|my) (?:\w+ ){{0,2}}(?:mistake|error|fault|failure|"
    r"responsibility|doing)|(?:this|it|that)(?: was|'s| is) (?:down to |on |entirely |all )*"
    r"(?:us|ours|me|mine|our|my)\b|take (?:full |complete )?responsibility|own this"
)
_IMPACT = re.compile(
    r"\b(?:you|your|yours|your \w+)\b[^.!?\n]{0,60}\b(?:waited|missed|lost|paid|without|left|wait"
    r"|late|trouble|unable|could not|couldn't|had to|did not get|didn't get|cost|spent|went|charged"
    r"|worried|counting|planned|expected|relied|deserved|meant|never (?:got|received|arrived))"
    r"|(?:cost|meant|left|kept|made|let|gave|put|caused|charged|sent|told|took) (?:for )?you\b"
    r"|for you (?:it|this|that) (?:meant|means)|\byour (?:evening|day|morning|time|trip|wedding"
    r"|holiday|plans|guests|family|money|business|customers|trust)"
)
_ACTION = re.compile(
    r"\b(?:we|i)\b(?:'ve|'ll|'re|'m)?(?: \w+){0,3} (?:refund|credit|replac|repair|fix|correct|send|sent"
    r"|chang|ship|print|reprint|rebook|book|pay|paid|reverse|cancel|restor|recover|stopp|add|remov"
    r"|arrang|put (?:it|this|that|things|everything) right|putting|redo|deliver|check|updat|set up"
    r"|call|rang|ask|switch|rebuil|reissu|organis|organiz|offer|cover|waiv|doubl|look|work|investigat"
    r"|reimburs|collect|swap|bring|made sure|make sure|sort|apply|applied)"
    r"|(?:refund|replacement|new \w+|credit)[^.\n]{0,30}\b(?:is|was|will|has|are)\b|what we(?:'ve| have) done"
    r"|what we (?:are|will|do)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|noon|midnight|midday"
_WHEN = (
    rf"(?:{_DAY}|\d{{1,2}}[:.]\d\d|\d{{1,2}} ?[ap]\.?m\b|\d+ (?:minutes|hours|days|working|business)"
    r"|an hour|(?:one|two|three|four|five|six|ten|twelve|twenty-four|half an?) (?:minutes|hours?|days)"
    r"|end of (?:the )?(?:day|week)|this (?:morning|afternoon|evening)|\[day and time\]"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d)"
)
_NEXT = re.compile(
    r"(?:\b(?:we|i)\b(?:'ll| will| am going to| are going to| shall)|you(?:'ll| will)|\bwill\b|\bis\b)"
    rf"[^.!?\n]{{0,120}}{_WHEN}|(?:next|another|further) (?:update|word|message|call)[^.!?\n]{{0,60}}{_WHEN}"
)
_TESTS = ((Lack.OWNERSHIP, _OWNED), (Lack.IMPACT, _IMPACT), (Lack.ACTION, _ACTION))


def lacks(text: str) -> tuple[Lack, ...]:
    """What is missing in a draft, in small letters and plain signs; the most important first."""
    found = [lack for lack, test in _TESTS if not test.search(text)]
    return (*found, *(() if _NEXT.search(text) else (Lack.NEXT_WORD,)))
