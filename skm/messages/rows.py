"""Messages about single rows and cells: the rules of cleaning, and corrections."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "rule_scale_mapped": {
        "id": (
            "Kuesioner memakai skala lain; jawabannya dipetakan ke nilai 1–4 menurut [scale] di skm.toml.",
            "Periksa petanya; angka ini hanya bisa dibandingkan dengan angka dari skala dan peta yang sama.",
        ),
        "en": (
            "The questionnaire has another scale; its answers are mapped to scores 1 to 4 by [scale] in skm.toml.",
            "Check the map; these figures compare only with figures of the same scale and map.",
        ),
    },
    "rule_counts_only": {
        "id": (
            "Tabel frekuensi: hanya banyaknya jawaban yang diketahui; indeksnya tepat, rentang 95 % tidak dapat"
            " dihitung.",
            "Untuk rentang 95 %, kirim jawaban per responden.",
        ),
        "en": (
            "A table of counts: only the totals of the answers are known; the index is exact, no 95% interval follows.",
            "For a 95% interval send the answers of each respondent.",
        ),
    },
    "rule_answers_not_counted": {
        "id": (
            "Kolom ini berisi jawaban 1–4, tetapi bukan unsur yang dikenal; tidak masuk indeks.",
            'Bila ini pertanyaan suatu unsur, sebutkan di [columns]; bila tidak: ignored = ["judul kolom"].',
        ),
        "en": (
            "This column holds answers 1–4 and is no known element; it does not enter the index.",
            'If it is a question of an element, name it in [columns]; if not: ignored = ["column header"].',
        ),
    },
    "rule_named_by_words": {
        "id": (
            "Pertanyaan ini memakai kata-kata sendiri; unsurnya dikenali dari situ, setiap unsur tepat satu kali.",
            'Periksa unsurnya; bila salah, sebutkan di skm.toml: [columns] requirements = "judul kolom".',
        ),
        "en": (
            "This question is in the office's own words; they tell its element, and each element is told just once.",
            'Check the element; if it is wrong, say it in skm.toml: [columns] requirements = "column header".',
        ),
    },
    "rule_named_column_absent": {
        "id": (
            "Judul kolom yang disebut di skm.toml tidak ada di satu berkas pun.",
            "Perbaiki judulnya di [columns], [[file]], atau [answers] reversed, atau hapus barisnya.",
        ),
        "en": (
            "No file has the column that skm.toml names.",
            "Correct the header in [columns], [[file]] or [answers] reversed, or remove the line.",
        ),
    },
    "rule_off_scale": {
        "id": ("Jawaban di luar skala 1–4.", "Perbaiki sel itu bila salah ketik."),
        "en": ("Answer off the scale 1–4.", "Correct the cell if it is a typing error."),
    },
    "rule_malformed_line": {
        "id": ("Jumlah kolom baris ini tidak sama dengan judulnya.", "Perbaiki pemisah kolom di baris itu."),
        "en": ("This line has another number of columns than the header.", "Correct its delimiters."),
    },
    "rule_order_assumed": {
        "id": (
            "Judul kolom hanya kode: U8 dianggap sarana dan U9 pengaduan (urutan kuesioner). "
            "Sampai dipastikan, keduanya tidak disebut tertinggi, terendah, atau prioritas.",
            'Pastikan di skm.toml: [columns] order = "form" atau "regulation".',
        ),
        "en": (
            "The headers are bare codes: U8 is taken as facilities and U9 as complaints (the form's order). "
            "Until that is certain, neither is named highest, lowest or a priority.",
            'State it in skm.toml: [columns] order = "form" or "regulation".',
        ),
    },
    "rule_portal_order": {
        "id": (
            'Berkas bernama "Hasil Survey" dianggap ekspor portal nasional: U8 pengaduan, U9 sarana. '
            "Sampai dipastikan, keduanya tidak disebut tertinggi, terendah, atau prioritas.",
            'Pastikan di skm.toml: [columns] order = "regulation" atau "form".',
        ),
        "en": (
            'A file called "Hasil Survey" is taken as an export of the national portal: U8 is complaints and U9 '
            "facilities. Until that is certain, neither is named highest, lowest or a priority.",
            'State it in skm.toml: [columns] order = "regulation" or "form".',
        ),
    },
    "rule_summary_row": {
        "id": (
            "Baris ini jumlah, rata-rata, judul yang berulang, atau keterangan, bukan jawaban responden.",
            "Tidak perlu tindakan; baris ini tidak dihitung.",
        ),
        "en": (
            "This row is a total, an average, a repeated header or a remark, nobody's answers.",
            "Nothing to do; the row is not counted.",
        ),
    },
    "rule_hidden_sheet": {
        "id": (
            "Lembar ini tersembunyi, jadi tidak dibaca.",
            "Bila berisi jawaban, tampilkan lembarnya di Excel (Unhide), simpan, lalu ulangi.",
        ),
        "en": (
            "This sheet is hidden, so it is not read.",
            "If it holds responses, show it in Excel (Unhide), save, then try again.",
        ),
    },
    "rule_sheet_without_responses": {
        "id": (
            "Lembar ini tidak berisi satu pun jawaban, jadi tidak dibaca.",
            "Tidak perlu tindakan, kecuali bila lembar ini seharusnya berisi jawaban.",
        ),
        "en": (
            "This sheet holds not one response, so it is not read.",
            "Nothing to do, unless it should hold responses.",
        ),
    },
    "rule_unit_not_registered": {
        "id": ("Unit tidak ada di daftar unit.{hint}", "Tambahkan ke daftar atau ke kolom aliases."),
        "en": ("The unit is not in the register.{hint}", "Add it to the register or to the column aliases."),
    },
    "rule_unit_missing": {
        "id": ("Nama unit kosong.", "Isi nama unit di baris itu."),
        "en": ("The unit name is blank.", "Fill in the unit name."),
    },
    "rule_no_answers": {
        "id": ("Tidak satu pun unsur dijawab.", "Tidak perlu tindakan; baris ini tidak dihitung."),
        "en": ("Not one element is answered.", "Nothing to do; the row is not counted."),
    },
    "rule_duplicate": {
        "id": (
            "Orang, nomor atau waktu yang sama dengan jawaban yang sama persis.",
            'Periksa apakah terkirim dua kali. [clean] duplicates = "drop" membuang yang kemudian.',
        ),
        "en": (
            "The same person, number or time with exactly the same answers.",
            'See whether it was sent twice. [clean] duplicates = "drop" leaves the later one out.',
        ),
    },
    "rule_resubmission": {
        "id": (
            "Orang atau nomor yang sama di unit, layanan dan hari yang sama, tetapi jawabannya lain.",
            'Periksa mana yang berlaku. [clean] duplicates = "drop" membuang yang kemudian.',
        ),
        "en": (
            "The same person or number in the same unit, service and day, with other answers.",
            'See which one holds. [clean] duplicates = "drop" leaves the later one out.',
        ),
    },
    "rule_repeated_row": {
        "id": (
            "Baris ini sama persis dengan baris di atasnya: jawaban, profil dan tanggal.",
            'Periksa apakah tersalin. [clean] duplicates = "drop" membuang yang kemudian.',
        ),
        "en": (
            "This row is exactly the one above it: answers, profile and date.",
            'See whether it was copied. [clean] duplicates = "drop" leaves the later one out.',
        ),
    },
    "rule_duplicate_in_other_file": {
        "id": (
            "Tanggapan ini juga ada di {other}: nomor atau waktu, jawaban dan profilnya sama.",
            'Hapus dari salah satu berkas. [clean] duplicates = "drop" membuang yang di berkas kedua.',
        ),
        "en": (
            "This response is in {other} too: the same number or time, answers and profile.",
            'Take it out of one of the files. [clean] duplicates = "drop" leaves out the one in the second file.',
        ),
    },
    "rule_period_missing": {
        "id": (
            "Baris tanpa tanggal yang terbaca, padahal tanggal menentukan periodenya.",
            "Isi tanggalnya, atau taruh berkas di folder periode, misalnya data/raw/2025/.",
        ),
        "en": (
            "A row without a readable date, while dates decide the period.",
            "Fill in the date, or put the file into a folder of its period, such as data/raw/2025/.",
        ),
    },
    "rule_outside_period": {
        "id": (
            "Tanggal di luar periode berkas; baris tetap dihitung di periode itu.",
            "Periksa tanggalnya, atau pindahkan baris ke berkas periodenya.",
        ),
        "en": (
            "The date is outside the period of the file; the row still counts in that period.",
            "Check the date, or move the row to the file of its period.",
        ),
    },
    "rule_date_order_assumed": {
        "id": (
            "Urutan hari dan bulan tidak terbukti; dibaca hari dahulu. Periodenya sama dengan urutan mana pun.",
            'Sebutkan di skm.toml: [[file]] dates = "dmy" atau "mdy".',
        ),
        "en": (
            "Nothing proves the order of day and month; the day is read first. The period is the same either way.",
            'State it in skm.toml: [[file]] dates = "dmy" or "mdy".',
        ),
    },
    "rule_service_unclear": {
        "id": (
            "Sel ini mungkin menyebut beberapa layanan, mungkin satu layanan yang namanya berkoma; dibaca sebagai"
            " satu.",
            "Pisahkan layanan dengan titik koma, atau hapus koma dari nama layanan.",
        ),
        "en": (
            "This cell may name several services, or one with a comma in its name; it is taken for one.",
            "Part services by a semicolon, or take the comma out of the name.",
        ),
    },
    "rule_unit_spelling": {
        "id": (
            'Nama ini mirip "{other}"; keduanya dihitung sebagai dua unit.',
            "Bila satu unit: buat data/raw/units.csv dengan kolom name dan aliases, dan tulis ejaan ini di aliases.",
        ),
        "en": (
            'This name is close to "{other}"; they count as two units.',
            "If they are one: make data/raw/units.csv with columns name and aliases, and write this spelling there.",
        ),
    },
    "rule_overall_unread": {
        "id": (
            "Jawaban kolom ini tidak terbaca sebagai skala, jadi tidak ada tingkat kepentingan unsur.",
            "Pakai angka, atau empat pilihan dari tidak puas sampai sangat puas.",
        ),
        "en": (
            "The answers of this column are no scale that can be read, so there is no importance of elements.",
            "Use numbers, or four choices from not satisfied to very satisfied.",
        ),
    },
    "rule_more_than_users": {
        "id": (
            "{n} responden {period}, padahal daftar unit mencatat {users} pengguna; satu dari dua angka itu keliru,"
            " atau orang yang sama mengisi lebih dari sekali.",
            "Perbaiki {column} di daftar unit, atau periksa isian ganda ([clean] duplicates).",
        ),
        "en": (
            "{n} respondents in {period}, but the register has {users} users; one of the two numbers is wrong, or the"
            " same people answered twice.",
            "Correct {column} in the register, or look for repeated forms ([clean] duplicates).",
        ),
    },
    "rule_unit_not_in_force": {
        "id": (
            "Ada {n} responden {period}, padahal di daftar unit ini {span}{successor}.",
            "Perbaiki from, to atau successor di daftar unit, atau periode berkasnya.",
        ),
        "en": (
            "There are {n} respondents in {period}, but in the register this unit {span}{successor}.",
            "Correct from, to or successor in the register, or the period of the file.",
        ),
    },
    "corrections_incomplete": {
        "id": (
            "Koreksi belum bisa diterapkan: {n} isian di daftar koreksi kurang atau tidak terbaca.",
            "Isi file, row, column, reason, who dan date di setiap baris; row adalah nomor baris di Excel, dan from "
            "berbeda dari to.",
        ),
        "en": (
            "Corrections can't be applied: {n} entries of the register are missing or can't be read.",
            "Fill in file, row, column, reason, who and date in each row; row is the number that Excel shows, and from "
            "differs from to.",
        ),
    },
    "corrections_do_not_fit": {
        "id": (
            "Koreksi belum bisa diterapkan: {n} koreksi tidak cocok dengan berkasnya, jadi tidak satu pun diterapkan.",
            "Perbaiki isian itu di daftar koreksi: file, row dan column seperti di berkas, from persis isi selnya.",
        ),
        "en": (
            "Corrections can't be applied: {n} of them do not fit their files, so none is applied.",
            "Correct these entries of the register: file, row and column as in the file, from exactly what the cell "
            "says.",
        ),
    },
    "rule_corrected": {
        "id": ("Dibetulkan menurut {register} baris {line}: {reason}", "Tidak perlu tindakan."),
        "en": ("Corrected by {register} row {line}: {reason}", "Nothing to do."),
    },
    "rule_personal_column": {
        "id": (
            "Kolom ini berisi data pribadi ({kind}); dibuang saat dibaca, hanya dipakai untuk mencari kiriman ganda.",
            "Lebih baik hapus kolom ini sebelum berkas dikirim.",
        ),
        "en": (
            "This column holds personal data ({kind}); it is dropped while reading, and serves the search for "
            "duplicates alone.",
            "Better remove it before the file is sent.",
        ),
    },
    "rule_personal_value": {
        "id": (
            "Sel ini memuat NIK, nomor telepon atau surel; bagian itu dibuang.",
            "Hapus dari berkasnya.",
        ),
        "en": ("This cell holds a NIK, a phone number or an e-mail address; that part is dropped.", "Remove it."),
    },
    "rule_comments_redacted": {
        "id": (
            "Komentar disimpan; {n} nama, nomor, surel atau pelat di dalamnya disamarkan.",
            "Baca ulang sebelum dibagikan: nama tanpa sebutan (Bapak, Ibu) tidak dikenali.",
        ),
        "en": (
            "Comments are kept; {n} names, numbers, addresses or plates in them are hidden.",
            "Read them before sharing: a name without a title (Bapak, Ibu) is not found.",
        ),
    },
    "rule_date_unreadable": {
        "id": (
            "Tanggal ini tidak terbaca atau tidak mungkin; barisnya tetap, tanggalnya dikosongkan.",
            'Sebutkan urutannya di skm.toml: [[file]] dates = "dmy", "mdy" atau "ymd".',
        ),
        "en": (
            "This date can't be read or can't be; its row stays, the date is left blank.",
            'State the order in skm.toml: [[file]] dates = "dmy", "mdy" or "ymd".',
        ),
    },
    "rule_code_beyond_regulation": {
        "id": (
            "Kolom ini berkode unsur di luar peraturan; jawabannya tidak dihitung.",
            "Bila ini unsur sendiri, tetapkan dengan [[element]] di skm.toml.",
        ),
        "en": (
            "This column has the code of an element beyond the regulation; its answers are not counted.",
            "If it is an element of your own, declare it with [[element]] in skm.toml.",
        ),
    },
    "rule_repeated_line": {
        "id": ("Baris ini mengulang jawaban responden yang sama; dihitung satu kali.", "Hapus baris yang berulang."),
        "en": ("This line repeats an answer of the same respondent; it counts once.", "Remove the lines that repeat."),
    },
    "rule_label_read_by_score": {
        "id": (
            "Label ini tidak dikenal; dibaca menurut nilai yang tertulis di sampingnya.",
            "Periksa nilainya; bila lain, tulis labelnya di [answers.<unsur>].",
        ),
        "en": (
            "This label is not known; it is read by the score beside it.",
            "Check that score; where it differs, declare the label in [answers.<element>].",
        ),
    },
    "rule_same_comment": {
        "id": (
            "Komentar panjang ini sama persis dengan komentar responden sebelumnya.",
            "Tidak ada yang dihapus; periksa apakah isian ini disalin.",
        ),
        "en": (
            "This longer comment is word for word that of an earlier respondent.",
            "Nothing is dropped; see whether the form was copied.",
        ),
    },
    "rule_table_turned": {
        "id": (
            "Unsur berada di baris dan responden di kolom bernomor urut; tabelnya diputar saat dibaca. Nomor baris"
            " dalam temuan adalah nomor kolom di lembar itu (A = 1).",
            "Tidak perlu tindakan.",
        ),
        "en": (
            "Elements stand in rows and respondents in numbered columns; the table was turned while reading. A row of"
            " the findings is the number of a column of the sheet (A = 1).",
            "Nothing to do.",
        ),
    },
    "rule_sheet_not_read": {
        "id": ("Lembar ini tidak berisi satu baris per responden; tidak dibaca.", "Bila berisi jawaban, susun ulang."),
        "en": (
            "This sheet does not hold a row for each respondent; it is not read.",
            "If it has answers, rearrange it.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {
    "cell_differs": {"id": "isi selnya lain dari from", "en": "the cell is not what from says"},
    "no_such_file": {"id": "berkas ini tidak ada", "en": "there is no such file"},
    "several_files": {"id": "beberapa berkas cocok", "en": "several files fit"},
    "no_such_column": {"id": "kolom ini tidak ada atau tidak dibaca", "en": "no such column, or it is not read"},
    "several_columns": {"id": "beberapa kolom atau lembar cocok", "en": "several columns or sheets fit"},
    "personal_column": {"id": "kolom data pribadi tidak dikoreksi", "en": "columns of personal data are not corrected"},
    "no_such_row": {"id": "baris ini tidak ada di antara jawaban", "en": "no such row among the answers"},
    "cell_twice": {"id": "sel ini dikoreksi dua kali", "en": "this cell is corrected twice"},
}
