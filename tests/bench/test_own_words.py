"""Questionnaires in offices' own words: read exactly where nine questions tell of nine elements, else refused.

Written as offices write them, without looking at the program's words; what it can't know must stop.
"""

import random

import pytest

import skm
from skm.errors import SkmError

KEYS = (
    "requirements",
    "procedure",
    "time",
    "tariff",
    "product",
    "competence",
    "behaviour",
    "facilities",
    "complaints",
)
OFFICES = {
    "hospital": (
        "Kejelasan persyaratan pendaftaran pasien",
        "Kemudahan alur pelayanan rawat jalan",
        "Kecepatan pelayanan dokter dan perawat",
        "Kewajaran tarif pelayanan rumah sakit",
        "Kesesuaian hasil pengobatan dengan yang dijanjikan",
        "Kemampuan dokter dan perawat",
        "Kesopanan dan keramahan petugas",
        "Kenyamanan ruang tunggu",
        "Penanganan keluhan pasien",
    ),
    "court": (
        "Bagaimana persyaratan pendaftaran perkara di Pengadilan Negeri Contoh?",
        "Bagaimana kemudahan prosedur persidangan di Pengadilan Negeri Contoh?",
        "Bagaimana ketepatan waktu sidang di Pengadilan Negeri Contoh?",
        "Bagaimana kejelasan biaya perkara di Pengadilan Negeri Contoh?",
        "Bagaimana kualitas produk pengadilan yang Anda terima dari Pengadilan Negeri Contoh?",
        "Bagaimana kecakapan petugas di Pengadilan Negeri Contoh?",
        "Bagaimana sikap petugas di Pengadilan Negeri Contoh?",
        "Bagaimana kondisi fasilitas di Pengadilan Negeri Contoh?",
        "Bagaimana tanggapan atas pengaduan di Pengadilan Negeri Contoh?",
    ),
    "samsat": (
        "Syarat pembayaran pajak mudah dipenuhi",
        "Tahapan pengurusan STNK jelas",
        "Pelayanan diselesaikan dengan cepat",
        "Tarif pajak kendaraan sesuai ketentuan",
        "Produk STNK yang diterima sudah benar",
        "Petugas loket terampil",
        "Petugas loket ramah dan sopan",
        "Ruang tunggu bersih dan nyaman",
        "Pengaduan ditanggapi dengan cepat",
    ),
    "library": (
        "Kemudahan syarat peminjaman buku",
        "Kejelasan mekanisme peminjaman buku",
        "Kecepatan layanan peminjaman buku",
        "Kewajaran biaya layanan perpustakaan",
        "Kesesuaian hasil layanan dengan kebutuhan",
        "Kompetensi pustakawan",
        "Keramahan pustakawan",
        "Kelengkapan fasilitas perpustakaan",
        "Tindak lanjut atas saran pengunjung",
    ),
    "school": (
        "1. Apakah persyaratan legalisir ijazah jelas?",
        "2. Apakah prosedur legalisir mudah diikuti?",
        "3. Apakah waktu pelayanan sesuai standar?",
        "4. Apakah biaya pelayanan wajar?",
        "5. Apakah hasil layanan sesuai standar?",
        "6. Apakah staf sekolah kompeten?",
        "7. Apakah staf sekolah bersikap ramah?",
        "8. Apakah sarana sekolah memadai?",
        "9. Apakah keluhan orang tua ditanggapi dengan baik?",
    ),
    "village, casual": (
        "Syaratnya mudah dipenuhi?",
        "Alurnya jelas?",
        "Pelayanannya cepat?",
        "Biayanya terjangkau?",
        "Hasilnya memuaskan?",
        "Petugasnya mampu melayani?",
        "Petugasnya sopan dan ramah?",
        "Ruang tunggunya nyaman?",
        "Keluhan warga ditanggapi?",
    ),
    "immigration": (
        "Menurut Bapak/Ibu, bagaimana kejelasan persyaratan pembuatan paspor?",
        "Menurut Bapak/Ibu, bagaimana kemudahan tata cara pembuatan paspor?",
        "Menurut Bapak/Ibu, bagaimana kecepatan penyelesaian paspor?",
        "Menurut Bapak/Ibu, bagaimana kewajaran biaya paspor?",
        "Menurut Bapak/Ibu, bagaimana kesesuaian hasil layanan dengan standar?",
        "Menurut Bapak/Ibu, bagaimana pengetahuan petugas imigrasi?",
        "Menurut Bapak/Ibu, bagaimana tutur kata petugas imigrasi?",
        "Menurut Bapak/Ibu, bagaimana kebersihan ruang pelayanan?",
        "Menurut Bapak/Ibu, bagaimana penanganan komplain?",
    ),
    "English, formal": (
        "Clarity of the requirements",
        "Simplicity of the procedure",
        "Timeliness of service delivery",
        "Affordability of the fees",
        "Quality of the service product",
        "Knowledge and skills of staff",
        "Politeness of staff",
        "Comfort of the facilities",
        "Handling of user complaints",
    ),
    "English, questions": (
        "Are the requirements easy to understand?",
        "Are the procedures simple?",
        "Was the service quick?",
        "Was the cost reasonable?",
        "Was the result of the service good?",
        "Were the officers competent?",
        "Were the officers friendly?",
        "Was the waiting room comfortable?",
        "Are complaints handled well?",
    ),
    "regulation's order": (
        "Kemudahan memenuhi syarat pelayanan",
        "Kejelasan alur pelayanan",
        "Ketepatan waktu layanan",
        "Kejelasan tarif layanan",
        "Mutu hasil layanan",
        "Keterampilan petugas",
        "Sikap petugas",
        "Mutu sarana kantor",
        "Pengelolaan pengaduan",
    ),
    "numbered with letters": tuple(
        f"U{n}. {text}"
        for n, text in enumerate(
            (
                "Kelengkapan syarat layanan",
                "Kesederhanaan alur layanan",
                "Durasi layanan",
                "Keterjangkauan biaya layanan",
                "Kualitas produk layanan",
                "Kecakapan petugas",
                "Etika petugas",
                "Kelayakan fasilitas",
                "Respon atas aduan",
            ),
            start=1,
        )
    ),
    "sub-district": (
        "Informasi persyaratan mudah dimengerti",
        "Prosedur pelayanan mudah diikuti",
        "Waktu penyelesaian sesuai standar",
        "Tidak ada biaya di luar yang tercantum",
        "Dokumen yang diterbitkan sesuai",
        "Petugas mampu menjelaskan",
        "Petugas bersikap santun",
        "Tempat duduk tersedia",
        "Aduan masyarakat ditindaklanjuti",
    ),
    "clinic": (
        "Kesesuaian syarat berobat",
        "Kesederhanaan prosedur berobat",
        "Waktu tunggu pelayanan obat",
        "Keterjangkauan biaya berobat",
        "Hasil pelayanan kesehatan yang diterima",
        "Keahlian tenaga medis",
        "Kesantunan tenaga kesehatan",
        "Kebersihan toilet dan ruang periksa",
        "Kemudahan menyampaikan keluhan",
    ),
    "licensing": (
        "Kejelasan persyaratan perizinan",
        "Kejelasan mekanisme perizinan",
        "Kecepatan penerbitan izin",
        "Transparansi biaya perizinan",
        "Kesesuaian produk izin yang diterbitkan",
        "Kompetensi petugas perizinan",
        "Perilaku petugas perizinan",
        "Ketersediaan sarana dan prasarana perizinan",
        "Penyelesaian pengaduan perizinan",
    ),
    "police": (
        "Bagaimana menurut Anda syarat pembuatan SKCK",
        "Bagaimana menurut Anda langkah pembuatan SKCK",
        "Bagaimana menurut Anda kecepatan pembuatan SKCK",
        "Bagaimana menurut Anda tarif pembuatan SKCK",
        "Bagaimana menurut Anda hasil pembuatan SKCK",
        "Bagaimana menurut Anda kemampuan polisi yang melayani",
        "Bagaimana menurut Anda keramahan polisi yang melayani",
        "Bagaimana menurut Anda gedung pelayanan SKCK",
        "Bagaimana menurut Anda penanganan keluhan SKCK",
    ),
    "population office": (
        "Persyaratan pengurusan KTP mudah",
        "Alur pengurusan KTP tidak berbelit-belit",
        "KTP selesai tepat waktu",
        "Biaya pengurusan KTP sesuai aturan",
        "Hasil layanan sesuai standar",
        "Petugas menguasai tugas",
        "Petugas melayani dengan ramah",
        "Fasilitas kantor lengkap",
        "Pengaduan masyarakat diselesaikan dengan baik",
    ),
    "university": (
        "Kejelasan syarat layanan akademik",
        "Kemudahan prosedur layanan akademik",
        "Ketepatan waktu layanan akademik",
        "Kewajaran biaya pendidikan",
        "Kualitas hasil layanan akademik",
        "Penguasaan staf atas layanan akademik",
        "Kesopanan staf terhadap mahasiswa",
        "Kenyamanan gedung dan ruang layanan",
        "Respons atas keluhan mahasiswa",
    ),
    "marriage office": (
        "Syarat nikah jelas",
        "Prosedur nikah mudah",
        "Pelayanan nikah cepat",
        "Biaya nikah sesuai ketentuan",
        "Produk buku nikah baik",
        "Pegawai KUA kompeten",
        "Pegawai KUA sopan",
        "Ruang pelayanan nyaman",
        "Pengaduan ditangani",
    ),
    "laboratory": (
        "Kemudahan persyaratan pengujian",
        "Kejelasan tahapan pengujian",
        "Lama pengujian",
        "Kewajaran harga pengujian",
        "Keakuratan hasil pengujian",
        "Keahlian petugas laboratorium",
        "Sikap petugas laboratorium",
        "Kelengkapan fasilitas laboratorium",
        "Tanggapan terhadap keluhan pelanggan",
    ),
    "group before the question": tuple(
        f"Penilaian / {text}"
        for text in (
            "Kemudahan syarat",
            "Kemudahan alur",
            "Kecepatan petugas melayani",
            "Kewajaran ongkos",
            "Kesesuaian hasil layanan",
            "Keterampilan pegawai",
            "Kesantunan pegawai",
            "Kelengkapan sarpras",
            "Penanganan aduan dan saran",
        )
    ),
}
REFUSED = ("sub-district", "laboratory")  # questions without an element's word, and one that may count days


