"""Charts for a notebook: intervals of a table's lines, as matplotlib figures. The pages draw their own."""

import io
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

LINE = 0.26  # inches a line takes
WIDTH = 7.0
INK, QUIET = "#123f6d", "#8a94a0"
WORDS = {
    "id": {"index": "IKM, skala 25–100", "change": "Perubahan, poin", "interval": "Garis: rentang 95 %."},
    "en": {"index": "Index, scale 25–100", "change": "Change, points", "interval": "Line: 95 % interval."},
}


class Chart(Figure):
    """A matplotlib figure that a notebook shows by itself, without a global state."""

    def _repr_png_(self) -> bytes:
        """Return the picture that a notebook shows."""
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=110)
        return picture.getvalue()


def plot_intervals(
    lines: pd.DataFrame, value: str, *, measure: str, language: str = "id", title: str = "", zero: bool = False
) -> Chart:
    """Return a figure with a line for each row: its value and its interval, the highest on top.

    Parameters
    ----------
    lines
        Rows with `name`, `low`, `high`, the value column, and `n` where it is known.
    value
        The column of the values.
    measure
        "index" or "change": what the axis says.
    language
        "id" or "en".
    title
        Above the chart.
    zero
        Draw a line at zero.

    Returns
    -------
    Chart
        A `matplotlib.figure.Figure`. Nothing is shown or kept in a global state; `figure.savefig("a.png")` writes it.

    Examples
    --------
    >>> lines = pd.DataFrame({"name": ["a", "b"], "index": [80.0, 75.0], "low": [78.0, 70.0], "high": [82.0, 80.0]})
    >>> figure = plot_intervals(lines, "index", measure="index")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['b', 'a']
    """
    known = lines[lines[value].notna()].sort_values([value, "name"], kind="stable")
    figure = Chart(figsize=(WIDTH, 1.1 + LINE * len(known)), layout="constrained")
    axes: Axes = figure.subplots()
    places = np.arange(len(known))
    centres = known[value].to_numpy(float)
    has_interval = known["low"].notna().to_numpy()
    axes.hlines(places[has_interval], *_ends(known[has_interval]), color=INK, linewidth=1.6)
    axes.plot(centres, places, "s", color=INK, markersize=4.5)
    if zero:
        axes.axvline(0.0, color=QUIET, linewidth=0.8)
    axes.set_yticks(places, [_label(row) for row in known.to_dict("records")])
    axes.set_ylim(-0.6, len(known) - 0.4)
    axes.set_xlabel(f"{WORDS[language][measure]}. {WORDS[language]['interval']}", color=QUIET, fontsize=9)
    axes.set_title(title, loc="left", fontsize=11)
    axes.tick_params(length=0, labelsize=9)
    axes.grid(axis="x", color=QUIET, alpha=0.25, linewidth=0.6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return figure


def _ends(lines: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return lines["low"].to_numpy(float), lines["high"].to_numpy(float)


def _label(row: dict[str, Any]) -> str:
    n = row.get("n")
    return str(row["name"]) if n is None or pd.isna(n) else f"{row['name']} (n = {int(n)})"
