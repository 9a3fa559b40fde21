"""Makes the simulated survey in data/raw: two years of questionnaires from 89 units of a made-up city.

No answer in it was given by anybody. The totals are made to be those that a real city published for as many
units (44 offices, 3 hospitals type D, 42 health centres): an equal-unit IKM of 80.98 in 2019 and of 81.96 in
2020 (independensi.com, 25 May 2021). Nothing else about that city is known, and nothing else is imitated.

Run it from anywhere: ``python data/make_demo_survey.py [FOLDER]``. Same seed, same files.

How the answers arise. Each person has one latent satisfaction. An answer is that plus the level of the unit,
the service and the element plus noise, cut at three thresholds into 1 to 4. The element's level is then found
by bisection, so that the equal-unit mean of each element hits its target with blanks and dirty cells in
place. No answer is touched by hand.
"""

import csv
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook
from scipy.special import ndtri

SEED = 20_190_020  # any number: it fixes the files
PERIODS = ("2019", "2020")
TARGETS = {"2019": 80.98, "2020": 81.96}  # index, mean of the units
TOLERANCE = 0.001  # index points, unrounded

# Question and official labels in the questionnaire's order (PermenPANRB 14/2017), element means by year.
QUESTIONS = (
    (
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        (3.265, 3.305),
    ),
    (
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        (3.235, 3.295),
    ),
    (
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
        (3.075, 3.185),
    ),
    (
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
        (3.520, 3.485),
    ),
    (
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar"
        " pelayanan dengan hasil yang diberikan?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        (3.255, 3.280),
    ),
    (
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
        (3.285, 3.315),
    ),
    (
        "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
        ("Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"),
        (3.335, 3.365),
    ),
    (
        "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
        (3.070, 3.115),
    ),
    # The last one takes what is left, so that the index itself hits its target.
    (
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
        (None, None),
    ),
)
N_ELEMENTS = len(QUESTIONS)
MARK = ("Data simulasi", "ya")  # a column of every file: wherever a file goes, it says that nobody answered
CUTS = (-2.15, -1.20, 0.45)  # thresholds of the latent scale: few 1s and 2s, as in most of these surveys
COMMON = 0.64  # loading of the person's own satisfaction: Cronbach's alpha near 0.85

SERVICES = {
    "Perangkat daerah": (
        "Perizinan",
        "Rekomendasi teknis",
        "Legalisasi dokumen",
        "Konsultasi",
        "Data dan informasi",
        "Administrasi umum",
    ),
    "RSUD tipe D": ("Rawat jalan", "Rawat inap", "Gawat darurat", "Laboratorium"),
    "Puskesmas": ("Poli umum", "Poli gigi", "KIA – imunisasi", "Farmasi"),
}
STEMS = {"Perangkat daerah": "perangkat-daerah", "RSUD tipe D": "rsud", "Puskesmas": "puskesmas"}
# The three offices of 2019 exported their codes each from another program.
ENCODINGS = {"Perangkat daerah": "utf-8-sig", "RSUD tipe D": "utf-8", "Puskesmas": "cp1252"}
SMALL_UNITS = {"PD-37": (8, 9), "PD-21": (24, 27)}
LARGE_UNITS = {"RSUD-1": (298, 300), "PKM-05": (276, 291)}
EDUCATION = (("SD", 0.08), ("SMP", 0.13), ("SMA", 0.47), ("DIII", 0.10), ("S1", 0.20), ("S2", 0.02))
OCCUPATION = (
    ("PNS", 0.07),
    ("TNI", 0.01),
    ("POLRI", 0.01),
    ("Swasta", 0.35),
    ("Wirausaha", 0.20),
    ("Pelajar/mahasiswa", 0.10),
    ("Lainnya", 0.26),
)


@dataclass(frozen=True)
class Year:
    """The people and answers of one year; arrays have one line a respondent.

    `scores` is (n, 9): 1 to 4, 0 for no answer, 5 for a value off the scale.
    """

    period: str
    people: pd.DataFrame
    scores: np.ndarray


