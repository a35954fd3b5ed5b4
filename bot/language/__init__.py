"""Words that hurt, found before they are sent: blame in a thread, bad apologies in a draft.

Begin with `review`, `missing` and `remarks`. What is looked for stands in the files of a language's
folder, `en/` first; how it works is told in docs/language.md.
"""

from bot.language.findings import Category, Circle, Finding, House, Lack, Remark, Surface
from bot.language.reviewing import missing, remarks, review

__all__ = [
    "Category",
    "Circle",
    "Finding",
    "House",
    "Lack",
    "Remark",
    "Surface",
    "missing",
    "remarks",
    "review",
]
