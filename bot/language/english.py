"""The forms of English verbs: what `~drop` stands for in a pattern, and "catch" from "caught"."""

import re

_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprtz]$")
_KEEPS_ONE = re.compile(r"[aeiou]{2}.$|[wxy]$")


class Verbs:
    """Regular forms by rule, the rest from lines of "base past participle". The way back is known
    for these and for the `regular` ones that are named."""

    def __init__(self, irregular: str, doubling: str, regular: str = "") -> None:
        self._irregular = {line.split()[0]: line.split()[1:] for line in irregular.splitlines()}
        self._doubling = frozenset(doubling.split())
        self.participles = frozenset(
            way for _, participle in self._irregular.values() for way in participle.split("/")
        )
        self.pasts = frozenset(
            way for past, _ in self._irregular.values() for way in past.split("/")
        )
        self._bases = {self.past(base): base for base in regular.split()} | {
            form: base
            for base, (past, participle) in reversed(self._irregular.items())
            for form in (*past.split("/"), *participle.split("/"))
        }

    def forms(self, base: str) -> tuple[str, ...]:
        """Every form of a verb: drop, drops, dropped, dropping."""
        ending = base + "s"
        if re.search(r"(?:s|x|z|ch|sh|o)$", base):
            ending = base + "es"
        elif re.search(r"[^aeiou]y$", base):
            ending = base[:-1] + "ies"
        past, participle = self._irregular.get(base, (self.past(base),) * 2)
        return (base, ending, *past.split("/"), *participle.split("/"), self.ing(base))

    def past_of(self, base: str) -> str:
        """The past form, the first where there are several: "send" gives "sent"."""
        irregular = self._irregular.get(base)
        return irregular[0].split("/")[0] if irregular else self.past(base)

    def past(self, base: str) -> str:
        """The regular past form."""
        if base.endswith("e"):
            return base + "d"
        if re.search(r"[^aeiou]y$", base):
            return base[:-1] + "ied"
        return self._stem(base) + "ed"

    def ing(self, base: str) -> str:
        if base.endswith("ie"):
            return base[:-2] + "ying"
        if base.endswith("e") and not re.search(r"(?:ee|oe|ye)$", base):
            return base[:-1] + "ing"
        return self._stem(base) + "ing"

    def _stem(self, base: str) -> str:
        doubles = base in self._doubling or (
            _DOUBLED.search(base) is not None and not _KEEPS_ONE.search(base)
        )
        return base + base[-1] if doubles else base

    def base(self, form: str) -> str:
        """The base of a past form or participle: "checked" gives "check"; "" where unsure."""
        return self._bases.get(form, "")