def make_register(rng: np.random.Generator) -> pd.DataFrame:
    """Return the register of the 89 units, with the users that each served in both years."""
    offices = [(f"PD-{k:02}", f"Perangkat Daerah {k:02}", f"OPD {k:02}") for k in range(1, 45)]
    hospitals = [(f"RSUD-{k}", f"RSUD Tipe D {k}", f"RSUD {k}") for k in range(1, 4)]
    centres = [(f"PKM-{k:02}", f"Puskesmas {k:02}", f"PKM {k:02}|UPTD Puskesmas {k:02}") for k in range(1, 43)]
    register = pd.DataFrame(offices + hospitals + centres, columns=["unit_id", "name", "aliases"])
    register["kind"] = np.repeat(list(SERVICES), [len(offices), len(hospitals), len(centres)])
    is_office = register["kind"] == "Perangkat daerah"
    register["agency"] = register["name"].where(is_office, "Dinas Kesehatan")
    register["region"] = ""
    typical = register["kind"].map({"Perangkat daerah": 4_000, "RSUD tipe D": 42_000, "Puskesmas": 26_000})
    users = typical * np.exp(0.5 * ndtri(rng.random(len(register))))
    users = users.where(~register["unit_id"].isin(SMALL_UNITS), 260)
    register["users_2019"] = users.round().astype(int)
    register["users_2020"] = (users * (0.85 + 0.1 * rng.random(len(register)))).round().astype(int)
    return register


def respondents_of(register: pd.DataFrame, year: int, rng: np.random.Generator) -> np.ndarray:
    """Return the number of respondents of each unit: about 150, between 8 and 300."""
    counts = np.clip(145 * np.exp(0.28 * ndtri(rng.random(len(register)))), 62, 300).round().astype(int)
    for place, unit_id in enumerate(register["unit_id"]):
        fixed = {**SMALL_UNITS, **LARGE_UNITS}.get(unit_id)
        if fixed:
            counts[place] = fixed[year]
    return counts


def pick(options: tuple[tuple[str, float], ...], size: int, rng: np.random.Generator) -> np.ndarray:
    """Return `size` labels, drawn with the given shares."""
    labels, shares = zip(*options, strict=True)
    return np.array(labels)[np.searchsorted(np.cumsum(shares)[:-1], rng.random(size), side="right")]


