"""One function to write HTML with: whatever is not Markup already is escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape

_VOID = {"input", "img", "br", "hr"}


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """`<name attributes>children</name>` as safe HTML.

    Attribute names: `data_ts` is data-ts, `class_` is class. None and False leave an attribute out,
    True writes it bare. `name` and the attributes' names must come from code, never from a person.
    """
    html = f"<{name}"
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        html += " " + key.rstrip("_").replace("_", "-")
        if value is not True:
            html += f'="{escape(value)}"'
    inner = "".join(escape(child) for child in children)
    return Markup(html + ">" if name in _VOID else f"{html}>{inner}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Pieces of HTML one after the other."""
    return Markup("").join(parts)
