"""Messages and notes about figures: sums, indices, changes, weights, samples; the marks of forms."""

MESSAGES: dict[str, dict[str, tuple[str, str]]] = {
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
            "Rekap tidak bisa dijumlahkan: berkas atau tabel database yang sama terhitung dua kali.",
            "Berikan setiap berkas, dan setiap bulan dari sebuah tabel database, satu kali saja.",
        ),
        "en": (
            "These tallies can't be added: the same file or table of a database is counted twice.",
            "Give each file once, and each month of a table of a database.",
        ),
    },
    "no_tallies": {
        "id": ("Tidak ada rekap untuk dijumlahkan.", "Berikan sedikitnya satu rekap."),
        "en": ("There are no tallies to add.", "Give at least one."),
    },
    "brief_tally": {
        "id": (
            "Jumlah ringkas (only_indices) hanya cukup untuk indeks: hasil kali antarunsur tidak ada di dalamnya.",
            "Hitung lagi tanpa only_indices.",
        ),
        "en": (
            "A brief tally (only_indices) is enough for indices only: it has no products of elements.",
            "Count again without only_indices.",
        ),
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
    "no_finite_effect": {
        "id": (
            "{what} tidak bisa dihitung: tidak ada pengaruh berhingga yang paling cocok.",
            "Gabungkan kelompok yang semua jawabannya sama, dan keluarkan kolom yang isinya tidak berbeda.",
        ),
        "en": (
            "{what} can't be computed: no finite effect fits best.",
            "Join groups whose answers are all alike, and leave out columns that never change.",
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
}

NOTES: dict[str, dict[str, str]] = {
    "whole": {"id": "Seluruh unit", "en": "All units"},
    "same_units": {"id": "Unit yang sama di kedua periode", "en": "The same units in both periods"},
    "not_answered": {"id": "tidak menjawab", "en": "not answered"},
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
    "persons_mapped": {
        "id": "bagian orang tidak dihitung pada skala yang dipetakan",
        "en": "no share of persons on a mapped scale",
    },
    "one_cluster": {
        "id": "semua responden dari satu klaster: perbedaan antarklaster tidak diketahui, jadi tidak ada rentang",
        "en": "all respondents are of one cluster: how clusters differ is not known, so there is no interval",
    },
    "clusters": {
        "id": "rentang memperhitungkan {n} klaster sampel (efek desain {deff})",
        "en": "the interval takes account of {n} sample clusters (design effect {deff})",
    },
    "clusters_of_part": {
        "id": "tanpa rentang: yang disampel adalah klaster, dan klaster tiap bagian tidak dicatat",
        "en": "no interval: sample clusters were drawn, and those of a part are not kept",
    },
    "census_answered": {
        "id": "sensus: semua pengguna ({n}) menjawab, jadi tidak ada galat sampel dan tidak ada rentang",
        "en": "a census: all {n} users answered, so there is no sampling error and no interval",
    },
    "census_asked": {
        "id": "sensus: semua pengguna diminta menjawab dan {n} menjawab; tanpa galat sampel dan tanpa rentang, tetapi"
        " yang tidak menjawab tidak termasuk",
        "en": "a census: all users were asked and {n} answered; no sampling error and no interval, but those who did"
        " not answer are not in it",
    },
    "census_asked_of": {
        "id": "sensus: {n} dari {users} pengguna menjawab; tanpa galat sampel dan tanpa rentang, tetapi yang tidak"
        " menjawab tidak termasuk",
        "en": "a census: {n} of {users} users answered; no sampling error and no interval, but those who did not answer"
        " are not in it",
    },
    "finite_population": {
        "id": "rentang memperhitungkan populasi terbatas: {n} dari {users} pengguna menjawab",
        "en": "the interval takes account of the finite population: {n} of {users} users answered",
    },
    "finite_population_units": {
        "id": "rentang memperhitungkan populasi terbatas pada {n} dari {of} unit",
        "en": "the interval takes account of the finite population in {n} of {of} units",
    },
    "more_than_users": {
        "id": "{n} responden, padahal di daftar unit hanya {users} pengguna: populasi terbatas tidak diperhitungkan",
        "en": "{n} respondents, but only {users} users in the register: the finite population is left out of account",
    },
    "users_not_drawn": {
        "id": "pada {n} unit jumlah pengguna diketahui dan cukup banyak yang menjawab, tetapi respondennya"
        " tidak dinyatakan dipilih acak, sehingga rentangnya tidak dipersempit",
        "en": "in {n} units the users are known and enough of them answered, but nobody says that the"
        " respondents were drawn at random, so the interval is not narrowed",
    },
    "counts_only": {
        "id": "tanpa rentang 95 % (hanya banyaknya jawaban yang diketahui, bukan jawaban setiap responden)",
        "en": "no 95% interval (only the totals of the answers are known, not each respondent's)",
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
        "id": "ragam {n} unit dengan satu responden (atau satu klaster) diambil dari ragam gabungan unit lain",
        "en": "the variance of {n} units with one respondent (or cluster) is the pooled variance of the other units",
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
    "importance_not_told": {
        "id": "tingkat kepentingan tidak dihitung: {reason}",
        "en": "no importance: {reason}",
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
