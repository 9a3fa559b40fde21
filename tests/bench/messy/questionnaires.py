"""The questionnaires of the bench: written here, so that the truth owes nothing to the reader."""

from dataclasses import dataclass, replace

FIT = ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")
EASY = ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah")
FAST = ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat")
DEAR = ("Sangat mahal", "Cukup mahal", "Murah", "Gratis")
ABLE = ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten")
POLITE = ("Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah")
GOOD = ("Buruk", "Cukup", "Baik", "Sangat baik")
HANDLED = ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik")
AGREE = ("Tidak setuju", "Kurang setuju", "Setuju", "Sangat setuju")


@dataclass(frozen=True)
class Question:
    """One question: the element that it asks for ("" for none), its text, its labels from worst to best.

    `turned` is a question that asks for what is bad: its highest answer is the lowest score. `beside` is asked in the
    same table and belongs to no element.
    """

    element: str
    code: str
    name: str
    text: str
    labels: tuple[str, ...]
    turned: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as an office asks it.

    Attributes
    ----------
    by
        What stands above a column: "text", "name", "code" or "code and name".
    settings
        The skm.toml that makes it readable, "" where it needs none.
    refused
        The codes with which it must be refused, empty where it may be read.
    points
        Choices of the scale.
    scale
        Score of each choice, where the settings declare it.
    unseen
        Whether no list of the program holds its words.
    turned
        Whether the header says that the first number is the best.
    """

    name: str
    questions: tuple[Question, ...]
    by: str = "text"
    settings: str = ""
    refused: frozenset[str] = frozenset()
    points: int = 4
    scale: tuple[float, ...] = (1, 2, 3, 4)
    unseen: bool = False
    turned: bool = False

    @property
    def elements(self) -> tuple[Question, ...]:
        """The questions that count."""
        return tuple(q for q in self.questions if not q.beside)

    def header(self, question: Question) -> str:
        """Return what stands above the column of a question."""
        texts = {"name": question.name, "code": question.code, "code and name": f"{question.code}. {question.name}"}
        return question.text if question.beside else texts.get(self.by, question.text)


def _question(element: str, code: str, name: str, text: str, labels: tuple[str, ...]) -> Question:
    return Question(element, code, name, text, labels)


NINE = (
    _question(
        "requirements", "U1", "Persyaratan",
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?", FIT,
    ),
    _question(
        "procedure", "U2", "Sistem, mekanisme, dan prosedur",
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?", EASY,
    ),
    _question(
        "time", "U3", "Waktu penyelesaian",
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?", FAST,
    ),
    _question(
        "tariff", "U4", "Biaya/tarif",
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?", DEAR,
    ),
    _question(
        "product", "U5", "Produk spesifikasi jenis pelayanan",
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan"
        " dengan hasil yang diberikan?", FIT,
    ),
    _question(
        "competence", "U6", "Kompetensi pelaksana",
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?", ABLE,
    ),
    _question(
        "behaviour", "U7", "Perilaku pelaksana",
        "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?", POLITE,
    ),
    _question(
        "facilities", "U8", "Sarana dan prasarana",
        "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?", GOOD,
    ),
    _question(
        "complaints", "U9", "Penanganan pengaduan, saran dan masukan",
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?", HANDLED,
    ),
)  # fmt: skip
REGULATION_ORDER = (*NINE[:7], replace(NINE[8], code="U8"), replace(NINE[7], code="U9"))

FOURTEEN = tuple(
    _question(element, f"U{number}", name, text, labels)
    for number, (element, name, text, labels) in enumerate(
        (
            ("procedure", "Prosedur pelayanan",
             "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?", EASY),
            ("requirements", "Persyaratan pelayanan",
             "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?", FIT),
            ("staff_clarity", "Kejelasan petugas pelayanan",
             "Bagaimana pemahaman Saudara tentang kejelasan dan kepastian petugas yang melayani?",
             ("Tidak jelas", "Kurang jelas", "Jelas", "Sangat jelas")),
            ("staff_discipline", "Kedisiplinan petugas pelayanan",
             "Bagaimana pemahaman Saudara tentang kedisiplinan petugas dalam memberikan pelayanan?",
             ("Tidak disiplin", "Kurang disiplin", "Disiplin", "Sangat disiplin")),
            ("staff_responsibility", "Tanggung jawab petugas pelayanan",
             "Bagaimana pemahaman Saudara tentang tanggung jawab petugas dalam memberikan pelayanan?",
             ("Tidak bertanggung jawab", "Kurang bertanggung jawab", "Bertanggung jawab", "Sangat bertanggung jawab")),
            ("staff_ability", "Kemampuan petugas pelayanan",
             "Bagaimana pemahaman Saudara tentang kemampuan petugas dalam memberikan pelayanan?",
             ("Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu")),
            ("speed", "Kecepatan pelayanan",
             "Bagaimana pemahaman Saudara tentang kecepatan pelayanan di unit ini?", FAST),
            ("fairness", "Keadilan mendapatkan pelayanan",
             "Bagaimana pemahaman Saudara tentang keadilan untuk mendapatkan pelayanan di unit ini?",
             ("Tidak adil", "Kurang adil", "Adil", "Sangat adil")),
            ("courtesy", "Kesopanan dan keramahan petugas",
             "Bagaimana pemahaman Saudara tentang kesopanan dan keramahan petugas dalam memberikan pelayanan?", POLITE),
            ("cost_fairness", "Kewajaran biaya pelayanan",
             "Bagaimana pemahaman Saudara tentang kewajaran biaya untuk mendapatkan pelayanan?",
             ("Tidak wajar", "Kurang wajar", "Wajar", "Sangat wajar")),
            ("cost_certainty", "Kepastian biaya pelayanan",
             "Bagaimana pemahaman Saudara tentang kesesuaian antara biaya yang dibayarkan dengan biaya yang telah"
             " ditetapkan?", ("Selalu tidak sesuai", "Kadang-kadang sesuai", "Banyak sesuainya", "Selalu sesuai")),
            ("schedule_certainty", "Kepastian jadwal pelayanan",
             "Bagaimana pemahaman Saudara tentang ketepatan pelaksanaan terhadap jadwal waktu pelayanan?",
             ("Selalu tidak tepat", "Kadang-kadang tepat", "Banyak tepatnya", "Selalu tepat")),
            ("comfort", "Kenyamanan lingkungan",
             "Bagaimana pemahaman Saudara tentang kenyamanan di lingkungan unit pelayanan?",
             ("Tidak nyaman", "Kurang nyaman", "Nyaman", "Sangat nyaman")),
            ("security", "Keamanan pelayanan",
             "Bagaimana pemahaman Saudara tentang keamanan pelayanan di unit ini?",
             ("Tidak aman", "Kurang aman", "Aman", "Sangat aman")),
        ),
        start=1,
    )
)  # fmt: skip

PLEDGE = (
    *NINE[:7],
    _question(
        "service_pledge", "U8", "Maklumat pelayanan",
        "Bagaimana pendapat Saudara tentang kejelasan yang tercantum dalam maklumat pelayanan?",
        ("Tidak jelas", "Kurang jelas", "Jelas", "Sangat jelas"),
    ),
    NINE[8],
)  # fmt: skip

OVERALL = Question("", "", "", "Penilaian umum", ("Tidak baik", "Kurang baik", "Baik", "Sangat baik"), beside=True)
INTEGRITY = tuple(
    Question("", "", "", text, AGREE, beside=True)
    for text in (
        "Petugas tidak melakukan diskriminasi pelayanan",
        "Tidak ada pungutan liar (pungli) dalam pelayanan",
        "Tidak ada petugas yang meminta imbalan di luar biaya resmi",
        "Tidak ada praktik percaloan",
        "Informasi pelayanan tersedia melalui media elektronik maupun non elektronik",
    )
)
# Element of each of the sixteen questions, in their order.
SIXTEEN = (
    *("requirements",) * 2, *("procedure",) * 3, "time", *("tariff",) * 3,
    "product", "competence", *("behaviour",) * 3, "complaints", "facilities",
)  # fmt: skip


def _sixteen(header: str) -> tuple[Question, ...]:
    numbers = enumerate(SIXTEEN, start=1)
    return tuple(Question(element, header.format(n), "", header.format(n), AGREE) for n, element in numbers)


def _subcoded() -> tuple[Question, ...]:
    """Return two questions for each of nine elements, called U1.1, U1.2, U2.1 and so on."""
    return tuple(
        replace(question, code=f"{question.code}.{part}", name=f"{question.name} {part}")
        for question in NINE
        for part in (1, 2)
    )


def _turned() -> tuple[Question, ...]:
    requirements = NINE[0]
    hard = replace(
        requirements,
        text="Persyaratan: Apakah Anda mengalami kesulitan dalam memenuhi persyaratan yang ditetapkan?",
        labels=(),
        turned=True,
    )
    clear = replace(requirements, text="Persyaratan: Seberapa jelas persyaratan yang diberikan?")
    return (clear, hard, *NINE[1:])


TURNED_HEADER = _turned()[1].text
FIVE = ("Sangat tidak baik", "Tidak baik", "Cukup baik", "Baik", "Sangat baik")
TEN = (*NINE, Question("service_pledge", "U10", "Maklumat pelayanan", "Maklumat pelayanan", ()))
TEN_SETTINGS = "".join(
    f'[[element]]\nkey = "{question.element}"\nname = "{question.name}"\nweight = "1/10"\n' for question in TEN
)
OTHER_REGULATION = frozenset(
    {"elements_hidden", "other_regulation", "columns_compete", "unknown_label", "counts_label_unknown", "no_elements"}
)
SCALE_REFUSED = frozenset({"other_scale", "off_scale", "unknown_label"})

OFFICIAL = (
    Questionnaire("nine, form order", NINE),
    Questionnaire("nine, regulation order, by text", REGULATION_ORDER),
    Questionnaire("nine, by name", NINE, by="name"),
    Questionnaire("nine, codes and names", REGULATION_ORDER, by="code and name"),
    Questionnaire("nine, codes, form order", NINE, by="code"),
    Questionnaire("nine, codes, regulation order", REGULATION_ORDER, "code", '[columns]\norder = "regulation"\n'),
    Questionnaire("KEP/25", FOURTEEN, settings='[survey]\nregulation = "kep-25-2004"\n'),
    Questionnaire("KEP/25 by code", FOURTEEN, "code", '[survey]\nregulation = "kep-25-2004"\n'),
    Questionnaire("KEP/25 unsaid", FOURTEEN, refused=OTHER_REGULATION),
    Questionnaire("16/2014", PLEDGE, settings='[survey]\nregulation = "permenpan-16-2014"\n'),
    Questionnaire("16/2014 unsaid", PLEDGE, refused=OTHER_REGULATION),
    Questionnaire("16 questions", _sixteen("Pertanyaan {}"), settings="[columns]\nquestions = 16\n"),
    Questionnaire("two questions an element", _subcoded(), by="code"),
    Questionnaire("two questions an element, by name", _subcoded(), by="name"),
    Questionnaire("eight, no tariff", tuple(q for q in NINE if q.element != "tariff")),
    Questionnaire("ten, own elements", TEN, by="name", settings=TEN_SETTINGS),
    Questionnaire("nine and overall", (*NINE, OVERALL)),
    Questionnaire("nine and IPKP/IPAK", (*NINE, *INTEGRITY)),
    Questionnaire(
        "reversed question", _turned(), settings=f'[answers]\nreversed = ["{TURNED_HEADER}"]\n'
    ),
    Questionnaire("reversed question unsaid", _turned(), refused=frozenset({"reversed_question"})),
    Questionnaire(
        "five points", tuple(replace(q, labels=FIVE) for q in NINE), refused=SCALE_REFUSED, points=5
    ),
    Questionnaire(
        "five points, mapped",
        tuple(replace(q, labels=()) for q in NINE),
        settings="[scale]\nmap = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }\n",
        points=5,
        scale=(1, 2, 2.5, 3, 4),
    ),
)  # fmt: skip
