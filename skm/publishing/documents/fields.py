"""The named fields that an office's own template may use, each with what it holds: docs/templates.md lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from skm.publishing import wording
from skm.publishing.documents import analysis, closing, opening, results
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.outline import Write
from skm.publishing.documents.sentences import say_certainty, say_index
from skm.publishing.facts import NOT_ANSWERED
from skm.publishing.formatting import capital, spell_share
from skm.publishing.sections.desk import interval_of_change
from skm.publishing.sections.elements import say_share_3_4
from skm.publishing.stamps import list_stamps, say_hash

Line = Mapping[str, str]

# Whole sections, with their tables and pictures, by the name of their field.
SECTIONS: dict[str, Write] = {
    "bagian_latar_belakang": opening.write_background,
    "bagian_dasar": opening.write_basis,
    "bagian_tujuan": opening.write_purpose,
    "bagian_pelaksana": opening.write_team,
    "bagian_metode_pengumpulan": opening.write_method,
    "bagian_lokasi": opening.write_place,
    "bagian_waktu": opening.write_schedule,
    "bagian_jumlah_responden": opening.write_sample,
    "bagian_responden": results.write_respondents,
    "bagian_ikm": results.write_index,
    "bagian_layanan": results.write_services,
    "bagian_jawaban": results.write_answers,
    "bagian_unit": results.write_units,
    "bagian_analisis": analysis.write_ends,
    "bagian_rencana": analysis.write_plan,
    "bagian_hasil_rencana": analysis.write_review,
    "bagian_rencana_lalu": analysis.write_last_plan,
    "bagian_tren": analysis.write_trend,
    "bagian_kesimpulan": closing.write_conclusion,
    "bagian_saran": closing.write_advice,
    "bagian_kuesioner": closing.write_questionnaire,
    "bagian_metode": closing.write_processing,
    "bagian_dokumentasi": closing.write_documentation,
    "bagian_publikasi": closing.write_publication,
}


@dataclass(frozen=True)
class Fields:
    """What a template may name: texts, and lists of lines that a row of a table is repeated for."""

    texts: Line
    lists: Mapping[str, tuple[Line, ...]]


def list_fields(desk: DocumentDesk) -> Fields:
    """Return the texts and the lists of a document; a figure that there is not stands as on the page: "..", "x"."""
    return Fields(
        texts=_who(desk) | _figures(desk) | _sentences(desk),
        lists={
            "unsur": _elements(desk),
            "layanan": _services(desk),
            "karakteristik": _profiles(desk),
            "jawaban": _answers(desk),
            "tren": _trend(desk),
            "unit": _units(desk),
        },
    )


def _who(desk: DocumentDesk) -> dict[str, str]:
    facts = desk.facts
    return {
        "nama": facts.name,
        "instansi": facts.publisher.get("institution", ""),
        "tempat": facts.publisher.get("place", ""),
        "narahubung": facts.publisher.get("contact", ""),
        "penandatangan": facts.office.signatory.replace("|", "\n"),
        "peraturan": facts.regulation.title,
        "periode": desk.now,
        "periode_sebelumnya": desk.before if desk.compares else "..",
        "status": " – ".join(stamp.word for stamp in list_stamps(facts)),
        "sidik": say_hash(facts) if facts.release.hash_shown else "",
    }


def _figures(desk: DocumentDesk) -> dict[str, str]:
    facts, subject = desk.facts, desk.facts.whole
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    change = subject.difference if desk.compares else None
    return {
        "ikm": desk.figure(subject.now),
        "ikm_sebelumnya": desk.figure(subject.before) if desk.compares else "..",
        "selisih": desk.change(change.printed if change else None),
        "kesimpulan": wording.say_verdict(change, facts),
        "rentang": wording.say_interval(subject.now, facts.language),
        "mutu": wording.say_grade(subject.now),
        "mutu_nama": names.get(subject.now.grade, ".."),
        "responden": desk.respondents(subject.now),
    }


def _sentences(desk: DocumentDesk) -> dict[str, str]:
    facts = desk.facts
    return {
        "kalimat_ikm": say_index(desk),
        "kalimat_kepastian": say_certainty(desk),
        "kalimat_unsur": " ".join(analysis.say_ends(desk)),
        "kalimat_perubahan": capital(wording.say_change(facts)) if desk.compares else "",
    }


def _elements(desk: DocumentDesk) -> tuple[Line, ...]:
    lines = []
    for element in desk.facts.whole.elements:
        change = element.difference
        lines.append(
            {
                "kode": element.code,
                "nama": element.name,
                "nrr": desk.figure(element.now),
                "nrr_sebelumnya": desk.figure(element.before) if desk.compares else "..",
                "rentang": wording.say_interval(element.now, desk.facts.language),
                "nilai": desk.change(element.now.points, False),
                "mutu": wording.say_grade(element.now),
                "selisih": desk.change(change.printed if change else None),
                "rentang_selisih": interval_of_change(desk, change),
                "kesimpulan": wording.say_verdict(change, desk.facts),
                "sumbangan": desk.change(change.contribution if change else None),
            }
        )
    return tuple(lines)


def _services(desk: DocumentDesk) -> tuple[Line, ...]:
    return tuple(
        {
            "nama": service.name,
            "responden": "x" if service.now.n is None else desk.count(service.now.n),
            "ikm": desk.figure(service.now),
            "rentang": wording.say_interval(service.now, desk.facts.language),
            "mutu": wording.say_grade(service.now),
        }
        for service in desk.facts.whole.services
    )


def _profiles(desk: DocumentDesk) -> tuple[Line, ...]:
    return tuple(
        {
            "karakteristik": capital(desk.say(f"level.{profile.view}")),
            "kelompok": desk.say("level.unanswered") if group.id == NOT_ANSWERED else group.name,
            "responden": "x" if group.now.n is None else desk.count(group.now.n),
            "bagian": "x" if group.now.n is None else spell_share(group.now.n, profile.total, desk.facts.language),
        }
        for profile in desk.facts.profiles
        for group in profile.groups
    )


def _answers(desk: DocumentDesk) -> tuple[Line, ...]:
    lines = []
    for answers in desk.facts.answers:
        counts = ("x" if count is None else desk.count(count) for count in answers.counts)
        line = {f"n{score}": text for score, text in enumerate(counts, start=1)}
        share = say_share_3_4(answers, desk.facts.language)
        lines.append({"kode": answers.code, "nama": answers.short, **line, "bagian_3_4": share})
    return tuple(lines)


def _trend(desk: DocumentDesk) -> tuple[Line, ...]:
    lines = []
    for place, past in enumerate(analysis.since_first(desk.facts.whole.history)):
        compared = "first" if not place else "no" if past.broken else "yes"
        lines.append(
            {
                "periode": wording.say_period(desk.facts, past.figure.period),
                "responden": desk.respondents(past.figure),
                "ikm": desk.figure(past.figure),
                "rentang": wording.say_interval(past.figure, desk.facts.language),
                "mutu": wording.say_grade(past.figure),
                "sebanding": desk.say(f"trend.{compared}"),
            }
        )
    return tuple(lines)


def _units(desk: DocumentDesk) -> tuple[Line, ...]:
    return tuple(
        {
            "nama": unit.name,
            "responden": desk.respondents(unit.now),
            "ikm": desk.figure(unit.now),
            "rentang": wording.say_interval(unit.now, desk.facts.language),
            "mutu": wording.say_grade(unit.now),
        }
        for unit in desk.facts.units
    )
