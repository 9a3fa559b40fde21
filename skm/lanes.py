"""Two whole sums in one number: an engine's aggregate costs the same whatever the number holds.

A DOUBLE holds every whole number up to 2^53. Of two sums that both stay under 2^26 one is carried above the other, as
`low + LANE * high`: half as many aggregates for the engine, and nothing is rounded. Whoever sums sees to it that no
sum grows larger, and takes the numbers apart again by whole arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import pandas as pd

LANE = 1 << 26  # neither of the two sums reaches it


@dataclass(frozen=True)
class Lane:
    """What is summed for two columns at once, or for one where `high` is ""."""

    expression: nw.Expr
    low: str
    high: str = ""

    @property
    def name(self) -> str:
        """Return the name under which it is summed."""
        return f"lane_{self.low}"


def carry(low: nw.Expr, high: nw.Expr) -> nw.Expr:
    """Return two whole numbers as one."""
    return low + high * float(LANE)


def pair_up(sums: Sequence[tuple[str, nw.Expr]]) -> list[Lane]:
    """Return neighbours of some sums (name, what is summed) as one each.

    Examples
    --------
    >>> lanes = pair_up([("a", nw.col("x")), ("b", nw.col("y")), ("c", nw.col("z"))])
    >>> [(lane.low, lane.high) for lane in lanes]
    [('a', 'b'), ('c', '')]
    """
    lanes = [
        Lane(carry(low, high), name, other) for (name, low), (other, high) in zip(sums[::2], sums[1::2], strict=False)
    ]
    return [*lanes, Lane(sums[-1][1], sums[-1][0])] if len(sums) % 2 else lanes


def take_apart(frame: pd.DataFrame, lanes: Sequence[Lane]) -> pd.DataFrame:
    """Return a frame of summed lanes with the columns that they hold.

    Examples
    --------
    >>> lanes = pair_up([("a", nw.col("x")), ("b", nw.col("y"))])
    >>> take_apart(pd.DataFrame({"lane_a": [3.0 + 5 * LANE]}), lanes).to_dict("list")
    {'a': [3], 'b': [5]}
    """
    columns: dict[str, object] = {}
    for lane in lanes:
        whole = frame[lane.name].to_numpy().astype("int64")
        columns[lane.low] = whole % LANE
        if lane.high:
            columns[lane.high] = whole // LANE
    apart = pd.DataFrame(columns, index=frame.index)
    return pd.concat([frame.drop(columns=[lane.name for lane in lanes]), apart], axis=1)