def make_people(register: pd.DataFrame, period: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return one line for each respondent: unit, service, moment, profile; no name, no number of a person."""
    counts = respondents_of(register, PERIODS.index(period), rng)
    unit = np.repeat(np.arange(len(register)), counts)
    n = len(unit)
    offered = [SERVICES[kind] for kind in register["kind"]]
    first = [index % len(services) for index, services in enumerate(offered)]
    width = [2 + index % 3 for index in range(len(register))]
    turn = (rng.random(n) ** 1.4 * np.array(width)[unit]).astype(int)
    service = [offered[u][(first[u] + t) % len(offered[u])] for u, t in zip(unit, turn, strict=True)]
    return pd.DataFrame(
        {
            "unit": unit,
            "service": service,
            "moment": office_hours(int(period), n, rng),
            "sex": pick((("L", 0.45), ("P", 0.55)), n, rng),
            "age": (17 + 58 * rng.random(n) ** 1.5).round().astype(int),
            "education": pick(EDUCATION, n, rng),
            "occupation": pick(OCCUPATION, n, rng),
            "disability": pick((("Tidak", 0.983), ("Ya", 0.017)), n, rng),
        }
    )


def office_hours(year: int, size: int, rng: np.random.Generator) -> list[dt.datetime]:
    """Return moments of working days from March to November, 8 to 16 o'clock."""
    start = dt.date(year, 3, 4)
    days = [start + dt.timedelta(days=k) for k in range(265)]
    days = [day for day in days if day.weekday() < 5]
    which = (rng.random(size) * len(days)).astype(int)
    seconds = (rng.random(size) * 8 * 3600).astype(int)
    midnight = [dt.datetime.combine(days[k], dt.time(8)) for k in which]
    return [moment + dt.timedelta(seconds=int(s)) for moment, s in zip(midnight, seconds, strict=True)]


def unit_levels(register: pd.DataFrame, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the latent level of each unit and element, (89, 9), by year: units differ, and so do changes."""
    n = len(register)
    level = 0.20 * ndtri(rng.random((n, 1))) + 0.09 * ndtri(rng.random((n, N_ELEMENTS)))
    change = 0.09 * ndtri(rng.random((n, 1))) + 0.06 * ndtri(rng.random((n, N_ELEMENTS)))
    kind = register["kind"].to_numpy()
    # Health centres: friendly and free, but crowded; the hospitals: slow, with new facilities in 2020.
    level[kind == "Puskesmas"] += np.array([0.05, 0.05, -0.08, 0.30, 0, 0.04, 0.12, -0.10, 0])
    level[kind == "RSUD tipe D"] += np.array([0, -0.10, -0.25, -0.20, 0, 0.10, -0.05, -0.05, 0.05])
    change[kind == "RSUD tipe D"] += np.array([0, 0.05, 0.08, 0, 0, 0, 0, 0.20, 0])
    return {"2019": level, "2020": level + change}


def make_blanks(n: int, dirty: dict[str, int], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 9) flags of unanswered cells and of cells off the scale, fixed before the answers are."""
    shares = np.array([0.008, 0.010, 0.010, 0.028, 0.012, 0.012, 0.008, 0.014, 0.030])
    blank = rng.random((n, N_ELEMENTS)) < shares
    empty = (rng.random(dirty["empty rows"]) * n).astype(int)
    blank[empty] = True
    off_scale = np.zeros((n, N_ELEMENTS), dtype=bool)
    rows = (rng.random(dirty["off scale"]) * n).astype(int)
    off_scale[rows, (rng.random(len(rows)) * N_ELEMENTS).astype(int)] = True
    off_scale &= ~blank
    return blank, off_scale


def latent(people: pd.DataFrame, levels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the latent answers, (n, 9), before the element's own level is added."""
    n = len(people)
    person = ndtri(rng.random(n))
    person -= 1.3 * (rng.random(n) < 0.04)  # a dissatisfied few
    noise = ndtri(rng.random((n, N_ELEMENTS)))
    services = sorted(set(people["service"]))
    tilt = 0.08 * ndtri(rng.random(len(services)))
    of_service = tilt[[services.index(service) for service in people["service"]]]
    straight = rng.random(n) < 0.05  # ticks one column from top to bottom
    noise[straight] = 0
    own = levels[people["unit"].to_numpy()]
    return own + of_service[:, None] + COMMON * person[:, None] + np.sqrt(1 - COMMON**2) * noise


def equal_unit_mean(scores: np.ndarray, valid: np.ndarray, unit: np.ndarray) -> float:
    """Return the plain mean over units of one element's available-case means."""
    sums = np.bincount(unit, np.where(valid, scores, 0))
    return float(np.mean(sums / np.bincount(unit, valid)))


def cut(values: np.ndarray) -> np.ndarray:
    """Return scores 1 to 4 of latent values."""
    return 1 + np.searchsorted(CUTS, values)


def calibrate(values: np.ndarray, valid: np.ndarray, unit: np.ndarray, target: float) -> np.ndarray:
    """Return the scores of one element whose equal-unit mean comes closest to `target`.

    The mean rises with the element's level, answer by answer, so bisection ends within one answer of it.
    """
    low, high = -3.0, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        if equal_unit_mean(cut(values + middle), valid, unit) < target:
            low = middle
        else:
            high = middle
    both = [cut(values + level) for level in (low, high)]
    return min(both, key=lambda scores: abs(equal_unit_mean(scores, valid, unit) - target))


def make_year(register: pd.DataFrame, period: str, levels: np.ndarray, rng: np.random.Generator) -> Year:
    """Return one year: people, answers that hit the targets, blanks, dirty cells, duplicates."""
    dirty = {"2019": {"empty rows": 7, "off scale": 9}, "2020": {"empty rows": 5, "off scale": 0}}[period]
    people = make_people(register, period, rng)
    people["number"] = people["moment"].rank(method="first").astype(int)  # numbered as they came in
    duplicated = (rng.random(4) * len(people)).astype(int)
    people = pd.concat([people, people.iloc[duplicated]], ignore_index=True)
    blank, off_scale = make_blanks(len(people) - len(duplicated), dirty, rng)
    blank, off_scale = (np.vstack([flags, flags[duplicated]]) for flags in (blank, off_scale))
    values = latent(people.iloc[: len(people) - len(duplicated)], levels, rng)
    values = np.vstack([values, values[duplicated]])
    unit = people["unit"].to_numpy()
    valid = ~(blank | off_scale)
    scores = np.empty(values.shape, dtype=int)
    year = PERIODS.index(period)
    left = TARGETS[period] * N_ELEMENTS / 25
    for element, (_, _, means) in enumerate(QUESTIONS):
        target = left if means[year] is None else means[year]
        scores[:, element] = calibrate(values[:, element], valid[:, element], unit, target)
        left -= equal_unit_mean(scores[:, element], valid[:, element], unit)
    scores[blank] = 0
    scores[off_scale] = 5
    return Year(period, people, scores)


# --- files --------------------------------------------------------------------------------------------------


def in_order(year: Year, register: pd.DataFrame, kind: str) -> Iterator[tuple[Any, np.ndarray]]:
    """Yield people and scores of a kind of unit as they came in; a duplicate follows its twin."""
    of_kind = (register["kind"] == kind).to_numpy()[year.people["unit"]]
    people = year.people[of_kind].sort_values("number", kind="stable")
    yield from zip(people.itertuples(index=False), year.scores[people.index], strict=True)


def write_codes(year: Year, register: pd.DataFrame, kind: str, path: Path) -> None:
    """Write a file as an office's own program exports it: semicolons, codes, dates day first."""
    header = ["no", "unit", "jenis layanan", "tanggal", "jenis kelamin", "usia", "pendidikan", "pekerjaan", MARK[0]]
    header += [f"U{number}" for number in range(1, N_ELEMENTS + 1)]
    ids = register["unit_id"].to_list()
    with path.open("w", encoding=ENCODINGS[kind], newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        for person, scores in in_order(year, register, kind):
            profile = [person.sex, person.age, person.education, person.occupation, MARK[1]]
            moment = f"{person.moment:%d/%m/%Y}"
            answers = [int(score) if score else "" for score in scores]
            writer.writerow([person.number, ids[person.unit], person.service, moment, *profile, *answers])


def as_typed(label: str, number: int) -> str:
    """Return a label as typed into a form: now and then in capitals or with a space too many."""
    if number % 397 == 0:
        return label.upper()
    return f"{label} " if number % 211 == 0 else label


def write_form(year: Year, register: pd.DataFrame, kind: str, path: Path) -> None:
    """Write a workbook as an online form exports it: question texts, answer labels, a timestamp."""
    header = ["Cap waktu", "No. responden", "Unit layanan", "Jenis layanan", "Jenis kelamin", "Usia"]
    header += ["Pendidikan terakhir", "Pekerjaan", "Penyandang disabilitas", MARK[0]]
    header += [f"{number}. {question}" for number, (question, _, _) in enumerate(QUESTIONS, start=1)]
    names = register["name"].to_list()
    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"created": dt.datetime(2021, 1, 4)})  # noqa: DTZ001 the format knows no time zone
    sheet = workbook.add_worksheet("Form Responses 1")
    moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    sheet.set_column(0, 0, 18)
    sheet.write_row(0, 0, header)
    for line, (person, scores) in enumerate(in_order(year, register, kind), start=1):
        name = names[person.unit]
        if name == "Puskesmas 07" and person.number % 3 == 0:
            name = "UPTD Puskesmas 07"  # an alias of the register
        sex = {"L": "Laki-laki", "P": "Perempuan"}[person.sex]
        profile = [person.number, name, person.service, sex, person.age]
        profile += [person.education, person.occupation, person.disability, MARK[1]]
        sheet.write_datetime(line, 0, person.moment, moment)
        sheet.write_row(line, 1, profile)
        for element, score in enumerate(scores):
            if score:
                label = QUESTIONS[element][1][score - 1]
                sheet.write_string(line, 1 + len(profile) + element, as_typed(label, person.number + element))
    workbook.close()


def write_files(folder: Path) -> None:
    """Write the register and the files of both years under `folder`."""
    rng = np.random.default_rng(SEED)
    register = make_register(rng)
    levels = unit_levels(register, rng)
    folder.mkdir(parents=True, exist_ok=True)
    register.to_csv(folder / "units.csv", index=False, lineterminator="\n", encoding="utf-8")
    for period, suffix, write in (("2019", "csv", write_codes), ("2020", "xlsx", write_form)):
        year = make_year(register, period, levels[period], rng)
        (folder / period).mkdir(exist_ok=True)
        for kind, stem in STEMS.items():
            write(year, register, kind, folder / period / f"{stem}.{suffix}")


# --- its own check: the files read again, with nothing of the above but the labels --------------------------


def read_again(folder: Path, period: str) -> list[tuple[str, list[int | None]]]:
    """Return unit name and nine scores of every row, None for an answer that is blank or off the scale."""
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        units = {
            spelling: row["name"]
            for row in csv.DictReader(file)
            for spelling in (row["unit_id"], row["name"], *row["aliases"].split("|"))
        }
    read = read_codes if period == "2019" else read_form
    return [(units[unit], scores) for kind in STEMS for unit, scores in read(folder / period, kind)]


def read_codes(folder: Path, kind: str) -> list[tuple[str, list[int | None]]]:
    """Return unit and scores of the rows of a file of codes."""
    text = (folder / f"{STEMS[kind]}.csv").read_text(encoding=ENCODINGS[kind])
    score = {str(k): k for k in range(1, 5)}
    rows = list(csv.reader(text.splitlines(), delimiter=";"))[1:]
    return [(row[1], [score.get(cell) for cell in row[-N_ELEMENTS:]]) for row in rows]


def read_form(folder: Path, kind: str) -> list[tuple[str, list[int | None]]]:
    """Return unit and scores of the rows of a workbook of labels."""
    score = [{label.casefold(): k for k, label in enumerate(labels, start=1)} for _, labels, _ in QUESTIONS]
    sheet = CalamineWorkbook.from_path(folder / f"{STEMS[kind]}.xlsx").get_sheet_by_index(0)
    rows = []
    for row in sheet.to_python()[1:]:
        labels = [str(cell).strip().casefold() for cell in row[-N_ELEMENTS:]]
        rows.append((str(row[2]), [known.get(label) for known, label in zip(score, labels, strict=True)]))
    return rows


def equal_unit_index(rows: list[tuple[str, list[int | None]]]) -> Fraction:
    """Return the exact mean over units of 25 × the mean of the nine element means."""
    by_unit: dict[str, list[list[int | None]]] = {}
    for unit, answers in rows:
        if any(answer is not None for answer in answers):
            by_unit.setdefault(unit, []).append(answers)
    indices = []
    for people in by_unit.values():
        given = [[answers[k] for answers in people if answers[k] is not None] for k in range(N_ELEMENTS)]
        indices.append(25 * sum(Fraction(sum(column), len(column)) for column in given) / N_ELEMENTS)
    return sum(indices, Fraction(0)) / len(indices)


def check(folder: Path) -> list[str]:
    """Return a line for each year, from the files as written; stop where a target is missed."""
    lines = []
    for period in PERIODS:
        rows = read_again(folder, period)
        index = equal_unit_index(rows)
        if abs(float(index) - TARGETS[period]) > TOLERANCE:
            raise SystemExit(f"{period}: {float(index):.6f}, expected {TARGETS[period]}")
        n_units = len({unit for unit, _ in rows})
        lines.append(f"{period}: {len(rows)} rows, {n_units} units, IKM {float(index):.6f}")
    return lines


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "raw"
    write_files(target)
    sys.stdout.write("\n".join(check(target)) + "\n")
