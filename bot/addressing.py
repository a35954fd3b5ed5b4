"""What was written down for colleagues, said to the customer; or nothing where that takes a person.

A letter speaks of us and to them (P05), names none of us (P07), and is in one language. Only what
is plain enough for that is taken over: a gap is better than a sentence that reads like our notes.
"""

import re
from collections.abc import Iterable

_PLAIN = r"[A-Za-z0-9 '’$€£%/-]"
_OURS = re.compile(rf"We {_PLAIN}+\.?")
_NOTED = re.compile(rf"(?:{_PLAIN}|[,:;])+\.?")
_THEM = r"the (?:customer|client|guest)"
# Words that stand in nearly every English sentence about a mistake, and hardly in another language.
_ENGLISH = re.compile(r"\b(?:the|an?|your?|our|wrong|twice|not|too|without)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:der|das|und|nicht|eine[nrm]?|für|mit|auf|zu|el|los|las|una|para|con|le|les|des|une|et|"
    r"het|een|niet|van|il|di|hebben|per)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:they|them|theirs?|he|him|his|she|hers?|customers?|clients?|guests?|patients?|users?|"
    r"people|famil(?:y|ies)|someone|somebody|everyone|nobody|because|shift|kitchen|warehouse|"
    r"billing|support|sales|drivers?|couriers?|suppliers?|colleagues?|interns?|team|department)\b",
    re.IGNORECASE,
)
# Who said or wants something is one of us or one of them, even where the sentence begins with it.
_REPORTED = re.compile(
    r"\b(?:said|says|promised|quoted|wants?|wanted|agreed|insisted|(?:told|asked) (?!you\b))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<=[a-z0-9,] )(?!I\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|January\b|February\b|"
    r"March\b|April\b|May\b|June\b|July\b|August\b|September\b|October\b|November\b|December\b)"
    r"[A-Z]"
)


def said_to_them(title: str, customers: Iterable[str]) -> str:
    """What happened as one plain sentence of ours to them, or "". `customers` are all concerned:
    of one alone it speaks as "you", of several it names none."""
    names = list(customers)
    told = _turned(title, names[0] if len(names) == 1 else "")
    if not _OURS.fullmatch(told) or not _ENGLISH.search(told):
        return ""
    return "" if _speaks_of_others(told, names) else told


def expected_of_us(expected: str, customers: Iterable[str]) -> str:
    """What they were counting on, where it is put so that they can read it, or ""."""
    fits = _NOTED.fullmatch(expected) and not _speaks_of_others(expected, customers)
    return expected if fits else ""


def _turned(title: str, name: str) -> str:
    """Where the customer is spoken of, "you" and "your", as far as the grammar is sure."""
    them = rf"(?:{re.escape(name)}|{_THEM})" if name else _THEM
    turned = re.sub(rf"(?<= )(?:{them})['’]s(?= )", "your", title, flags=re.IGNORECASE)
    after_the_verb = (
        rf"^(We \w+) {them}(?= (?:the|an?|our|your|one|two|twice|too|for|wrong|without)\b|\.?$)"
    )
    turned = re.sub(after_the_verb, r"\1 you", turned, flags=re.IGNORECASE)
    return re.sub(
        rf"\b(to|for|from) {them}(?= (?:for|on|twice|too|at|in|without)\b|\.?$)",
        r"\1 you",
        turned,
        flags=re.IGNORECASE,
    )


def _speaks_of_others(text: str, names: Iterable[str]) -> bool:
    """Whether it speaks of the customer in the third person, of us by name, or is not English."""
    named = any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text, re.I) for each in names)
    return bool(named or any(each.search(text) for each in (_OTHERS, _REPORTED, _FOREIGN, _NAMED)))
