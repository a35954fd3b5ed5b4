"""The curves as a picture, for docs/performance.md."""

from collections.abc import Sequence
from pathlib import Path

from bench.report import Figure

PATH = "docs/images/growth.png"
ROOT = Path(__file__).resolve().parent.parent
TITLES = {"open incidents": "With more open incidents", "": "With more that is owed, or waits"}
COLOURS = {"SQLite": "#1264a3", "PostgreSQL": "#2eb67d"}
LINES = ("-", "--", ":")
LEAST = "milliseconds, the least of several"


def draw(figures: Sequence[Figure], on: str) -> None:
    """Write the picture, if a curve was measured. `on` says on what."""
    from matplotlib.figure import Figure as Canvas  # so long to load that it is loaded here

    curves = [figure for figure in figures if figure.curve]
    if not curves:
        return
    canvas = Canvas(figsize=(11, 4.6), layout="constrained", dpi=110)
    for place, (kind, title) in zip(canvas.subplots(1, 2), TITLES.items(), strict=True):
        mine = [each for each in curves if ("open incidents" in each.what) == bool(kind)]
        for each in mine:
            name, what, _ = each.what.split(", ", 2)
            same = [other for other in mine if other.what.startswith(name)]
            style = LINES[same.index(each) % len(LINES)]
            counts, times = zip(*each.curve, strict=True)
            label = f"{name}: {what.replace('`', '')}"
            place.plot(counts, times, style, color=COLOURS[name], marker="o", label=label)
        place.set(
            xscale="log",
            yscale="log",
            title=title,
            ylabel="milliseconds, the least of several",
            ylim=(0.1, 1000),
        )
        place.grid(visible=True, alpha=0.3)
        place.legend(fontsize=8, frameon=False, loc="upper left")
    canvas.supxlabel(on, fontsize=8, color="gray")
    canvas.savefig(ROOT / PATH)
