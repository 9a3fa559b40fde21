"""Questionnaires in words that no list of the program holds, written as offices write them: right or refused.

Each question names its element beyond doubt to a person who reads it. Several name a second element in passing
("Kecepatan petugas menanggapi pengaduan" is about complaints): who looks for single words gets them wrong.
"""

from messy.questionnaires import Question, Questionnaire

KEYS = (
    "requirements", "procedure", "time", "tariff", "product", "competence", "behaviour", "facilities", "complaints",
)  # fmt: skip


def _asked(
    name: str, texts: tuple[str, ...], labels: tuple[tuple[str, ...], ...] | tuple[str, ...], *, turned: bool = False
) -> Questionnaire:
    """Return a questionnaire of nine texts in the form's order, with labels for each or one set for all."""
    sets = labels if isinstance(labels[0], tuple) else (labels,) * len(texts)
    questions = tuple(
        Question(key, f"U{number}", text, text, tuple(row))
        for number, (key, text, row) in enumerate(zip(KEYS, texts, sets, strict=True), start=1)
    )
    return Questionnaire(name, questions, unseen=True, turned=turned)


STATEMENTS = (
    "Persyaratan pelayanan mudah dipenuhi",
    "Alur pelayanan tidak berbelit-belit",
    "Pelayanan diselesaikan tepat waktu",
    "Biaya pelayanan sesuai dengan ketentuan",
    "Hasil pelayanan sesuai dengan yang dijanjikan",
    "Petugas menguasai pekerjaannya",
    "Petugas melayani dengan sopan dan ramah",
    "Ruang tunggu dan fasilitas pelayanan memadai",
    "Pengaduan ditanggapi dengan baik",
)

