"""What is said of an edited text: each finding with the right wording."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "text_kind_unknown": {
        "id": ("Jenis berkas ini tidak diperiksa.", "Pakai .md, .txt, atau .docx; atau - untuk masukan standar."),
        "en": ("This kind of file is not checked.", "Use .md, .txt or .docx; or - for standard input."),
    },
    "text_too_large": {
        "id": ("Teks ini terlalu besar untuk diperiksa.", "Periksa teks siaran pers saja, bukan seluruh laporan."),
        "en": ("This text is too large to be checked.", "Check the press text alone, not the whole report."),
    },
    "text_unreadable": {
        "id": (
            "Berkas ini tidak terbaca sebagai dokumen Word.",
            "Buka di Word, simpan lagi sebagai .docx, lalu ulangi.",
        ),
        "en": ("This file can't be read as a Word document.", "Open it in Word, save it as .docx again, then repeat."),
    },
}

NOTES: dict[str, dict[str, str]] = {}

# By the code of a finding; "_up" and so on where what holds is known, "_plain" where it is not.
PROOF_HINTS: dict[str, dict[str, str]] = {
    "id": {
        "significant": 'tulis "naik nyata" bila rentang selisihnya di luar nol; selain itu "relatif tetap"',
        "drama": 'tulis "naik … poin", "turun … poin", atau "relatif tetap"; tanpa kata yang membesarkan',
        "proof": "survei mengukur, tidak membuktikan; sebutkan angkanya saja",
        "cause": "survei tidak menunjukkan penyebab; sebutkan apa yang berubah, bukan mengapa",
        "ranking": 'tulis rentang peringkat, misalnya "peringkat 3–17 dari 89"; atau jangan memeringkat',
        "extreme_unit": 'tulis "nilai tertinggi tercatat pada …" dengan rentang peringkatnya',
        "people_satisfied": 'yang menjawab adalah pengguna layanan: tulis "pengguna layanan yang menjadi responden"',
        "percentage_points": 'selisih dua nilai indeks bersatuan poin: tulis "poin"',
        "percent_after_index": 'IKM adalah indeks pada skala 25–100: tulis "{right}"; selisih dua IKM: "{right} poin"',
        "wrong_sign": "tulis {right}",
        "unknown_figure": "tidak ada di hasil; yang tercetak: {right}",
        "unknown_figure_plain": "tidak ada di hasil survei ini; periksa halaman laporan",
        "figure_of_other": "angka ini milik unit, unsur, atau ukuran lain; yang tercetak: {right}",
        "figure_of_other_plain": "angka ini milik unit, unsur, atau ukuran lain; periksa halaman laporan",
        "wrong_period": "angka ini dari periode lain; yang tercetak: {right}",
        "unknown_period": "tidak ada hasil untuk tahun ini",
        "wrong_letter": "menurut angkanya: mutu {right}",
        "letter_name": "huruf dan namanya tidak cocok: {right}",
        "direction_unproven": 'tulis "relatif tetap": selisihnya masih dalam batas ketidakpastian survei',
        "direction_wrong_up": "menurut hasil: naik",
        "direction_wrong_down": "menurut hasil: turun",
        "not_compared": "kedua periode tidak dibandingkan; jangan sebut naik atau turun",
    },
    "en": {
        "significant": 'write "clearly" only where the interval of the difference excludes zero; else "about the same"',
        "drama": 'write "rose by … points", "fell by … points" or "about the same"; nothing that makes it larger',
        "proof": "a survey measures, it proves nothing; give the figure alone",
        "cause": "the survey shows no cause; say what changed, not why",
        "ranking": 'give the range of ranks, such as "rank 3–17 of 89"; or do not rank',
        "extreme_unit": 'write "the highest value was recorded at …" with its range of ranks',
        "people_satisfied": 'who answered are users of the service: write "service users who responded"',
        "percentage_points": 'the difference of two values of an index is in points: write "points"',
        "percent_after_index": 'the IKM is an index (25–100): write "{right}"; a difference: "{right} points"',
        "wrong_sign": "write {right}",
        "unknown_figure": "not in the results; printed is {right}",
        "unknown_figure_plain": "not in the results of this survey; see the page of the report",
        "figure_of_other": "this figure is of another unit, element or measure; printed is {right}",
        "figure_of_other_plain": "this figure is of another unit, element or measure; see the page of the report",
        "wrong_period": "this figure is of another period; printed is {right}",
        "unknown_period": "there is no result of this year",
        "wrong_letter": "by its figure: {right}",
        "letter_name": "letter and name do not fit: {right}",
        "direction_unproven": 'write "about the same": the difference is within the uncertainty of the survey',
        "direction_wrong_up": "by the results: up",
        "direction_wrong_down": "by the results: down",
        "not_compared": "the two periods are not compared; do not say up or down",
    },
}

PROOF_WORDS: dict[str, dict[str, str]] = {
    "id": {
        "line": "{file}, baris {line}: \u201c{found}\u201d \u2013 {hint}.",
        "paragraph": "{file}, paragraf {line}: \u201c{found}\u201d \u2013 {hint}.",
        "found": "Temuan: {n}.",
        "clean": "Tidak ada temuan.",
        "no_figures": "Folder ini belum punya hasil survei: hanya kata-katanya yang diperiksa.",
    },
    "en": {
        "line": "{file}, line {line}: \u201c{found}\u201d \u2013 {hint}.",
        "paragraph": "{file}, paragraph {line}: \u201c{found}\u201d \u2013 {hint}.",
        "found": "Findings: {n}.",
        "clean": "Nothing found.",
        "no_figures": "This folder has no results yet: the words alone are checked.",
    },
}
