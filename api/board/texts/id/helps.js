// What the fields of changes, the numbers that are varied and the columns of bookings mean, and the scenarios that come
// with the program, by the server's English; see sentences.js.

export const ID_HELPS = {
  // Kolom perubahan skenario.
  "How many": "Berapa banyak",
  "Lowest metre that they reach; empty as the last crane": "Meter terendah yang dijangkau; kosong seperti QC terakhir",
  "Highest metre that they reach; empty as the last crane": "Meter tertinggi yang dijangkau; kosong seperti QC terakhir",
  "Whether shifts with a gang for every crane get one for each new crane too":
    "Apakah gilir yang punya regu untuk setiap QC juga mendapat regu untuk setiap QC baru",
  "Which ones, by id": "Yang mana, menurut id",
  "Times as many boxes an hour": "Berapa kali lipat boks per jam",
  "Mean working hours between breakdowns; 0 for none": "Rata-rata jam kerja antarkerusakan; 0 bila tidak ada",
  "Mean hours of a repair": "Rata-rata jam perbaikan",
  "How many there are then": "Jumlahnya kemudian",
  "Times as many, rounded; at least 1": "Berapa kali lipat, dibulatkan; paling sedikit 1",
  "Blocks that get them, by id; empty for every block": "Blok yang mendapatkannya, menurut id; kosong untuk semua blok",
  "How many in each of the blocks": "Berapa di setiap blok",
  "What is out of service": "Yang tidak beroperasi",
  "From this moment on, as 2026-01-12; without a zone on the terminal's clock": "Sejak saat ini, seperti 2026-01-12; tanpa zona menurut waktu terminal",
  "For how long": "Berapa lama",
  "crane: which one, by id": "crane: QC yang mana, menurut id",
  "quay: where the stretch begins; empty from the quay's beginning": "quay: awal ruas; kosong dari awal dermaga",
  "quay: where the stretch ends; empty to the quay's end": "quay: akhir ruas; kosong sampai ujung dermaga",
  "Why, for reports": "Sebabnya, untuk laporan",
  "How much longer": "Berapa lebih panjang",
  "Depth alongside the new stretch; empty as in the last section": "Kedalaman di ruas baru; kosong seperti bagian terakhir",
  "Whether cranes that reach the old end reach the new one": "Apakah QC yang menjangkau ujung lama menjangkau ujung baru",
  "How much larger": "Berapa lebih luas",
  "TEU that a hectare holds, ways included; empty as the yard holds by yard_work.area_ha":
    "TEU per hektare, termasuk jalan; kosong seperti lapangan menurut yard_work.area_ha",
  "Yard cranes in each new block; empty for the mean of the yard, rounded": "RTG di setiap blok baru; kosong untuk rata-rata lapangan, dibulatkan",
  "Least free water between two ships, bow to stern": "Jarak bebas terkecil antara dua kapal, haluan ke buritan",
  "Times as much as now": "Berapa kali lipat dari sekarang",
  "Or what all services together bring and take in a year then": "Atau yang dibawa dan diambil semua layanan dalam setahun kemudian",
  "boxes: larger calls; calls: more calls": "boks: kunjungan lebih besar; kunjungan: lebih banyak kunjungan",
  "Which services, by id; empty for all": "Layanan yang mana, menurut id; kosong untuk semua",
  "Name of the service": "Nama layanan",
  "The carrier": "Pelayaran",
  "Ports after this terminal, in order, of the table ports": "Pelabuhan setelah terminal ini, berurutan, dari tabel ports",
  "Pro-forma ETA of the first call; without a zone on the terminal's clock": "ETA pro forma kunjungan pertama; tanpa zona menurut waktu terminal",
  "From call to call": "Dari kunjungan ke kunjungan",
  "Pro-forma stay; ETD is ETA and this": "Lama singgah pro forma; ETD adalah ETA ditambah ini",
  "Mean laden boxes to discharge": "Rata-rata boks isi yang dibongkar",
  "Mean empty boxes to discharge": "Rata-rata boks kosong yang dibongkar",
  "Mean laden boxes to load": "Rata-rata boks isi yang dimuat",
  "Mean empty boxes to load": "Rata-rata boks kosong yang dimuat",
  "Contracted place of the ship's low end; empty where any is as good": "Tempat ujung rendah kapal menurut kontrak; kosong bila di mana saja",
  "Least cranes at each of its ships": "QC paling sedikit di setiap kapalnya",
  "Most cranes at each of its ships; empty for one in every 45 m of her length": "QC paling banyak di setiap kapalnya; kosong untuk satu per 45 m panjangnya",
  "Side alongside": "Sisi sandar",
  "Ships that take turns": "Kapal yang bergiliran",
  "Their name, with a number behind it; empty for the service's": "Namanya, diikuti nomor; kosong untuk nama layanan",
  "ISO 3166 code of their flag; cabotage law looks at it": "Kode ISO 3166 benderanya; diperiksa asas cabotage",
  "Their length over all": "Panjang keseluruhannya (LOA)",
  "Their breadth": "Lebarnya",
  "Their capacity": "Kapasitasnya",
  "Their draft when fully laden": "Saratnya saat penuh",
  "The call, by id; one that the case lists": "Kunjungan, menurut id; yang ada dalam kasus",
  "Hours after the ETA; below 0 before it": "Jam setelah ETA; di bawah 0 sebelumnya",
  "Time of day from which trucks come, as 06:00; empty where they always may": "Jam mulai truk datang, seperti 06:00; kosong bila selalu boleh",
  "Time of day until which they come": "Jam sampai truk datang",
  "Share of laden boxes from abroad; empty as it is": "Bagian boks isi dari luar negeri; kosong seperti sekarang",
  "Share of laden boxes for abroad; empty as it is": "Bagian boks isi ke luar negeri; kosong seperti sekarang",
  "The field by its dotted name, as gate.lanes": "Isian menurut nama bertitiknya, seperti gate.lanes",
  "What it is then; null for no value": "Nilainya kemudian; null untuk tanpa nilai",

  // Skenario bawaan.
  "The operator's target for 2025, 500,000 TEU a year, by more calls of the ships of today":
    "Sasaran operator untuk 2025, 500.000 TEU setahun, dengan lebih banyak kunjungan kapal yang sekarang",
  "The longer quay and the larger yard at 500,000 TEU a year": "Dermaga lebih panjang dan lapangan lebih luas pada 500.000 TEU setahun",
  "Both parts of the master plan for 2027 to 2032: quay 130 m longer, yard 4 ha larger; no crane more":
    "Kedua bagian rencana induk 2027 sampai 2032: dermaga 130 m lebih panjang, lapangan 4 ha lebih luas; tanpa QC tambahan",
  "A new weekly service takes exports straight to Singapore, Port Klang and Colombo, no feeder between":
    "Layanan mingguan baru membawa ekspor langsung ke Singapura, Port Klang dan Kolombo, tanpa feeder",
  "One of the three quay cranes is out of service for a week": "Satu dari tiga QC tidak beroperasi selama seminggu",
  "The quay is 130 m longer, as the port's master plan has it for 2027 to 2032; the cranes' rails too":
    "Dermaga 130 m lebih panjang menurut rencana induk pelabuhan 2027 sampai 2032; rel QC juga",
  "Two of the three quay cranes are out of service for a week": "Dua dari tiga QC tidak beroperasi selama seminggu",
  "The yard is 4 ha larger, as the port's master plan has it for 2027 to 2032, and as dense as today":
    "Lapangan 4 ha lebih luas menurut rencana induk pelabuhan 2027 sampai 2032, sepadat sekarang",

  // Angka yang dapat divariasikan: dermaga, alur dan pasang.
  "Length of the quay line": "Panjang garis dermaga",
  "Width of the quay deck; for the record, no rule uses it": "Lebar lantai dermaga; sebagai catatan, tidak dipakai aturan",
  "How far a ship may reach beyond either end of the quay": "Seberapa jauh kapal boleh menjorok melewati ujung dermaga",
  "From first line ashore to the first lift": "Dari tali pertama sampai angkatan pertama",
  "From the last lift to last line off": "Dari angkatan terakhir sampai tali terakhir",
  "Least water under the keel of a ship alongside at low water; empty where it may touch the bottom":
    "Air paling sedikit di bawah lunas kapal yang sandar saat air rendah; kosong bila boleh kandas",
  "Length": "Panjang",
  "Least depth below chart datum": "Kedalaman terkecil di bawah datum peta",
  "Water that a moving ship needs under its keel, as a share of its draft": "Air di bawah lunas kapal yang bergerak, sebagai bagian dari saratnya",
  "Height of low water": "Tinggi air rendah",
  "Height of high water": "Tinggi air tinggi",
  "From high water to high water": "Dari air tinggi ke air tinggi",

  // Kerja QC.
  "Boxes per crane and hour at the ship, idle time and breakdowns included: the planner's rate":
    "Boks per QC per jam di kapal, termasuk tunggu dan kerusakan: laju perencana",
  "Mean cycle of a crane that is not waiting for anything": "Rata-rata siklus QC yang tidak menunggu apa pun",
  "Spread of the cycle (gamma distributed)": "Sebaran siklus (distribusi gamma)",
  "Cranes at one ship are in each other's way: q of them work like q to this power (Meisel and Bierwirth, OR Spectrum 31, 2009)":
    "QC di satu kapal saling menghalangi: q QC bekerja seperti q pangkat angka ini (Meisel dan Bierwirth, OR Spectrum 31, 2009)",
  "Share by which a ship's work grows for each 100 m away from its preferred position (the same source)":
    "Bagian pertambahan pekerjaan kapal tiap 100 m dari posisi yang diutamakan (sumber sama)",
  "Time that a crane needs to go from one ship to another, without its way": "Waktu QC untuk berpindah kapal, tanpa perjalanannya",
  "Speed of a crane on the rail from one ship to another; 0 where its way takes no time":
    "Kecepatan QC di rel dari kapal ke kapal; 0 bila perjalanannya tanpa waktu",
  "Most mass of two 20-foot boxes that are lifted in one cycle; 0 where cranes lift one at a time":
    "Berat terbesar dua boks 20 kaki sekali angkat; 0 bila QC mengangkat satu per satu",
  "Share by which such a cycle is longer than one with one box": "Bagian siklus itu lebih lama daripada siklus satu boks",
  "A load and a discharge on the same way to and fro take so many cycles; 2 where that is not done":
    "Muat dan bongkar dalam satu perjalanan bolak-balik memakan sekian siklus; 2 bila tidak dilakukan",
  "Time to take off a hatch cover, or to put it on": "Waktu membuka atau memasang tutup palka",
  "Least distance between the middles of two cranes on the rail": "Jarak terkecil antara titik tengah dua QC di rel",
  "Boxes of a call for which the simulation takes one hatch cover off and puts it on again; at most the covers of the ship's profile, where she has one; 0 for no covers":
    "Boks kunjungan per satu tutup palka yang dibuka dan dipasang lagi dalam simulasi; paling banyak tutup profil kapal bila ada; 0 tanpa tutup palka",
  "Boxes that the simulation takes off and puts back, for each one discharged or loaded":
    "Boks yang diturunkan dan dimuat kembali dalam simulasi, untuk setiap boks yang dibongkar atau dimuat",
  "Share of the simulated lifts of a 20-foot box that take the next one too, where that is a 20-foot box; none where twin_lift_kg is 0":
    "Bagian angkatan boks 20 kaki dalam simulasi yang sekaligus mengambil boks 20 kaki berikutnya; tidak ada bila twin_lift_kg 0",
  "Share of the simulated discharge lifts that load a box on the way, where one is ready; none where dual_cycle is 2":
    "Bagian angkatan bongkar dalam simulasi yang sekaligus memuat boks bila siap; tidak ada bila dual_cycle 2",
  "Lost at the beginning of each shift": "Hilang pada awal setiap gilir",
  "A break in each shift": "Istirahat dalam setiap gilir",
  "Hours from the beginning of the shift to its break": "Jam dari awal gilir sampai istirahatnya",
  "Mean hours from the end of a rain to the next; 0 for none": "Rata-rata jam dari akhir hujan sampai hujan berikutnya; 0 bila tidak ada",
  "Mean hours of a rain that stops work": "Rata-rata jam hujan yang menghentikan pekerjaan",
  "Mean hours from the end of a storm to the next; 0 for none": "Rata-rata jam dari akhir angin kencang sampai berikutnya; 0 bila tidak ada",
  "Mean hours of a storm that stops work": "Rata-rata jam angin kencang yang menghentikan pekerjaan",

  // Pandu dan tunda.
  "Speed in the channel; 0 where the passage takes no time of its own": "Kecepatan di alur; 0 bila pelayarannya tanpa waktu sendiri",
  "Pilots on duty; 0 where there is always one": "Pandu yang bertugas; 0 bila selalu ada",
  "From the end of a pilot's passage until the next may begin": "Dari akhir pemanduan sampai yang berikutnya boleh mulai",
  "Tugs on duty; 0 where there are always enough": "Kapal tunda yang bertugas; 0 bila selalu cukup",
  "Tugs at a ship that berths or leaves": "Kapal tunda untuk kapal yang sandar atau berangkat",
  "How long they are with her": "Berapa lama kapal tunda bersamanya",

  // Lapangan, head truck dan gate.
  "Area of the yard, ways included: by it a scenario says how much larger it is; 0 where nobody says":
    "Luas lapangan, termasuk jalan: dasar skenario perluasan; 0 bila tidak disebut",
  "Mean time of one yard crane move, travel in the block included": "Rata-rata waktu satu gerakan RTG, termasuk perjalanan dalam blok",
  "Spread of the move time (gamma distributed)": "Sebaran waktu gerakan (distribusi gamma)",
  "More for every 20-foot bay that a yard crane goes to a planned move, or to one of boxes in stacks; 0 where move_s has it all":
    "Tambahan per bay 20 kaki perjalanan RTG ke gerakan terencana atau ke boks bertumpuk; 0 bila sudah dalam move_s",
  "More for a move of boxes in stacks in another bay than the crane's last one": "Tambahan untuk gerakan boks bertumpuk di bay lain daripada yang terakhir",
  "Time of a yard crane for each box that it moves to get at another": "Waktu RTG per boks yang dipindahkan untuk mengambil boks lain",
  "Mean working hours between a yard crane's breakdowns; 0: none": "Rata-rata jam kerja antarkerusakan RTG; 0: tidak ada",
  "Mean hours of a yard crane's repair": "Rata-rata jam perbaikan RTG",
  "Moves that wait for each crane of a block before another comes": "Gerakan yang menunggu setiap RTG blok sebelum RTG lain datang",
  "Time that a yard crane needs from block to block": "Waktu RTG berpindah dari blok ke blok",
  "Mean speed": "Rata-rata kecepatan",
  "Mean way from the quay to a yard block, one direction": "Rata-rata jarak dari dermaga ke blok, satu arah",
  "Lanes, each working in both directions": "Lajur, masing-masing untuk dua arah",
  "Lanes that only let trucks in; with lanes_out, in place of lanes; empty where lanes serve both directions":
    "Lajur khusus masuk; bersama lanes_out, menggantikan lanes; kosong bila lajur untuk dua arah",
  "Lanes that only let trucks out; with lanes_in": "Lajur khusus keluar; bersama lanes_in",
  "Mean time of a truck in a lane": "Rata-rata waktu truk di lajur",
  "Mean way of a truck from the gate to a yard block": "Rata-rata jarak truk dari gate ke blok",
  "Days before a ship from which its boxes may come in": "Berapa hari sebelum kapal boksnya boleh masuk",
  "Hours before a ship at which its domestic boxes must be in": "Berapa jam sebelum kapal boks dalam negerinya harus masuk",
  "Hours before a ship at which laden boxes in foreign trade must be in; empty for as others":
    "Berapa jam sebelum kapal boks isi luar negerinya harus masuk; kosong seperti yang lain",
  "Appointments for trucks in each hour in which the gate is open; 0 where trucks come without":
    "Janji truk per jam gate buka; 0 bila truk datang tanpa janji",
  "So far from its own time a truck takes a free appointment, before or after; else a later":
    "Sejauh ini dari waktunya truk mengambil janji kosong, sebelum atau sesudah; kalau tidak, yang lebih lambat",
  "Standard deviation of a truck's arrival from the time that it has by appointment": "Simpangan baku kedatangan truk dari waktu janjinya",
  "Share of appointments to which no truck comes: it takes one a day later": "Bagian janji yang tidak ditepati truk: diambil sehari kemudian",
  "Share of boxes to collect that a truck takes along which has brought a box, if one comes in time":
    "Bagian boks jemputan yang dibawa truk yang baru mengantar boks, bila datang tepat waktu",
  "So long before its time a box may be collected by a truck that has brought another": "Selama ini sebelum waktunya boks boleh dijemput truk yang mengantar boks lain",

  // Lama tinggal dan boks.
  "Mean stay of a box that came by ship": "Rata-rata lama tinggal boks yang datang dengan kapal",
  "Its spread": "Sebarannya",
  "Least stay of a box that came by ship, until its truck comes": "Lama tinggal terpendek boks yang datang dengan kapal, sampai truknya datang",
  "Mean stay of a box that leaves by ship": "Rata-rata lama tinggal boks yang berangkat dengan kapal",
  "Least stay of a box that leaves by ship, to the middle of her stay": "Lama tinggal terpendek boks yang berangkat dengan kapal, sampai tengah masa sandarnya",
  "Mean stay of a laden box from abroad; empty for as others": "Rata-rata lama tinggal boks isi dari luar negeri; kosong seperti yang lain",
  "Mean stay of a laden box for abroad; empty for as others": "Rata-rata lama tinggal boks isi ke luar negeri; kosong seperti yang lain",
  "Mean stay of a laden box from another port of the country; empty for as others": "Rata-rata lama tinggal boks isi dari pelabuhan dalam negeri; kosong seperti yang lain",
  "Mean stay of a laden box for another port of the country; empty for as others": "Rata-rata lama tinggal boks isi ke pelabuhan dalam negeri; kosong seperti yang lain",
  "Mean stay of an empty box that came by ship; empty for as others": "Rata-rata lama tinggal boks kosong yang datang dengan kapal; kosong seperti yang lain",
  "Mean stay of an empty box that leaves by ship; empty for as others": "Rata-rata lama tinggal boks kosong yang berangkat dengan kapal; kosong seperti yang lain",
  "Longest that a box waits for a ship to take it on; then a truck collects it": "Paling lama boks menunggu kapal lanjutan; setelah itu dijemput truk",
  "Share of 40-foot boxes; TEU per box is 1 more than this": "Bagian boks 40 kaki; TEU per boks lebih 1 dari ini",
  "Share of boxes in foreign trade, which customs may inspect": "Bagian boks perdagangan luar negeri, yang dapat diperiksa Bea Cukai",
  "Share of discharged boxes that another ship takes on instead of a truck, in the simulation": "Bagian boks bongkaran yang dilanjutkan kapal lain, bukan truk, dalam simulasi",
  "Share of laden boxes that are reefers, in the simulation with stacks, which wants plugs for them":
    "Bagian boks isi yang reefer, dalam simulasi bertumpuk yang menyediakan stopkontak",

  // Kedatangan dan permintaan.
  "Standard deviation of a recurring call's ETA around its service's day": "Simpangan baku ETA kunjungan berulang dari hari layanannya",
  "Standard deviation of arrival against ETA, in the simulation": "Simpangan baku kedatangan terhadap ETA, dalam simulasi",
  "Mean of arrival against ETA, in the simulation; negative where ships are early": "Rata-rata kedatangan terhadap ETA, dalam simulasi; negatif bila kapal lebih awal",
  "Shape k of the gamma distribution, Erlang's where whole: no ship is earlier than its mean less sqrt(k) standard deviations, and the skewness is 2 / sqrt(k)":
    "Bentuk k distribusi gamma, Erlang bila bulat: tidak ada kapal lebih awal daripada rata-rata dikurangi sqrt(k) simpangan baku, dan kemencengannya 2 / sqrt(k)",
  "Hours before her arrival from which a ship's ETA gets better, hour by hour, until it is right as she comes; 0 where nobody knows more than the ETA before. For plans that are made anew in the simulation":
    "Berapa jam sebelum tiba ETA kapal makin tepat, jam demi jam, sampai benar saat tiba; 0 bila hanya ETA yang diketahui. Untuk rencana yang dibuat ulang dalam simulasi",
  "Spread of a call's boxes around its service's mean": "Sebaran boks kunjungan dari rata-rata layanannya",
  "Share by which the boxes of a call that no table lists are more for each year between the case's first day and its ETA, compounded, in the simulation":
    "Bagian pertambahan boks kunjungan yang tidak terdaftar, per tahun sejak hari pertama kasus sampai ETA-nya, majemuk, dalam simulasi",

  // Biaya.
  "A ship waiting from its ETA to first line": "Kapal menunggu dari ETA sampai tali pertama",
  "A ship leaving after its ETD": "Kapal berangkat setelah ETD",
  "A metre away from the preferred position": "Satu meter dari posisi yang diutamakan",
  "A call that cannot be berthed at all": "Kunjungan yang sama sekali tidak dapat disandarkan",
  "A box one day after its latest arrival": "Satu boks sehari setelah batas kedatangannya",
  "A box that no voyage takes; more than its dearest way": "Boks yang tidak diangkut voyage mana pun; lebih mahal daripada rute termahalnya",
  "A box one day under way: what chooses between routes": "Satu boks sehari di perjalanan: penentu antarrute",
  "A box that sails later than with the voyage it is confirmed on": "Boks yang berlayar lebih lambat daripada voyage konfirmasinya",
  "A ship's hour from first to last line, times its priority": "Satu jam kapal dari tali pertama sampai terakhir, dikali prioritasnya",
  "Simulation: an hour of a quay crane, at work or not": "Simulasi: satu jam QC, bekerja atau tidak",
  "Simulation: an hour of a yard crane, at work or not": "Simulasi: satu jam RTG, bekerja atau tidak",
  "Simulation: an hour of a tractor with its driver, at work or not": "Simulasi: satu jam head truck dengan sopirnya, bekerja atau tidak",
  "Simulation: a metre of quay in a year": "Simulasi: satu meter dermaga setahun",
  "Simulation: the room of one TEU in the yard in a year": "Simulasi: ruang satu TEU di lapangan setahun",
  "An hour from the plan's start to the last line of the last ship": "Satu jam dari awal rencana sampai tali terakhir kapal terakhir",
  "An hour of first line after the call's window_end, times its priority": "Satu jam tali pertama setelah window_end kunjungan, dikali prioritasnya",
  "A crane that goes to another ship while no shift begins; without shifts, every such change":
    "QC pindah kapal di tengah gilir; tanpa gilir, setiap perpindahan",
  "Loading: an hour from the start of work to a ship's last lift": "Muat: satu jam dari mulai kerja sampai angkatan terakhir kapal",
  "Loading: a box left ashore that could go": "Muat: boks ditinggal di darat yang sebenarnya dapat diangkut",
  "Loading: a box above one that leaves the ship before it": "Muat: boks di atas boks yang dibongkar lebih dahulu",
  "Loading: a box of a later port taken off and put back": "Muat: boks pelabuhan berikutnya diturunkan dan dimuat kembali",
  "Loading: a box of the yard moved out of the way of another": "Muat: boks lapangan dipindahkan karena menghalangi",
  "Yard: a 20-foot bay kept for boxes of a ship; a 40-foot bay is two": "Lapangan: satu bay 20 kaki yang disediakan bagi kapal; bay 40 kaki dihitung dua",
  "Yard: a box driven a kilometre along the quay between block and ship": "Lapangan: satu boks diangkut sekilometer sepanjang dermaga antara blok dan kapal",
  "Re-planning: a metre away from the place in the plan before": "Rencana ulang: satu meter dari tempat dalam rencana sebelumnya",
  "Re-planning: an hour away from first line in the plan before": "Rencana ulang: satu jam dari tali pertama dalam rencana sebelumnya",
  "Re-planning: a crane more or less than in the plan before": "Rencana ulang: satu QC lebih atau kurang daripada rencana sebelumnya",

  // Bea Cukai dan karantina.
  "Mean hours from the stacking of a box from abroad until its papers are cleared": "Rata-rata jam dari penumpukan boks dari luar negeri sampai dokumennya selesai",
  "Their spread (lognormal)": "Sebarannya (lognormal)",
  "Share of boxes from abroad that are opened, when their papers have been looked at": "Bagian boks dari luar negeri yang dibuka setelah dokumennya diperiksa",
  "Share of boxes for abroad that are opened when they have come": "Bagian boks ke luar negeri yang dibuka setelah datang",
  "Mean hours of an inspection, from the box's arrival at its place": "Rata-rata jam pemeriksaan, sejak boks tiba di tempatnya",
  "Their spread (gamma distributed)": "Sebarannya (distribusi gamma)",
  "Share of these boxes that quarantine holds in the yard": "Bagian boks ini yang ditahan karantina di lapangan",
  "Hours for which it does, from clearance or, for abroad, from arrival": "Berapa jam ditahan, sejak dokumen selesai atau, ke luar negeri, sejak datang",
  "Hours from a ship's departure in which an export declaration is amended, or cancelled, for another ship, voyage or date":
    "Berapa jam sejak keberangkatan kapal PEB dapat diubah atau dibatalkan untuk kapal, voyage atau tanggal lain",

  // Kolom booking.
  "Name of the shipment: the number of its booking": "Nama pengiriman: nomor booking-nya",
  "Who sends it": "Pengirimnya",
  "What it is": "Barangnya",
  "Customs tariff number of the goods, six or eight digits": "Nomor pos tarif barang, enam atau delapan angka",
  "ISO 6346 size and type of its boxes": "Ukuran dan jenis ISO 6346 peti kemasnya",
  "Number of boxes": "Jumlah peti kemas",
  "Share of one box that it fills, where it is less than a box and goes through a freight station; empty for whole boxes":
    "Bagian satu peti kemas yang diisi, bila kurang dari satu dan lewat CFS; kosong untuk peti kemas utuh",
  "Gross mass of all its boxes": "Berat kotor semua peti kemasnya",
  "Whether its boxes are reefers that want plugs": "Apakah peti kemasnya reefer yang butuh stopkontak",
  "Classes of its dangerous goods (IMDG), as 3 or 2.1": "Kelas barang berbahayanya (IMDG), seperti 3 atau 2.1",
  "Port where it is loaded first": "Pelabuhan muat pertama",
  "Port where it is bound": "Pelabuhan tujuan",
  "From when on its export chain may be worked at; empty for the same as ready": "Sejak kapan rantai ekspornya boleh dikerjakan; kosong sama dengan ready",
  "When the goods are ready: to be stuffed where the case has an export chain for them, else at the terminal with their papers done":
    "Kapan barang siap: untuk stuffing bila kasus punya rantai ekspornya, kalau tidak di terminal dengan dokumen lengkap",
  "When it should be there; later is lateness": "Kapan harus tiba; setelah itu terlambat",
  "Latest date of shipment by its letter of credit: it must have left by then; empty for none":
    "Batas pengapalan letter of credit: harus sudah berangkat; kosong bila tidak ada",
  "Whether transhipment is refused": "Apakah transhipment ditolak",
  "Whether the goods may change boxes at the first port where they change ships": "Apakah barang boleh berganti peti kemas di pelabuhan pertama ganti kapal",
  "Port whose customs office takes the export declaration (PEB), where the export is counted; empty for the origin's. Elsewhere it must be where the shipment first changes ships":
    "Pelabuhan kantor pabean PEB, tempat ekspor dihitung; kosong untuk pelabuhan asal. Selain itu harus tempat pertama ganti kapal",
  "Value of a day of lateness of one box; empty for the terminal's costs.shipment_late_per_day":
    "Nilai keterlambatan sehari satu peti kemas; kosong untuk costs.shipment_late_per_day terminal",
  "Status of the booking (DCSA BKG 2.0.5)": "Status booking (DCSA BKG 2.0.5)",
  "The voyage that it is confirmed on from its origin; any later one is a roll-over": "Voyage konfirmasinya dari asal; yang lebih lambat adalah roll-over",
  "Its export chain; empty for the one that its goods and country have": "Rantai ekspornya; kosong untuk rantai menurut barang dan negaranya",
  "Whether it is its exporter's first export": "Apakah ini ekspor pertama eksportirnya",
  "Value of the goods free on board, for the reports": "Nilai barang FOB, untuk laporan",
};
