"""Many tests at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return Holm's adjusted p values: below 0.05 in all, with at most 5 % risk of any false claim.

    Parameters
    ----------
    p_values
        One for each test of the family, shape `(n_tests,)`; none may be missing.

    Notes
    -----
    In ascending order p(1) ≤ … ≤ p(m), the adjusted value is max over j ≤ i of min(1, (m − j + 1) p(j)).
    Holm (1979), Scandinavian Journal of Statistics 6, 65–70. Checked against R 4.2.2, `p.adjust(p, "holm")`
    (`tests/reference`, key `E_padjust_vector`).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(1.0, p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(stepped)
    return adjusted
