"""Messages about skm.toml, the registers and the regulation."""

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
    "scale_map_wrong": {
        "id": (
            "[scale] map di skm.toml tidak bisa dipakai.",
            "Tulis setiap pilihan skala, mulai dari 0 atau 1, dengan nilai 1 sampai 4 yang naik atau turun, misalnya"
            " map = {{ 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }}.",
        ),
        "en": (
            "[scale] map in skm.toml can't be used.",
            "Give each point of the scale, from 0 or 1 on, a score from 1 to 4, rising or falling, such as"
            " map = {{ 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }}.",
        ),
    },
    "no_period_id": {
        "id": ("Ini bukan periode.", "Tulis seperti 2025, 2025-S1, 2025-Q1, 2025-05, atau TW I 2025."),
        "en": ("This is no period.", "Write 2025, 2025-S1, 2025-Q1, 2025-05, or TW I 2025."),
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
    "setting_without_meaning": {
        "id": ("Nilai pengaturan tidak bisa dipakai ({expected}).", "Perbaiki nilainya, lalu ulangi."),
        "en": ("A settings value can't be used ({expected}).", "Correct the value, then try again."),
    },
    "register_without_units": {
        "id": ("Daftar unit tidak memuat kolom unit_id atau name.", "Tambahkan kolom unit_id dan name."),
        "en": ("The unit register has no column unit_id or name.", "Add the columns unit_id and name."),
    },
    "register_column_unknown": {
        "id": (
            "Daftar unit memuat kolom yang tidak dikenal atau dua kolom yang sama.",
            "Pakai kolom ini: {columns}, users_<tahun>, asked_<tahun>, target_<tahun>; hapus kolom lain.",
        ),
        "en": (
            "The register of units has a column that is not known, or the same one twice.",
            "Use these columns: {columns}, users_<year>, asked_<year>, target_<year>; remove others.",
        ),
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
    "register_span": {
        "id": (
            "Daftar unit belum bisa dipakai: from atau to bukan tahun, periode atau tanggal, atau to sebelum from.",
            "Tulis seperti 2024, 2024-Q1 atau 2024-03-31.",
        ),
        "en": (
            "The unit register can't be used: from or to is no year, period or date, or to is before from.",
            "Write 2024, 2024-Q1 or 2024-03-31.",
        ),
    },
    "register_successor": {
        "id": (
            "Daftar unit belum bisa dipakai: penerus (successor) tidak ada di daftar.",
            "Tulis unit_id atau nama unit yang ada di daftar.",
        ),
        "en": (
            "The unit register can't be used: a successor is not in it.",
            "Write the unit_id or the name of a unit in the register.",
        ),
    },
    "register_twice": {
        "id": (
            "Daftar yang sama ada dua kali, dan tidak jelas mana yang berlaku.",
            "Keluarkan salah satunya dari data/raw/.",
        ),
        "en": (
            "The same register is there twice, and nothing says which one holds.",
            "Take one of them out of data/raw/.",
        ),
    },
    "corrections_without_columns": {
        "id": (
            "Daftar koreksi belum bisa dipakai: kolom ini tidak ada atau ada dua kali.",
            "Kolomnya: {columns}.",
        ),
        "en": (
            "The register of corrections can't be used: this column is missing or there twice.",
            "Its columns are: {columns}.",
        ),
    },
    "margins_missing": {
        "id": (
            "Pembobotan belum bisa dihitung: berkas jumlah pengguna setiap kelompok tidak ada.",
            'Tulis di skm.toml: [weights] margins = "data/raw/margins.csv", dengan kolom column, group, users.',
        ),
        "en": (
            "Weights can't be computed: there is no file with the users of each group.",
            'Write in skm.toml: [weights] margins = "data/raw/margins.csv", with the columns column, group, users.',
        ),
    },
    "margins_columns": {
        "id": (
            "Jumlah pengguna setiap kelompok belum bisa dibaca: kolomnya harus column, group, users, boleh juga"
            " period.",
            "Perbaiki baris judul berkas itu; satu baris untuk setiap kelompok.",
        ),
        "en": (
            "The users of each group can't be read: the columns must be column, group, users, and period if needed.",
            "Correct the header of that file; it has one row for each group.",
        ),
    },
    "margins_wrong": {
        "id": (
            "Jumlah pengguna setiap kelompok belum bisa dipakai: ada baris yang tidak bisa dibaca atau berulang.",
            "Isi column dengan salah satu dari {columns}, group dengan nama kelompok, users dengan bilangan bulat;"
            " setiap kelompok sekali.",
        ),
        "en": (
            "The users of each group can't be used: some rows can't be read or stand there twice.",
            "Write one of {columns} as column, the group's name as group, a whole number as users; each group once.",
        ),
    },
    "margins_one_column": {
        "id": (
            "Pascastratifikasi memakai satu kolom saja, tetapi jumlah pengguna diberikan untuk beberapa kolom.",
            'Sisakan satu kolom di berkas itu, atau tulis di skm.toml: [weights] method = "rake".',
        ),
        "en": (
            "Post-stratification takes one column, but users are given for several.",
            'Keep one column in that file, or write in skm.toml: [weights] method = "rake".',
        ),
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
    "database_missing": {
        "id": (
            "table atau query tanpa database: tidak ada yang dibaca.",
            'Tambahkan database = "postgresql://pengguna@server/nama" pada [[period]] ini.',
        ),
        "en": (
            "table or query without database: nothing would be read.",
            'Add database = "postgresql://user@server/name" to this [[period]].',
        ),
    },
    "database_table_or_query": {
        "id": (
            "Basis data memerlukan tepat satu dari table atau query.",
            'Tulis table = "nama_tabel", atau query = "SELECT …", pada [[period]] ini; jangan keduanya.',
        ),
        "en": (
            "A database needs exactly one of table or query.",
            'Write table = "table_name", or query = "SELECT …", in this [[period]]; not both.',
        ),
    },
    "database_kind_unknown": {
        "id": (
            "Alamat basis data ini tidak dikenal; yang dibaca: postgresql, mysql, mariadb, sqlite.",
            'Tulis misalnya database = "postgresql://pengguna@server/nama" atau "sqlite:///data/raw/skm.db".',
        ),
        "en": (
            "This address of a database is not known; those read are postgresql, mysql, mariadb, sqlite.",
            'Write for example database = "postgresql://user@server/name" or "sqlite:///data/raw/skm.db".',
        ),
    },
    "database_option_unknown": {
        "id": (
            "Bagian alamat basis data di belakang tanda tanya tidak dikenal.",
            "Yang boleh: sslmode untuk postgresql; charset dan ssl_ca untuk mysql dan mariadb. Hapus yang lain.",
        ),
        "en": (
            "What stands behind the question mark of the database's address is not known.",
            "Allowed are sslmode for postgresql; charset and ssl_ca for mysql and mariadb. Remove the rest.",
        ),
    },
    "database_password_written": {
        "id": (
            "Kata sandi basis data tertulis di skm.toml, dan berkas itu mudah tersalin ke tempat lain.",
            'Hapus dari alamatnya (database = "postgresql://pengguna@server/nama"), lalu isi variabel lingkungan '
            "SKM_DB_PASSWORD. Ganti kata sandi itu bila skm.toml sudah pernah dikirim.",
        ),
        "en": (
            "The password of a database is written in skm.toml, and that file is easily copied elsewhere.",
            'Remove it from the address (database = "postgresql://user@server/name"), then set the environment '
            "variable SKM_DB_PASSWORD. Change the password if skm.toml was ever sent to anyone.",
        ),
    },
    "nothing_computed": {
        "id": ("Belum ada angka di folder ini.", "Jalankan dulu: skm run"),
        "en": ("There are no figures in this folder yet.", "First: skm run"),
    },
    "followup_columns": {
        "id": (
            "Daftar tindak lanjut atau media tidak bisa dibaca: kolom tidak dikenal, kurang, atau ada dua kali.",
            "Pakai judul kolom ini: {columns}.",
        ),
        "en": (
            "The register of follow-up or media can't be read: a column is unknown, missing, or there twice.",
            "Use these headers: {columns}.",
        ),
    },
    "followup_there": {
        "id": (
            "Daftar tindak lanjut sudah ada; isinya tidak ditimpa.",
            "Tambahkan barisnya di daftar itu, atau tulis ke berkas lain: skm new FOLDER --followup -o RTL.xlsx",
        ),
        "en": (
            "There is a register of follow-up already; it is not overwritten.",
            "Add lines to it, or write to another file: skm new FOLDER --followup -o RTL.xlsx",
        ),
    },
    "followup_cells": {
        "id": (
            "Isi daftar tindak lanjut atau media tidak dikenal.",
            "Tulis unit dan unsur seperti di daftar unit dan kuesioner, status SUDAH, PROSES atau BELUM, tanggal"
            " 2026-03-31 atau 31/3/2026, jenis media: {media}.{hint}",
        ),
        "en": (
            "Cells of the register of follow-up or media are not known.",
            "Write unit and element as in the register of units and the questionnaire, the status SUDAH, PROSES or"
            " BELUM, dates as 2026-03-31 or 31/3/2026, media as: {media}.{hint}",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {
    "unit_meant": {
        "id": 'Apakah "{label}" maksudnya "{name}"?',
        "en": 'Does "{label}" mean "{name}"?',
    },
}
