"""Messages about tallies as files, answers that are counted where they are, and how long counting takes."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "no_tally_file": {
        "id": (
            "Berkas ini bukan rekap hitungan dari skm.",
            "Buat rekap dengan skm tally BERKAS -o rekap.parquet, lalu berikan berkas itu.",
        ),
        "en": (
            "This file is no tally of skm.",
            "Make one with skm tally FILE -o part.parquet, and give that file.",
        ),
    },
    "tally_damaged": {
        "id": (
            "Rekap ini tidak bisa dipakai: jumlah di dalamnya saling bertentangan, atau keterangannya tidak lengkap.",
            "Minta pengirim membuat rekap itu sekali lagi dengan skm tally, tanpa menyuntingnya.",
        ),
        "en": (
            "This tally can't be used: its sums contradict each other, or what it says of them is not whole.",
            "Ask the sender to make it again with skm tally, and not to edit it.",
        ),
    },
    "tally_other_survey": {
        "id": (
            "Rekap ini tidak bisa dipakai di survei ini: unsur atau bobotnya lain dari skm.toml.",
            "Samakan [[element]] di skm.toml pengirim dan penerima, lalu buat rekap itu sekali lagi.",
        ),
        "en": (
            "This tally can't be used in this survey: its elements or weights are not those of skm.toml.",
            "Use the same [[element]] in both skm.toml, then make the tally again.",
        ),
    },
    "tally_too_small": {
        "id": (
            "Rekap tidak bisa dikasarkan: hanya ada {n} responden, sedangkan sel terkecil adalah {minimum}.",
            "Gabungkan dulu dengan rekap lain, atau kirim setelah jawaban bertambah.",
        ),
        "en": (
            "The tally can't be coarsened: there are only {n} respondents, and the smallest cell is {minimum}.",
            "Merge it with another one first, or send it when there are more answers.",
        ),
    },
    "tally_other_units": {
        "id": (
            "Rekap tidak bisa dikasarkan: ada unit dengan kode yang dipakai untuk unit-unit kecil bersama.",
            "Beri unit itu kode lain, lalu buat rekapnya sekali lagi.",
        ),
        "en": (
            "The tally can't be coarsened: a unit has the code that small units get together.",
            "Give that unit another code, then make the tally again.",
        ),
    },
    "tallies_several": {
        "id": (
            "Berkas-berkas ini menanyakan hal yang berbeda, jadi bukan satu rekap.",
            "Buat satu rekap untuk setiap kuesioner.",
        ),
        "en": (
            "These files ask different questions, so they are not one tally.",
            "Make a tally for each questionnaire.",
        ),
    },
    "tally_output": {
        "id": ("Rekap ditulis sebagai berkas Parquet.", "Beri nama yang berakhir .parquet sesudah -o."),
        "en": ("A tally is written as a Parquet file.", "Give a name that ends in .parquet behind -o."),
    },
    "rule_dropped_by_sender": {
        "id": (
            "Baris yang sudah dibuang pengirim rekap, sebanyak yang tertulis.",
            "Tanyakan kepada pengirimnya bila jumlahnya mengejutkan.",
        ),
        "en": (
            "Rows that the sender of the tally left out, as many as it says.",
            "Ask the sender where the number is a surprise.",
        ),
    },
    "rule_small_units_together": {
        "id": (
            "Unit kecil dari rekap ini menjadi satu unit, tanpa wilayah dan perangkat daerah, bersama unit kecil dari "
            "rekap lain; namanya di laporan: Unit kecil (digabung).",
            "Minta rekap yang utuh bila unit-unit itu harus tampil sendiri.",
        ),
        "en": (
            "The small units of this tally are one unit, without region or agency, together with those of other "
            "tallies; reports call it Small units (together).",
            "Ask for the tally as it was where these units must stand alone.",
        ),
    },
    "rule_unit_in_several_tallies": {
        "id": (
            "Unit ini ada di beberapa rekap untuk periode yang sama, dan respondennya dijumlahkan.",
            "Bila yang satu adalah kiriman ulang dari yang lain, hapus yang lama: orangnya terhitung dua kali.",
        ),
        "en": (
            "This unit stands in several tallies of the same period, and their respondents are added up.",
            "Where one of them was sent again with more answers, remove the older one: its people count twice.",
        ),
    },
    "spark_rows": {
        "id": (
            'Di mesin spark baris tidak bernomor: koreksi, klaster dan duplicates = "drop" tidak bisa dijalankan.',
            'Pakai --engine duckdb, atau duplicates = "flag".',
        ),
        "en": (
            'On the engine spark rows have no numbers: corrections, clusters and duplicates = "drop" can\'t be done.',
            'Use --engine duckdb, or duplicates = "flag".',
        ),
    },
    "rule_duplicates_not_sought": {
        "id": (
            "Jawaban dihitung di tempatnya, jadi jawaban ganda tidak dicari.",
            "Periksa jawaban ganda di tempat asalnya.",
        ),
        "en": (
            "The answers were counted where they are, so repeated ones were not looked for.",
            "Look for repeated answers where they are kept.",
        ),
    },
    "rule_not_read_there": {
        "id": (
            "Spark tidak membaca berkas ini seperti duckdb, jadi duckdb yang membacanya.",
            "Ubah berkas itu menjadi Parquet, satu baris per responden, tanpa baris jumlah, bila terlalu besar.",
        ),
        "en": (
            "Spark does not read this file as duckdb does, so duckdb read it.",
            "Make it a Parquet file, a row for each respondent and no totals, where it is too large.",
        ),
    },
    "rule_rows_stay_there": {
        "id": (
            "Basis data yang menghitung, baris tetap di sana: ulangan tidak dicari, responses.parquet tidak ditulis "
            '(counted = "here" membaca barisnya).',
            'Tulis counted = "here" pada [[period]] bila barisnya boleh dibaca.',
        ),
        "en": (
            "The database counted, no row left it: repeated answers not looked for, no responses.parquet "
            '(counted = "here" reads rows).',
            'Write counted = "here" in the [[period]] where its rows may be read.',
        ),
    },
    "rule_not_counted_there": {
        "id": (
            'Jawaban tidak bisa dihitung di basis data, jadi barisnya dibaca (counted = "database" melarangnya).',
            "Lihat docs/cli.md untuk yang bisa dihitung di sana.",
        ),
        "en": (
            "The answers could not be counted in the database, so their rows were read "
            '(counted = "database" forbids it).',
            "See docs/cli.md for what can be counted there.",
        ),
    },
    "not_countable_there": {
        "id": (
            "Basis data tidak bisa menghitung jawaban ini sendiri: {reason}. "
            'Dengan counted = "database" barisnya tidak dibaca.',
            "Hapus counted pada [[period]] bila barisnya boleh dibaca, atau ubah yang disebut di atas.",
        ),
        "en": (
            'The database can\'t count these answers itself: {reason}. With counted = "database" no row is read.',
            "Take counted out of the [[period]] where rows may be read, or change what is named above.",
        ),
    },
    "rule_coarsened": {
        "id": (
            "Rekap ini dikasarkan pengirim: sel kecil digabung atau tinggal hitungannya.",
            "Minta rekap yang utuh bila rinciannya diperlukan.",
        ),
        "en": (
            "The sender coarsened this tally: small cells stand together, or only their counts are left.",
            "Ask for the tally as it was where its details are needed.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {
    "seconds_left": {"id": "{rate}/detik, sisa sekitar {n} detik", "en": "{rate}/s, about {n} seconds left"},
    "minutes_left": {"id": "{rate}/detik, sisa sekitar {n} menit", "en": "{rate}/s, about {n} minutes left"},
    "counted_there": {"id": "dihitung di basis data", "en": "counted in the database"},
    "rows_needed": {
        "id": "perlu baris satu per satu",
        "en": "single rows are needed",
    },
    "dates_needed": {
        "id": "tanggal di luar periode, atau teks",
        "en": "dates outside the period, or texts",
    },
    "lists_needed": {
        "id": "kolom JSON atau daftar",
        "en": "a column of JSON or lists",
    },
    "personal_names": {
        "id": "nomor pribadi di kolom nama",
        "en": "private numbers in a column of names",
    },
    "tally_taken": {
        "id": "rekap hitungan: baris di sini adalah responden",
        "en": "a tally: rows here are respondents",
    },
    "other_units": {"id": "Unit kecil (digabung)", "en": "Small units (together)"},
    "other_groups": {"id": "kelompok kecil (digabung)", "en": "small groups (together)"},
    "lost_clusters": {
        "id": "{n} klaster sampel (rentang dihitung tanpa klaster)",
        "en": "{n} sample clusters (intervals are computed without them)",
    },
    "lost_units": {"id": "{n} unit kecil menjadi satu", "en": "{n} small units are one"},
    "lost_services": {"id": "{n} layanan tanpa nama sendiri", "en": "{n} services have no name of their own"},
    "lost_groups": {"id": "{n} kelompok responden digabung", "en": "{n} groups of respondents stand together"},
    "lost_patterns": {
        "id": "{n} baris pola jawaban kosong tinggal hitungannya",
        "en": "of {n} lines of blank patterns only counts are left",
    },
    "lost_intervals": {
        "id": "{n} sel tanpa rentang ketidakpastian",
        "en": "{n} cells have no interval any more",
    },
    "lost_respondents": {"id": "{n} responden tidak ikut", "en": "{n} respondents are left out"},
    "tally_lost": {"id": "Yang hilang: {lost}.", "en": "What was lost: {lost}."},
    "tally_identifies": {
        "id": "{lines} sel berisi kurang dari {minimum} responden (seluruhnya {n}) dan bisa menunjuk orang; sebelum"
        " dikirim keluar kantor, pakai --coarsen.",
        "en": "{lines} cells hold fewer than {minimum} respondents ({n} in all) and may be persons; before it leaves"
        " the office, use --coarsen.",
    },
    "tally_safe": {
        "id": "Tidak ada sel di bawah {minimum} responden.",
        "en": "No cell holds fewer than {minimum} respondents.",
    },
    "tally_written": {
        "id": "{file}: {rows} responden, {units} unit, {lines} baris.",
        "en": "{file}: {rows} respondents, {units} units, {lines} lines.",
    },
    "tally_shared": {
        "id": "Periksa: {n} unit ada di lebih dari satu rekap untuk periode yang sama dan dijumlahkan: {names}. Bila"
        " sebuah rekap dikirim ulang setelah jawaban bertambah, pakai yang terbaru saja: bila tidak, orangnya terhitung"
        " dua kali. Bila namanya kebetulan sama, bedakan kodenya.",
        "en": "Look: {n} units stand in more than one tally of the same period and are added up: {names}. Where a tally"
        " was sent again with more answers, give the newest alone, or its people count twice. Where only the names are"
        " alike, give them other codes.",
    },
}
