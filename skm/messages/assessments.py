"""Messages and notes about published figures and other assessors' ratings."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "no_file": {
        "id": ("Berkas tidak ada.", "Periksa nama berkasnya."),
        "en": ("There is no such file.", "Check the name of the file."),
    },
    "verify_no_figure": {
        "id": ('"{value}" bukan angka.', "Tulis angkanya seperti tercetak, misalnya 90,56."),
        "en": ('"{value}" is no figure.', "Write it as printed, such as 90.56."),
    },
    "verify_needs_n": {
        "id": ("Dari jumlah nilai saja indeks tidak dapat dihitung.", "Tambahkan jumlah responden: --n 29."),
        "en": ("Sums alone give no index.", "Add the number of respondents: --n 29."),
    },
    "verify_nothing": {
        "id": (
            "Tidak ada nilai unsur untuk diperiksa.",
            "Beri kolom element dan salah satu dari mean, sum, index, atau n1 n2 n3 n4.",
        ),
        "en": (
            "There are no element figures to verify.",
            "Give a column element and one of mean, sum, index, or n1 n2 n3 n4.",
        ),
    },
    "verify_off_scale": {
        "id": (
            "Rata-rata unsur {value} di luar skala 1 sampai 4.",
            "Periksa tabelnya; nilai 25 sampai 100 ditulis di kolom index.",
        ),
        "en": (
            "The element mean {value} is off the scale 1 to 4.",
            "Check the table; values 25 to 100 go into a column index.",
        ),
    },
    "verify_unreadable": {
        "id": ("Tabel ini tidak dapat dibaca.", "Simpan sebagai CSV atau XLSX: satu baris judul kolom, lalu barisnya."),
        "en": ("This table cannot be read.", "Save it as CSV or XLSX: one header row, then its lines."),
    },
    "verify_no_lines": {
        "id": (
            "Tidak ada kolom yang menyebut unsur atau unit.",
            "Beri judul kolom element (atau unsur) dan mean, sum, index, atau n1 n2 n3 n4; untuk unit: unit dan index.",
        ),
        "en": (
            "No column names elements or units.",
            "Call a column element and one of mean, sum, index, or n1 n2 n3 n4; for units: unit and index.",
        ),
    },
    "verify_no_published": {
        "id": (
            "Tidak diketahui angka mana yang diterbitkan.",
            "Tulis --published 90,56, atau beri baris IKM atau kolom published di tabel.",
        ),
        "en": (
            "Nothing says which figure was published.",
            "Write --published 90.56, or give the table a line IKM or a column published.",
        ),
    },
    "verify_no_tables": {
        "id": ("Tidak ada tabel csv atau xlsx di folder ini.", "Simpan tabelnya di sana, atau tulis nama berkasnya."),
        "en": ("There is no csv or xlsx table in this folder.", "Put the tables there, or give the name of a file."),
    },
    "ratings_columns": {
        "id": ("Daftar penilaian ini tidak punya kolom: {missing}.", "Judul kolomnya: {known}."),
        "en": ("This register of ratings lacks the columns: {missing}.", "Its header is: {known}."),
    },
    "ratings_cells": {
        "id": (
            "Isi daftar penilaian ini tidak dapat dipakai.",
            "Satu baris untuk satu tahun (empat angka), nilai dengan angka, target seperti >90, dan system salah"
            " satu dari:"
            " {systems}.",
        ),
        "en": (
            "Cells of this register of ratings cannot be used.",
            "One line for one year (four digits), a value in digits, a target such as >90, and a system out of:"
            " {systems}.",
        ),
    },
    "ratings_no_parts": {
        "id": ("Tidak ada nilai unit untuk dirata-ratakan.", "Beri sedikitnya satu nilai unit."),
        "en": ("There is no unit value to take a mean of.", "Give one unit value at least."),
    },
    "ratings_parts": {
        "id": ("Bagian penilaiannya tidak cocok.", "Bagian yang dikenal: {known}."),
        "en": ("The parts of the assessment do not match.", "Those known are: {known}."),
    },
    "ratings_part_too_high": {
        "id": ("Nilai bagian melebihi bobotnya: {known}.", "Tulis nilai yang sudah dikalikan bobot."),
        "en": ("A part exceeds its weight: {known}.", "Give the scores as weighted already."),
    },
    "ratings_weights_unknown": {
        "id": (
            "Bobot penilaian tahun {year} tidak diketahui dari sumber.",
            "Pakai nilai yang diterbitkan; nilai tidak dihitung dengan bobot dugaan.",
        ),
        "en": (
            "The weights of the assessment of {year} are not known from a source.",
            "Use the published value; nothing is computed with guessed weights.",
        ),
    },
    "published_columns": {
        "id": ("Daftar angka terbitan tidak bisa dipakai: kolomnya lain.", "Judul kolomnya: {known}."),
        "en": ("The register of published figures cannot be used: its columns differ.", "Its header is: {known}."),
    },
    "published_values": {
        "id": ("Daftar angka terbitan berisi yang bukan angka.", "Tulis angkanya seperti tercetak, misalnya 80,98."),
        "en": (
            "The register of published figures holds what is no figure.",
            "Write figures as printed, such as 80.98.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {
    "verify_weight": {"id": "bobot {weight}", "en": "weight {weight}"},
    "verify_rounds_means": {
        "id": "rata-rata unsur dibulatkan {n} desimal",
        "en": "element means rounded to {n} decimals",
    },
    "verify_rounds_weighted": {
        "id": "NRR tertimbang dibulatkan {n} desimal",
        "en": "weighted means rounded to {n} decimals",
    },
    "verify_rounds_total": {
        "id": "jumlah NRR tertimbang dibulatkan {n} desimal",
        "en": "sum of weighted means rounded to {n} decimals",
    },
    "verify_factor": {"id": "dikali {factor}, bukan 25", "en": "times {factor} instead of 25"},
    "verify_blanks": {"id": "jawaban kosong dihitung nol", "en": "blank answers counted as zero"},
    "verify_cut": {"id": "hasil dipotong, tidak dibulatkan", "en": "result cut off, not rounded"},
    "verify_exact": {
        "id": "{published} tepat: begitulah hasil hitungan dari tabel ini.",
        "en": "{published} is exact: it is what this table gives.",
    },
    "verify_consistent": {
        "id": "{published} sejalan dengan tabel ini, sejauh angka di belakang koma tabel menentukannya;"
        " dari angka tercetak dihitung {printed}.",
        "en": "{published} is consistent with this table as far as its printed digits tell; from the digits as they"
        " are it is {printed}.",
    },
    "verify_reproduced": {
        "id": "{published} diperoleh dengan cara yang keliru; hitungan yang tepat {printed}. Cara yang cocok:",
        "en": "{published} follows from a faulty convention; the exact figure is {printed}. What fits:",
    },
    "verify_not_reproduced": {
        "id": "{published} tidak dapat diperoleh dari tabel ini; hitungan yang tepat {printed}. Yang terdekat:",
        "en": "{published} cannot be got from this table; the exact figure is {printed}. The nearest:",
    },
    "verify_more": {"id": "  dan {n} lagi", "en": "  and {n} more"},
    "verify_one_fits": {
        "id": "Hanya satu cara cocok dengan angka tercetak.",
        "en": "Only one convention fits the printed figure.",
    },
    "verify_several_fit": {
        "id": "Beberapa cara cocok; angka tercetak tidak menentukan yang mana.",
        "en": "Several conventions fit; the printed figure does not tell which.",
    },
    "verify_interval": {
        "id": "Angka di belakang koma tabel memungkinkan nilai dari {low} sampai {high}.",
        "en": "The digits of the table allow values from {low} to {high}.",
    },
    "verify_letter": {"id": "Mutu pelayanan: {letter}.", "en": "Grade: {letter}."},
    "verify_letter_right": {
        "id": "Mutu {letter} sesuai dengan angkanya.",
        "en": "Grade {letter} agrees with the figure.",
    },
    "verify_letter_wrong": {
        "id": "Mutu tercetak {published}; menurut peraturan angka tercetak bermutu {due}.",
        "en": "The printed grade is {published}; by the regulation the printed figure is {due}.",
    },
    "verify_letter_tables": {
        "id": "Mutu tercetak mengikuti tabel: {tables}.",
        "en": "The printed grade follows the table: {tables}.",
    },
    "verify_strict": {"id": " (batas tidak ikut)", "en": " (bound excluded)"},
    "verify_letter_exact": {
        "id": "Mutu dari hitungan yang tepat: {letter}.",
        "en": "Grade of the exact figure: {letter}.",
    },
    "verify_units": {"id": "rata-rata unit (setiap unit sama berat)", "en": "mean of units (each counts the same)"},
    "verify_respondents": {"id": "rata-rata tertimbang jumlah responden", "en": "mean weighted by respondents"},
    "verify_silent_as_zero": {
        "id": "rata-rata semua unit, unit tanpa responden dihitung nol",
        "en": "mean of all units, those without respondents counted as zero",
    },
    "verify_running": {"id": "rata-rata berjalan dari rata-rata", "en": "running mean of means"},
    "verify_left_out": {"id": ", tanpa {unit}", "en": ", without {unit}"},
    "verify_parent_exact": {"id": "{published} tepat. Cara:", "en": "{published} is exact. How:"},
    "verify_parent_consistent": {
        "id": "{published} sejalan dengan tabel ini dalam batas pembulatan. Cara:",
        "en": "{published} is consistent with this table within rounding. How:",
    },
    "verify_parent_reproduced": {
        "id": "{published} hanya diperoleh dengan cara yang keliru. Cara yang cocok:",
        "en": "{published} follows only from a faulty way. What fits:",
    },
    "verify_parent_not_reproduced": {
        "id": "{published} tidak dapat diperoleh dari tabel ini. Yang terdekat:",
        "en": "{published} cannot be got from this table. The nearest:",
    },
    "ratings_no_scale": {
        "id": "Tidak ada skala yang berlaku untuk tahun penilaian {year}.",
        "en": "No scale was in force for the assessment year {year}.",
    },
    "ratings_no_bounds": {
        "id": "Batas kelas skala yang berlaku {scale} tidak diketahui; kelas tidak diturunkan dari nilai.",
        "en": "The bounds of the scale in force {scale} are not known; no class is derived from the value.",
    },
    "ratings_inferred": {
        "id": "Batas skala yang berlaku {scale} disimpulkan dari nilai terbitan, bukan dari dokumen resmi.",
        "en": "The bounds of the scale in force {scale} are inferred from published values, not from an official text.",
    },
    "ratings_near": {
        "id": "Nilai berada dalam 0,005 dari batas kelas; pembulatan penilai tidak diketahui.",
        "en": "The value lies within 0.005 of a bound; how the assessor rounds is not known.",
    },
    "ratings_misprint": {
        "id": "Tercetak {printed}, tetapi nilai {value} menurut skala tahun itu berarti {due}.",
        "en": "Printed as {printed}, but {value} is {due} on the scale of that year.",
    },
    "ratings_break": {
        "id": "Skala berganti ({before}, lalu {scale}); kedua nilai tidak sebanding.",
        "en": "The scale changed ({before}, then {scale}); the two values are not comparable.",
    },
    "published_same": {
        "id": "sama dengan hitungan ulang",
        "en": "the same as recomputed",
    },
    "published_not_found": {
        "id": "tidak ada di data periode ini",
        "en": "not among the data of this period",
    },
    "published_unexplained": {
        "id": "tidak ada cara hitung yang dikenal menghasilkan angka ini dari jawaban yang ada",
        "en": "no known convention gives this figure from the answers at hand",
    },
}
