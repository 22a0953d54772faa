// What the server writes in English with a code: it stands in Indonesian alone, since English has the server's own words.

export const ID_SENTENCES = {
  // Jangka simulasi: the window that is simulated.
  "reason": "{loss}{cause}; biaya {cost}",
  "reason.hours": "Tertahan {n} jam ",
  "reason.metres": "Bergeser {n} m ",
  "reason.both": "Tertahan {hours} jam dan bergeser {metres} m ",
  "reason.neither": "Lebih mahal ",
  "reason.ship": "karena {who} menempati tempatnya",
  "reason.cranes": "karena QC melayani {who}",
  "reason.cranes.any": "karena QC melayani kapal lain",
  "reason.closure": "karena penutupan {who}",
  "reason.crane_stop": "karena QC berhenti ({who})",
  "reason.channel": "karena alur ditutup ({who})",
  "reason.channel.any": "karena jam buka alur",
  "reason.tide": "karena pasang surut",
  "reason.gangs": "karena jumlah regu gilir {who}",
  "reason.earliest_start": "karena waktu sandar paling awal",
  "reason.latest_departure": "karena batas waktu keberangkatan",
  "reason.depth": "karena kedalaman dermaga di tempat lain",
  "reason.crane_reach": "karena tidak semua QC menjangkaunya",
  "reason.quay": "karena dermaga berakhir atau terbagi di sana",
  "reason.plan_before": "karena mengikuti rencana sebelumnya",
  "reason.together": "karena gabungan {who}",
  "reason.itself": "meskipun ada tempat sandar lebih baik yang kosong",
  "reason.crane_changes": "untuk menghemat perpindahan QC",
  "reason.work": "karena bongkar muat lebih lama daripada waktu singgahnya",
  "definition.calls": "Kunjungan dengan ETA dalam jangka simulasi yang sudah berangkat lagi.",
  "definition.calls_unserved":
    "Kunjungan dengan ETA dalam jangka simulasi yang tidak dapat disandarkan rencana mana pun: lebih panjang daripada dermaga, sarat melebihi kedalaman pada setiap pasang, butuh QC lebih banyak daripada yang ada, atau tidak ada tempat yang cukup dalam sekaligus terjangkau QC. Kunjungan ini tidak diikutkan.",
  "definition.calls_unfinished":
    "Kunjungan dengan ETA dalam jangka simulasi yang belum berangkat ketika simulasi berakhir. Tidak dihitung dalam angka lain; bila di atas 0, terminal tidak mampu melayani permintaannya, dan waktu tunggu serta turnaround sebenarnya lebih lama daripada yang tertera.",
  "definition.waiting_h":
    "Rata-rata waktu kunjungan dari kedatangan, saat kapal sudah bisa sandar, sampai tali pertama.",
  "definition.turnaround_h": "Rata-rata waktu kunjungan dari kedatangan sampai tali terakhir.",
  "definition.berth_time_h":
    "Rata-rata waktu kunjungan dari tali pertama sampai tali terakhir, tanpa potongan (BT di Indonesia: BWT + NOT).",
  "definition.gross_berth_hours": "Waktu yang sama, dijumlahkan untuk semua kunjungan yang dihitung.",
  "definition.lateness_h": "Rata-rata selisih tali terakhir setelah ETD; kunjungan yang lebih awal dihitung 0.",
  "definition.waiting_ratio": "Waktu tunggu semua kunjungan dibagi waktu sandarnya.",
  "definition.berth_on_arrival": "Bagian kunjungan yang tali pertamanya dalam 2 jam setelah tiba.",
  "definition.wt_h":
    "WT: rata-rata waktu kunjungan dari siap di stasiun pandu (bila tidak diketahui: dari kedatangan) sampai tali pertama, dikurangi AT. Menjadi tanggungan pelabuhan; sebagian pihak memasukkan PT.",
  "definition.pt_h":
    "PT: rata-rata waktu kunjungan di stasiun pandu atas sebab kapal sendiri, sampai siap. Hanya diketahui dari catatan; dalam rencana dan simulasi 0.",
  "definition.at_h":
    "AT: rata-rata waktu dari pandu naik sampai tali pertama, atau sampai kolam di depan dermaga bila kapal menunggu di sana; 0 bila pandu tidak diketahui.",
  "definition.bwt_h":
    "BWT: rata-rata waktu dari angkatan pertama sampai terakhir, dikurangi bagian saat QC berhenti terencana (pergantian gilir, istirahat). BWT = ET + IT.",
  "definition.et_h":
    "ET: rata-rata waktu dari angkatan pertama sampai terakhir, dikalikan bagian jam QC saat QC mengangkat.",
  "definition.it_h": "IT: BWT - ET, hilang dalam waktu kerja: kerusakan, menunggu head truck atau boks.",
  "definition.not_h":
    "NOT: waktu sandar - BWT: sebelum angkatan pertama, setelah yang terakhir, dan berhenti terencana.",
  "definition.boxes_moved": "Boks yang dibongkar dan dimuat oleh kunjungan yang dihitung.",
  "definition.empties_moved": "Di antaranya, boks kosong.",
  "definition.teu_moved": "Boks yang dibongkar dan dimuat; boks 40 kaki dihitung dua.",
  "definition.quay_container_moves": "QCM: boks yang dibongkar dan dimuat serta angkatan restow; tanpa tutup palka.",
  "definition.berth_occupancy":
    "Panjang kapal (LOA) dan jarak tambat dikali waktu sandar dalam jangka simulasi, dijumlahkan untuk semua kapal dan dibagi panjang dermaga kali jangka simulasi. Kapal yang menjorok melewati ujung dermaga dapat membuatnya di atas 1.",
  "definition.berth_occupancy_5m": "Sama, dengan 5 m sebagai pengganti jarak tambat, sebagaimana di Indonesia.",
  "definition.boxes_per_ship_hour": "BSH: boks yang dibongkar dan dimuat dibagi waktu sandar kunjungannya.",
  "definition.bch_gross":
    "BCH: boks yang dibongkar dan dimuat dibagi jam QC berada di kapal: sejak tertambat, atau sejak QC bergabung, sampai angkatan terakhir kapal, termasuk semua tunggu dan kerusakan.",
  "definition.bch_net": "Boks yang dibongkar dan dimuat dibagi jam QC mengangkat.",
  "definition.moves_per_crane_hour_gross":
    "Siklus QC dibagi jam BCH kotor: dua boks sekali angkat dihitung satu move, satu dimuat dan satu dibongkar dalam siklus ganda satu, dan tutup palka satu.",
  "definition.moves_per_crane_hour_net": "Siklus yang sama dibagi jam QC mengangkat.",
  "definition.crane_utilisation": "Bagian jangka simulasi saat QC mengangkat.",
  "definition.crane_blocked":
    "Bagian jangka simulasi saat QC berada di kapal yang tertambat dan menunggu head truck atau boks.",
  "definition.crane_down": "Bagian jangka simulasi saat QC rusak.",
  "definition.crane_off":
    "Bagian jangka simulasi saat QC di kapal yang tertambat berhenti terencana: pergantian gilir, istirahat makan, atau tanpa regu. Sisanya, selain cuaca dan utilisasi, QC tidak berada di kapal yang tertambat.",
  "definition.crane_weather": "Bagian jangka simulasi saat QC di kapal yang tertambat dihentikan hujan atau angin.",
  "definition.tractor_utilisation":
    "Bagian jangka simulasi saat head truck berada di bawah QC dengan boks, sedang berjalan, atau di blok lapangan; menunggu kosong di samping kapal tidak dihitung.",
  "definition.yard_crane_utilisation": "Bagian jangka simulasi saat RTG memindahkan boks.",
  "definition.yard_occupancy":
    "TEU-hari boks di lapangan dibagi kapasitas lapangan dalam TEU kali jangka simulasi. Blok tanpa RTG bukan kapasitas selama blok lain memilikinya: di sana tidak ada tumpukan.",
  "definition.yard_peak": "TEU terbanyak di lapangan pada suatu saat, dibagi kapasitas YOR.",
  "definition.yard_overflow_boxes":
    "Boks yang masuk lapangan ketika tidak ada blok yang muat. Tetap ditumpuk; bila di atas 0, lapangan terlalu kecil.",
  "definition.yard_crane_down": "Bagian jangka simulasi saat RTG diperbaiki.",
  "definition.rehandle_ratio":
    "Boks yang dipindahkan RTG untuk mengambil boks lain, dibagi boks yang diambil. Kosong bila boks tidak bertumpuk.",
  "definition.reefers_without_plug":
    "Reefer yang masuk lapangan ketika tidak ada stopkontak bebas. Tetap ditumpuk; bila di atas 0, stopkontak kurang.",
  "definition.boxes_inspected": "Boks yang mulai diperiksa Bea Cukai dalam jangka simulasi.",
  "definition.boxes_transhipped": "Boks yang datang dengan kapal dan meninggalkan lapangan untuk kapal lain.",
  "definition.transhipment_by_truck":
    "Boks yang semestinya lanjut dengan kapal, tetapi dijemput truk karena tidak ada kapal yang mengangkutnya tepat waktu.",
  "definition.dwell_foreign_in_h": "Rata-rata lama di lapangan boks isi dari luar negeri, dihitung saat keluar.",
  "definition.dwell_domestic_in_h":
    "Rata-rata lama di lapangan boks isi dari pelabuhan dalam negeri, dihitung saat keluar.",
  "definition.dwell_empty_in_h":
    "Rata-rata lama di lapangan boks kosong yang datang dengan kapal, dihitung saat keluar.",
  "definition.dwell_transhipment_h":
    "Rata-rata lama di lapangan boks yang datang dengan kapal untuk lanjut dengan kapal lain, dihitung saat keluar.",
  "definition.dwell_foreign_out_h": "Rata-rata lama di lapangan boks isi tujuan luar negeri, dihitung saat keluar.",
  "definition.dwell_domestic_out_h":
    "Rata-rata lama di lapangan boks isi tujuan pelabuhan dalam negeri, dihitung saat keluar.",
  "definition.dwell_empty_out_h":
    "Rata-rata lama di lapangan boks kosong yang berangkat dengan kapal, dihitung saat keluar.",
  "definition.trucks":
    "Truk yang meninggalkan terminal dalam jangka simulasi. Truk yang membawa satu boks dan mengambil boks lain dihitung sekali.",
  "definition.trucks_peak_hour": "Truk terbanyak yang tiba di gate dalam satu jam.",
  "definition.trucks_unbooked":
    "Truk yang hendak datang dan tidak mendapat janji, dekat maupun nanti. Truk itu datang tanpa janji.",
  "definition.truck_turn_time_min":
    "Rata-rata waktu truk yang keluar, dari mengantre di gate sampai meninggalkannya lagi.",
  "definition.truck_gate_wait_min":
    "Bagian waktu putar saat truk menunggu lajur, masuk dan keluar; waktu di dalam lajur tidak termasuk.",
  "definition.truck_yard_min":
    "Bagian waktu putar saat truk berada di blok: menunggu RTG dan dilayaninya. Sisanya lajur dan perjalanan.",
  "definition.trucks_within_30_min": "Bagian truk yang waktu putarnya paling lama 30 menit.",
  "definition.trucks_within_60_min": "Bagian truk yang waktu putarnya paling lama 60 menit.",
  "definition.ship_cost":
    "Biaya waktu kunjungan menurut tarif terminal.toml yang juga menilai rencana sandar: menunggu sampai tali pertama, terlambat setelah ETD, dan lama sandar, masing-masing dikali prioritas, serta kunjungan yang tidak dapat sandar. Yang belum sandar atau berangkat ketika simulasi berakhir dihitung sampai saat itu.",
  "definition.resource_cost":
    "Biaya QC, RTG, head truck, panjang dermaga, dan ruang lapangan selama jangka simulasi, bekerja atau tidak, menurut tarif terminal.toml.",
  "definition.cost": "Jumlah biaya kapal dan biaya peralatan.",
};
