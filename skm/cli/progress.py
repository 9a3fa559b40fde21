"""The line on a terminal that says how far a command has come, how quickly, and how long the rest takes."""

import time
from collections.abc import Callable

from skm.messages import TALK, note, spoken_number

KNOWN_AFTER = 3  # seconds after which a rate tells something
LONG = 120  # seconds from which on minutes are told
EVERY = 0.25  # seconds between two lines of one step
MEGABYTE = 1_000_000
INSIDE = ("look", "load", "clean")  # steps within one file, the first counted in bytes, the others in rows


class ProgressLine:
    """What the line says, from what it is told; a few times a second at most.

    Parameters
    ----------
    language
        "id" or "en".
    now
        The clock, in seconds.
    """

    def __init__(self, language: str, now: Callable[[], float] = time.monotonic) -> None:
        self._language = language
        self._now = now
        self._begun: dict[str, float] = {}
        self._stage = ""
        self._last = ("", 0)
        self._shown = 0.0

    def after(self, step: str, done: int, total: int) -> str | None:
        """Return the line as it stands after a step has come so far; None where the one that is shown will do."""
        now = self._now()
        if step not in INSIDE:
            if not done:  # begun, or begun again: the posters of the next period
                self._begun[step] = now
            passed = now - self._begun.setdefault(step, now)
            place = f" {done + 1}/{total}{time_left(passed, done, total, self._language)}" if total > 1 else ""
            self._stage, self._last, self._shown = f"{TALK[step][self._language]}{place}", ("", 0), now
            return self._stage
        if step != self._last[0] or done < self._last[1]:
            self._begun[step] = now
        elif now - self._shown < EVERY:
            return None
        self._last, self._shown = (step, done), now
        return f"{self._stage} · {self._inside(step, done, total, now - self._begun[step])}"

    def _inside(self, step: str, done: int, total: int, passed: float) -> str:
        unit, size = ("bytes", MEGABYTE) if step == "look" else ("rows", 1)
        said = TALK[f"progress_{unit}"][self._language]
        amounts = {
            "done": spoken_number(done / size, self._language),
            "total": spoken_number(total / size, self._language),
        }
        text = TALK[step][self._language].format(**amounts)
        return text + time_left(
            passed, done, total, self._language, lambda rate: said.format(n=_rounded(rate, size, self._language))
        )


def _rounded(rate: float, size: int, language: str) -> str:
    """Return a rate as it is said: thousands of rows, whole megabytes."""
    return spoken_number(rate / size if size > 1 else round(rate, -3) or round(rate), language)


def time_left(passed: float, done: int, total: int, language: str, spell: Callable[[float], str] | None = None) -> str:
    """Return how quickly something goes and how long it still takes, "" before that can be said.

    Examples
    --------
    >>> time_left(20.0, 4, 10, "en")
    ' · 0.2/s, about 30 seconds left'
    """
    if done < 1 or passed < KNOWN_AFTER:
        return ""
    left = passed / done * (total - done)
    code, amount = ("seconds_left", left) if left < LONG else ("minutes_left", left / 60)
    rate = spell(done / passed) if spell else spoken_number(done / passed, language, 1)
    return " · " + note(code, language, rate=rate, n=round(amount))
