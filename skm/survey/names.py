"""Names as people type them, without what typing varies."""

import re
from functools import lru_cache

REMEMBERED = 20_000  # texts whose plain form is kept: the same labels and headers are compared over and over


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Return a text without what typing varies: case, width, spaces, punctuation.

    Examples
    --------
    >>> plain("  Puskesmas  07.") == plain("PUSKESMAS 07")
    True
    """
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())
