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
    "counts_need_available": {
        "id": (
            'Tabel frekuensi dengan jawaban kosong tidak bisa dihitung dengan missing = "{policy}":'
            " tidak diketahui siapa yang mengosongkan apa.",
            'Pakai missing = "available" pada [survey] di skm.toml, atau kirim jawaban per responden.',
        ),
        "en": (
            'A table of counts with blank answers can\'t be computed with missing = "{policy}":'
            " nobody knows who left what blank.",
            'Use missing = "available" under [survey] in skm.toml, or send the answers of each respondent.',
        ),
    },
    "counts_without_rows": {
        "id": (
            "Sebagian responden hanya diketahui jumlah jawabannya (tabel frekuensi): mereka tidak bisa diberi bobot.",
            "Pilih unit dan periode yang datanya per responden.",
        ),
        "en": (
            "Of some respondents only the totals of the answers are known (a table of counts): they can't be weighted.",
            "Choose units and periods with a row for each respondent.",
        ),
    },
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
    "scale_not_seen": {
        "id": (
            "Berkas belum bisa dipakai: skm.toml memetakan skala {points}, tetapi jawaban tertinggi di berkas ini"
            " {top}."
            " Bisa jadi kuesionernya memakai skala lain.",
            'Bila memang skala {points}, sebutkan berkasnya: [scale] files = ["{file}"]; bila bukan, sebutkan hanya'
            " berkas yang memakai skala itu.",
        ),
        "en": (
            "The file can't be used: skm.toml maps the scale {points}, but the highest answer in this file is {top}."
            " Its questionnaire may have another scale.",
            'If it is the scale {points}, name the file: [scale] files = ["{file}"]; if not, name there only the files'
            " with that scale.",
        ),
    },
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
    "scores_off_scale": {
        "id": (
            "Tabel belum bisa dihitung: {n} nilai bukan salah satu dari {known}.",
            "Perbaiki nilainya, atau kosongkan bila tidak dijawab.",
        ),
        "en": (
            "The table can't be counted: {n} scores are none of {known}.",
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
            'Sebutkan di skm.toml, misalnya: [columns] requirements = "Pertanyaan 1".{lines}',
        ),
        "en": (
            "No column is recognised as a service element.",
            'Name them in skm.toml, such as: [columns] requirements = "Pertanyaan 1".{lines}',
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
            'Sebutkan di skm.toml kolom mana unsur apa, misalnya: [columns] {example} = "judul kolom"; '
            'yang bukan unsur: ignored = ["judul kolom"].{lines}',
        ),
        "en": (
            "The elements {missing} are not found, while unknown columns hold answers 1–4.",
            'Say in skm.toml which column is which, such as: [columns] {example} = "column header"; '
            'those that are no element: ignored = ["column header"].{lines}',
        ),
    },
    "told_beside_others": {
        "id": (
            "Unsur {elements} hanya dikenali dari kata-katanya, padahal ada kolom jawaban lain yang tak dikenal.",
            'Sebutkan di skm.toml kolom mana unsur apa; yang bukan unsur: [columns] ignored = ["judul kolom"].{lines}',
        ),
        "en": (
            "The elements {elements} are known by their words only, while another column of answers is not known.",
            'Say in skm.toml which column is which; those that are no element: [columns] ignored = ["column header"].'
            "{lines}",
        ),
    },
    "legend_turned": {
        "id": (
            "Keterangan di berkas ini membalik urutan nilai: tanda yang rendah berarti baik, yang tinggi berarti"
            " buruk.",
            'Tetapkan arti setiap tanda di skm.toml, misalnya: [answers.all] "1" = 4, "2" = 3, "3" = 2, "4" = 1.',
        ),
        "en": (
            "A legend in this file turns the scale round: its low signs are good and its high ones bad.",
            'Say in skm.toml what each sign is, such as: [answers.all] "1" = 4, "2" = 3, "3" = 2, "4" = 1.',
        ),
    },
    "header_names_several": {
        "id": (
            "Judul kolom ini menyebut beberapa unsur sekaligus: {elements}.",
            'Sebutkan unsurnya di skm.toml: [columns] requirements = "judul kolom"; '
            'bila tidak dipakai: ignored = ["judul kolom"].',
        ),
        "en": (
            "This header names several elements at once: {elements}.",
            'Say in skm.toml which one it is: [columns] requirements = "column header"; '
            'if none: ignored = ["column header"].',
        ),
    },
    "other_survey": {
        "id": (
            "Ini kuesioner {survey}, bukan SKM: skala dan batas nilainya lain, sehingga tidak dihitung sebagai IKM.",
            "Keluarkan berkas ini dari data/raw/, atau minta berkas SKM kepada unitnya.",
        ),
        "en": (
            "This is the questionnaire of the {survey}, not of the SKM: other questions, other bounds, no IKM.",
            "Take the file out of data/raw/, or ask the unit for its SKM file.",
        ),
    },
    "other_regulation": {
        "id": (
            "Pertanyaan berkas ini adalah unsur menurut {title}, bukan peraturan yang dipakai survei ini.",
            'Bila benar, tulis di skm.toml, di [survey] atau di [[period]]: regulation = "{fits}"',
        ),
        "en": (
            "The questions of this file are the elements of {title}, not of the regulation of this survey.",
            'If that is right, write in skm.toml, in [survey] or in [[period]]: regulation = "{fits}"',
        ),
    },
    "mixed_regulations": {
        "id": (
            "Berkas ini memuat semua unsur {one} dan, di sampingnya, unsur {other}.",
            "Kolom yang tidak dihitung, sebutkan di skm.toml: [columns] ignored = [{ignored}]; "
            "yang dihitung, tetapkan sebagai unsur sendiri dengan [[element]].",
        ),
        "en": (
            "This file holds all elements of {one} and, beside them, elements of {other}.",
            "Name the columns that do not count in skm.toml: [columns] ignored = [{ignored}]; "
            "those that do, declare as elements of your own with [[element]].",
        ),
    },
    "importance_answers": {
        "id": (
            "Kolom ini menanyakan kepentingan atau harapan, bukan kepuasan; itu tidak masuk IKM.",
            "Keluarkan kolomnya dari [columns] di skm.toml, atau sebutkan: [columns] ignored = [{questions}].",
        ),
        "en": (
            "This column asks how important something is, not how satisfied people are; that is no part of the IKM.",
            "Take it out of [columns] in skm.toml, or name it: [columns] ignored = [{questions}].",
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
    "unknown_label": {
        "id": (
            "Berkas belum bisa dipakai: {n} jawaban memakai label yang tidak dikenal.",
            'Perbaiki berkas, atau tambahkan di skm.toml: [answers.{key}] "{label}" = …{lines}',
        ),
        "en": (
            "The file can't be used: {n} answers have a label that is not known.",
            'Correct the file, or add to skm.toml: [answers.{key}] "{label}" = …{lines}',
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
    "date_order_open": {
        "id": (
            "Berkas ini belum bisa dipakai: tanggalnya bisa dibaca hari dahulu atau bulan dahulu, dan itu menentukan "
            "periodenya.",
            'Tambahkan di skm.toml: [[file]] match = "{file}" dates = "dmy" (hari dahulu) atau "mdy" (bulan dahulu).',
        ),
        "en": (
            "This file can't be used yet: its dates can be read day first or month first, and the period depends on"
            " it.",
            'Add to skm.toml: [[file]] match = "{file}" dates = "dmy" (day first) or "mdy" (month first).',
        ),
    },
    "dates_contradict": {
        "id": (
            "Berkas ini belum bisa dipakai: sebagian tanggal hanya mungkin hari dahulu, sebagian hanya bulan dahulu.",
            'Perbaiki tanggalnya, atau tambahkan di skm.toml: [[file]] match = "{file}" dates = "dmy" atau "mdy"; '
            "tanggal yang tidak cocok lalu dikosongkan.",
        ),
        "en": (
            "This file can't be used yet: some dates are possible only day first, others only month first.",
            'Correct the dates, or add to skm.toml: [[file]] match = "{file}" dates = "dmy" or "mdy"; '
            "dates that do not fit are then blanked.",
        ),
    },
    "dates_half_converted": {
        "id": (
            "Berkas ini belum bisa dipakai: Excel tampaknya menukar hari dan bulan. Tanggal yang sudah diubah semuanya "
            "berhari 1 sampai 12, yang masih teks semuanya di atas 12.",
            "Ekspor ulang dari formulir dan buka sebagai teks, atau bila tanggalnya benar tambahkan di skm.toml: "
            '[[file]] match = "{file}" dates = "dmy".',
        ),
        "en": (
            "This file can't be used yet: Excel seems to have exchanged day and month. The dates that it converted all "
            "have a day of 1 to 12, those left as text all one above 12.",
            "Export it again and open it as text, or, if the dates are right, add to skm.toml: "
            '[[file]] match = "{file}" dates = "dmy".',
        ),
    },
    "dates_missing": {
        "id": (
            "Berkas ini belum bisa dipakai: tanggal menentukan periodenya, tetapi {n} dari {total} baris tidak "
            "bertanggal.",
            'Taruh berkas di folder periode, atau tambahkan di skm.toml: [[file]] match = "{file}" period = "2025".',
        ),
        "en": (
            "This file can't be used yet: dates decide its period, but {n} of {total} rows have none.",
            'Put the file into a folder of its period, or add to skm.toml: [[file]] match = "{file}" period = "2025".',
        ),
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
    "period_regulation": {
        "id": (
            "Berkas ini belum bisa dipakai: periode {period} memakai peraturan {regulation}, tetapi kolomnya dikenali "
            "menurut {used}.",
            'Pisahkan per periode, misalnya data/raw/{period}/, atau tambahkan di skm.toml: [[file]] match = "{file}" '
            'period = "{period}".',
        ),
        "en": (
            "This file can't be used yet: period {period} follows {regulation}, but its columns were recognised by "
            "{used}.",
            'Part it by period, such as data/raw/{period}/, or add to skm.toml: [[file]] match = "{file}" '
            'period = "{period}".',
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
            "Keluarkan salah satunya dari data/raw/. Bila dua kantor memang menjawab sama persis, tambahkan kolom Unit "
            "berisi nama kantor di setiap berkas.",
        ),
        "en": (
            "The same file is there twice, so its people would count twice; the second one is not counted.",
            "Take one of them out of data/raw/. If two offices did answer exactly alike, add a column Unit with the"
            " name "
            "of the office to each file.",
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
    "error_cells": {
        "id": (
            "{n} sel jawaban berisi kesalahan rumus, bukan jawaban.",
            "Perbaiki rumusnya di berkas asal, atau kosongkan selnya; jika artinya tidak dijawab, tambahkan di"
            " skm.toml:"
            ' [answers] blank = ["{label}"].',
        ),
        "en": (
            "{n} answer cells hold the error of a formula, and no answer.",
            "Correct the formula in the file, or empty the cells; where it means no answer, add to skm.toml:"
            ' [answers] blank = ["{label}"].',
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
    "table_transposed": {
        "id": (
            "Unsur berada di baris dan responden di kolom.",
            "Putar tabelnya: di Excel, salin lalu Tempel Khusus > Ubah Susunan (Transpose), sehingga satu baris"
            " berisi satu responden.",
        ),
        "en": (
            "Elements stand in rows and respondents in columns.",
            "Turn the table: in Excel, copy, then Paste Special > Transpose, so that a row is a respondent.",
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
    "rule_sheet_not_read": {
        "id": ("Lembar ini tidak berisi satu baris per responden; tidak dibaca.", "Bila berisi jawaban, susun ulang."),
        "en": (
            "This sheet does not hold a row for each respondent; it is not read.",
            "If it has answers, rearrange it.",
        ),
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
    "review_mapped_scale": {
        "id": (
            "Tanda untuk ditelaah belum bisa dibuat: jawaban survei ini dipetakan dari skala lain.",
            "Gunakan hanya untuk kuesioner dengan skala 1 sampai 4.",
        ),
        "en": (
            "No marks to look at can be made: the answers of this survey are mapped from another scale.",
            "Use them for questionnaires with the scale 1 to 4 only.",
        ),
    },
    "sample_population": {
        "id": (
            'Ukuran sampel tidak bisa dihitung dari "{value}": perlu bilangan bulat di atas nol.',
            "Tulis jumlah pengguna layanan dalam satu periode, misalnya: skm sample 2400",
        ),
        "en": (
            'No sample size follows from "{value}": a whole number above zero is needed.',
            "Write the users of the service in one period, such as: skm sample 2400",
        ),
    },
    "sample_points": {
        "id": (
            'Ukuran sampel tidak bisa dihitung dengan "{value}": perlu bilangan poin indeks di atas nol.',
            "Tulis misalnya --margin 2,5 atau --spread 13, atau nama folder survei setelah --spread.",
        ),
        "en": (
            'No sample size follows from "{value}": a number of index points above zero is needed.',
            "Write --margin 2.5 or --spread 13, say, or a survey folder after --spread.",
        ),
    },
    "sample_method": {
        "id": ('Cara pembagian "{name}" tidak dikenal.', "Pilih salah satu: {known}."),
        "en": ('The allocation "{name}" is not known.', "Choose one of: {known}."),
    },
    "sample_service": {
        "id": (
            'Layanan "{value}" belum bisa dipakai: perlu nama dan jumlah pengguna, setiap layanan sekali.',
            'Tulis misalnya --service "Perizinan=1200".',
        ),
        "en": (
            'The service "{value}" can\'t be used: a name and its users are needed, each service once.',
            'Write --service "Permits=1200", say.',
        ),
    },
    "sample_services": {
        "id": (
            "Jumlah pengguna semua layanan ({total}) tidak sama dengan jumlah pengguna ({users}).",
            "Perbaiki salah satunya, atau tulis layanannya saja.",
        ),
        "en": (
            "The users of the services ({total}) do not add up to the users ({users}).",
            "Correct one of them, or give the services alone.",
        ),
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
    "nothing_computed": {
        "id": ("Belum ada angka di folder ini.", "Jalankan dulu: skm run"),
        "en": ("There are no figures in this folder yet.", "First: skm run"),
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
    "heavy_ceiling": {
        "id": "tanpa rentang 95 % ({top} dari {n} responden memberi nilai tertinggi pada semua unsur, kurang dari"
        " {few} responden)",
        "en": "no 95% interval ({top} of {n} respondents gave the highest score throughout, fewer than {few}"
        " respondents)",
    },
    "indices_equal": {
        "id": "rentang 95 % tidak dapat dihitung (indeks semua responden sama)",
        "en": "no 95% interval can be computed (all respondents have the same index)",
    },
    "nobody_answered": {"id": "tidak ada jawaban", "en": "no answers"},
    "counts_only": {
        "id": "tanpa rentang 95 % (hanya banyaknya jawaban yang diketahui, bukan jawaban setiap responden)",
        "en": "no 95% interval (only the totals of the answers are known, not each respondent's)",
    },
    "rows_are_respondents": {
        "id": "tabel frekuensi: baris di sini adalah responden",
        "en": "a table of counts: rows here are respondents",
    },
    "counts_only_units": {
        "id": "tanpa rentang 95 % (hanya banyaknya jawaban yang diketahui dari: {names})",
        "en": "no 95% interval (only the totals of the answers are known of: {names})",
    },
    "mapped_scale": {
        "id": (
            "kuesioner memakai skala {points} pilihan; setiap jawaban dipetakan ke nilai 1–4 ({map}) menurut ketetapan"
            " survei ini, bukan peraturan; hanya bisa dibandingkan dengan angka dari skala dan peta yang sama"
        ),
        "en": (
            "the questionnaire has a scale of {points} points; each answer is mapped to a score from 1 to 4 ({map}) as"
            " this survey sets it, not the regulation; it compares only with figures of the same scale and map"
        ),
    },
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
    "register_line": {"id": '"{name}" (baris {row})', "en": '"{name}" (row {row})'},
    "alias_to_accept": {
        "id": 'Mungkin {units}: bila benar, tambahkan alias "{label}" pada baris itu di units.csv.',
        "en": 'Perhaps {units}: if so, add the alias "{label}" on that row of units.csv.',
    },
    "unit_from": {"id": "baru ada sejak {begin}", "en": "exists since {begin}"},
    "unit_to": {"id": "hanya sampai {end}", "en": "exists until {end}"},
    "unit_successor": {"id": "; penerusnya {name}", "en": "; its successor is {name}"},
    "cell_differs": {"id": "isi selnya lain dari from", "en": "the cell is not what from says"},
    "no_such_file": {"id": "berkas ini tidak ada", "en": "there is no such file"},
    "several_files": {"id": "beberapa berkas cocok", "en": "several files fit"},
    "no_such_column": {"id": "kolom ini tidak ada atau tidak dibaca", "en": "no such column, or it is not read"},
    "several_columns": {"id": "beberapa kolom atau lembar cocok", "en": "several columns or sheets fit"},
    "personal_column": {"id": "kolom data pribadi tidak dikoreksi", "en": "columns of personal data are not corrected"},
    "no_such_row": {"id": "baris ini tidak ada di antara jawaban", "en": "no such row among the answers"},
    "cell_twice": {"id": "sel ini dikoreksi dua kali", "en": "this cell is corrected twice"},
    "several_services": {
        "id": "satu orang dapat menilai beberapa layanan, jadi jumlah n layanan dapat melebihi n unit",
        "en": "one person may rate several services, so the n of services may add up to more than that of the unit",
    },
    "outside_family": {
        "id": "{start} ke {end}: {n} unit tidak ikut uji bersama (responden terlalu sedikit atau tanpa rentang)",
        "en": "{start} to {end}: left out of the joint test (too few respondents, or no interval): {n}",
    },
    "weighted_beside": {
        "id": "dibobot menurut jumlah pengguna ({columns}); berdampingan dengan angka resmi, tidak menggantikannya",
        "en": "weighted to the users by {columns}; it stands beside the official figure and does not replace it",
    },
    "weighted_refused": {
        "id": "tidak dibobot: n efektif {n_eff}, efek desain {deff} (paling sedikit {n_eff_least}, paling banyak"
        " {deff_most})",
        "en": "not weighted: effective n {n_eff}, design effect {deff} (at least {n_eff_least}, at most {deff_most})",
    },
    "none_apart": {
        "id": "tidak ada unsur terendah yang dapat dibedakan dari semua unsur lain",
        "en": "no lowest element can be told apart from all the others",
    },
    "too_few_for_lowest": {
        "id": "responden terlalu sedikit untuk menyebut unsur terendah",
        "en": "too few respondents to call an element lowest",
    },
    "order_assumed_lowest": {
        "id": "termasuk terendah, tetapi tidak disebut: urutan U8 dan U9 baru diduga ([columns] order di skm.toml)",
        "en": "among the lowest, but not named: the order of U8 and U9 is only assumed ([columns] order in skm.toml)",
    },
    "importance_refused": {
        "id": (
            "tingkat kepentingan tidak dihitung: perlu pertanyaan kepuasan keseluruhan yang terpisah; terhadap"
            " indeks itu"
            " sendiri setiap unsur hanya memperoleh bobotnya"
        ),
        "en": (
            "no importance: it needs a separate question on overall satisfaction; against the index itself each element"
            " only gets its weight"
        ),
    },
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


def spoken_number(value: float, language: str = "id", places: int = 0) -> str:
    """Return a number as a sentence says it: decimals after a comma in Indonesian, thousands parted.

    Examples
    --------
    >>> spoken_number(2400), spoken_number(5.43, "id", 1), spoken_number(2400.5, "en", 1)
    ('2.400', '5,4', '2,400.5')
    """
    text = f"{value:,.{places}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


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
    "compare": {
        "id": "Tabel perubahan antara dua periode, atau antara dua berkas.",
        "en": "The change table of two periods, or of two files.",
    },
    "report": {
        "id": "Halaman laporan sekali lagi, dari angka yang sudah diolah.",
        "en": "The pages again, from the processed figures.",
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

# Sentences of results that are told in words. code: {language: text}
SENTENCES: dict[str, dict[str, str]] = {
    "sample_krejcie-morgan": {
        "id": "{users} pengguna: perlu {sample} responden (Krejcie–Morgan). Margin ±{margin} poin.",
        "en": "{users} users: ask {sample} (Krejcie–Morgan). Margin ±{margin} points.",
    },
    "sample_margin": {
        "id": "{users} pengguna: perlu {sample} responden untuk margin ±{margin} poin.",
        "en": "{users} users: ask {sample} for a margin of ±{margin} points.",
    },
    "sample_have": {
        "id": "Sudah ada {have} responden: margin ±{margin} poin; kurang {missing} responden.",
        "en": "You have {have} respondents: margin ±{margin} points; {missing} more are needed.",
    },
    "sample_enough": {
        "id": "Sudah ada {have} responden: margin ±{margin} poin; cukup.",
        "en": "You have {have} respondents: margin ±{margin} points; that is enough.",
    },
    "sample_cost": {
        "id": "Margin satu poin lebih kecil: {more} responden lagi.",
        "en": "A margin one point smaller: {more} respondents more.",
    },
    "sample_service": {
        "id": "  {service}: {sample} dari {users} pengguna; margin ±{margin} poin.",
        "en": "  {service}: {sample} of {users} users; margin ±{margin} points.",
    },
    "sample_spread": {
        "id": "Margin berlaku untuk sampel acak, 95 %, dengan simpangan baku {spread} poin antarresponden.",
        "en": "Margins hold for a random sample, 95 %, and {spread} points of standard deviation between respondents.",
    },
}

# What the marks of a unit's forms say; `skm.quality_flags` puts REVIEW before the ones that stand out.
REVIEW = {"id": "Perlu ditelaah: ", "en": "To be looked at: "}
EVIDENCE: dict[str, dict[str, str]] = {
    "blanks": {
        "id": "{value} % jawaban kosong; terbanyak pada {elements} ({most} %).",
        "en": "{value} % of the answers are blank; most in {elements} ({most} %).",
    },
    "ceiling": {
        "id": "{value} % jawaban bernilai 4 (unit lain {expected} %); {top} % formulir seluruhnya 4.",
        "en": "{value} % of the answers are 4 (other units {expected} %); {top} % of the forms are 4 throughout.",
    },
    "constant_elements": {
        "id": "semua responden menjawab sama pada {value} unsur: {elements}.",
        "en": "all respondents answered alike in {value} elements: {elements}.",
    },
    "free_tariff": {
        "id": "semua menjawab 4 pada biaya (layanan gratis?); IKM {value}, tanpa unsur biaya {expected}.",
        "en": "all answered 4 on the tariff (a free service?); the index is {value}, without the tariff {expected}.",
    },
    "straight_lines": {
        "id": "{value} % formulir menjawab sama dari awal sampai akhir; diperkirakan {expected} %.",
        "en": "{value} % of the forms have one answer throughout; {expected} % are expected.",
    },
    "homogeneity": {
        "id": "simpangan baku antarresponden {value} poin; diperkirakan {expected}.",
        "en": "respondents differ by a standard deviation of {value} points; {expected} are expected.",
    },
    "identical_forms": {
        "id": "{value} % formulir sama persis dengan formulir lain di unit ini; diperkirakan {expected} %.",
        "en": "{value} % of the forms repeat another of this unit exactly; {expected} % are expected.",
    },
    "identical_in_sequence": {
        "id": "{value} % pasangan formulir yang berdekatan (jarak ≤ {nearby}) sama persis; bila acak {expected} %.",
        "en": "{value} % of the pairs of near forms (at most {nearby} apart) are equal; at random {expected} %.",
    },
    "alike_in_sequence": {
        "id": "formulir yang berdekatan di berkas mirip satu sama lain (korelasi {value}; bila acak {expected}).",
        "en": "forms near each other in the file are alike (correlation {value}; in random order {expected}).",
    },
    "copied_forms": {
        "id": "{shared} formulir ({value} %) juga ada di {other}, jarang di unit lain; diperkirakan {expected} %.",
        "en": "{shared} forms ({value} %) are also in {other}, and hardly in other units; {expected} % are expected.",
    },
    "alternation": {
        "id": "kolom {column} berganti pada {value} % baris berurutan; bila acak {expected} %.",
        "en": "the column {column} changes in {value} % of successive rows; in random order {expected} %.",
    },
    "sorted_file": {
        "id": "berkas terurut menurut nilai (korelasi dengan urutan {value}; bila acak 0).",
        "en": "the file is sorted by score (correlation with the place {value}; in random order 0).",
    },
    "missing_tail": {
        "id": "{value} % formulir bernilai {limit} ke bawah; diperkirakan {expected} %.",
        "en": "{value} % of the forms score {limit} or less; {expected} % are expected.",
    },
    "missing_tail_asked": {
        "id": " Formulir dihitung {n} dari {asked} yang disebar.",
        "en": " There are {n} forms of {asked} handed out.",
    },
    "low_alpha": {
        "id": "alpha {value}; diperkirakan {expected}. Jawaban hampir tidak saling berkaitan.",
        "en": "alpha is {value}; {expected} is expected. The answers hardly go together.",
    },
    "low_alpha_usual": {
        "id": "alpha {value}; diperkirakan {expected}.",
        "en": "alpha is {value}; {expected} is expected.",
    },
    "one_day": {
        "id": "{value} % formulir bertanggal {day}; unit lain pada hari tersibuknya {expected} %.",
        "en": "{value} % of the forms are of {day}; other units have {expected} % on their busiest day.",
    },
    "bursts": {
        "id": "{value} % formulir masuk dalam {seconds} detik sesudah formulir sebelumnya; diperkirakan {expected} %.",
        "en": "{value} % of the forms came within {seconds} seconds of the one before; {expected} % are expected.",
    },
    "office_hours": {
        "id": "{value} % formulir masuk di luar jam kantor; unit lain {expected} %.",
        "en": "{value} % of the forms came outside office hours; in other units {expected} %.",
    },
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
    "exported": {
        "id": "{n} jawaban disimpan. Isinya data per orang: jangan diterbitkan.",
        "en": "{n} responses written. They are data of single persons: do not publish them.",
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
