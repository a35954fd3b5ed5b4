"""A chart as PNG: 1080 points wide, of the shape of a phone, on a ground of its own, so that it can
be read in a light and in a dark theme alike. Colours differ in brightness, too, for those who do
not see them."""

import io
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.pictures.chart import Chart, Pair

WIDTH, HEIGHT, DPI = 7.2, 9.6, 150  # inches, and points to an inch
GROUND, INK, SOFT, RAIL = "#ffffff", "#1d2b2a", "#5b6b69", "#e8eeed"
NOW, BEFORE, FIRST, SECOND = "#1f6f68", "#a9c9c4", "#8fb8d8", "#b4532a"
FRAME = "#c9d4d2"
_BAR, _GAP = 0.34, 0.2


def draw(chart: Chart) -> bytes:
    """The picture. Text in it is taken as it is: no `$…$` formulas."""
    mpl.rcParams.update({"text.parse_math": False, "font.size": 14, "font.family": "DejaVu Sans"})
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=GROUND, edgecolor=FRAME)
    figure.set_linewidth(2)
    figure.text(0.06, 0.955, chart.title, fontsize=19, fontweight="bold", color=INK, va="center")
    figure.text(0.06, 0.922, chart.subtitle, fontsize=15, color=SOFT, va="center")
    _legend(figure, 0.888, ((NOW, chart.now), (BEFORE, chart.before)))
    if chart.small:
        figure.text(0.06, 0.025, chart.small, fontsize=14, color=SECOND, va="center")
    _length(figure.add_axes((0.06, 0.755, 0.88, 0.085)), chart.length, chart.nothing)
    _heading(figure, 0.85, chart.length.name)
    _heading(figure, 0.72, chart.shares_title)
    _shares(figure.add_axes((0.405, 0.335, 0.37, 0.37)), chart.shares, chart.nothing)
    _heading(figure, 0.295, chart.stacks_title)
    _legend(figure, 0.267, ((FIRST, chart.first), (SECOND, chart.second)))
    _stacks(figure.add_axes((0.405, 0.06, 0.5, 0.185)), chart)
    sink = io.BytesIO()
    figure.savefig(sink, format="png", facecolor=GROUND, edgecolor=FRAME)
    return sink.getvalue()


def _heading(figure: Figure, y: float, words: str) -> None:
    figure.text(0.06, y, words, fontsize=15.5, fontweight="bold", color=INK, va="center")


def _legend(figure: Figure, y: float, kinds: Sequence[tuple[str, str]]) -> None:
    x = 0.06
    for colour, words in kinds:
        figure.text(x, y, "■", fontsize=15, color=colour, va="center", family="DejaVu Sans")
        figure.text(x + 0.032, y, words, fontsize=14, color=SOFT, va="center")
        x += 0.075 + 0.0165 * len(words)


def _bare(axes: Axes) -> None:
    axes.set_facecolor(GROUND)
    axes.set_xticks([])
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelcolor=INK, labelsize=14)


def _length(axes: Axes, pair: Pair, nothing: str) -> None:
    """Two bars, one below the other, as long as the times they stand for."""
    _bare(axes)
    axes.set_yticks([])
    longest = max(pair.now or 0, pair.before or 0) or 1
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, 1.6)
    bars = ((1, pair.now, pair.now_label, NOW), (0, pair.before, pair.before_label, BEFORE))
    for y, value, label, colour in bars:
        wide = 0.0 if value is None else max(value / longest * 0.66, 0.006)
        axes.barh(y, wide, height=0.72, color=colour)
        known = value is not None
        ink, words = (INK, label) if known else (SOFT, nothing)
        axes.text(wide + 0.015, y, words, va="center", color=ink, fontsize=14.5)


def _shares(axes: Axes, pairs: Sequence[Pair], nothing: str) -> None:
    """Two bars on a rail for each figure; the rail is all there could be."""
    _bare(axes)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.55, len(pairs) - 0.45)
    places = list(range(len(pairs) - 1, -1, -1))
    axes.set_yticks(places, [pair.name for pair in pairs])
    for y, pair in zip(places, pairs, strict=True):
        bars = (
            (y + _GAP, pair.now, pair.now_label, NOW, 14.5),
            (y - _GAP, pair.before, pair.before_label, BEFORE, 13.0),
        )
        for at, value, label, colour, size in bars:
            axes.barh(at, 1, height=_BAR, color=RAIL)
            if value is not None:
                axes.barh(at, value, height=_BAR, color=colour)
            known = value is not None
            ink = INK if known and colour == NOW else SOFT
            axes.text(1.03, at, label if known else nothing, va="center", fontsize=size, color=ink)


def _stacks(axes: Axes, chart: Chart) -> None:
    _bare(axes)
    places = list(range(len(chart.stacks) - 1, -1, -1))
    most = max((each.first + each.second for each in chart.stacks), default=0)
    axes.set_xlim(0, (most or 1) * 1.15)
    axes.set_ylim(-0.55, max(len(chart.stacks) - 0.45, 0.55))
    axes.set_yticks(places, [each.name for each in chart.stacks])
    for y, each in zip(places, chart.stacks, strict=True):
        axes.barh(y, each.first, height=0.6, color=FIRST)
        axes.barh(y, each.second, left=each.first, height=0.6, color=SECOND)
        for left, count, ink in ((0, each.first, INK), (each.first, each.second, GROUND)):
            if count and count >= most / 14:
                axes.text(left + count / 2, y, str(count), ha="center", va="center", color=ink)
        if not each.first + each.second:
            nothing = "0" if most else chart.nothing
            axes.text(most / 100, y, nothing, va="center", color=SOFT, fontsize=14)
