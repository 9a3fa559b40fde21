"""What must never leave reading: texts that tell who somebody is."""

import re

HIDDEN = "[disembunyikan]"
SHOWN_AT_MOST = 40  # characters of a cell that a message repeats
# NIK (16 digits), phone numbers and e-mail addresses, as they are typed.
PERSONAL = re.compile(r"\d[\d .\-]{7,}\d|[^\s@]+@[^\s@]+\.[^\s@]+")


def shown(text: str) -> str:
    """Return a cell as a message may repeat it: short, and without what looks like personal data.

    Examples
    --------
    >>> shown("lumayan"), shown("08123456789")
    ('lumayan', '[disembunyikan]')
    """
    if PERSONAL.search(text):
        return HIDDEN
    return text if len(text) <= SHOWN_AT_MOST else text[: SHOWN_AT_MOST - 1] + "…"
