"""Messages about the documents of units: logo, the office's own template."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "publisher_file": {
        "id": (
            "Berkas yang disebut di [publisher] tidak ada atau jenisnya lain.",
            "Letakkan berkasnya di folder survei dan tulis namanya; akhiran yang dipakai: {endings}.",
        ),
        "en": (
            "A file that [publisher] names is not there, or is of another kind.",
            "Put the file into the survey folder and write its name; endings that are used: {endings}.",
        ),
    },
    "logo_unreadable": {
        "id": ("Logo tidak terbaca sebagai gambar PNG atau JPEG.", "Simpan logo sebagai PNG, lalu ulangi."),
        "en": ("The logo can't be read as a PNG or JPEG picture.", "Save the logo as PNG, then try again."),
    },
    "template_unreadable": {
        "id": (
            "Templat dokumen tidak terbaca.",
            "Buka templat di Word, simpan sebagai .docx, lalu ulangi. Kolomnya ada di docs/templates.md.",
        ),
        "en": (
            "The template of documents can't be read.",
            "Open it in Word, save it as .docx, then try again. docs/templates.md lists the fields.",
        ),
    },
    "template_field_unknown": {
        "id": (
            "Templat dokumen memakai kolom yang tidak dikenal: {names}.",
            "Perbaiki namanya; mungkin: {known}. Semua kolom ada di docs/templates.md dan di contoh dari"
            " skm new --template.",
        ),
        "en": (
            "The template of documents uses fields that are not known: {names}.",
            "Correct their names; perhaps: {known}. All fields stand in docs/templates.md and in the example of"
            " skm new --template.",
        ),
    },
    "template_field_malformed": {
        "id": (
            "Templat dokumen memuat kolom yang salah ditulis: {names}.",
            "Tulis satu nama tanpa spasi atau tanda lain di antara dua kurung kurawal: {{{{ nama }}}}. Setiap"
            " {{% for … %}} ditutup dengan {{% endfor %}}, setiap {{% if … %}} dengan {{% endif %}}.",
        ),
        "en": (
            "The template of documents holds fields that are written wrongly: {names}.",
            "Write one name without spaces or signs between two braces: {{{{ nama }}}}. Each {{% for … %}} is closed by"
            " {{% endfor %}}, each {{% if … %}} by {{% endif %}}.",
        ),
    },
    "template_section_crowded": {
        "id": (
            "Bagian di templat dokumen tidak berdiri sendiri: {names}.",
            "Tulis dengan p dan sendirian di paragrafnya: {{{{p bagian_ikm }}}}. Teks lain ditaruh di paragraf sebelum"
            " atau sesudahnya.",
        ),
        "en": (
            "Sections in the template of documents do not stand alone: {names}.",
            "Write them with p and alone in their paragraph: {{{{p bagian_ikm }}}}. Other text goes into the paragraph"
            " before or behind.",
        ),
    },
    "template_without_fields": {
        "id": (
            "Templat dokumen tidak memuat satu kolom pun; laporan semua unit akan sama.",
            "Tulis kolom seperti {{{{ nama }}}} dan {{{{ ikm }}}} di tempatnya; contohnya: skm new FOLDER --template.",
        ),
        "en": (
            "The template of documents holds no field; the reports of all units would be the same.",
            "Write fields such as {{{{ nama }}}} and {{{{ ikm }}}} where they belong; an example: skm new FOLDER"
            " --template.",
        ),
    },
    "template_in_the_way": {
        "id": (
            "Templat sudah ada; berkas itu tidak diganti.",
            "Tulis nama lain setelah -o, atau pindahkan.",
        ),
        "en": (
            "There is a template already; it is not replaced.",
            "Give another name after -o, or move it.",
        ),
    },
    "template_needs_docxtpl": {
        "id": (
            "Templat sendiri di [publisher] memerlukan tambahan yang belum terpasang.",
            'Pasang dengan: pip install "skm[docx]". Tanpa template di skm.toml, bentuk bawaan dipakai.',
        ),
        "en": (
            "A template of your own in [publisher] needs an extra that is not installed.",
            'Install it: pip install "skm[docx]". Without template in skm.toml the documents have their standard form.',
        ),
    },
}

NOTES: dict[str, dict[str, str]] = {}