UNSEEN = (
    _asked(
        "hospital, very dissatisfied",
        (
            "Kelengkapan syarat berobat",
            "Kemudahan alur pendaftaran pasien",
            "Lama waktu tunggu pelayanan",
            "Kewajaran tarif yang Anda bayar",
            "Kesesuaian hasil pelayanan dengan harapan",
            "Keterampilan dokter dan perawat",
            "Keramahan petugas loket pembayaran",
            "Kenyamanan ruang tunggu",
            "Tindak lanjut atas keluhan pasien",
        ),
        ("Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas"),
    ),
    _asked(
        "village, own adjectives",
        (
            "Menurut Anda, apakah syarat yang diminta sudah cocok dengan layanan yang diurus?",
            "Bagaimana tahapan pengurusan surat di kantor desa?",
            "Bagaimana cepat lambatnya petugas menyelesaikan surat Anda?",
            "Bagaimana ongkos yang dikenakan?",
            "Apakah surat yang Anda terima sudah benar?",
            "Bagaimana kecakapan perangkat desa yang melayani?",
            "Bagaimana tingkah laku perangkat desa saat melayani?",
            "Bagaimana keadaan ruangan dan peralatan kantor desa?",
            "Bagaimana tanggapan atas keluhan warga?",
        ),
        (
            ("Tidak cocok", "Kurang cocok", "Cocok", "Sangat cocok"),
            ("Berbelit-belit", "Agak berbelit", "Lancar", "Sangat lancar"),
            ("Sangat lambat", "Lambat", "Cepat", "Sangat cepat"),
            ("Sangat memberatkan", "Memberatkan", "Ringan", "Sangat ringan"),
            ("Banyak salah", "Ada salah", "Benar", "Benar sekali"),
            ("Tidak cakap", "Kurang cakap", "Cakap", "Sangat cakap"),
            ("Kasar", "Kurang sopan", "Sopan", "Sangat sopan"),
            ("Jelek", "Cukup", "Bagus", "Bagus sekali"),
            ("Diabaikan", "Lambat ditanggapi", "Ditanggapi", "Segera ditanggapi"),
        ),
    ),
    _asked(
        "jelek to bagus sekali",
        (
            "Persyaratan layanan",
            "Prosedur layanan",
            "Waktu layanan",
            "Biaya layanan",
            "Hasil layanan",
            "Kemampuan pegawai",
            "Sikap pegawai",
            "Fasilitas kantor",
            "Penanganan keluhan",
        ),
        ("Jelek", "Cukup", "Bagus", "Bagus sekali"),
    ),
    _asked(
        "abbreviations",
        (
            "Syarat pelayanan",
            "Tata cara pelayanan",
            "Ketepatan waktu",
            "Tarif pelayanan",
            "Produk layanan yang diterima",
            "Keahlian petugas",
            "Kesantunan petugas",
            "Sarpras",
            "Layanan pengaduan",
        ),
        ("TP", "KP", "P", "SP"),
    ),
    _asked("agreement of four", STATEMENTS, ("Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju")),
    _asked("agreement, abbreviated", STATEMENTS, ("STS", "TS", "S", "SS")),
    _asked(
        "English, poor to excellent",
        (
            "How clear and suitable are the requirements for this service?",
            "How easy is the procedure to follow?",
            "How fast was the service delivered?",
            "How reasonable is the fee?",
            "Does the result match the service standard?",
            "How competent are the staff?",
            "How polite and friendly are the staff?",
            "How good are the facilities?",
            "How well are complaints handled?",
        ),
        ("Poor", "Fair", "Good", "Excellent"),
    ),
    _asked(
        "English, own adjectives",
        (
            "Suitability of requirements",
            "Ease of procedures",
            "Speed of service",
            "Fairness of fees",
            "Conformity of service product",
            "Competence of officers",
            "Courtesy of officers",
            "Quality of facilities and infrastructure",
            "Complaint handling",
        ),
        (
            ("Not suitable", "Less suitable", "Suitable", "Very suitable"),
            ("Very difficult", "Difficult", "Easy", "Very easy"),
            ("Very slow", "Slow", "Fast", "Very fast"),
            ("Very expensive", "Expensive", "Affordable", "Free of charge"),
            ("Not suitable", "Less suitable", "Suitable", "Very suitable"),
            ("Incompetent", "Less competent", "Competent", "Very competent"),
            ("Impolite", "Less polite", "Polite", "Very polite"),
            ("Bad", "Fair", "Good", "Very good"),
            ("None", "Exists but not working", "Works but not optimal", "Well managed"),
        ),
    ),
    _asked(
        "Javanese",
        (
            "Syarat pelayanan ing kelurahan",
            "Prosedur pelayanan ing kelurahan",
            "Wektu pelayanan",
            "Biaya pelayanan ing kelurahan",
            "Asil pelayanan",
            "Kaprigelan petugas",
            "Tata krama petugas",
            "Sarana lan prasarana",
            "Penanganan wadulan",
        ),
        ("Ora apik", "Kurang apik", "Apik", "Apik tenan"),
    ),
    _asked(
        "Sundanese",
        (
            "Saratna gampang teu?",
            "Prosedurna kumaha?",
            "Waktuna gancang teu?",
            "Biayana kumaha?",
            "Hasilna cocog teu?",
            "Kamampuh patugas",
            "Kasopanan patugas",
            "Tempat jeung pakakasna",
            "Pangaduan ditanggapan teu?",
        ),
        ("Teu sae", "Kirang sae", "Sae", "Sae pisan"),
    ),
    _asked(
        "two elements in a question",
        (
            "Kejelasan informasi persyaratan biaya dan waktu yang diumumkan",
            "Kemudahan prosedur pengaduan dan pelayanan",
            "Kecepatan petugas dalam menyelesaikan produk layanan",
            "Kesesuaian biaya dengan yang tercantum di maklumat pelayanan",
            "Kesesuaian produk dengan persyaratan yang diserahkan",
            "Kemampuan petugas menjelaskan prosedur dan persyaratan",
            "Kesopanan petugas pengelola sarana",
            "Kualitas sarana pengaduan dan ruang pelayanan",
            "Kecepatan petugas menanggapi pengaduan",
        ),
        ("Tidak baik", "Kurang baik", "Baik", "Sangat baik"),
    ),
    _asked(
        "bad to very good, four words",
        (
            "Bagaimana menurut Bapak/Ibu persyaratan untuk mendapatkan pelayanan di kantor kami?",
            "Bagaimana menurut Bapak/Ibu alur dan prosedur pelayanan di kantor kami?",
            "Bagaimana menurut Bapak/Ibu kecepatan pelayanan di kantor kami?",
            "Bagaimana menurut Bapak/Ibu biaya pelayanan di kantor kami?",
            "Bagaimana menurut Bapak/Ibu hasil pelayanan di kantor kami?",
            "Bagaimana menurut Bapak/Ibu kemampuan petugas di kantor kami?",
            "Bagaimana menurut Bapak/Ibu kesopanan petugas di kantor kami?",
            "Bagaimana menurut Bapak/Ibu sarana dan prasarana di kantor kami?",
            "Bagaimana menurut Bapak/Ibu penanganan pengaduan di kantor kami?",
        ),
        ("Buruk sekali", "Buruk", "Baik", "Baik sekali"),
    ),
    _asked(
        "good is the best",
        (
            "Persyaratan",
            "Prosedur",
            "Kecepatan pelayanan",
            "Biaya",
            "Produk layanan",
            "Kompetensi petugas",
            "Perilaku petugas",
            "Sarana dan prasarana",
            "Penanganan pengaduan",
        ),
        ("Buruk", "Kurang", "Cukup", "Baik"),
    ),
    _asked(
        "fairly good is the third",
        (
            "Persyaratan pelayanan",
            "Prosedur pelayanan",
            "Waktu pelayanan",
            "Biaya pelayanan",
            "Produk pelayanan",
            "Kompetensi petugas",
            "Perilaku petugas",
            "Sarana prasarana",
            "Pengaduan",
        ),
        ("Tidak baik", "Kurang baik", "Cukup baik", "Baik"),
    ),
    _asked(
        "how often",
        (
            "Apakah persyaratan diinformasikan dengan jelas?",
            "Apakah prosedur diikuti oleh petugas?",
            "Apakah pelayanan selesai sesuai waktu yang dijanjikan?",
            "Apakah biaya sesuai dengan tarif resmi?",
            "Apakah hasil pelayanan sesuai permintaan?",
            "Apakah petugas mampu menjawab pertanyaan Anda?",
            "Apakah petugas bersikap ramah?",
            "Apakah fasilitas bersih dan berfungsi?",
            "Apakah pengaduan ditindaklanjuti?",
        ),
        ("Tidak pernah", "Kadang-kadang", "Sering", "Selalu"),
    ),
    _asked("faces", STATEMENTS, ("😡", "🙁", "🙂", "😀")),
    _asked("roman numbers", STATEMENTS, ("I", "II", "III", "IV")),
    _asked("numbers in words", STATEMENTS, ("satu", "dua", "tiga", "empat")),
    _asked(
        "ends in the header",
        tuple(f"{text} (1 = sangat tidak setuju, 4 = sangat setuju)" for text in STATEMENTS),
        ("1", "2", "3", "4"),
    ),
    _asked(
        "ends in the header, best first",
        tuple(f"{text} (1 = sangat setuju, 4 = sangat tidak setuju)" for text in STATEMENTS),
        ("4", "3", "2", "1"),
        turned=True,
    ),
    _asked(
        "letters with the best first",
        ("Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Sarana", "Pengaduan"),
        tuple(
            tuple(f"{letter}. {label}" for letter, label in zip("dcba", labels, strict=True))
            for labels in (
                ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
                ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
                ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
                ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
                ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
                ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
                ("Tidak ramah", "Kurang ramah", "Ramah", "Sangat ramah"),
                ("Buruk", "Cukup", "Baik", "Sangat baik"),
                ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
            )
        ),
    ),
)
