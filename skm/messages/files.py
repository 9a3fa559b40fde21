"""Messages about files, sheets and tables that cannot be read as they are."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "counts_disagree": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: angka yang tertulis tidak sama dengan hitungan dari jumlah"
            " jawabannya.",
            "Cocokkan baris yang disebut dengan rekap aslinya, lalu kirim ulang.",
        ),
        "en": (
            "The table of counts can't be used: a figure in it is not what its counts give.",
            "Check the rows that are named against the original, then send it again.",
        ),
    },
    "counts_unreadable": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: ada isi kolom jumlah yang bukan bilangan bulat.",
            "Isi banyaknya jawaban sebagai bilangan bulat; kosong tidak dibaca sebagai nol, jadi tulis 0.",
        ),
        "en": (
            "The table of counts can't be used: a count is no whole number.",
            "Write how many answers there are as a whole number; a blank is not read as zero, so write 0.",
        ),
    },
    "counts_as_shares": {
        "id": (
            "Tabel ini memuat persentase jawaban, bukan banyaknya jawaban; indeks tidak bisa dihitung tepat darinya.",
            'Kirim tabel dengan banyaknya responden untuk setiap nilai; beri judul kolomnya seperti "Jumlah nilai 1".',
        ),
        "en": (
            "This table holds percentages of answers, not how many there are; no exact index follows from them.",
            'Send a table with the number of respondents for each score, with headers such as "n1".',
        ),
    },
    "counts_label_unknown": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: ada baris yang unsurnya tidak dikenal.",
            'Tetapkan di skm.toml, misalnya [columns] {key} = "{label}".',
        ),
        "en": (
            "The table of counts can't be used: some of its rows are no known element.",
            'Say it in skm.toml, such as [columns] {key} = "{label}".',
        ),
    },
    "counts_twice": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: unsur yang sama muncul dua kali untuk unit dan periode yang sama.",
            "Tambahkan kolom unit atau periode, atau hapus baris yang berulang.",
        ),
        "en": (
            "The table of counts can't be used: an element stands twice for one unit and period.",
            "Add a column for the unit or the period, or remove the row that is repeated.",
        ),
    },
    "counts_uneven": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: unsur {element} punya beberapa pertanyaan, dan sebagian tidak dijawab"
            " semua responden ({totals}).",
            "Rata-rata per responden tidak bisa dihitung dari jumlah saja; kirim jawaban per responden.",
        ),
        "en": (
            "The table of counts can't be used: the element {element} has several questions, and some are not answered"
            " by all respondents ({totals}).",
            "The mean of each respondent does not follow from counts; send the answers of each respondent.",
        ),
    },
    "counts_or_answers": {
        "id": (
            "Tabel belum bisa dipakai: tidak pasti apakah isinya jawaban responden atau banyaknya jawaban per nilai.",
            'Kirim tabel dengan satu baris per unsur dan judul kolom seperti "Jumlah nilai 1", atau jawaban per'
            " responden.",
        ),
        "en": (
            "The table can't be used: its cells may be answers, or how often each score was given.",
            'Send a row for each element with headers such as "n1", or the answers of each respondent.',
        ),
    },
    "counts_with_corrections": {
        "id": (
            "Koreksi tidak bisa diterapkan pada tabel frekuensi.",
            "Perbaiki angkanya di tabel itu sendiri, lalu hapus barisnya dari daftar corrections.",
        ),
        "en": (
            "Corrections can't be applied to a table of counts.",
            "Correct the figure in the table itself, then remove the row from the register corrections.",
        ),
    },
    "counts_empty": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: jumlah jawabannya nol, atau lebih sedikit daripada respondennya.",
            "Isi banyaknya jawaban untuk setiap nilai, atau hapus unit yang belum punya responden.",
        ),
        "en": (
            "The table of counts can't be used: it has no answers, or fewer than respondents.",
            "Fill in how many answers there are, or remove a unit that has no respondents yet.",
        ),
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
    "line_without_end": {
        "id": (
            "Baris pertama berkas ini tidak berakhir, sehingga tidak ada baris judul.",
            "Simpan ulang sebagai CSV: baris judul, lalu satu baris untuk setiap responden.",
        ),
        "en": (
            "The first line of this file has no end, so there is no header.",
            "Save it again as CSV: a header, then a line for each respondent.",
        ),
    },
    "table_too_wide": {
        "id": (
            "Tabel ini terlalu lebar untuk memori: {columns} kolom.",
            "Simpan salinan yang hanya berisi kolom unit, profil, dan pertanyaan, lalu pakai salinan itu.",
        ),
        "en": (
            "This table is too wide for the memory: {columns} columns.",
            "Save a copy with the columns of unit, profile and questions alone, and use that.",
        ),
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
            'Sebutkan di skm.toml, misalnya: [columns] requirements = "Pertanyaan 1".{lines}',
        ),
        "en": (
            "No column is recognised as a service element.",
            'Name them in skm.toml, such as: [columns] requirements = "Pertanyaan 1".{lines}',
        ),
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
    "other_scale": {
        "id": (
            "Berkas belum bisa dipakai: kuesionernya memakai skala {scale}, sedangkan indeks dihitung dari skala 1–4.",
            'Tetapkan nilai setiap pilihan di skm.toml, misalnya [answers.{key}] "{label}" = 4, atau untuk seluruh'
            " skala"
            " [scale] map = {{ {map} }}; jangan dikalikan.",
        ),
        "en": (
            "The file can't be used: its questionnaire has the scale {scale}, the index is of the scale 1–4.",
            'Say in skm.toml what each choice is worth, such as [answers.{key}] "{label}" = 4, or for the whole scale'
            " [scale] map = {{ {map} }}; do not multiply.",
        ),
    },
    "reversed_question": {
        "id": (
            "Pertanyaan ini mungkin berarah terbalik: jawaban tinggi bisa berarti tidak puas (unsur {element}).",
            "Bila terbalik, tambahkan di skm.toml: [answers] reversed = [{questions}]. "
            "Bila tidak: [answers] not_reversed = [{questions}].",
        ),
        "en": (
            "This question may be worded the other way round: a high answer may be a bad one (element {element}).",
            "If it is, add to skm.toml: [answers] reversed = [{questions}]. "
            "If it is not: [answers] not_reversed = [{questions}].",
        ),
    },
    "unit_not_registered": {
        "id": (
            "Unit ini tidak ada di daftar unit (data/raw/units).",
            "Tambahkan ke daftar itu, atau tulis ejaannya di kolom aliases.{hint}",
        ),
        "en": (
            "This unit is not in the register (data/raw/units).",
            "Add it there, or write this spelling into the column aliases.{hint}",
        ),
    },
    "period_unreadable": {
        "id": (
            "Kolom periode berisi teks yang bukan periode.",
            "Tulis seperti 2025, 2025-S1, atau TW I 2025.",
        ),
        "en": ("The period column holds texts that are no period.", "Write 2025, 2025-S1, or TW I 2025."),
    },
    "period_contradicted": {
        "id": (
            "Berkas ini belum bisa dipakai: kolom periode menyebut periode di luar {period}, periode berkasnya.",
            'Pindahkan baris itu, atau tambahkan di skm.toml: [[file]] match = "{file}" period = "{period}"; semua '
            "baris lalu dihitung di {period}.",
        ),
        "en": (
            "This file can't be used yet: its column of periods names others than {period}, the period of the file.",
            'Move those rows, or add to skm.toml: [[file]] match = "{file}" period = "{period}"; then all rows count '
            "in {period}.",
        ),
    },
    "database_query_writes": {
        "id": (
            "Basis data hanya dibaca: query harus satu perintah SELECT tanpa perintah lain.",
            'Tulis query = "SELECT … FROM …" tanpa titik koma di tengah; kata seperti delete beri tanda kutip bila '
            "itu nama kolom.",
        ),
        "en": (
            "A database is only read: query must be one SELECT and no other command.",
            'Write query = "SELECT … FROM …" without a semicolon inside; quote a word such as delete if it is the '
            "name of a column.",
        ),
    },
    "database_query_wrong": {
        "id": (
            "Server basis data tidak mengerti query ini, atau kolomnya tidak ada.",
            "Coba query itu di alat basis data Anda, lalu perbaiki di skm.toml. Di dalam query jangan pakai titik"
            " koma.",
        ),
        "en": (
            "The server does not understand this query, or one of its columns is not there.",
            "Try the query in your database tool, then correct it in skm.toml. Use no semicolon inside it.",
        ),
    },
    "database_variable_missing": {
        "id": (
            "Alamat basis data menyebut variabel lingkungan {name}, tetapi variabel itu tidak ada.",
            "Isi variabel {name} sebelum menjalankan skm, atau hapus ${{{name}}} dari alamatnya.",
        ),
        "en": (
            "The database's address names the environment variable {name}, which is not set.",
            "Set {name} before running skm, or remove ${{{name}}} from the address.",
        ),
    },
    "database_no_login": {
        "id": (
            "Server basis data menolak pengguna atau kata sandinya.",
            "Periksa nama pengguna di skm.toml, dan isi variabel lingkungan SKM_DB_PASSWORD dengan kata sandinya.",
        ),
        "en": (
            "The server refuses the user or the password.",
            "Check the user's name in skm.toml, and set the environment variable SKM_DB_PASSWORD to the password.",
        ),
    },
    "database_no_permission": {
        "id": (
            "Pengguna basis data ini tidak boleh membaca tabel itu, atau tabelnya tidak ada.",
            "Periksa nama tabelnya, atau minta hak SELECT atas kolom unit, waktu, dan jawaban kepada pengelola basis"
            " data; hak menulis tidak perlu.",
        ),
        "en": (
            "This user of the database may not read that table, or it does not exist.",
            "Check the table's name, or ask its administrator for SELECT on the columns of unit, time and answers;"
            " no right to write is needed.",
        ),
    },
    "database_no_table": {
        "id": (
            "Tabel atau basis data itu tidak ada; yang ada: {known}.",
            'Perbaiki table = "…" (atau nama basis data di alamatnya) di skm.toml.',
        ),
        "en": (
            "That table or database does not exist; there are: {known}.",
            'Correct table = "…" (or the database\'s name in the address) in skm.toml.',
        ),
    },
    "database_columns_twice": {
        "id": (
            "Query ini menghasilkan beberapa kolom yang bernama sama.",
            "Beri setiap kolom nama sendiri dengan AS, misalnya SELECT a.nama AS unit, b.u1 AS u1.",
        ),
        "en": (
            "This query yields several columns of one name.",
            "Give each column a name of its own with AS, such as SELECT a.nama AS unit, b.u1 AS u1.",
        ),
    },
    "database_unreachable": {
        "id": (
            "Server basis data tidak menjawab, jadi datanya tidak ikut dihitung.",
            "Periksa alamat di skm.toml, jaringan, dan apakah server menyala; lalu ulangi skm run.",
        ),
        "en": (
            "The database server does not answer, so its data are not counted.",
            "Check the address in skm.toml, the network, and whether the server runs; then repeat skm run.",
        ),
    },
    "database_broken_off": {
        "id": (
            "Sambungan ke basis data terputus saat dibaca, jadi tidak satu barisnya pun dihitung.",
            "Ulangi skm run. Bila terjadi lagi, tanyakan batas waktu sambungan kepada pengelola basis data.",
        ),
        "en": (
            "The connection to the database broke off while it was read, so not one of its rows is counted.",
            "Repeat skm run. If it happens again, ask its administrator about time limits on connections.",
        ),
    },
    "database_changed": {
        "id": (
            "Isi tabel berubah selagi basis data menghitung, jadi tidak satu barisnya pun dihitung.",
            'Ulangi skm run saat tidak ada yang mengisi, atau tambahkan pada [[period]] itu: counted = "here".',
        ),
        "en": (
            "The table changed while the database counted, so not one of its rows is counted.",
            'Repeat skm run when nobody is filling it in, or add to that [[period]]: counted = "here".',
        ),
    },
    "database_stopped": {
        "id": (
            "Server basis data menghentikan perintah ini (batas waktu, tabel terkunci, atau oleh pengelola), jadi tidak"
            " satu barisnya pun dihitung.",
            "Ulangi skm run saat server sepi, atau minta batas waktu yang lebih panjang bagi pengguna ini"
            " (statement_timeout, max_statement_time) kepada pengelola basis data.",
        ),
        "en": (
            "The database server stopped the statement (a time limit, a locked table, or its administrator), so not"
            " one of its rows is counted.",
            "Repeat skm run when the server is quiet, or ask its administrator for a longer time limit for this user"
            " (statement_timeout, max_statement_time).",
        ),
    },
    "database_elements_missing": {
        "id": (
            "Basis data ini tidak punya kolom semua unsur (yang dikenal: {found}), sedangkan ada kolom yang tidak "
            "dikenal. Kolom yang tidak dikenal tidak pernah dibaca: isinya bisa nama orang.",
            'Sebutkan kolom unsurnya di skm.toml, misalnya [columns] requirements = "nama_kolom". Bila unsurnya memang '
            'kurang, ganti table dengan query = "SELECT …" yang hanya memilih kolom yang perlu.',
        ),
        "en": (
            "This database lacks columns of some elements (known: {found}) and has columns that are not known. "
            "A column that is not known is never read: it could hold names of people.",
            'Name the element\'s column in skm.toml, such as [columns] requirements = "column_name". If elements are '
            'meant to be absent, replace table by query = "SELECT …" with only the needed columns.',
        ),
    },
    "extra_missing": {
        "id": (
            "{what} belum bisa dibaca atau ditulis: bagian tambahan {extra} belum dipasang.",
            'Pasang dengan: pip install "skm[{extra}]"',
        ),
        "en": (
            "{what} can't be read or written yet: the extra {extra} is not installed.",
            'Install it with: pip install "skm[{extra}]"',
        ),
    },
    "spss_unreadable": {
        "id": (
            "Berkas SPSS ini rusak atau bukan berkas SPSS.",
            "Buka di SPSS atau PSPP, simpan lagi sebagai .sav, lalu ulangi. Bisa juga simpan sebagai CSV.",
        ),
        "en": (
            "This SPSS file is damaged or no SPSS file.",
            "Open it in SPSS or PSPP, save it again as .sav, and try again. CSV will do too.",
        ),
    },
    "spss_labels_incomplete": {
        "id": (
            "Sebagian kode di kolom ini tidak berlabel, dan label yang ada tidak searah dengan kodenya: arti kode "
            "tanpa label tidak dapat dipastikan.",
            "Lengkapi Value Labels kolom itu di SPSS untuk kode 1 sampai 4, simpan, lalu ulangi.",
        ),
        "en": (
            "Some codes of this column have no label, and the labels that are there do not agree with their codes: "
            "what a code without a label means is not certain.",
            "Complete the Value Labels of that column in SPSS for the codes 1 to 4, save, and try again.",
        ),
    },
    "spss_labels_alike": {
        "id": (
            "Dua kode di kolom jawaban ini berlabel sama, jadi salah satunya keliru.",
            "Perbaiki Value Labels kolom itu di SPSS, simpan, lalu ulangi.",
        ),
        "en": (
            "Two codes of this answer column have the same label, so one of them is wrong.",
            "Correct the Value Labels of that column in SPSS, save, and try again.",
        ),
    },
    "json_unreadable": {
        "id": (
            "Berkas JSON ini tidak dapat dibaca.",
            "Ekspor ulang dari aplikasinya, atau simpan sebagai CSV atau XLSX.",
        ),
        "en": ("This JSON file can't be read.", "Export it again from its application, or save it as CSV or XLSX."),
    },
    "json_without_records": {
        "id": (
            "Berkas JSON ini tidak berisi daftar jawaban.",
            "Ekspor tabel yang berisi jawaban, satu objek untuk setiap responden.",
        ),
        "en": (
            "This JSON file holds no list of responses.",
            "Export the table that holds the responses, one object for each respondent.",
        ),
    },
    "json_key_twice": {
        "id": (
            "Satu catatan JSON memuat kolom yang sama dua kali: tidak diketahui mana yang berlaku.",
            "Ekspor ulang dari aplikasinya, atau hapus yang tidak berlaku.",
        ),
        "en": (
            "A JSON record holds the same column twice: nobody knows which of them holds.",
            "Export it again from its application, or remove the one that does not hold.",
        ),
    },
    "same_sheet_twice": {
        "id": (
            "Dua lembar berisi jawaban yang sama: respondennya akan terhitung dua kali.",
            'Hapus salah satu, atau sebutkan yang dipakai di skm.toml: [[file]] match = "{file}" sheet = "{sheet}".',
        ),
        "en": (
            "Two sheets hold the same answers: their people would count twice.",
            'Remove one of them, or name the one to use in skm.toml: [[file]] match = "{file}" sheet = "{sheet}".',
        ),
    },
    "lines_malformed": {
        "id": (
            "Jumlah kolom {n} dari {total} baris tidak sama dengan judulnya.",
            "Periksa baris judul dan pemisah kolom, atau simpan ulang sebagai CSV atau XLSX dari Excel.",
        ),
        "en": (
            "{n} of {total} lines have another number of columns than the header.",
            "Check the header and the delimiters, or save the file again as CSV or XLSX from Excel.",
        ),
    },
    "several_tables": {
        "id": (
            "Berkas ini berisi beberapa tabel jawaban; tidak diketahui mana yang berlaku.",
            'Sebutkan satu di skm.toml: [[file]] match = "{file}" sheet = "{sheet}".',
        ),
        "en": (
            "This file holds several tables of responses; nobody knows which of them counts.",
            'Name one in skm.toml: [[file]] match = "{file}" sheet = "{sheet}".',
        ),
    },
    "tables_stacked": {
        "id": (
            "Beberapa tabel berada di satu lembar, satu di bawah yang lain.",
            "Pindahkan setiap tabel ke lembar atau berkas sendiri.",
        ),
        "en": (
            "Several tables stand on one sheet, one beneath the other.",
            "Move each table to a sheet or a file of its own.",
        ),
    },
    "formula_without_value": {
        "id": (
            "{n} sel jawaban berisi rumus yang belum dihitung, sehingga terlihat kosong.",
            "Buka berkas di Excel atau LibreOffice, simpan, lalu ulangi.",
        ),
        "en": (
            "{n} cells hold formulas that nobody has computed yet, so they look empty.",
            "Open the file in Excel or LibreOffice, save it, and run again.",
        ),
    },
    "long_without_respondent": {
        "id": (
            "Setiap baris berisi satu jawaban, tetapi tidak ada nomor responden: tidak diketahui jawaban siapa.",
            'Tambahkan kolom nomor responden, atau tunjuk kolomnya di skm.toml: [columns] id = "…". Tabel rata-rata'
            " tidak dapat dibaca sebagai jawaban. Kolom yang ada: {columns}.",
        ),
        "en": (
            "Each row holds one answer, but there is no number of the respondent: nobody knows whose answer it is.",
            'Add a column with the number of the respondent, or name it in skm.toml: [columns] id = "…". A table of'
            " means can't be read as answers. The columns are: {columns}.",
        ),
    },
    "long_answers_compete": {
        "id": (
            "Setiap baris berisi satu jawaban, tetapi lebih dari satu kolom bisa berisi jawabannya.",
            'Tunjuk kolomnya di skm.toml: [columns] answer = "…" (teks jawaban) atau score = "…" (nilai 1–4).',
        ),
        "en": (
            "Each row holds one answer, but more than one column could be the answer.",
            'Name it in skm.toml: [columns] answer = "…" (the text) or score = "…" (the score 1–4).',
        ),
    },
    "long_too_many_questions": {
        "id": (
            "Kolom pertanyaan berisi lebih dari {most} teks yang berbeda.",
            'Tunjuk kolom yang berisi pertanyaan di skm.toml: [columns] question = "…".',
        ),
        "en": (
            "The column of questions holds more than {most} different texts.",
            'Name the column with the questions in skm.toml: [columns] question = "…".',
        ),
    },
    "line_incomplete": {
        "id": (
            '{n} baris jawaban kosong di kolom "{column}": tidak diketahui milik siapa atau pertanyaan yang mana.',
            "Isi kolom itu di setiap baris, juga bila sama dengan baris di atasnya.",
        ),
        "en": (
            '{n} lines are empty in the column "{column}": nobody knows whose they are, or which question they answer.',
            "Fill in that column in every line, also where it repeats the line above.",
        ),
    },
    "respondent_differs": {
        "id": (
            '{n} nomor responden memiliki isi yang berbeda di kolom "{column}": nomor itu dipakai beberapa orang.',
            'Beri setiap responden nomor sendiri, atau tunjuk kolom nomor yang lain di skm.toml: [columns] id = "…".',
        ),
        "en": (
            '{n} numbers of respondents differ within the column "{column}": several people share such a number.',
            'Give each respondent a number, or name another column of numbers in skm.toml: [columns] id = "…".',
        ),
    },
    "answered_twice": {
        "id": (
            "{n} baris menjawab lagi pertanyaan yang sudah dijawab responden yang sama, dengan jawaban lain.",
            "Hapus jawaban yang tidak berlaku, atau tunjuk kolom nomor responden yang benar di skm.toml:"
            ' [columns] id = "…".',
        ),
        "en": (
            "{n} lines answer a question again that the same respondent has answered otherwise.",
            "Remove the answer that does not hold, or name the right column of respondents' numbers in skm.toml:"
            ' [columns] id = "…".',
        ),
    },
    "answer_and_score_disagree": {
        "id": (
            "Pada {n} jawaban, teks dan nilainya tidak cocok.",
            'Perbaiki berkas, atau pakai salah satu saja di skm.toml: [columns] answer = "…", atau score = "…".'
            " Bila labelnya memang bernilai lain, tulis nilainya di [answers.<unsur>].",
        ),
        "en": (
            "For {n} answers the text and its score do not agree.",
            'Correct the file, or use only one of them in skm.toml: [columns] answer = "…", or score = "…".'
            " Where a label does have another score, write it into [answers.<element>].",
        ),
    },
    "cells_of_lists": {
        "id": (
            "Sel kolom ini berisi daftar atau catatan, bukan satu jawaban.",
            "Tulis ulang berkas Parquet itu dengan satu nilai di setiap sel.",
        ),
        "en": (
            "The cells of this column hold lists or records, not one answer.",
            "Write the Parquet file again with one value in each cell.",
        ),
    },
    "packed_compete": {
        "id": (
            "Lebih dari satu kolom berisi beberapa jawaban dalam satu sel.",
            'Tunjuk kolomnya di skm.toml: [columns] answers = "…".',
        ),
        "en": (
            "More than one column holds several answers in one cell.",
            'Name it in skm.toml: [columns] answers = "…".',
        ),
    },
    "packed_other_number": {
        "id": (
            "Satu sel berisi beberapa jawaban tanpa nama unsur, dan banyaknya ({found}) bukan {expected}.",
            'Tulis unsurnya di setiap jawaban, misalnya "U1=4;U2=3", atau satu kolom untuk setiap unsur.',
        ),
        "en": (
            "One cell holds several answers without naming elements, and their number ({found}) is not {expected}.",
            'Name the element of each answer, such as "U1=4;U2=3", or use a column for each element.',
        ),
    },
    "packed_unreadable": {
        "id": (
            "{n} sel berisi jawaban yang tidak dapat diuraikan.",
            "Perbaiki sel itu, atau kosongkan bila memang tidak ada jawabannya.",
        ),
        "en": (
            "{n} cells of packed answers can't be taken apart.",
            "Correct those cells, or empty them where there is no answer.",
        ),
    },
    "table_of_means": {
        "id": (
            "Isi tabel ini nilai rata-rata (misalnya 3,25), bukan jawaban responden.",
            "Kirim tabel jawaban, satu baris per responden. Angka yang sudah terbit diperiksa dengan skm verify.",
        ),
        "en": (
            "This table holds averages (such as 3.25), nobody's answers.",
            "Send the table of answers, a row for each respondent. Published figures are checked by skm verify.",
        ),
    },
    "table_transposed": {
        "id": (
            "Unsur berada di baris dan responden di kolom, dan tidak pasti kolom mana saja yang berisi responden.",
            "Beri nomor urut pada judul kolom responden (R1, R2, R3, …); kolom jumlah dan rata-rata diberi judul itu."
            " Atau putar tabelnya: di Excel, salin lalu Tempel Khusus > Ubah Susunan (Transpose).",
        ),
        "en": (
            "Elements stand in rows and respondents in columns, and it is not certain which columns are respondents.",
            "Number the respondents in the header (R1, R2, R3, …), and call columns of totals and averages so."
            " Or turn the table: in Excel, copy, then Paste Special > Transpose.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {
    "rows_are_respondents": {
        "id": "tabel frekuensi: baris di sini adalah responden",
        "en": "a table of counts: rows here are respondents",
    },
}
