"""The shape of some words: what is left without names, numbers and mentions."""

from bot.language.matching import Hit, Tagged

_KEPT_ROLES = {"we", "me", "you", "they", "none"}


def shape(hit: Hit, text: Tagged) -> str:
    """One line to keep and to show: "<someone> dropped the ball". Holds no name and no number."""
    parts: list[str] = []
    at = hit.start
    while at < hit.end:
        found = text.begins.get(at)
        if found and found[1] not in _KEPT_ROLES and found[0] <= hit.end:
            parts.append("<someone>")
            at = found[0]
            continue
        word = text.words[at]
        parts.append("<number>" if word in ("<number>", "<time>") else word)
        at += 1
    return " ".join(parts)
