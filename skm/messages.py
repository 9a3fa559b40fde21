"""Every message of the program, in Indonesian and English.

Each entry is (what cannot be done and what was found, the way out). Sentences are short so that they translate.
"""

PLACE_WORDS = {
    "id": {"sheet": "lembar", "column": "kolom", "row": "baris", "more": "dan {n} lagi"},
    "en": {"sheet": "sheet", "column": "column", "row": "row", "more": "and {n} more"},
}

# code: {language: (what, way out)}
MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "unknown_regulation": {
        "id": (
            'Peraturan "{name}" tidak dikenal; yang ada: {known}.',
            "Perbaiki nilai regulation di skm.toml.",
        ),
        "en": (
            'The regulation "{name}" is not known; there are: {known}.',
            "Correct the value of regulation in skm.toml.",
        ),
    },
    "weights_not_one": {
        "id": (
            "Bobot unsur tidak berjumlah tepat 1: jumlahnya {total}.",
            'Tulis bobot sebagai pecahan, misalnya weight = "1/9", sampai jumlahnya tepat 1.',
        ),
        "en": (
            "The element weights do not sum to exactly 1: they sum to {total}.",
            'Write the weights as fractions, such as weight = "1/9", until they sum to exactly 1.',
        ),
    },
    "no_element_columns": {
        "id": (
            "Tidak ada kolom unsur di tabel ini.",
            "Beri kolom nama kunci unsur: {known}.",
        ),
        "en": (
            "This table has no element column.",
            "Name the columns by element key: {known}.",
        ),
    },
    "tallies_differ": {
        "id": (
            "Rekap tidak bisa dijumlahkan: peraturan atau kuesionernya berbeda.",
            "Jumlahkan hanya rekap dari kuesioner yang sama.",
        ),
        "en": (
            "These tallies can't be added: their regulation or questionnaire differs.",
            "Add only tallies of the same questionnaire.",
        ),
    },
    "counted_twice": {
        "id": (
            "Rekap tidak bisa dijumlahkan: berkas yang sama terhitung dua kali.",
            "Berikan setiap berkas satu kali saja.",
        ),
        "en": (
            "These tallies can't be added: the same file is counted twice.",
            "Give each file once.",
        ),
    },
    "no_tallies": {
        "id": ("Tidak ada rekap untuk dijumlahkan.", "Berikan sedikitnya satu rekap."),
        "en": ("There are no tallies to add.", "Give at least one."),
    },
    "scores_off_scale": {
        "id": (
            "Tabel belum bisa dihitung: {n} nilai bukan 1, 2, 3 atau 4.",
            "Perbaiki nilainya, atau kosongkan bila tidak dijawab.",
        ),
        "en": (
            "The table can't be counted: {n} scores are not 1, 2, 3 or 4.",
            "Correct them, or make them null where nobody answered.",
        ),
    },
    "no_period_id": {
        "id": ("Ini bukan periode.", "Tulis seperti 2025, 2025-S1, 2025-Q1, 2025-05, atau TW I 2025."),
        "en": ("This is no period.", "Write 2025, 2025-S1, 2025-Q1, 2025-05, or TW I 2025."),
    },
    "file_held_open": {
        "id": (
            "{file} belum bisa ditulis: berkas itu sedang dibuka program lain.",
            "Tutup {file} di Excel, lalu ulangi.",
        ),
        "en": (
            "{file} can't be written: another program holds it open.",
            "Close {file} in Excel, then try again.",
        ),
    },
    "weight_unreadable": {
        "id": ("Bobot unsur bukan bilangan di atas nol.", 'Tulis bobot sebagai pecahan, misalnya weight = "1/9".'),
        "en": ("An element weight is no number above zero.", 'Write it as a fraction, such as weight = "1/9".'),
    },
    "no_folder": {
        "id": ("Folder survei tidak ada.", "Periksa nama folder; folder survei berisi data/raw/."),
        "en": ("There is no such survey folder.", "Check the name; a survey folder holds data/raw/."),
    },
    "no_settings": {
        "id": ("Berkas pengaturan tidak ada.", "Periksa nama berkas setelah --settings."),
        "en": ("There is no such settings file.", "Check the file name after --settings."),
    },
    "settings_unreadable": {
        "id": ("Pengaturan tidak terbaca sebagai TOML.", "Perbaiki baris yang disebut, lalu ulangi."),
        "en": ("The settings can't be read as TOML.", "Correct the line that is named, then try again."),
    },
    "unknown_setting": {
        "id": (
            "Ada kunci pengaturan yang tidak dikenal.",
            "Perbaiki ejaannya atau hapus; kunci yang ada tercantum di docs/cli.md.",
        ),
        "en": (
            "There is a settings key that is not known.",
            "Correct its spelling or remove it; docs/cli.md lists the keys.",
        ),
    },
    "setting_without_meaning": {
        "id": ("Nilai pengaturan tidak bisa dipakai ({expected}).", "Perbaiki nilainya, lalu ulangi."),
        "en": ("A settings value can't be used ({expected}).", "Correct the value, then try again."),
    },
    "pattern_matches_nothing": {
        "id": (
            "Pola berkas di skm.toml tidak cocok dengan berkas mana pun di folder survei.",
            "Perbaiki polanya atau taruh berkasnya; pola dihitung dari folder survei.",
        ),
        "en": (
            "A file pattern in skm.toml matches no file of the survey folder.",
            "Correct the pattern or add the file; patterns start at the survey folder.",
        ),
    },
    "register_without_units": {
        "id": ("Daftar unit tidak memuat kolom unit_id atau name.", "Tambahkan kolom unit_id dan name."),
        "en": ("The unit register has no column unit_id or name.", "Add the columns unit_id and name."),
    },
    "register_unreadable": {
        "id": (
            "Daftar unit tidak terbaca: baris judul tidak lengkap, atau ada baris yang tidak sesuai judulnya.",
            "Buka di Excel, rapikan kolomnya, lalu simpan sebagai .xlsx atau CSV UTF-8.",
        ),
        "en": (
            "The unit register can't be read: its header is incomplete, or a row does not fit it.",
            "Open it in Excel, tidy the columns, then save it as .xlsx or CSV UTF-8.",
        ),
    },
    "element_twice": {
        "id": ("Satu unsur ditetapkan dua kali di [[element]].", "Hapus salah satunya dari skm.toml."),
        "en": ("One element is declared twice in [[element]].", "Remove one of them from skm.toml."),
    },
    "unit_twice": {
        "id": (
            "Satu unit tercatat dua kali di daftar unit (pertama di baris {first}).",
            "Hapus salah satu, atau jadikan ejaan lain di kolom aliases.",
        ),
        "en": (
            "One unit stands twice in the unit register (first in row {first}).",
            "Remove one, or make it another spelling in the column aliases.",
        ),
    },
    "empty_file": {
        "id": ("Berkas kosong.", "Minta berkas yang berisi kepada unitnya, atau keluarkan dari data/raw/."),
        "en": ("The file is empty.", "Ask the unit for a filled one, or take it out of data/raw/."),
    },
    "other_kind": {
        "id": (
            "Isi berkas tidak sesuai dengan namanya: isinya {kind}.",
            "Simpan ulang sebagai CSV atau XLSX dari program asalnya.",
        ),
        "en": (
            "The content of the file is not what its name says: it is {kind}.",
            "Save it again as CSV or XLSX from the program it came from.",
        ),
    },
    "workbook_unreadable": {
        "id": (
            "Buku kerja tidak terbaca: rusak, berkata sandi, atau bukan buku kerja.",
            "Buka di Excel, simpan tanpa kata sandi sebagai .xlsx, lalu ulangi.",
        ),
        "en": (
            "The workbook can't be read: damaged, under a password, or no workbook.",
            "Open it in Excel, save it without a password as .xlsx, then try again.",
        ),
    },
    "zip_unreadable": {
        "id": (
            "Zip ini tidak terbaca: rusak atau berkata sandi.",
            "Unduh ulang, atau keluarkan tabelnya dari zip lalu taruh di data/raw/.",
        ),
        "en": (
            "This zip can't be read: damaged, or under a password.",
            "Download it again, or take the table out of the zip and put it into data/raw/.",
        ),
    },
    "zip_without_table": {
        "id": (
            "Zip ini tidak memuat tabel yang bisa dibaca.",
            "Isi zip dengan satu CSV atau XLSX, atau keluarkan zip dari data/raw/.",
        ),
        "en": (
            "This zip holds no table that can be read.",
            "Put one CSV or XLSX into it, or take it out of data/raw/.",
        ),
    },
    "zip_several_tables": {
        "id": (
            "Zip ini memuat {n} tabel, sehingga tidak pasti mana yang jawabannya.",
            "Keluarkan tabel-tabelnya dari zip, lalu taruh yang berisi jawaban di data/raw/.",
        ),
        "en": (
            "This zip holds {n} tables, so it is not certain which one holds the responses.",
            "Take the tables out of the zip and put those with responses into data/raw/.",
        ),
    },
    "zip_too_large": {
        "id": (
            "Isi zip ini lebih besar dari {gigabytes} GB.",
            "Keluarkan tabelnya dari zip, periksa isinya, lalu taruh di data/raw/.",
        ),
        "en": (
            "The content of this zip is larger than {gigabytes} GB.",
            "Take the table out of the zip, look at it, then put it into data/raw/.",
        ),
    },
    "unclosed_quote": {
        "id": (
            "Tanda kutip dibuka tetapi tidak ditutup, sehingga batas baris tidak dapat dipastikan.",
            "Tutup atau hapus tanda kutip di baris itu, atau simpan ulang dari Excel.",
        ),
        "en": (
            "A quotation mark is opened and not closed, so the rows can't be told apart.",
            "Close or remove the mark in that row, or save the file again from Excel.",
        ),
    },
    "unknown_encoding": {
        "id": ("Pengodean huruf berkas tidak dikenal.", "Simpan ulang sebagai CSV UTF-8 dari Excel."),
        "en": ("The character encoding is not known.", "Save it again as CSV UTF-8 from Excel."),
    },
    "no_header": {
        "id": ("Baris judul kolom tidak ada.", "Tulis nama kolom atau pertanyaan di baris pertama."),
        "en": ("There is no header row.", "Write the column names or questions in the first row."),
    },
    "no_rows": {
        "id": (
            "Berkas hanya berisi judul kolom, tanpa satu pun jawaban.",
            "Minta berkas yang berisi kepada unitnya, atau keluarkan dari data/raw/.",
        ),
        "en": (
            "The file holds a header and not one response.",
            "Ask the unit for a filled one, or take it out of data/raw/.",
        ),
    },
    "rows_do_not_add_up": {
        "id": (
            "Jumlah baris tidak cocok: {there} di berkas, {read} terbaca, {refused} ditolak.",
            "Periksa tanda kutip dan pemisah kolom, atau simpan ulang dari Excel.",
        ),
        "en": (
            "The rows do not add up: {there} in the file, {read} read, {refused} refused.",
            "Check quotation marks and delimiters, or save the file again from Excel.",
        ),
    },
    "no_elements": {
        "id": (
            "Tidak ada kolom yang dikenal sebagai unsur pelayanan.",
            'Sebutkan di skm.toml, misalnya: [columns] requirements = "Pertanyaan 1".',
        ),
        "en": (
            "No column is recognised as a service element.",
            'Name them in skm.toml, such as: [columns] requirements = "Pertanyaan 1".',
        ),
    },
    "users_unreadable": {
        "id": (
            "Jumlah pengguna di daftar unit tidak terbaca sebagai bilangan bulat.",
            "Tulis angka saja, tanpa titik, koma, atau kata.",
        ),
        "en": (
            "A number of users in the unit register can't be read as a whole number.",
            "Write digits only, without point, comma or words.",
        ),
    },
    "official_users_unknown": {
        "id": (
            "Angka resmi {period} belum bisa dihitung: bobot pengguna memerlukan jumlah pengguna setiap unit.",
            'Lengkapi kolom users_{period} di daftar unit, atau pilih official = "units" di skm.toml.',
        ),
        "en": (
            "The official figure of {period} can't be computed: its weights are the users of every unit.",
            'Complete the column users_{period} of the unit register, or set official = "units" in skm.toml.',
        ),
    },
    "unknown_period": {
        "id": ("Periode {name} tidak ada; yang ada: {known}.", "Pilih salah satu periode itu."),
        "en": ("There is no period {name}; there are: {known}.", "Choose one of these periods."),
    },
    "no_file": {
        "id": ("Berkas tidak ada.", "Periksa nama berkasnya."),
        "en": ("There is no such file.", "Check the name of the file."),
    },
    "no_such_sheet": {
        "id": ("Lembar yang disebut di skm.toml tidak ada.", "Perbaiki sheet di [[file]]."),
        "en": ("The sheet that skm.toml names does not exist.", "Correct sheet in [[file]]."),
    },
    "instruments_differ": {
        "id": (
            "Berkas-berkas ini menanyakan hal yang berbeda, sehingga tidak bisa digabung dalam satu indeks.",
            "Hitung sendiri-sendiri, atau samakan kolom unsurnya di skm.toml.",
        ),
        "en": (
            "These files ask different questions, so they can't be one index.",
            "Compute them one by one, or name the same element columns in skm.toml.",
        ),
    },
    "own_elements_missing": {
        "id": (
            "Kolom untuk unsur yang ditetapkan di skm.toml tidak ada: {missing}.",
            "Sebutkan kolomnya di [columns], atau hapus unsur itu dari [[element]].",
        ),
        "en": (
            "There is no column for elements that skm.toml declares: {missing}.",
            "Name their columns in [columns], or remove them from [[element]].",
        ),
    },
    "columns_compete": {
        "id": (
            "Beberapa kolom bersaing untuk unsur {element}.",
            'Sebutkan yang dipakai di skm.toml: [columns] {element} = "judul kolom".',
        ),
        "en": (
            "Several columns compete for the element {element}.",
            'Name the one to use in skm.toml: [columns] {element} = "column header".',
        ),
    },
    "elements_hidden": {
        "id": (
            "Unsur {missing} tidak ditemukan, padahal ada kolom tak dikenal yang berisi jawaban 1–4.",
            'Sebutkan di skm.toml kolom mana unsur apa, misalnya: [columns] {example} = "judul kolom".',
        ),
        "en": (
            "The elements {missing} are not found, while unknown columns hold answers 1–4.",
            'Say in skm.toml which column is which, such as: [columns] {example} = "column header".',
        ),
    },
    "unknown_label": {
        "id": (
            "Berkas belum bisa dipakai: {n} jawaban memakai label yang tidak dikenal.",
            'Perbaiki berkas, atau tambahkan di skm.toml: [answers.{key}] "{label}" = …',
        ),
        "en": (
            "The file can't be used: {n} answers have a label that is not known.",
            'Correct the file, or add to skm.toml: [answers.{key}] "{label}" = …',
        ),
    },
    "letters_and_numbers": {
        "id": (
            "Satu kolom mencampur huruf a–d dengan angka, sehingga arti hurufnya tidak pasti.",
            "Samakan isinya: semua huruf atau semua angka.",
        ),
        "en": (
            "One column mixes the letters a–d with numbers, so their meaning is not certain.",
            "Make them all letters or all numbers.",
        ),
    },
    "off_scale": {
        "id": (
            "Berkas belum bisa dipakai: {n} dari {total} jawaban satu kolom berada di luar skala 1–4.",
            "Periksa skala kuesionernya, lalu perbaiki berkas.",
        ),
        "en": (
            "The file can't be used: {n} of {total} answers of one column are off the scale 1–4.",
            "Check the scale of the questionnaire, then correct the file.",
        ),
    },
    "other_scale": {
        "id": (
            "Berkas belum bisa dipakai: kuesionernya memakai skala {scale}, sedangkan indeks dihitung dari skala 1–4.",
            'Tetapkan nilai setiap pilihan di skm.toml, misalnya [answers.{key}] "{label}" = 4; jangan dikalikan.',
        ),
        "en": (
            "The file can't be used: its questionnaire has the scale {scale}, the index is of the scale 1–4.",
            'Say in skm.toml what each choice is worth, such as [answers.{key}] "{label}" = 4; do not multiply.',
        ),
    },
    "reversed_question": {
        "id": (
            "Pertanyaan unsur {element} ini mungkin berarah terbalik: jawaban tinggi bisa berarti tidak puas.",
            'Sebutkan di skm.toml kolom yang dipakai: [columns] {element} = ["judul kolom", "judul kolom"].',
        ),
        "en": (
            "This question of the element {element} may be worded the other way round: a high answer may be a bad one.",
            'Name the columns to use in skm.toml: [columns] {element} = ["column header", "column header"].',
        ),
    },
    "questions_missing": {
        "id": (
            "skm.toml menyatakan kuesioner 16 pertanyaan, tetapi pertanyaannya tidak lengkap: {missing}.",
            'Beri judul kolom "Pertanyaan 1" sampai "Pertanyaan 16", atau hapus questions = 16 dari [columns].',
        ),
        "en": (
            "skm.toml says that there are sixteen questions, but not all are found: {missing}.",
            'Call the columns "Pertanyaan 1" to "Pertanyaan 16", or remove questions = 16 from [columns].',
        ),
    },
    "column_without_header": {
        "id": (
            "Di antara pertanyaan ada kolom tanpa judul yang berisi jawaban 1–4.",
            "Tulis judul kolom itu, atau hapus kolomnya.",
        ),
        "en": (
            "Among the questions there is a column without a header that holds answers 1–4.",
            "Write its header, or remove the column.",
        ),
    },
    "unit_not_registered": {
        "id": (
            "Unit ini tidak ada di daftar unit (data/raw/units).",
            "Tambahkan ke daftar itu, atau tulis ejaannya di kolom aliases.",
        ),
        "en": (
            "This unit is not in the register (data/raw/units).",
            "Add it there, or write this spelling into the column aliases.",
        ),
    },
    "period_unreadable": {
        "id": (
            "Kolom periode berisi teks yang bukan periode.",
            "Tulis seperti 2025, 2025-S1, atau TW I 2025.",
        ),
        "en": ("The period column holds texts that are no period.", "Write 2025, 2025-S1, or TW I 2025."),
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
    "rule_summary_row": {
        "id": (
            "Baris ini jumlah, rata-rata, atau keterangan, bukan jawaban responden.",
            "Tidak perlu tindakan; baris ini tidak dihitung.",
        ),
        "en": (
            "This row is a total, an average or a remark, nobody's answers.",
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
        "id": ("Unit tidak ada di daftar unit.", "Tambahkan ke daftar atau ke kolom aliases."),
        "en": ("The unit is not in the register.", "Add it to the register or to the column aliases."),
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
            "Orang atau nomor yang sama dengan jawaban yang sama persis.",
            "Periksa apakah terkirim dua kali.",
        ),
        "en": ("The same person or number with exactly the same answers.", "See whether it was sent twice."),
    },
    "rule_date_unreadable": {
        "id": (
            "Ada tanggal yang tidak terbaca; baris tetap dihitung, tanggalnya dikosongkan.",
            'Sebutkan urutannya di skm.toml: [[file]] dates = "dmy", "mdy" atau "ymd".',
        ),
        "en": (
            "Some dates can't be read; the rows count, their dates are left blank.",
            'State the order in skm.toml: [[file]] dates = "dmy", "mdy" or "ymd".',
        ),
    },
    "no_responses": {
        "id": (
            "Folder ini tidak berisi satu pun berkas jawaban.",
            "Taruh berkas di data/raw/, misalnya data/raw/2025/Puskesmas 07.xlsx.",
        ),
        "en": (
            "This folder holds no response file.",
            "Put files into data/raw/, such as data/raw/2025/Puskesmas 07.xlsx.",
        ),
    },
    "nothing_usable": {
        "id": (
            "Tidak satu pun berkas bisa dipakai; hasil sebelumnya dibiarkan utuh.",
            "Perbaiki temuan di atas, lalu ulangi.",
        ),
        "en": (
            "Not one file can be used; earlier results are left as they were.",
            "Correct the findings above, then try again.",
        ),
    },
    "real_beside_simulated": {
        "id": (
            "Berkas jawaban asli dan berkas simulasi tidak boleh berada dalam satu survei.",
            "Untuk data sendiri, buat folder sendiri: skm new FOLDER.",
        ),
        "en": (
            "Real and simulated response files can't stand in one survey.",
            "For your own data make a folder of its own: skm new FOLDER.",
        ),
    },
    "simulated_not_said": {
        "id": (
            "Berkas ini bertanda data simulasi, tetapi surveinya tidak.",
            "Tulis simulated = true di [survey], atau keluarkan berkas simulasi.",
        ),
        "en": (
            "These files are marked as simulated, the survey is not.",
            "Write simulated = true into [survey], or take the simulated files out.",
        ),
    },
    "elements_fewer_than_others": {
        "id": (
            "Berkas ini tidak memuat unsur {missing}, padahal berkas lain pada periode {period} memuatnya.",
            'Sebutkan kolomnya di skm.toml: [[file]] columns = {{ {example} = "judul kolom" }}.',
        ),
        "en": (
            "This file lacks the elements {missing} that other files of period {period} have.",
            'Name their columns in skm.toml: [[file]] columns = {{ {example} = "column header" }}.',
        ),
    },
    "unit_without_rows": {
        "id": (
            "{n} baris tidak dihitung: unitnya tidak ada di daftar unit.",
            "Lengkapi data/raw/units.",
        ),
        "en": (
            "{n} rows are not counted: their unit is not in the register.",
            "Complete data/raw/units.",
        ),
    },
    "option_for_files_only": {
        "id": (
            "--unit dan --period hanya untuk satu berkas.",
            "Untuk folder, tulis unit dan periode di skm.toml atau di nama foldernya.",
        ),
        "en": (
            "--unit and --period are for one file.",
            "For a folder say units and periods in skm.toml or in folder names.",
        ),
    },
    "output_unknown": {
        "id": ("Jenis berkas keluaran tidak dikenal.", "Pakai salah satu: {known}."),
        "en": ("This kind of output file is not known.", "Use one of: {known}."),
    },
    "nothing_processed": {
        "id": ("Belum ada angka yang diolah di folder ini.", "Jalankan dulu: skm run."),
        "en": ("There are no processed figures in this folder yet.", "First: skm run."),
    },
    "no_page": {
        "id": ("Belum ada halaman untuk dibuka.", "Jalankan dulu: skm run."),
        "en": ("There is no page to open yet.", "First: skm run."),
    },
    "too_few_for": {
        "id": (
            "{what} tidak bisa dihitung: ada {n}, perlu paling sedikit {minimum}.",
            "Gabungkan periode atau unit, atau tunggu jawaban berikutnya.",
        ),
        "en": (
            "{what} can't be computed: there are {n}, at least {minimum} are needed.",
            "Join periods or units, or wait for more responses.",
        ),
    },
    "no_variance": {
        "id": (
            "{what} tidak bisa dihitung: {n} nilai tidak punya galat baku atau ragam di atas nol.",
            "Keluarkan nilai itu lebih dulu.",
        ),
        "en": (
            "{what} can't be computed: {n} values have no standard error or variance above zero.",
            "Leave these values out first.",
        ),
    },
    "more_than_users": {
        "id": (
            "Responden ({n}) lebih banyak daripada pengguna ({users}).",
            "Periksa jumlah pengguna pada periode yang sama.",
        ),
        "en": (
            "There are more respondents ({n}) than users ({users}).",
            "Check the number of users of the same period.",
        ),
    },
    "margins_do_not_fit": {
        "id": (
            "Pembobotan tidak bisa dihitung: kelompok pada jawaban dan pada jumlah pengguna tidak sama: {groups}.",
            "Beri jumlah di atas nol untuk setiap kelompok yang menjawab, dan gabungkan kelompok tanpa responden.",
        ),
        "en": (
            "Weights can't be computed: the groups of the responses and of the totals differ: {groups}.",
            "Give a total above zero for each group that answered, and join groups without respondents.",
        ),
    },
    "margins_differ": {
        "id": (
            "Pembobotan tidak bisa dihitung: jumlah pengguna berbeda antara kolom: {totals}.",
            "Samakan jumlahnya; setiap kolom menghitung pengguna yang sama.",
        ),
        "en": (
            "Weights can't be computed: the totals differ between columns: {totals}.",
            "Make the sums equal; every column counts the same users.",
        ),
    },
    "raking_not_converged": {
        "id": (
            "Pembobotan tidak selesai: setelah {n} putaran selisihnya masih {gap}.",
            "Gabungkan kelompok kecil, atau pakai lebih sedikit kolom.",
        ),
        "en": (
            "Raking did not converge: after {n} rounds the gap is still {gap}.",
            "Join small groups, or use fewer columns.",
        ),
    },
    "cap_too_low": {
        "id": ("Batas bobot {cap} tidak mungkin.", "Beri batas di atas 1, biasanya 3 sampai 5 kali rata-rata."),
        "en": ("A cap of {cap} on the weights is not possible.", "Give one above 1; 3 to 5 times the mean is usual."),
    },
    "weights_refused": {
        "id": (
            "Angka berbobot tidak diberikan: n efektif {n_eff}, efek rancangan {deff} "
            "(batas: {n_eff_least} dan {deff_most}).",
            "Gabungkan kelompok kecil, pangkas bobot, atau pakai angka tanpa bobot.",
        ),
        "en": (
            "No weighted figure: effective n {n_eff}, design effect {deff} (limits: {n_eff_least} and {deff_most}).",
            "Join small groups, trim the weights, or use the unweighted figure.",
        ),
    },
    "elements_repeat": {
        "id": (
            "Pentingnya unsur tidak bisa dihitung: satu unsur selalu dijawab seperti unsur lain.",
            "Periksa apakah kolomnya tersalin, atau keluarkan salah satunya.",
        ),
        "en": (
            "Importance can't be computed: one element is always answered like others.",
            "Check whether a column was copied, or leave one of them out.",
        ),
    },
    "no_overall_question": {
        "id": (
            'Pentingnya unsur tidak bisa dihitung: tidak ada kolom "{name}".',
            "Berikan kolom pertanyaan kepuasan keseluruhan; tanpa itu setiap unsur berbobot sama.",
        ),
        "en": (
            'Importance can\'t be computed: there is no column "{name}".',
            "Give the column of an overall question; without one every element weighs the same.",
        ),
    },
    "unknown_profile": {
        "id": ('Tidak ada kolom profil "{name}" di rekap ini; yang ada: {known}.', "Pilih salah satunya."),
        "en": ('This tally has no profile column "{name}"; there are: {known}.', "Choose one of them."),
    },
    "outcome_is_the_index": {
        "id": (
            "Pentingnya unsur tidak bisa dihitung: hasilnya adalah indeks itu sendiri (R² = {r2}).",
            "Pakai pertanyaan kepuasan keseluruhan yang terpisah; tanpa itu setiap unsur berbobot sama.",
        ),
        "en": (
            "Importance can't be computed: the outcome is the index itself (R² = {r2}).",
            "Use a separate overall question; without one every element weighs the same.",
        ),
    },
    "unknown_group": {
        "id": ('"{name}" bukan kolom yang bisa mengelompokkan; yang ada: {known}.', "Pilih salah satunya."),
        "en": ('"{name}" is no column to group by; there are: {known}.', "Choose one of them."),
    },
    "unit_in_two_agencies": {
        "id": (
            "Unit {unit} ada di dua perangkat daerah, sehingga tidak diketahui apakah itu satu unit; "
            "yang kedua tidak dihitung.",
            "Bedakan nama berkasnya, sebutkan [[file]] unit di skm.toml, atau daftarkan unit di data/raw/units.csv.",
        ),
        "en": (
            "The unit {unit} is in two agencies, so nobody knows whether it is one unit; the second is not counted.",
            "Give the files different names, say [[file]] unit in skm.toml, or list the units in data/raw/units.csv.",
        ),
    },
    "file_named_twice": {
        "id": (
            "Berkas yang sama disebut dua kali, sehingga orangnya akan terhitung dua kali.",
            "Sebutkan sekali saja.",
        ),
        "en": ("One file is named twice, so its people would count twice.", "Name it once."),
    },
    "folder_for_file": {
        "id": ("Ini folder, bukan berkas.", "Untuk folder survei: skm run FOLDER atau skm check FOLDER."),
        "en": ("This is a folder, not a file.", "For a survey folder: skm run FOLDER or skm check FOLDER."),
    },
    "not_a_folder": {
        "id": ("Di tempat folder ini sudah ada berkas.", "Pilih nama folder lain."),
        "en": ("A file stands where this folder would be.", "Choose another name."),
    },
    "folder_in_use": {
        "id": ("Folder ini sudah berisi survei.", "Pilih nama folder lain."),
        "en": ("This folder holds a survey already.", "Choose another folder."),
    },
    "file_locked": {
        "id": (
            "{file} belum bisa dibaca: sedang dibuka program lain, atau tidak ada izin membacanya.",
            "Tutup {file} di Excel, lalu ulangi.",
        ),
        "en": (
            "{file} can't be read: another program holds it open, or reading is not allowed.",
            "Close {file} in Excel, then try again.",
        ),
    },
    "folder_read_only": {
        "id": ("Folder ini tidak boleh ditulisi.", "Salin surveinya ke folder Anda sendiri, lalu ulangi."),
        "en": ("Writing to this folder is not allowed.", "Copy the survey into a folder of your own, then try again."),
    },
    "same_file_twice": {
        "id": (
            "Berkas yang sama ada dua kali, sehingga orangnya akan terhitung dua kali; yang kedua tidak dihitung.",
            "Keluarkan salah satunya dari data/raw/.",
        ),
        "en": (
            "The same file is there twice, so its people would count twice; the second one is not counted.",
            "Take one of them out of data/raw/.",
        ),
    },
    "kind_not_read": {
        "id": (
            "Berkas data jenis ini belum dibaca.",
            "Simpan sebagai CSV atau XLSX, atau keluarkan dari data/raw/.",
        ),
        "en": ("Data files of this kind are not read yet.", "Save it as CSV or XLSX, or take it out of data/raw/."),
    },
    "corrections_not_read": {
        "id": (
            "Daftar koreksi belum diterapkan oleh versi ini, jadi angkanya akan berbeda dari yang Anda harapkan.",
            "Perbaiki berkas jawabannya sendiri, lalu keluarkan daftar koreksi dari data/raw/.",
        ),
        "en": (
            "This version does not apply a register of corrections, so its figures would not be the ones you expect.",
            "Correct the response files themselves, then take the register out of data/raw/.",
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
}

# What is printed beside a figure. code: {language: text}
NOTES: dict[str, dict[str, str]] = {
    "whole": {"id": "Seluruh unit", "en": "All units"},
    "same_units": {"id": "Unit yang sama di kedua periode", "en": "The same units in both periods"},
    "not_answered": {"id": "tidak menjawab", "en": "not answered"},
    "more": {"id": "dan {n} lagi", "en": "and {n} more"},
    "one_respondent": {
        "id": "satu responden: tanpa rentang 95 %",
        "en": "one respondent: no 95% interval",
    },
    "one_respondent_part": {
        "id": "satu bagian tahun hanya memuat satu responden: tanpa rentang 95 %",
        "en": "a part of the year has one respondent: no 95% interval",
    },
    "one_respondent_each": {
        "id": "setiap unit hanya satu responden: tanpa rentang 95 %",
        "en": "one respondent in each unit: no 95% interval",
    },
    "all_equal": {
        "id": "rentang 95 % tidak dapat dihitung (semua jawaban sama)",
        "en": "no 95% interval can be computed (all answers are equal)",
    },
    "indices_equal": {
        "id": "rentang 95 % tidak dapat dihitung (indeks semua responden sama)",
        "en": "no 95% interval can be computed (all respondents have the same index)",
    },
    "nobody_answered": {"id": "tidak ada jawaban", "en": "no answers"},
    "no_respondents": {
        "id": "tidak ada responden: tanpa indeks, tidak diberi peringkat, tidak ikut rata-rata",
        "en": "no respondents: no index, not ranked, not averaged",
    },
    "no_usable_respondents": {
        "id": "tidak ada responden dengan jawaban yang cukup menurut aturan jawaban kosong",
        "en": "no respondent answered enough for the rule on missing answers",
    },
    "element_blank": {
        "id": "tanpa indeks: tidak ada jawaban untuk {elements}",
        "en": "no index: no answers for {elements}",
    },
    "silent_units": {
        "id": "{n} dari {of} unit; tanpa responden: {names}",
        "en": "{n} of {of} units; without respondents: {names}",
    },
    "units_without_index": {
        "id": "tidak ikut rata-rata (ada unsur tanpa jawaban): {names}",
        "en": "not averaged (an element has no answers): {names}",
    },
    "pooled": {
        "id": "ragam {n} unit dengan satu responden diambil dari ragam gabungan unit lain",
        "en": "the variance of {n} units with one respondent is the pooled variance of the other units",
    },
    "users_incomplete": {
        "id": "angka berbobot pengguna tidak lengkap: jumlah pengguna belum ada untuk {names}",
        "en": "figures weighted by users are incomplete: the number of users is not known for {names}",
    },
    "mixed_instruments": {
        "id": "{period}: kuesioner atau peraturannya berbeda antarbagian, sehingga tidak ada angka gabungan",
        "en": "{period}: its parts used different questionnaires or rules, so there is no combined figure",
    },
    "not_comparable": {
        "id": "tidak dibandingkan: peraturan atau kuesionernya berbeda",
        "en": "not compared: the regulation or the questionnaire differs",
    },
    "no_interval": {
        "id": "rentang perubahan tidak dapat dihitung",
        "en": "no interval of the change can be computed",
    },
    "entering": {"id": "belum ada angka pada {period}", "en": "no figure in {period} yet"},
    "leaving": {"id": "tidak ada angka pada {period}", "en": "no figure in {period}"},
    "matched_units": {
        "id": "{n} unit ada di kedua periode; masuk {entering}, keluar {leaving}",
        "en": "{n} units are in both periods; {entering} entered, {leaving} left",
    },
    "outside_family": {
        "id": "{start} ke {end}: {n} unit tidak ikut uji bersama (responden terlalu sedikit atau tanpa rentang)",
        "en": "{start} to {end}: left out of the joint test (too few respondents, or no interval): {n}",
    },
}


def note(code: str, language: str = "id", **values: object) -> str:
    """Return the note `code` of `NOTES` in `language`, filled with `values`.

    Examples
    --------
    >>> note("more", "en", n=3)
    'and 3 more'
    """
    return NOTES[code][language].format(**values)


def say(code: str, language: str = "id", **values: object) -> tuple[str, str]:
    """Return (what, way out) of message `code` in `language`, filled with `values`.

    Parameters
    ----------
    code
        A key of `MESSAGES`.
    language
        "id" or "en".

    Examples
    --------
    >>> say("weights_not_one", "en", total="8/9")[0]
    'The element weights do not sum to exactly 1: they sum to 8/9.'
    """
    what, way_out = MESSAGES[code][language]
    return what.format(**values), way_out.format(**values)


# What the command line says of itself, by language.
HELP: dict[str, dict[str, str]] = {
    "skm": {
        "id": "Dari kuesioner kepuasan masyarakat (SKM) menjadi indeks (IKM) yang bisa diterbitkan dan "
        "dipertanggungjawabkan. Tanpa perintah: apa isi folder ini dan langkah berikutnya.",
        "en": "From public satisfaction questionnaires (SKM) to an index (IKM) that can be published and "
        "defended. Without a command: what is in this folder and what comes next.",
    },
    "run": {
        "id": "Semuanya: baca, periksa, bersihkan, hitung, bandingkan, terbitkan. Folder survei atau satu berkas.",
        "en": "Everything: read, check, clean, estimate, compare, publish. A survey folder or one file.",
    },
    "check": {
        "id": "Semua temuan sekaligus, dengan berkas, baris dan kolomnya. Tidak menulis apa pun tanpa -o.",
        "en": "All findings at once, with file, row and column. Writes nothing without -o.",
    },
    "index": {"id": "Angka dari beberapa berkas, langsung.", "en": "The figures of some files, ad hoc."},
    "compare": {
        "id": "Tabel perubahan antara dua periode, atau antara dua berkas.",
        "en": "The change table of two periods, or of two files.",
    },
    "report": {
        "id": "Halaman laporan sekali lagi, dari angka yang sudah diolah.",
        "en": "The pages again, from the processed figures.",
    },
    "open": {"id": "Buka halaman terbaru di peramban.", "en": "Open the newest page in the browser."},
    "new": {"id": "Buat folder survei yang berisi penjelasan.", "en": "Make a commented survey folder."},
    "folder": {"id": "Folder survei (bawaan: folder ini).", "en": "The survey folder (default: this one)."},
    "new_folder": {"id": "Folder yang akan dibuat.", "en": "The folder to make."},
    "files": {"id": "Berkas jawaban.", "en": "Response files."},
    "folder_or_files": {"id": "Folder survei atau berkas.", "en": "A survey folder, or files."},
    "lang": {"id": "Bahasa: id atau en.", "en": "Language: id or en."},
    "quiet": {"id": "Tanpa kabar kemajuan.", "en": "No progress and no summary."},
    "format": {"id": "Bentuk tabel di layar.", "en": "Shape of the table on screen."},
    "output": {"id": "Tulis ke berkas .xlsx, .csv atau .json.", "en": "Write to a file .xlsx, .csv or .json."},
    "unit": {"id": "Nama unit (untuk satu berkas).", "en": "Name of the unit (for one file)."},
    "period": {
        "id": "Periode, misalnya 2025 atau 2025-S1 (untuk satu berkas).",
        "en": "Period, such as 2025 or 2025-S1 (for one file).",
    },
    "report_period": {"id": "Periode, misalnya 2025.", "en": "Period, such as 2025."},
    "by": {
        "id": "Kelompokkan menurut kolom ini juga (boleh berulang).",
        "en": "Group by this column too (may repeat).",
    },
    "settings": {"id": "Berkas skm.toml yang dipakai.", "en": "The skm.toml to follow."},
    "from": {"id": "Periode awal, atau berkas.", "en": "The earlier period, or a file."},
    "to": {"id": "Periode akhir, atau berkas.", "en": "The later period, or a file."},
}

TALK: dict[str, dict[str, str]] = {
    "read": {"id": "Membaca berkas", "en": "Reading files"},
    "estimate": {"id": "Menghitung indeks", "en": "Computing indices"},
    "publish": {"id": "Menulis halaman", "en": "Writing pages"},
    "stopped": {
        "id": "Dihentikan; hasil sebelumnya dibiarkan utuh.",
        "en": "Stopped; earlier results are left as they were.",
    },
    "usage": {
        "id": "Perintah ini belum bisa dijalankan.\n  {found}\n  Cara memakainya: {help} --help",
        "en": "This command can't be run as it is.\n  {found}\n  How to use it: {help} --help",
    },
    "fault": {
        "id": "Program ini sendiri keliru ({kind}); hasil sebelumnya dibiarkan utuh.\n"
        "  Laporkan dengan berkas yang memicunya; SKM_DEBUG=1 menampilkan rinciannya.",
        "en": "This is a fault of the program ({kind}); earlier results are left as they were.\n"
        "  Please report it with the file that causes it; SKM_DEBUG=1 shows the details.",
    },
    "rows": {
        "id": "{total} baris dibaca = {kept} dihitung + {dropped} tidak dihitung; {findings} temuan.",
        "en": "{total} rows read = {kept} kept + {dropped} dropped; {findings} findings.",
    },
    "overview": {
        "id": "{name}: {files} berkas jawaban, {units} unit terdaftar, pengaturan: {settings}.\n"
        "Langkah berikutnya: skm check, lalu skm run, lalu skm open.",
        "en": "{name}: {files} response files, {units} registered units, settings: {settings}.\n"
        "What comes next: skm check, then skm run, then skm open.",
    },
    "overview_empty": {
        "id": "{name}: belum ada berkas jawaban di data/raw/.\n"
        "Langkah berikutnya: taruh berkas di sana, misalnya data/raw/2025/Puskesmas 07.xlsx, "
        "atau hitung satu berkas: skm run BERKAS. Folder baru: skm new FOLDER.",
        "en": "{name}: there is no response file in data/raw/ yet.\n"
        "What comes next: put files there, such as data/raw/2025/Puskesmas 07.xlsx, "
        "or take one file: skm run FILE. A new folder: skm new FOLDER.",
    },
    "new": {
        "id": "Folder survei siap: {folder}. Taruh berkas jawaban di data/raw/<tahun>/, lalu: skm run {folder}",
        "en": "The survey folder is ready: {folder}. Put response files into data/raw/<year>/, then: skm run {folder}",
    },
}
