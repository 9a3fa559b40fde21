"""What the yearly national evaluation grades of follow-up and publication, as data with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from skm.survey import plain


@dataclass(frozen=True)
class Rubric:
    """The bands of the evaluation: upper ends with their names, months, kinds of media with the words for them."""

    realised: tuple[Decimal, ...]
    realised_names: Mapping[str, tuple[str, ...]]
    months: tuple[int, ...]
    media_names: Mapping[str, Mapping[str, str]]
    media_words: Mapping[str, str]

    def medium(self, text: str) -> str | None:
        """Return the kind of medium that a text names, None where it names none.

        Examples
        --------
        >>> load_rubric().medium("Instagram"), load_rubric().medium("merpati pos")
        ('social media', None)
        """
        return self.media_words.get(plain(text))

    def realised_band(self, share: Decimal, language: str) -> str:
        """Return the band of a share of realised actions, in per cent.

        Examples
        --------
        >>> load_rubric().realised_band(Decimal("80.0"), "en"), load_rubric().realised_band(Decimal("80.1"), "en")
        ('30–80 %', 'above 80 %')
        """
        place = next(place for place, end in enumerate(self.realised) if share <= end)
        return self.realised_names[language][place]

    def speed_band(self, months: int) -> int | None:
        """Return the smallest number of months of the rubric that holds `months`, None beyond the last.

        Examples
        --------
        >>> load_rubric().speed_band(4), load_rubric().speed_band(13)
        (6, None)
        """
        return next((end for end in self.months if months <= end), None)


@cache
def load_rubric() -> Rubric:
    """Return the rubric."""
    data = tomllib.loads(files("skm.followups").joinpath("pekppp.toml").read_text(encoding="utf-8"))
    words = {plain(kind): kind for kind in data["media"]["kinds"]}
    for kind, others in data["media"]["words"].items():
        words |= {plain(word): kind for word in others}
    return Rubric(
        realised=tuple(Decimal(str(end)) for end in data["realised"]["upto"]),
        realised_names={language: tuple(data["realised"][language]) for language in ("id", "en")},
        months=tuple(data["speed"]["months"]),
        media_names=data["media"]["names"],
        media_words=words,
    )
