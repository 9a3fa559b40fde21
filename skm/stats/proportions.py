"""Intervals of a share."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Array = NDArray[np.float64]


def wilson(successes: ArrayLike, n: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """Return Wilson's score interval of a share; not a number where n is 0.

    Parameters
    ----------
    successes, n
        Counts, of any shapes that broadcast.
    level
        Coverage, 0 to 1.

    Notes
    -----
    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Wilson (1927), JASA 22, 209–212. Stays within 0 and 1
    and has a width where all or none succeed. Checked against R 4.2.2, `prop.test(correct = FALSE)`
    (`tests/reference`, key `K_top2`).

    Examples
    --------
    >>> low, high = wilson(5, 5)
    >>> round(float(low), 3), float(high)
    (0.566, 1.0)
    """
    count, size = np.asarray(successes, float), np.asarray(n, float)
    z = ndtri(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / size
        centre = share + z**2 / (2 * size)
        half = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
        low, high = (centre - half) / (1 + z**2 / size), (centre + half) / (1 + z**2 / size)
    # With no or only successes the end is 0 or 1 by algebra; floats leave a trace beside it.
    some = size > 0
    return np.where(some & (count == 0), 0.0, low), np.where(some & (count == size), 1.0, high)