def _write(folder, headers):
    chance = random.Random(len(headers))  # noqa: S311  the draw of a test
    rows = [[chance.randint(1, 4) for _ in headers] for _ in range(40)]
    path = folder / "loket.csv"
    path.write_text("\n".join(["|".join(headers), *("|".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path, rows


@pytest.mark.parametrize("office", [name for name in OFFICES if name not in REFUSED])
def test_nine_questions_that_tell_of_nine_elements_are_read(tmp_path, office):
    """Each question has its element, each answer its place, and each such column is a finding."""
    path, rows = _write(tmp_path, OFFICES[office])
    responses = skm.read_responses(path)
    frame = responses.to_pandas().sort_values("row")
    assert frame[list(KEYS)].astype(int).to_numpy().tolist() == rows
    told = responses.recognised[responses.recognised["why"].str.startswith("words")]
    assert not told.empty
    flagged = responses.exclusions.query("rule == 'named by words'")
    assert set(flagged["column"]) == set(told["column"])


@pytest.mark.parametrize("office", REFUSED)
def test_what_words_do_not_tell_stops(tmp_path, office):
    """One question without a word of an element, or that may ask for what is bad, stops the file."""
    path, _ = _write(tmp_path, OFFICES[office])
    with pytest.raises(SkmError):
        skm.read_responses(path)


# In the place of one question: a text that a whole questionnaire must not carry along.
IN_PLACE = {
    "requirements": (
        "Bagaimana persyaratan parkir?",
        "Persyaratan menjadi pegawai",
        "Pentingnya persyaratan",
        "Syarat dan biaya",
        "Apakah Anda membawa persyaratan?",
    ),
    "procedure": (
        "Prosedur dan waktu pelayanan",
        "Alur evakuasi",
        "Alur lalu lintas kantor",
        "Tahapan yang Anda lewati",
    ),
    "time": (
        "Waktu tempuh ke kantor",
        "Lama menjadi pelanggan",
        "Lama menggunakan layanan",
        "Jam kedatangan",
        "Waktu luang",
        "Kecepatan internet",
        "Berapa lama waktu pelayanan?",
        "Waktu penanganan pengaduan",
    ),
    "tariff": (
        "Biaya hidup",
        "Biaya transportasi ke kantor",
        "Harga diri",
        "Apakah Anda diminta biaya?",
        "Apakah Anda diminta biaya layanan?",
        "Apakah petugas meminta biaya?",
        "Biaya dan waktu",
        "Berapa biaya yang dibayar?",
    ),
    "product": ("Hasil panen", "Hasil pemilu", "Produk dalam negeri", "Jumlah hasil layanan", "Hasil rapat"),
    "competence": (
        "Kemampuan Anda membayar",
        "Kemampuan pemohon",
        "Pengetahuan masyarakat",
        "Kompetensi siswa",
        "Kemampuan dan keramahan petugas",
        "Kemampuan atasan",
        "Pengetahuan Anda tentang petugas",
        "Apakah Anda mampu memahami petugas?",
    ),
    "behaviour": (
        "Bagaimana sikap atasan?",
        "Perilaku pengunjung lain",
        "Sikap pasien",
        "Perilaku hidup bersih",
        "Sikap rekan kerja",
        "Petugas bersikap kasar",
        "Petugas tidak sopan",
    ),
    "facilities": ("Sarana pengaduan", "Sarana transportasi", "Ruang kerja atasan", "Ruang lingkup pekerjaan"),
    "complaints": (
        "Jumlah keluhan",
        "Tingkat pengaduan masyarakat",
        "Keluhan terhadap petugas",
        "Pernah mengadu",
        "Keluhan tentang biaya",
        "Saran untuk fasilitas",
        "Keluhan kesehatan",
    ),
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in IN_PLACE.items() for text in texts])
def test_a_question_that_only_resembles_its_element_stops_the_file(tmp_path, key, text):
    """A word nobody knows, a second element, somebody else's behaviour: not one of the columns is taken."""
    headers = [text if own == key else asked for own, asked in zip(KEYS, OFFICES["hospital"], strict=True)]
    path, _ = _write(tmp_path, headers)
    with pytest.raises(SkmError):
        skm.read_responses(path)


OTHERS = {
    "importance": tuple(f"Kepentingan {text.lower()}" for text in OFFICES["hospital"]),
    "expectation": tuple(f"Harapan Anda: {text.lower()}" for text in OFFICES["hospital"]),
    "last year": tuple(f"{text} tahun lalu" for text in OFFICES["hospital"]),
    "staff": (
        "Sikap atasan",
        "Beban kerja",
        "Waktu kerja",
        "Gaji",
        "Hasil kerja",
        "Kompetensi rekan",
        "Perilaku rekan kerja",
        "Sarana kerja",
        "Penanganan keluhan karyawan",
    ),
    "training": tuple(
        f"{what} pelatihan"
        for what in (
            "Persyaratan",
            "Alur",
            "Waktu",
            "Biaya",
            "Hasil",
            "Kompetensi pengajar",
            "Sikap pengajar",
            "Ruang",
            "Penanganan saran",
        )
    ),
    "inventory": (
        "Jumlah gedung",
        "Kondisi gedung",
        "Harga perolehan",
        "Tahun perolehan",
        "Ruang",
        "Fasilitas",
        "Luas",
        "Biaya",
        "Asal",
    ),
    "accreditation": tuple(
        f"Skor {what}"
        for what in (
            "persyaratan",
            "prosedur",
            "waktu",
            "biaya",
            "hasil",
            "kompetensi petugas",
            "perilaku petugas",
            "sarana",
            "pengaduan",
        )
    ),
    "two of one element": (*OFFICES["hospital"][:8], "Kebersihan toilet"),
    "biaya twice": (*OFFICES["hospital"], "Kejelasan biaya pendaftaran"),
    "one more question": (*OFFICES["hospital"][:5], "Kepercayaan Anda kepada rumah sakit", *OFFICES["hospital"][5:]),
    "one question less": OFFICES["hospital"][:8],
    "other codes": tuple(f"U{10 - n}. {text}" for n, text in enumerate(OFFICES["hospital"], start=1)),
}


@pytest.mark.parametrize("survey", OTHERS)
def test_another_survey_stops(tmp_path, survey):
    """A questionnaire that asks for something else, or for more or less than all elements once, is not taken."""
    path, _ = _write(tmp_path, OTHERS[survey])
    with pytest.raises(SkmError):
        skm.read_responses(path)
