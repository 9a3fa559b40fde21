"""What the command line says: of itself, while it works, of a check; and its refusals."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "counts_beside_rows": {
        "id": (
            "Tabel frekuensi belum bisa dipakai: berkas lain sudah memuat unit yang sama pada periode yang sama atau"
            " bagiannya, jadi respondennya bisa terhitung dua kali.",
            "Simpan salah satunya saja di data/raw; bila respondennya memang berbeda, gabungkan lebih dulu.",
        ),
        "en": (
            "The table of counts can't be used: another file has the same unit in the same period or a part of it, so"
            " its respondents may count twice.",
            "Keep one of them in data/raw; if the respondents do differ, add them up first.",
        ),
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
            "Lengkapi data/raw/units.{hint}",
        ),
        "en": (
            "{n} rows are not counted: their unit is not in the register.",
            "Complete data/raw/units.{hint}",
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
    "workbook_too_long": {
        "id": (
            "Hasil ini {n} baris, sedangkan satu lembar Excel hanya memuat {at_most} baris.",
            "Tulis sebagai -o hasil.csv atau -o hasil.json.",
        ),
        "en": (
            "This result has {n} rows, and a sheet of Excel holds {at_most} at most.",
            "Write it with -o result.csv or -o result.json.",
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
        "id": (
            "Folder ini sudah berisi survei; isinya tidak diubah.",
            "Pilih nama folder lain. Formulir yang belum ada: skm new FOLDER --forms.",
        ),
        "en": (
            "This folder holds a survey already; nothing in it is changed.",
            "Choose another folder. Forms that are missing: skm new FOLDER --forms.",
        ),
    },
    "no_form_missing": {
        "id": (
            "Semua formulir sudah ada di folder ini; isinya tidak diubah.",
            "Hapus formulir yang ingin dibuat ulang, atau lengkapi daftar unit di data/raw/units.csv.",
        ),
        "en": (
            "All forms are in this folder already; nothing is changed.",
            "Remove those to be made again, or complete the register data/raw/units.csv.",
        ),
    },
    "option_for_followup": {
        "id": ("--period dan -o hanya untuk lembar tindak lanjut.", "Tulis: skm new FOLDER --followup -o RTL.xlsx"),
        "en": ("--period and -o are for the sheet of follow-up only.", "Write: skm new FOLDER --followup -o RTL.xlsx"),
    },
    "forms_of_register": {
        "id": (
            "--units dan --forms tidak bisa dipakai bersama.",
            "--units untuk folder baru; --forms memakai daftar unit yang sudah ada di data/raw/.",
        ),
        "en": (
            "--units and --forms do not go together.",
            "--units is for a new folder; --forms takes the register in data/raw/.",
        ),
    },
    "folder_read_only": {
        "id": ("Folder ini tidak boleh ditulisi.", "Salin surveinya ke folder Anda sendiri, lalu ulangi."),
        "en": ("Writing to this folder is not allowed.", "Copy the survey into a folder of your own, then try again."),
    },
    "parts_unfinished": {
        "id": (
            "Folder bagian berkas ini belum selesai ditulis: di dalamnya masih ada _temporary.",
            "Tunggu sampai Spark selesai (ada berkas _SUCCESS), atau ulangi penulisannya, lalu jalankan lagi.",
        ),
        "en": (
            "This folder of part files is not written to its end: _temporary still stands in it.",
            "Wait until Spark is done (a file _SUCCESS is there) or let it write again, then repeat this.",
        ),
    },
    "parts_differ": {
        "id": (
            "Bagian-bagian dalam satu folder tidak sama kolomnya, sehingga tidak bisa dibaca sebagai satu tabel.",
            "Tulis ulang folder itu dengan baris judul yang sama di setiap bagian (Spark: header = true), atau "
            "pisahkan bagiannya ke folder lain.",
        ),
        "en": (
            "The parts in one folder have different columns, so they can't be read as one table.",
            "Write the folder again with the same header in each part (Spark: header = true), or move the part into a "
            "folder of its own.",
        ),
    },
    "same_file_twice": {
        "id": (
            "Berkas atau tabel database yang sama ada dua kali, sehingga orangnya akan terhitung dua kali; yang kedua "
            "tidak dihitung.",
            "Keluarkan salah satunya dari data/raw/ atau dari skm.toml. Bila dua kantor memang menjawab sama persis, "
            "tambahkan kolom Unit berisi nama kantor di setiap berkas.",
        ),
        "en": (
            "The same file or table of a database is there twice, so its people would count twice; the second one is "
            "not counted.",
            "Take one of them out of data/raw/ or skm.toml. If two offices did answer exactly alike, add a "
            "column Unit with the name of the office to each file.",
        ),
    },
    "export_nothing": {
        "id": (
            "Belum ada jawaban yang dibersihkan untuk diekspor.",
            "Jalankan dulu: skm run",
        ),
        "en": ("There are no cleaned responses to export yet.", "First run: skm run"),
    },
    "export_period_unknown": {
        "id": ("Periode {name} tidak ada; yang ada: {known}.", "Pilih salah satu dengan --period."),
        "en": ("There is no period {name}; there are: {known}.", "Choose one with --period."),
    },
    "export_instruments_differ": {
        "id": (
            "Pertanyaan antarperiode berbeda, jadi tidak muat dalam satu berkas: {known}.",
            "Ekspor satu per satu dengan --period.",
        ),
        "en": (
            "The periods ask different questions, so one file can't hold them: {known}.",
            "Export them one by one with --period.",
        ),
    },
    "export_format_unknown": {
        "id": ('Bentuk "{name}" tidak dikenal.', "Pilih sav, dta, atau csv."),
        "en": ('The format "{name}" is not known.', "Choose sav, dta or csv."),
    },
    "kind_not_read": {
        "id": (
            "Berkas data jenis ini belum dibaca.",
            "Simpan sebagai CSV atau XLSX, atau keluarkan dari data/raw/.",
        ),
        "en": ("Data files of this kind are not read yet.", "Save it as CSV or XLSX, or take it out of data/raw/."),
    },
    "sample_no_spread": {
        "id": (
            "Simpangan jawaban tidak bisa diambil dari survei ini: belum ada unit dengan dua responden atau lebih.",
            "Tulis sendiri, misalnya --spread 13.",
        ),
        "en": (
            "This survey gives no spread of answers: no unit has two respondents or more.",
            "Write it yourself: --spread 13, say.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {
    "more": {"id": "dan {n} lagi", "en": "and {n} more"},
    "unit_from": {"id": "baru ada sejak {begin}", "en": "exists since {begin}"},
    "unit_to": {"id": "hanya sampai {end}", "en": "exists until {end}"},
    "unit_successor": {"id": "; penerusnya {name}", "en": "; its successor is {name}"},
}

# What `skm check` calls things, on screen and in the workbook that goes back. Names of roles and actions are keys too.
CHECK_WORDS: dict[str, dict[str, str]] = {
    "id": {
        "title": "{names}: {rows} baris, {kept} dihitung",
        "findings": "Temuan",
        "left_out": "Tidak dipakai",
        "count of": "banyaknya nilai",
        "unsure": "Belum pasti, periksa artinya",
        "aloud": "{n} temuan di {files} berkas",
        "silent": "Unit terdaftar tanpa jawaban",
        "unit": "unit",
        "service": "jenis layanan",
        "period": "periode",
        "agency": "perangkat daerah",
        "region": "kabupaten/kota",
        "date": "tanggal",
        "timestamp": "waktu pengisian",
        "id": "nomor isian",
        "cluster": "klaster",
        "sex": "jenis kelamin",
        "age": "usia",
        "education": "pendidikan",
        "occupation": "pekerjaan",
        "disability": "disabilitas",
        "overall": "penilaian umum",
        "comments": "komentar",
        "comments_on": "komentar tentang",
        "identity": "identitas, tidak disimpan",
        "simulated": "tanda data simulasi",
        "why header": "judul kolom",
        "why text": "teks pertanyaan",
        "why code": "kode unsur",
        "why skm.toml": "skm.toml",
        "why unknown": "tidak dikenal",
        "why question of an element": "satu dari beberapa",
        "why tolerant": "mirip",
        "why before a place": "teks pertanyaan",
        "why part": "sebagian judul",
        "why words": "isi pertanyaan",
        "why cells": "isi sel",
        "answers": "sel berisi semua jawaban",
        "answer": "jawaban",
        "question": "pertanyaan",
        "score": "nilai",
        "ipkp": "pertanyaan IPKP, tidak masuk IKM",
        "technical": "catatan program, bukan jawaban",
        "ipak": "pertanyaan IPAK, tidak masuk IKM",
        "ignored": "menurut skm.toml",
        "row dropped": "baris tidak dihitung",
        "answer blanked": "jawaban dikosongkan",
        "flagged": "ditandai",
        "file refused": "berkas ditolak",
        "sheet_overview": "Ringkasan",
        "sheet_columns": "Kolom",
        "head_unit": "Unit",
        "head_file": "Berkas",
        "head_rows": "Baris dihitung",
        "head_found": "Temuan",
        "head_state": "Keadaan",
        "head_sheet": "Lembar",
        "head_row": "Baris",
        "head_column": "Kolom",
        "head_value": "Isi",
        "head_message": "Temuan",
        "head_action": "Akibat",
        "head_todo": "Yang perlu dilakukan",
        "head_taken_for": "Dibaca sebagai",
        "head_why": "Sebab",
        "head_labels": "Contoh jawaban",
        "state_read": "terbaca",
        "state_refused": "ditolak",
        "state_silent": "belum ada jawaban",
    },
    "en": {
        "title": "{names}: {rows} rows, {kept} kept",
        "findings": "Findings",
        "left_out": "Left out",
        "comments_on": "comments on",
        "count of": "how often",
        "unsure": "Not certain, see what it means",
        "aloud": "{n} findings in {files} files",
        "silent": "Registered units without responses",
        "identity": "identity, not stored",
        "simulated": "mark of simulated data",
        "why header": "header",
        "why text": "question text",
        "why code": "element code",
        "why skm.toml": "skm.toml",
        "why unknown": "not known",
        "why question of an element": "one of several",
        "why tolerant": "alike",
        "why before a place": "question text",
        "why part": "part of the header",
        "why words": "what it asks",
        "why cells": "cells",
        "answers": "a cell with all answers",
        "ipkp": "question of IPKP, not in the index",
        "technical": "the program's own note, no answer",
        "ipak": "question of IPAK, not in the index",
        "ignored": "by skm.toml",
        "row dropped": "rows dropped",
        "answer blanked": "answers blanked",
        "flagged": "flagged",
        "file refused": "file refused",
        "sheet_overview": "Overview",
        "sheet_columns": "Columns",
        "head_unit": "Unit",
        "head_file": "File",
        "head_rows": "Rows kept",
        "head_found": "Findings",
        "head_state": "State",
        "head_sheet": "Sheet",
        "head_row": "Row",
        "head_column": "Column",
        "head_value": "Content",
        "head_message": "Finding",
        "head_action": "Effect",
        "head_todo": "What to do",
        "head_taken_for": "Taken for",
        "head_why": "Why",
        "head_labels": "Sample of answers",
        "state_read": "read",
        "state_refused": "refused",
        "state_silent": "no responses yet",
    },
}

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
    "tally": {
        "id": "Hitungan sebagai pengganti orang: satu berkas rekap dari beberapa berkas, atau dari folder survei.",
        "en": "Counts instead of people: one tally file of some files, or of a survey folder.",
    },
    "merge": {"id": "Jumlah beberapa rekap, tepat.", "en": "The exact sum of some tallies."},
    "merge_parts": {"id": "Berkas rekap dari skm tally.", "en": "Tally files of skm tally."},
    "tally_output": {"id": "Berkas rekap yang ditulis (.parquet).", "en": "The tally file to write (.parquet)."},
    "coarsen": {
        "id": "Gabungkan sel kecil, supaya tidak ada yang menunjuk orang; yang hilang disebutkan.",
        "en": "Put small cells together, so that none is a person; says what is lost.",
    },
    "engine": {
        "id": "Mesin yang membaca baris: duckdb (bawaan) atau spark.",
        "en": "The engine that reads the rows: duckdb (default) or spark.",
    },
    "compare": {
        "id": "Tabel perubahan antara dua periode, atau antara dua berkas.",
        "en": "The change table of two periods, or of two files.",
    },
    "report": {
        "id": "Halaman laporan sekali lagi, dari angka yang sudah diolah.",
        "en": "The pages again, from the processed figures.",
    },
    "pictures": {
        "id": "Juga gambar kartu kedua bahasa dan cetak poster sebagai PDF dan PNG (Chromium, Chrome, atau Edge).",
        "en": "Also draw the cards of both languages and print the posters as PDF and PNG (Chromium, Chrome or Edge).",
    },
    "open": {"id": "Buka halaman terbaru di peramban.", "en": "Open the newest page in the browser."},
    "new": {
        "id": "Buat folder survei: pengaturan yang dijelaskan, kuesioner untuk dicetak, formulir isian setiap unit.",
        "en": "Make a survey folder: explained settings, a questionnaire to print, a workbook for each unit.",
    },
    "units": {
        "id": "Daftar unit (csv atau xlsx): setiap unit mendapat formulir isian.",
        "en": "Register of units (csv or xlsx): each unit gets a workbook to type into.",
    },
    "forms": {
        "id": "Buat formulir yang belum ada di folder survei ini.",
        "en": "Make the forms that this survey folder lacks.",
    },
    "new_template": {
        "id": "Buat contoh templat dokumen Word dengan semua kolomnya, untuk diubah kantor (docs/templates.md).",
        "en": "Make an example of a template of Word documents with all its fields, for the office to change"
        " (docs/templates.md).",
    },
    "followup": {
        "id": "Buat lembar rencana tindak lanjut dari angka terakhir: unsur terendah tiap unit; sisanya isian kantor.",
        "en": "Make the sheet of the follow-up plan from the last figures: each unit's lowest elements, the rest is the"
        " office's.",
    },
    "folder": {"id": "Folder survei (bawaan: folder ini).", "en": "The survey folder (default: this one)."},
    "new_folder": {"id": "Folder yang akan dibuat.", "en": "The folder to make."},
    "files": {"id": "Berkas jawaban.", "en": "Response files."},
    "folder_or_files": {"id": "Folder survei atau berkas.", "en": "A survey folder, or files."},
    "lang": {"id": "Bahasa: id atau en.", "en": "Language: id or en."},
    "quiet": {"id": "Tanpa kabar kemajuan.", "en": "No progress and no summary."},
    "fresh": {
        "id": "Baca dan hitung semuanya lagi, walaupun tidak ada yang berubah sejak hasil terakhir.",
        "en": "Read and compute everything anew, although nothing changed since the last results.",
    },
    "jobs": {
        "id": "Berapa proses yang menulis laporan (bawaan: sesuai inti prosesor dan banyaknya unit). Hasilnya sama.",
        "en": "How many processes write the reports (default: as cores and units call for). The files are the same.",
    },
    "format": {"id": "Bentuk tabel di layar.", "en": "Shape of the table on screen."},
    "output": {"id": "Tulis ke berkas .xlsx, .csv atau .json.", "en": "Write to a file .xlsx, .csv or .json."},
    "unit": {"id": "Nama unit (untuk satu berkas).", "en": "Name of the unit (for one file)."},
    "period": {
        "id": "Periode, misalnya 2025 atau 2025-S1 (untuk satu berkas).",
        "en": "Period, such as 2025 or 2025-S1 (for one file).",
    },
    "export": {
        "id": "Simpan jawaban yang sudah dibersihkan, tanpa identitas, untuk SPSS, Stata, atau tabel.",
        "en": "Write the cleaned responses, without identity, for SPSS, Stata or tables.",
    },
    "export_format": {
        "id": "sav, dta, atau csv; tanpa ini menurut nama berkas.",
        "en": "sav, dta or csv; by default as the file is called.",
    },
    "report_period": {"id": "Periode, misalnya 2025.", "en": "Period, such as 2025."},
    "by": {
        "id": "Kelompokkan menurut kolom ini juga (boleh berulang).",
        "en": "Group by this column too (may repeat).",
    },
    "settings": {"id": "Berkas skm.toml yang dipakai.", "en": "The skm.toml to follow."},
    "from": {"id": "Periode awal, atau berkas.", "en": "The earlier period, or a file."},
    "sample": {
        "id": "Berapa responden yang perlu: Krejcie–Morgan, atau untuk margin tertentu dalam poin indeks.",
        "en": "How many respondents are needed: Krejcie–Morgan, or for a margin in index points.",
    },
    "sample_population": {
        "id": "Jumlah pengguna layanan dalam satu periode; boleh dikosongkan bila --service dipakai.",
        "en": "Users of the service in one period; may be left out with --service.",
    },
    "sample_margin": {
        "id": "Margin yang diinginkan, dalam poin indeks, misalnya 2,5.",
        "en": "The margin wanted, in index points, such as 2.5.",
    },
    "sample_have": {
        "id": "Jumlah responden yang sudah ada: berapa marginnya?",
        "en": "Respondents at hand: what is their margin?",
    },
    "sample_spread": {
        "id": "Simpangan baku indeks antarresponden, dalam poin (bawaan 13), atau folder survei tempat mengambilnya.",
        "en": "Standard deviation of respondents' own indices, points (default 13), or a survey folder.",
    },
    "sample_service": {
        "id": "Layanan dan penggunanya, misalnya Perizinan=1200 (boleh berulang).",
        "en": "A service and its users, such as Permits=1200 (may repeat).",
    },
    "to": {"id": "Periode akhir, atau berkas.", "en": "The later period, or a file."},
    "verify": {
        "id": "Periksa angka terbitan: cara hitung mana yang menghasilkannya, dan berapa seharusnya.",
        "en": "Check a published figure: which convention gives it, and what it should be.",
    },
    "verify_path": {
        "id": "Tabel (csv, xlsx) dengan kolom element dan mean, sum, index, atau n1..n4; atau folder tabel.",
        "en": "A table (csv, xlsx) with a column element and mean, sum, index, or n1..n4; or a folder of tables.",
    },
    "verify_means": {
        "id": 'Rata-rata unsur tanpa berkas: "3,62; 3,48; …".',
        "en": 'Element means without a file: "3.62; 3.48; …".',
    },
    "verify_published": {
        "id": "Indeks seperti tercetak, misalnya 90,56.",
        "en": "The index as printed, such as 90.56.",
    },
    "verify_n": {"id": "Jumlah responden.", "en": "Number of respondents."},
    "verify_grade": {
        "id": "Mutu seperti tercetak: A, atau Sangat Baik.",
        "en": "The grade as printed: A, or its name.",
    },
    "verify_regulation": {
        "id": "Peraturan yang berlaku; tanpa ini dipilih dari jumlah unsur.",
        "en": "The regulation in force; chosen by the number of elements where not given.",
    },
    "ratings": {
        "id": "Kelompokkan nilai lembaga lain menurut skala tahunnya, dan periksa label yang tercetak.",
        "en": "Classify published ratings by the scale of their year, and check their printed labels.",
    },
    "ratings_file": {
        "id": "Daftar penilaian (csv, xlsx): system, entity, level, year, value, category, zone, rank, source.",
        "en": "A register (csv, xlsx): system, entity, level, year, value, category, zone, rank, source.",
    },
}

TALK: dict[str, dict[str, str]] = {
    "template_made": {
        "id": 'Contoh templat dibuat. Ubah di Word, lalu tulis template = "{file}" di bawah [publisher] di skm.toml.',
        "en": 'The example of a template is made. Change it in Word, then write template = "{file}" under [publisher]'
        " in skm.toml.",
    },
    "plan_made": {
        "id": "Lembar tindak lanjut sesudah survei {period}: {units} unit, {n} unsur terendah yang dapat dibedakan."
        " Isi kegiatan, triwulan dan penanggung jawab; baris tanpa kegiatan tidak dibaca.",
        "en": "Sheet of follow-up after the survey {period}: {units} units, {n} lowest elements that stand apart."
        " Fill in activity, quarters and who is responsible; a line without an activity is not read.",
    },
    "overdue": {
        "id": "Tindak lanjut lewat waktu ({n}):",
        "en": "Follow-up overdue ({n}):",
    },
    "overdue_line": {
        "id": "  {unit}: {activity} (sampai {quarter}; {responsible})",
        "en": "  {unit}: {activity} (until {quarter}; {responsible})",
    },
    "gone": {
        "id": "{n} berkas hasil lama dihapus: datanya tidak ada lagi atau berkas itu tidak ditulis lagi ({folders}).",
        "en": "{n} old result files removed: their data are gone or the files are no longer written ({folders}).",
    },
    "gone_left": {
        "id": "Berkas hasil lama yang tidak ditulis lagi, dibiarkan; hapus atau pindahkan bila tidak diperlukan ({n}):",
        "en": "Old result files that are no longer written, left where they are; delete or move them ({n}):",
    },
    "overdue_more": {"id": "  dan {n} lagi", "en": "  and {n} more"},
    "read": {"id": "Membaca berkas", "en": "Reading files"},
    "look": {"id": "memeriksa {done} dari {total} MB", "en": "looking at {done} of {total} MB"},
    "load": {"id": "memuat {done} dari {total} baris", "en": "loading {done} of {total} rows"},
    "clean": {"id": "menilai {done} dari {total} baris", "en": "judging {done} of {total} rows"},
    "progress_bytes": {"id": "{n} MB", "en": "{n} MB"},
    "progress_rows": {"id": "{n} baris", "en": "{n} rows"},
    "estimate": {"id": "Menghitung indeks", "en": "Computing indices"},
    "publish": {"id": "Menulis halaman", "en": "Writing pages"},
    "posters": {"id": "Mencetak poster", "en": "Printing posters"},
    "stopped": {
        "id": "Dihentikan; hasil sebelumnya dibiarkan utuh.",
        "en": "Stopped; earlier results are left as they were.",
    },
    "usage": {
        "id": "Perintah ini belum bisa dijalankan.\n  {found}\n  Cara memakainya: {help} --help",
        "en": "This command can't be run as it is.\n  {found}\n  How to use it: {help} --help",
    },
    "disk_full": {
        "id": "Disk penuh, jadi tidak ada yang ditulis; hasil sebelumnya dibiarkan utuh.\n"
        "  Kosongkan tempat di disk folder ini dan di {temporary}, atau arahkan TMPDIR ke disk lain, lalu ulangi.",
        "en": "The disk is full, so nothing was written; earlier results stand as they were.\n"
        "  Make room on the disk of this folder and in {temporary}, or point TMPDIR to another disk; then try again.",
    },
    "fault": {
        "id": "Program ini sendiri keliru ({kind}); hasil sebelumnya dibiarkan utuh.\n"
        "  Laporkan dengan berkas yang memicunya; SKM_DEBUG=1 menampilkan rinciannya.",
        "en": "This is a fault of the program ({kind}); earlier results are left as they were.\n"
        "  Please report it with the file that causes it; SKM_DEBUG=1 shows the details.",
    },
    "exported": {
        "id": "{n} jawaban disimpan. Isinya data per orang: jangan diterbitkan.",
        "en": "{n} responses written. They are data of single persons: do not publish them.",
    },
    "unchanged": {
        "id": "Tidak ada yang berubah sejak hasil terakhir: {inputs} berkas masukan, {outputs} berkas hasil diperiksa, "
        "semuanya masih sama. Untuk menghitung lagi: skm run --fresh.",
        "en": "Nothing changed since the last results: {inputs} input files, {outputs} files of results were verified, "
        "all are the same. To compute again: skm run --fresh.",
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
    "check_clean": {
        "id": "Semua berkas terbaca, tanpa temuan. Langkah berikutnya: skm run{folder}",
        "en": "Every file is read, without findings. What comes next: skm run{folder}",
    },
    "check_usable": {
        "id": "Semua berkas bisa dipakai; temuan di atas tidak menghalangi. Langkah berikutnya: skm run{folder}",
        "en": "Every file can be used; the findings above stand in the way of nothing. What comes next: skm"
        " run{folder}",
    },
    "check_not_whole": {
        "id": "Hasil belum utuh. Perbaiki yang disebut di atas, atau kirim kembali kepada unitnya: "
        "skm check{folder} -o temuan.xlsx",
        "en": "The result is not whole. Correct what is named above, or send it back to the units: "
        "skm check{folder} -o temuan.xlsx",
    },
    "check_written": {
        "id": "Temuan ditulis ke {file}: satu lembar untuk setiap unit.",
        "en": "The findings are in {file}: a sheet for each unit.",
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
        "id": "Folder survei siap: {folder}\n"
        "  skm.toml                 pengaturan, setiap bagian dijelaskan\n"
        "  kuesioner.html           kuesioner untuk dicetak: buka di peramban, Ctrl+P\n"
        "  data/raw/units.csv       daftar unit; sesudah diisi: skm new {run} --forms\n"
        "  jalankan.cmd             di Windows: klik dua kali untuk menghitung\n"
        "Langkah berikutnya: taruh berkas jawaban di data/raw/<tahun>/, lalu: skm check {run}",
        "en": "The survey folder is ready: {folder}\n"
        "  skm.toml                 settings, every section explained\n"
        "  kuesioner.html           the questionnaire to print: open it in the browser, Ctrl+P\n"
        "  data/raw/units.csv       register of units; once it is filled in: skm new {run} --forms\n"
        "  jalankan.cmd             on Windows: a double click computes\n"
        "What comes next: put response files into data/raw/<year>/, then: skm check {run}",
    },
    "new_forms": {
        "id": "Formulir siap di {folder}\n"
        "  formulir/                {forms} formulir isian Excel, satu untuk setiap unit: kirim kepada unitnya\n"
        "  kuesioner.html           kuesioner untuk dicetak: buka di peramban, Ctrl+P\n"
        "  skm.toml, data/raw/units.csv, jalankan.cmd (Windows: klik dua kali untuk menghitung)\n"
        "Langkah berikutnya: taruh formulir yang sudah diisi di data/raw/<tahun>/, lalu: skm check {run}",
        "en": "The forms are ready in {folder}\n"
        "  formulir/                {forms} workbooks to type into, one for each unit: send them to the units\n"
        "  kuesioner.html           the questionnaire to print: open it in the browser, Ctrl+P\n"
        "  skm.toml, data/raw/units.csv, jalankan.cmd (Windows: a double click computes)\n"
        "What comes next: put filled workbooks into data/raw/<year>/, then: skm check {run}",
    },
}
