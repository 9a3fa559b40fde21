"""Messages about columns, answer labels, units, periods and dates."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
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
            "Periksa skala kuesionernya, lalu perbaiki berkas."
            ' Bila 0 berarti tidak dijawab, tulis di skm.toml: [answers] blank = ["0"].',
        ),
        "en": (
            "The file can't be used: {n} of {total} answers of one column are off the scale 1–4.",
            "Check the scale of the questionnaire, then correct the file."
            ' If 0 means not answered, write in skm.toml: [answers] blank = ["0"].',
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
}

NOTES: dict[str, dict[str, str]] = {
    "register_line": {"id": '"{name}" (baris {row})', "en": '"{name}" (row {row})'},
    "alias_to_accept": {
        "id": 'Mungkin {units}: bila benar, tambahkan alias "{label}" pada baris itu di units.csv.',
        "en": 'Perhaps {units}: if so, add the alias "{label}" on that row of units.csv.',
    },
}
