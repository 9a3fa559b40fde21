"""Headers that tempt: they hold the words of an element and ask for something else, or for another element.

Each is put once in the place of the element that it tempts to, and once beside all nine. The column may be taken for
what it asks, be left out beside a whole table, or refuse the file; it is never the element that it only resembles.
"""

import random

import pytest

import skm
from skm.errors import SkmError

NAMES = {
    "requirements": "Persyaratan", "procedure": "Prosedur", "time": "Waktu penyelesaian", "tariff": "Biaya/tarif",
    "product": "Produk layanan", "competence": "Kompetensi pelaksana", "behaviour": "Perilaku pelaksana",
    "facilities": "Sarana dan prasarana", "complaints": "Penanganan pengaduan",
}  # fmt: skip
# Header → the element that it tempts to, and the element that it asks for ("" for none).
HEADERS = {
    "Kecepatan petugas menanggapi pengaduan": ("time", "complaints"),
    "Waktu penanganan pengaduan": ("time", "complaints"),
    "Kejelasan waktu dan biaya": ("time", ""),
    "Kemampuan petugas menjelaskan persyaratan": ("requirements", "competence"),
    "Kesopanan petugas loket biaya": ("tariff", "behaviour"),
    "Kenyamanan ruang pengaduan": ("complaints", "facilities"),
    "Prosedur pengaduan": ("procedure", "complaints"),
    "Kemudahan prosedur pengaduan": ("procedure", "complaints"),
    "Persyaratan dan prosedur": ("requirements", ""),
    "Biaya parkir": ("tariff", ""),
    "Tidak ada pungutan biaya di luar ketentuan": ("tariff", ""),
    "Apakah petugas meminta biaya tambahan?": ("tariff", ""),
    "Apakah Anda dikenai biaya?": ("tariff", ""),
    "Waktu pengisian": ("time", ""),
    "Waktu survei": ("time", ""),
    "Waktu kunjungan": ("time", ""),
    "Waktu mulai": ("time", ""),
    "Waktu selesai": ("time", ""),
    "Lama pengisian (menit)": ("time", ""),
    "Jumlah pengaduan": ("complaints", ""),
    "Isi pengaduan": ("complaints", ""),
    "Pernah menyampaikan pengaduan?": ("complaints", ""),
    "Saran dan masukan": ("complaints", ""),
    "Sarana transportasi yang digunakan": ("facilities", ""),
    "Jenis produk layanan": ("product", ""),
    "Prosedur yang diurus": ("procedure", ""),
    "Harapan: Persyaratan": ("requirements", ""),
    "Harapan terhadap waktu penyelesaian": ("time", ""),
    "Tingkat kepentingan persyaratan": ("requirements", ""),
    "Tingkat kepentingan - Persyaratan": ("requirements", ""),
    "Kepentingan / Biaya": ("tariff", ""),
    "Biaya/tarif (kepentingan)": ("tariff", ""),
    "Persyaratan [Kepentingan]": ("requirements", ""),
    "Persyaratan (harapan)": ("requirements", ""),
    "Bobot persyaratan": ("requirements", ""),
    "NRR persyaratan": ("requirements", ""),
    "Persyaratan (NRR tertimbang)": ("requirements", ""),
    "Rata-rata waktu penyelesaian": ("time", ""),
    "Peringkat biaya": ("tariff", ""),
    "Prioritas perbaikan: Prosedur": ("procedure", ""),
    "Persyaratan tahun lalu": ("requirements", ""),
    "Persyaratan (sebelum)": ("requirements", ""),
    "Alasan penilaian biaya": ("tariff", ""),
    "Biaya/tarif: alasan": ("tariff", ""),
    "Catatan: Biaya": ("tariff", ""),
    "Komentar persyaratan": ("requirements", ""),
    "Kode persyaratan": ("requirements", ""),
    "Keluhan tentang biaya": ("tariff", ""),
    "Ketidaksesuaian persyaratan": ("requirements", ""),
    "Sulitnya prosedur pelayanan": ("procedure", ""),
    "Mahalnya biaya pelayanan": ("tariff", ""),
    "Lambatnya waktu pelayanan": ("time", ""),
    "Petugas tidak ramah": ("behaviour", ""),
    "Perilaku petugas yang tidak menyenangkan": ("behaviour", ""),
    "Persyaratan: apakah menyulitkan Anda?": ("requirements", ""),
    "Biaya: apakah memberatkan Anda?": ("tariff", ""),
    "Kompetensi yang ingin Anda tingkatkan": ("competence", ""),
    "Perilaku pengunjung lain": ("behaviour", ""),
    "Kepuasan keseluruhan": ("product", ""),
    "U10": ("requirements", ""),
    "U1 (bobot)": ("requirements", ""),
    "U1 x 0,111": ("requirements", ""),
    "Kategori U1": ("requirements", ""),
    "U1 tahun 2023": ("requirements", ""),
}


def _answers():
    chance = random.Random(11)  # noqa: S311  the draw of a test
    return [[chance.randint(1, 4) for _ in range(10)] for _ in range(40)]


def _read(tmp_path, headers, columns):
    rows = [";".join(str(row[place]) for place in columns) for row in _answers()]
    path = tmp_path / "loket.csv"
    path.write_text("\n".join([";".join(headers), *rows]) + "\n", encoding="utf-8")
    try:
        return skm.read_responses(path)
    except SkmError:
        return None


@pytest.mark.parametrize("header", HEADERS)
def test_in_the_place_of_an_element(tmp_path, header):
    """In the place of the element that it only resembles, a column refuses the file or is taken for what it asks."""
    tempted, asked = HEADERS[header]
    headers = [header if key == tempted else name for key, name in NAMES.items()]
    responses = _read(tmp_path, headers, range(9))
    if responses is not None:
        taken = responses.recognised.set_index("column")["taken_for"][header]
        assert taken == asked or taken not in NAMES, taken


@pytest.mark.parametrize("header", HEADERS)
def test_beside_all_nine(tmp_path, header):
    """Beside all nine elements the column changes nothing: it is left out, or refuses the file."""
    responses = _read(tmp_path, [*NAMES.values(), header], range(10))
    if responses is None:
        return
    assert [item.key for item in responses.instrument.items] == list(NAMES)
    read = responses.to_pandas().sort_values("row")[list(NAMES)].astype(int).to_numpy().tolist()
    assert read == [row[:9] for row in _answers()]
