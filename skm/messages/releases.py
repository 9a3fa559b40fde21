"""What is said of releases, editions and runs that are computed again."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "unknown_timezone": {
        "id": (
            "Zona waktu ini tidak dikenal.",
            'Pakai nama seperti "Asia/Jakarta" (WIB), "Asia/Makassar" (WITA), atau "Asia/Jayapura" (WIT).',
        ),
        "en": (
            "This time zone is not known.",
            'Use a name such as "Asia/Jakarta" (WIB), "Asia/Makassar" (WITA), or "Asia/Jayapura" (WIT).',
        ),
    },
    "release_without_hour": {
        "id": (
            "Waktu embargo harus memuat tanggal dan jam.",
            'Tulis misalnya "2025-12-15 09:00".',
        ),
        "en": (
            "An embargo needs a date and an hour.",
            'Write for instance "2025-12-15 09:00".',
        ),
    },
    "edition_damaged": {
        "id": (
            "Edisi {edition} tidak utuh: angkanya tidak cocok dengan sidik hasilnya, atau berkasnya hilang.",
            "Kembalikan folder edisi itu dari cadangan; edisi yang sudah dirilis tidak pernah diubah.",
        ),
        "en": (
            "Edition {edition} is not whole: its figures do not fit its results hash, or a file is missing.",
            "Bring the folder of the edition back from a copy; a released edition is never changed.",
        ),
    },
    "release_simulated": {
        "id": (
            "Data simulasi tidak bisa dirilis: angkanya bukan jawaban siapa pun.",
            "Rilis hanya untuk survei dengan jawaban asli: skm new FOLDER.",
        ),
        "en": (
            "Simulated data can't be released: nobody gave these answers.",
            "A release is for surveys with real answers: skm new FOLDER.",
        ),
    },
    "release_stale": {
        "id": (
            "Belum bisa dirilis: angka yang ada bukan dari berkas dan setelan yang sekarang.",
            "Jalankan lagi: skm run. Periksa halamannya, lalu ulangi rilis.",
        ),
        "en": (
            "It can't be released: the figures are not of the files and settings as they are now.",
            "Run again: skm run. Look at the page, then release.",
        ),
    },
    "release_embargo_past": {
        "id": (
            "Waktu embargo ini sudah lewat.",
            "Tulis waktu yang akan datang, atau rilis tanpa embargo.",
        ),
        "en": (
            "This embargo lies in the past.",
            "Give a time that is still to come, or release without an embargo.",
        ),
    },
    "release_needs_reason": {
        "id": (
            "Edisi {edition} sudah dirilis; edisi berikutnya perlu alasan. Angka yang berubah: {n}.",
            'Ulangi dengan alasannya: --reason "…". Alasan itu tercetak di bagian atas halaman.',
        ),
        "en": (
            "Edition {edition} has been released; a further one needs a reason. Figures that moved: {n}.",
            'Say it: --reason "…". It is printed on top of the page.',
        ),
    },
    "release_incomplete": {
        "id": (
            "Belum bisa dirilis: unit atau berkas ini tidak memberi angka.",
            "Lengkapi, lalu skm run; atau rilis tanpa mereka, dan halaman akan menyebutkannya: {example}.",
        ),
        "en": (
            "It can't be released: these units or files give no figure.",
            "Complete them, then skm run; or release without them, and the page says so: {example}.",
        ),
    },
    "release_without_present": {
        "id": (
            "Unit ini punya angka, jadi tidak bisa dirilis tanpanya.",
            "Hapus dari --without. Unit yang memang tidak ikut: keluarkan berkasnya, lalu skm run.",
        ),
        "en": (
            "This unit has a figure, so nothing is released without it.",
            "Leave it out of --without. A unit that does not belong: take its file out, then skm run.",
        ),
    },
    "release_without_unknown": {
        "id": (
            "--without menyebut yang tidak kurang: tidak ada unit atau berkas bernama ini tanpa angka.",
            "Periksa ejaannya di daftar unit.",
        ),
        "en": (
            "--without names what is not missing: no unit or file of this name is without a figure.",
            "Look at its spelling in the register of units.",
        ),
    },
    "release_moment_unread": {
        "id": (
            "Waktu ini tidak terbaca.",
            'Tulis tanggal dan jam, misalnya --embargo "2025-12-15 09:00".',
        ),
        "en": (
            "This time can't be read.",
            'Write date and hour, such as --embargo "2025-12-15 09:00".',
        ),
    },
    "release_units_loose": {
        "id": (
            "Nama ini berdiri tanpa --without.",
            'Tulis --without di depannya: --without "Puskesmas 07".',
        ),
        "en": (
            "This name stands without --without.",
            'Write --without before it: --without "Puskesmas 07".',
        ),
    },
    "reproduce_no_record": {
        "id": (
            "Ini bukan catatan proses (run.json) dari versi program ini.",
            "Tunjuk data/processed/run.json di folder survei; bila belum ada, jalankan skm run.",
        ),
        "en": (
            "This is no record of a run (run.json) of this version of the program.",
            "Name data/processed/run.json of a survey folder; if there is none, skm run.",
        ),
    },
    "reproduce_no_folder": {
        "id": (
            "Tidak diketahui folder survei mana yang dimaksud catatan ini.",
            "Sebutkan foldernya: --folder FOLDER.",
        ),
        "en": (
            "Nobody knows which survey folder this record belongs to.",
            "Name the folder: --folder FOLDER.",
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {}

HELP: dict[str, dict[str, str]] = {
    "release": {
        "id": "Merilis satu periode: membekukan halaman, berkas humas, angka, dan sidik hasilnya sebagai edisi.",
        "en": "Releases a period: freezes pages, the press kit, the figures and their hash as an edition.",
    },
    "release_period": {"id": "Periode yang dirilis, misalnya 2025.", "en": "The period to release, such as 2025."},
    "release_embargo": {
        "id": 'Tanggal dan jam berakhirnya embargo, misalnya "2025-12-15 09:00".',
        "en": 'Date and hour at which the embargo ends, such as "2025-12-15 09:00".',
    },
    "release_reason": {
        "id": "Alasan edisi berikutnya; tercetak di atas halaman.",
        "en": "Why there is a further edition; printed on top of the page.",
    },
    "release_without": {
        "id": "Unit (atau berkas yang ditolak) yang tidak ikut; halaman menyebutkannya.",
        "en": "Units (or refused files) that it goes without; the page says so.",
    },
    "reproduce": {
        "id": "Menghitung ulang satu proses (run.json) dan membandingkan semua berkasnya, bita demi bita.",
        "en": "Computes a run (run.json) again and compares every file, byte for byte.",
    },
    "reproduce_record": {"id": "data/processed/run.json.", "en": "data/processed/run.json."},
    "reproduce_folder": {
        "id": "Folder survei, bila run.json tidak berada di dalamnya.",
        "en": "The survey folder, where run.json does not lie in it.",
    },
    "check_text": {
        "id": "Memeriksa teks suntingan (md, txt, docx, atau - untuk masukan standar) terhadap angka survei.",
        "en": "Checks an edited text (md, txt, docx, or - for standard input) against the figures of the survey.",
    },
    "check_text_files": {"id": "Berkas teks; - untuk masukan standar.", "en": "Text files; - for standard input."},
    "check_text_period": {
        "id": "Periode teks itu; tanpa ini semua periode folder boleh disebut.",
        "en": "The period of the text; without it every period of the folder may be named.",
    },
}

RELEASE_WORDS: dict[str, dict[str, str]] = {
    "id": {
        "released": "Edisi {edition} periode {period} dirilis: {folder}. Sidik hasil {hash}.",
        "revised": "Angka yang berubah sejak edisi sebelumnya: {n}.",
        "moved": "Angka rilis {period} berubah sejak edisi {edition}: {n}. Halaman resmi tetap; lihat {draft}.",
        "kept": "Unit yang rinciannya tidak ditampilkan, sebab sebagian koreksinya dapat menyangkut kurang dari "
        "{minimum} orang: {{n}}. Selisih dua edisi akan memperlihatkan sebaran jawaban, profil dan layanan mereka. "
        "Nilai dan jumlah responden tetap tampil; rincian tampil lagi bila bersama koreksi berikutnya mencapai "
        "{minimum} orang.",
        "added": "Berkas tambahan atau suntingan yang ikut dibekukan apa adanya: {n}.",
        "more": "dan {n} lagi",
        "reproduced": "Semua berkas sama, bita demi bita: {same} dari {all}.",
        "not_reproduced": "Tidak semua berkas sama: {same} dari {all}.",
        "differs_input": "Masukan berubah: {name}.",
        "differs_gone": "Masukan tidak ada lagi: {name}.",
        "differs_settings": "Setelan berubah: {name}. Yang dihitung adalah setelan dari run.json.",
        "differs_version": "Versi lain: {name} {recorded}, sekarang {found}.",
        "differs_output": "Berbeda: {name}.",
        "differs_missing": "Tidak dihasilkan lagi: {name}.",
        "differs_new": "Baru: {name}.",
    },
    "en": {
        "released": "Edition {edition} of period {period} is released: {folder}. Results hash {hash}.",
        "revised": "Figures that changed since the edition before: {n}.",
        "moved": "Figures of {period} moved since edition {edition}: {n}. The official page stands; see {draft}.",
        "kept": "Units whose detail is not told, since a part of their correction may concern fewer than {minimum} "
        "people: {{n}}. The difference of two editions would show the answers, profile and services of these. Index "
        "and number of respondents stand; the detail is told again once, with later corrections, it concerns "
        "{minimum} or more.",
        "added": "Added or edited files that were frozen as they are: {n}.",
        "more": "and {n} more",
        "reproduced": "Every file is the same, byte for byte: {same} of {all}.",
        "not_reproduced": "Not every file is the same: {same} of {all}.",
        "differs_input": "An input changed: {name}.",
        "differs_gone": "An input is gone: {name}.",
        "differs_settings": "The settings changed: {name}. Computed with those of run.json.",
        "differs_version": "Another version: {name} {recorded}, now {found}.",
        "differs_output": "Differs: {name}.",
        "differs_missing": "No longer made: {name}.",
        "differs_new": "New: {name}.",
    },
}
