"""Messages of the press office's kit: printing posters."""

MESSAGES = {
    "no_printer": {
        "id": (
            "Poster belum bisa dicetak: Chromium, Chrome, Edge, dan WeasyPrint tidak ada di komputer ini.",
            "Pasang salah satunya, atau cetak poster HTML dari peramban mana pun. PDF saja: pip install 'skm[pdf]'.",
        ),
        "en": (
            "Posters can't be printed yet: there is no Chromium, Chrome, Edge or WeasyPrint on this computer.",
            "Install one of them, or print the HTML posters from any browser. PDF alone: pip install 'skm[pdf]'.",
        ),
    },
    "browser_failed": {
        "id": (
            "Poster belum bisa dicetak: {program} tidak menjawab.",
            "Ulangi, atau sebut peramban lain dengan SKM_BROWSER; poster HTML dapat dicetak dari peramban mana pun.",
        ),
        "en": (
            "Posters can't be printed yet: {program} does not answer.",
            "Try again, or name another browser with SKM_BROWSER; the HTML posters print from any browser.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {}
