// Rules that a berth, yard or shipment plan breaks, and remarks on one, by the server's English; see sentences.js.

export const ID_RULES = {
  // Rencana sandar: kunjungan dan waktunya.
  "{ship} arrives in the planned time and the plan forgets it": "{ship} tiba dalam waktu rencana, tetapi tidak ada dalam rencana",
  "{ship} is at the terminal and the plan forgets it": "{ship} sedang di terminal, tetapi tidak ada dalam rencana",
  "{ship} does not arrive in the planned time": "{ship} tidak tiba dalam waktu rencana",
  "the plan has {name} {n} times": "rencana memuat {name} {n} kali",
  "the case has no call {call}": "kasus tidak memiliki kunjungan {call}",
  "taken off by hand": "dikeluarkan dengan tangan",
  "the plan leaves {call} unserved without a reason": "rencana tidak melayani {call} tanpa alasan",
  "{ship} is to berth at {at}, is {phase!} and it is {now} already":
    "{ship} harus sandar pada {at}, tetapi {phase} dan sekarang sudah {now}",
  "{ship} has first line at {at} and had it at {really}": "tali pertama {ship} pada {at}, padahal kenyataannya {really}",
  "{ship} has last line at {at} and had it at {really}": "tali terakhir {ship} pada {at}, padahal kenyataannya {really}",
  "{ship} lies at {m} m in the plan and at {really} m along the quay":
    "{ship} tambat di {m} m dalam rencana, padahal di dermaga di {really} m",
  "{ship} leaves at {at} and is alongside still at {now}": "{ship} berangkat pada {at}, padahal pada {now} masih sandar",
  "the plan leaves {call} unserved, which is {phase!}": "rencana tidak melayani {call}, padahal {phase}",
  "{ship} has no actual, and is to have berthed at {at} where {other} lay until {until}":
    "{ship} tanpa realisasi, dan seharusnya sandar pada {at} di tempat {other} tambat sampai {until}",
  "no actual says what has become of {ships+}: taken to be on plan":
    "tidak ada realisasi tentang {ships}: dianggap sesuai rencana",
  "{ship} leaves at {at} and was to leave by {by}": "{ship} berangkat pada {at}, padahal harus sebelum {by}",
  "{ship} leaves before it berths": "{ship} berangkat sebelum sandar",
  "{ship} berths at {at}, before it arrives at {arrival}": "{ship} sandar pada {at}, sebelum tiba pada {arrival}",
  "{ship} berths at {at} and must not before {earliest}": "{ship} sandar pada {at}, padahal tidak boleh sebelum {earliest}",
  "{ship} leaves at {at} and must by {latest}": "{ship} berangkat pada {at}, padahal batas waktunya {latest}",
  "inbound": "masih di laut",
  "arrived": "sudah tiba dan menunggu",
  "working": "sedang bongkar muat",
  "complete": "selesai bongkar muat",
  "departed": "sudah berangkat",

  // Rencana sandar: tempat di dermaga.
  "{ship} lies from {low} m to {high} m and the quay with its overhangs reaches from {begin} m to {end} m":
    "{ship} tambat dari {low} m sampai {high} m, sedangkan dermaga dengan juluran kapalnya dari {begin} m sampai {end} m",
  "{ship} lies from {low} m to {high} m, not inside one section of the quay":
    "{ship} tambat dari {low} m sampai {high} m, tidak di dalam satu bagian dermaga",
  "{ship} and {other} lie in {sections+} at the same time": "{ship} dan {other} tambat di {sections} pada waktu yang sama",
  "{ship} and {other} overlap by {m} m at the same time": "{ship} dan {other} bertumpang tindih {m} m pada waktu yang sama",
  "{ship} and {other} lie {m} m apart; the gap is {gap} m":
    "{ship} dan {other} hanya berjarak {m} m; jarak tambat {gap} m",
  "{ship} lies from {low} m to {high} m and closure {closure} ({why*}) is there from {begin} to {end}":
    "{ship} tambat dari {low} m sampai {high} m, sedangkan di sana ada penutupan {closure} ({why}) dari {begin} sampai {end}",
  "{ship} lies from {low} m to {high} m and closure {closure} is there from {begin} to {end}":
    "{ship} tambat dari {low} m sampai {high} m, sedangkan di sana ada penutupan {closure} dari {begin} sampai {end}",

  // Rencana sandar: air dan alur.
  "{ship} berths at {at} with a tide of {m} m and needs {needed} m":
    "{ship} sandar pada {at} saat pasang {m} m, padahal butuh {needed} m",
  "{ship} leaves at {at} with a tide of {m} m and needs {needed} m":
    "{ship} berangkat pada {at} saat pasang {m} m, padahal butuh {needed} m",
  "{ship} has {m} m under its keel alongside at low water, and {wanted} m is wanted":
    "ruang bebas lunas {ship} saat sandar pada air rendah {m} m, padahal disyaratkan {wanted} m",
  "{ship} berths at {at} and {shut!}": "{ship} sandar pada {at}, padahal {shut}",
  "{ship} leaves at {at} and {shut!}": "{ship} berangkat pada {at}, padahal {shut}",
  "the channel is closed until {at}": "alur ditutup sampai {at}",
  "the channel is closed until {at}: {why*}": "alur ditutup sampai {at}: {why}",
  "ships move from {opens} to {closes} only": "kapal hanya boleh bergerak dari {opens} sampai {closes}",
  "{ship} draws {m} m and its place has {water} m at low water: it would touch the bottom":
    "sarat {ship} {m} m, sedangkan di tempatnya {water} m pada air rendah: kapal akan kandas",

  // Rencana sandar: QC dan bongkar muat.
  "{ship} is given crane {crane}, which the case does not have": "{ship} diberi {crane}, padahal kasus tidak memilikinya",
  "crane {crane} does not reach {ship}": "{crane} tidak menjangkau {ship}",
  "crane {crane} does not reach {ship}, whose bays are from {low} m to {high} m":
    "{crane} tidak menjangkau {ship}, yang bay-nya dari {low} m sampai {high} m",
  "crane {crane} works {ship} from {begin} to {end} and the ship is ready from {from} to {to}":
    "{crane} melayani {ship} dari {begin} sampai {end}, padahal kapal siap dari {from} sampai {to}",
  "crane {crane} works {ship} from {begin} to {end} and is out of service ({why*}) from {from} to {to}":
    "{crane} melayani {ship} dari {begin} sampai {end}, padahal berhenti ({why}) dari {from} sampai {to}",
  "crane {crane} works {ship} from {begin} to {end} and is out of service from {from} to {to}":
    "{crane} melayani {ship} dari {begin} sampai {end}, padahal berhenti dari {from} sampai {to}",
  "{ship} is given crane {crane} twice at once": "{ship} diberi {crane} dua kali pada waktu yang sama",
  "{ship} has {n} cranes and takes at most {most}": "{ship} dilayani {n} QC, padahal paling banyak {most}",
  "{ship} has {n} cranes and wants at least {least}": "{ship} dilayani {n} QC, padahal paling sedikit {least}",
  "crane {crane} does not work {ship} all the time from the end of mooring to the last lift at {at}, and crane_work.assignment is constant":
    "{crane} tidak terus-menerus melayani {ship} dari selesai tambat sampai angkatan terakhir pada {at}, padahal crane_work.assignment bernilai constant",
  "the cranes of {ship} are no neighbours: {cranes+}": "QC untuk {ship} tidak bersebelahan: {cranes}",
  "crane {crane} works {ship} and {other} at once, at {at}": "{crane} melayani {ship} dan {other} sekaligus, pada {at}",
  "crane {crane} at {ship} and crane {other} at {second} would have to pass each other on the rail at {at}":
    "{crane} di {ship} dan {other} di {second} harus saling melewati di rel pada {at}",
  "crane {crane} leaves {ship} at {at} and begins at {other} at {then}, {min} min later; it needs {needed} min":
    "{crane} meninggalkan {ship} pada {at} dan mulai di {other} pada {then}, {min} menit kemudian; perlu {needed} menit",
  "{n} cranes work at {at} ({calls+}) and shift {shift} has {gangs} gangs":
    "{n} QC bekerja pada {at} ({calls}), padahal gilir {shift} punya {gangs} regu",
  "{ship} has {n} cranes, and its handling times at {m} m are for these numbers: {numbers+}":
    "{ship} dilayani {n} QC, padahal waktu penanganannya di {m} m hanya untuk jumlah ini: {numbers}",
  "{work!}, {m} m away from its preferred position": "{work}, {m} m dari posisi yang diutamakan",
  "{ship} is worked for {share} of its handling time": "{ship} baru dilayani {share} dari waktu penanganannya",
  "{ship} has {n} boxes and its {h} crane hours move {moved}":
    "{ship} punya {n} boks, sedangkan {h} jam QC hanya memindahkan {moved}",
  "{ship} has {n} boxes left and its {h} crane hours from now on move {moved}":
    "{ship} masih punya {n} boks, sedangkan {h} jam QC sejak sekarang hanya memindahkan {moved}",
  "{ship} has {n} boxes and its own gear moves {moved} in its time":
    "{ship} punya {n} boks, sedangkan crane kapal hanya memindahkan {moved} selama sandar",
  "{ship} has {n} boxes, no quay crane and no gear of its own": "{ship} punya {n} boks, tanpa QC dan tanpa crane kapal",

  // Mengapa kapal tidak dilayani.
  "{ship} is {m} m long and the quay with its overhangs {room} m":
    "panjang {ship} {m} m, sedangkan dermaga dengan juluran kapalnya {room} m",
  "{ship} is {m} m long and fits into no section: the longest has {longest} m":
    "panjang {ship} {m} m dan tidak muat di bagian mana pun: yang terpanjang {longest} m",
  "{ship} has handling times for more quay cranes only than the {n} that there are":
    "waktu penanganan {ship} hanya untuk QC lebih banyak daripada {n} yang ada",
  "{ship} wants at least {least} quay cranes and there are {n}": "{ship} butuh paling sedikit {least} QC, yang ada {n}",
  "{ship} wants at least {least} quay cranes and no shift has more than {n} gangs":
    "{ship} butuh paling sedikit {least} QC, sedangkan tiap gilir paling banyak {n} regu",
  "{ship} has handling times for {berths+} only and does not fit there":
    "waktu penanganan {ship} hanya untuk {berths}, dan kapal tidak muat di sana",
  "{ship} draws {m} m and lacks {lacking} m of water under its keel even at high water":
    "sarat {ship} {m} m dan airnya kurang {lacking} m di bawah lunas, bahkan saat air tinggi",
  "{ship} draws {m} m and would have {clearance} m under its keel alongside at low water; {wanted} m is wanted":
    "sarat {ship} {m} m dan ruang bebas lunasnya saat sandar pada air rendah {clearance} m; disyaratkan {wanted} m",
  "{ship} can berth at {at} and leave at {done}, and must leave by {by}":
    "{ship} dapat sandar pada {at} dan berangkat pada {done}, padahal batas waktunya {by}",
  "{ship} draws {m} m and lies in {water} m at low water: it would touch the bottom":
    "sarat {ship} {m} m dan tambat di {water} m pada air rendah: kapal akan kandas",

  // Rencana lapangan.
  "the plan ends before it starts": "rencana berakhir sebelum mulai",
  "{call} does not arrive in the time of the plan": "{call} tidak tiba dalam waktu rencana",
  "{call} is expected before her ETA": "{call} diperkirakan sebelum ETA-nya",
  "{call} is expected to leave before she comes": "{call} diperkirakan berangkat sebelum tiba",
  "{call} loads {n#} {group!}, and the plan has {found}": "{call} memuat {n} {group}, sedangkan rencana {found}",
  "{call} loads no boxes {group!} that are to come, and the plan has {n}":
    "{call} tidak memuat boks {group} yang akan datang, sedangkan rencana {n}",
  "{n#} {group!} of {call} have no reason": "{n} {group} untuk {call} tanpa alasan",
  "bay {bay} of block {block}": "bay {bay} blok {block}",
  "bay {bay} of block {block} for {call}": "bay {bay} blok {block} untuk {call}",
  "{where!} is kept from {at} on, and the gate opens for her at {opens}":
    "{where} disediakan mulai {at}, sedangkan gate baru dibuka untuknya pada {opens}",
  "{where!} is kept until {at}, and her boxes are loaded by {loaded}":
    "{where} disediakan sampai {at}, sedangkan boksnya selesai dimuat pada {loaded}",
  "the case has no block {block}": "kasus tidak memiliki blok {block}",
  "block {block} has 20-foot bays 1, 3, ... to {last}, and no bay {bay}":
    "blok {block} punya bay 20 kaki 1, 3, ... sampai {last}, tanpa bay {bay}",
  "{where!} is kept for {length}-foot boxes: 20-foot boxes stand in odd bays and longer ones in even ones":
    "{where} disediakan untuk boks {length} kaki: boks 20 kaki di bay ganjil, yang lebih panjang di bay genap",
  "no yard crane works in block {block}, and bays of it are kept": "tidak ada RTG di blok {block}, padahal bay-nya disediakan",
  "{where!} is kept for boxes {group!}, and the block takes only {kinds+}":
    "{where} disediakan untuk boks {group}, padahal blok hanya menerima {kinds}",
  "{where!} is kept for boxes {group!}, and there are plugs in the first {n} 20-foot bays of the block":
    "{where} disediakan untuk boks {group}, padahal stopkontak hanya di {n} bay 20 kaki pertama blok",
  "{where!} is kept for {n} boxes at once, and takes {most}": "{where} disediakan untuk {n} boks sekaligus, padahal muat {most}",
  "{where!} is kept for {groups!} at once, and not all of them as mixed":
    "{where} disediakan untuk {groups} sekaligus, dan tidak semuanya sebagai campuran",
  "bays {bays+} of block {block} share ground and are kept at once":
    "bay {bays} blok {block} menempati lahan yang sama dan disediakan sekaligus",
  "{where!} is kept while boxes stand there that leave at {at}":
    "{where} disediakan selagi di sana ada boks yang baru pergi pada {at}",
  "{n} of the {bays} bays of block {block} are kept at once, and {share} are to be free for boxes from ships":
    "{n} dari {bays} bay blok {block} disediakan sekaligus, padahal {share} harus kosong untuk boks bongkaran",
  "block {block} is asked for {n} boxes an hour at {at}, and its yard cranes move {most}":
    "blok {block} diminta {n} boks per jam pada {at}, sedangkan RTG-nya memindahkan {most}",
  "no block with a yard crane that takes {kinds} boxes has a {length}-foot bay; change takes or plug_bays of one in the table yard_blocks":
    "tidak ada blok ber-RTG yang menerima boks {kinds} dan punya bay {length} kaki; ubah takes atau plug_bays salah satunya di tabel yard_blocks",
  "no block with a yard crane that takes {kinds} boxes has a {length}-foot bay with plugs; change takes or plug_bays of one in the table yard_blocks":
    "tidak ada blok ber-RTG yang menerima boks {kinds} dan punya bay {length} kaki dengan stopkontak; ubah takes atau plug_bays salah satunya di tabel yard_blocks",
  "to leave them ashore costs less than any bay; raise ashore_per_box in the terminal's costs":
    "membiarkannya tanpa tempat lebih murah daripada bay mana pun; naikkan ashore_per_box dalam biaya terminal",
  "{where!} of blocks with a yard crane that take them are taken at some time from {begin} to {end}, but for {share} that are kept for boxes from ships; keep less for these, or open the gate later":
    "{where} blok ber-RTG yang menerimanya terpakai suatu saat antara {begin} dan {end}, kecuali {share} untuk boks bongkaran; sediakan lebih sedikit untuk itu, atau buka gate lebih lambat",
  "{where!} of blocks with a yard crane are taken at some time from {begin} to {end}, but for {share} that are kept for boxes from ships; keep less for these, or open the gate later":
    "{where} blok ber-RTG terpakai suatu saat antara {begin} dan {end}, kecuali {share} untuk boks bongkaran; sediakan lebih sedikit untuk itu, atau buka gate lebih lambat",
  "all bays": "semua bay",
  "all bays with plugs": "semua bay dengan stopkontak",

  // Kelompok boks yang dimuat.
  "{length#}-foot light {status!} to {port=}": "{length} kaki ringan {status} ke {port}",
  "{length#}-foot middle {status!} to {port=}": "{length} kaki sedang {status} ke {port}",
  "{length#}-foot heavy {status!} to {port=}": "{length} kaki berat {status} ke {port}",
  "{group!}, with plug": "{group}, dengan stopkontak",
  "{group!}, dangerous": "{group}, berbahaya",
  "{group!} of {call=} and {more!}": "{group} untuk {call} dan {more}",
  "{group!} of {call=}": "{group} untuk {call}",
  "full": "isi",
  "empty": "kosong",

  // Premarshalling malam.
  "the plan was made for {case} as it was then; it is checked anew":
    "rencana dibuat untuk {case} sebagaimana waktu itu; sekarang diperiksa lagi",
  "the plan was made for {case} as it was then, and {now} is not the same; it is checked anew":
    "rencana dibuat untuk {case} sebagaimana waktu itu, dan {now} tidak sama lagi; sekarang diperiksa lagi",
  "the shift ends before it begins": "gilir berakhir sebelum mulai",
  "{box} is moved as {kind}, and no ship is there: premarshal": "{box} dipindahkan sebagai {kind}, padahal tidak ada kapal: premarshal",
  "the move of {box} is not from the start of the shift to its end":
    "pemindahan {box} tidak di antara awal dan akhir gilir",

  // Rencana pengiriman.
  "the plan has {shipment}, whose booking is {status!}": "rencana memuat {shipment}, padahal booking-nya {status}",
  "REJECTED": "ditolak (REJECTED)",
  "DECLINED": "ditolak pengirim (DECLINED)",
  "CANCELLED": "dibatalkan (CANCELLED)",
  "COMPLETED": "selesai (COMPLETED)",
  "the case has no shipment {shipment}": "kasus tidak memiliki pengiriman {shipment}",
  "the case has no sailing {leg}": "kasus tidak memiliki pelayaran {leg}",
  "{leg} ({from} to {to}, {at}) has room for {room#} {unit} and {shipments+} take {taken}":
    "{leg} ({from} ke {to}, {at}) punya ruang {room} {unit}, sedangkan {shipments} memakai {taken}",
  "{shipment} takes empty boxes from a row, and the case lists none":
    "{shipment} mengambil peti kemas kosong dari suatu baris, padahal kasus tidak punya baris itu",
  "{shipment} takes boxes from {row} on its way and keeps those it has":
    "{shipment} mengambil peti kemas dari {row} di perjalanan, padahal tetap memakai yang sudah ada",
  "{type=} of {line} at {port}": "{type} milik {line} di {port}",
  "{shipment} takes no empty boxes: it needs {wanted!}": "{shipment} tidak mengambil peti kemas kosong: perlu {wanted}",
  "{shipment} takes boxes from {row}: the case has no such row of empties":
    "{shipment} mengambil peti kemas dari {row}: kasus tidak punya baris itu",
  "{shipment} takes boxes from {row}, {found!}: it needs {wanted!}":
    "{shipment} mengambil peti kemas dari {row}, {found}: perlu {wanted}",
  "{shipment} arrives at {port} at {at}, and boxes of {row} are there only at {there}":
    "{shipment} tiba di {port} pada {at}, padahal peti kemas {row} baru ada di sana pada {there}",
  "{row} has {n} empty boxes ({type!}) and {shipments+} take {taken}":
    "{row} punya {n} peti kemas kosong ({type}), sedangkan {shipments} mengambil {taken}",
  "{shipment} lacks the steps {steps+}": "{shipment} kekurangan langkah {steps}",
  "{shipment} has steps that are not in its chain on this route: {steps+}":
    "{shipment} punya langkah yang tidak ada dalam rantainya di rute ini: {steps}",
  "{shipment} has steps twice, or not in the order of its chain":
    "langkah {shipment} berulang, atau tidak menurut urutan rantainya",
  "{shipment} is at {port} and leg {leg} leaves {origin}": "{shipment} ada di {port}, sedangkan {leg} berangkat dari {origin}",
  "{shipment} comes back to {port} with {leg}": "{shipment} kembali ke {port} dengan {leg}",
  "{shipment} is at {port} with {leg} and goes on": "{shipment} sudah di {port} dengan {leg} dan masih lanjut",
  "{shipment} ends at {port}": "{shipment} berakhir di {port}",
  "{shipment} does not stay on board of {voyage} leg after leg": "{shipment} tidak tetap di kapal {voyage} dari leg ke leg",
  "{shipment} arrives at {port} with {leg} at {at} less than {h} h before {next} leaves at {then}":
    "{shipment} tiba di {port} dengan {leg} pada {at}, kurang dari {h} jam sebelum {next} berangkat pada {then}",
  "{shipment} arrives at {port} with {leg} at {at}, boxes changed, less than {h} h before {next} leaves at {then}":
    "{shipment} tiba di {port} dengan {leg} pada {at} dan berganti peti kemas, kurang dari {h} jam sebelum {next} berangkat pada {then}",
  "{shipment} is at {port} for {leg} at {at}, after the transhipment cut-off (TCO) at {cutoff}":
    "{shipment} ada di {port} untuk {leg} pada {at}, setelah closing transhipment (TCO) pada {cutoff}",
  "{shipment} is at {port} from {at} until {leg} leaves at {then}: more than {h} h":
    "{shipment} ada di {port} dari {at} sampai {leg} berangkat pada {then}: lebih dari {h} jam",
  "{shipment} must not be transhipped, and is at {port}": "{shipment} tidak boleh transhipment, padahal singgah di {port}",
  "{shipment} goes from {from} to {to} under a foreign flag": "{shipment} dari {from} ke {to} dengan kapal berbendera asing",
  "{shipment} leaves {voyage} and boards it again": "{shipment} turun dari {voyage} dan naik lagi",
  "{shipment} leaves with {leg} at {at}, after the latest shipment date {latest}":
    "{shipment} berangkat dengan {leg} pada {at}, setelah batas pengapalan {latest}",
  "{shipment} is declared at {port} and {where!}": "PEB {shipment} diajukan di {port}, padahal {where}",
  "changes ships nowhere": "tidak berganti kapal di mana pun",
  "first changes ships at {port}": "pertama kali berganti kapal di {port}",
  "{shipment} must stay in its boxes and changes them at {port}":
    "{shipment} harus tetap dalam peti kemasnya, padahal berganti di {port}",
  "{shipment} changes boxes at {port} and {where!}": "{shipment} berganti peti kemas di {port}, padahal {where}",
  "{shipment} changes boxes at {port}, where that cannot be done":
    "{shipment} berganti peti kemas di {port}, padahal di sana tidak bisa",
  "{shipment} is {part} of a box, and the plan does not say of which (shared_box)":
    "{shipment} mengisi {part} peti kemas, dan rencana tidak menyebut yang mana (shared_box)",
  "{shipment} has whole boxes and is in {box} with others": "{shipment} memakai peti kemas utuh, padahal berbagi {box}",
  "{shipments+}, who share {box}, {what!}": "{shipments}, yang berbagi {box}, {what}",
  "differ in {what!}: {values+}": "berbeda dalam {what}: {values}",
  "sailings": "pelayaran",
  "port where goods change boxes": "pelabuhan ganti peti kemas",
  "empty boxes": "peti kemas kosong",
  "empty boxes on the way": "peti kemas kosong di perjalanan",
  "origin": "asal",
  "destination": "tujuan",
  "box type": "jenis peti kemas",
  "plug": "stopkontak",
  "dangerous goods": "barang berbahaya",
  "export chain": "rantai ekspor",
  "are {share} of a box together": "bersama-sama mengisi {share} peti kemas",
  "are {kg} kg together; a box may have {most} kg": "bersama-sama {kg} kg; satu peti kemas boleh {most} kg",
  "have the step {step} of their box at different times: {times!}":
    "mengerjakan langkah {step} peti kemasnya pada waktu berbeda: {times}",
  "from {begin} to {end} and {more!}": "dari {begin} sampai {end} dan {more}",
  "from {begin} to {end}": "dari {begin} sampai {end}",
  "others take the room of the legs that would suit it, or every way costs more than to leave it":
    "ruang di pelayaran yang cocok terpakai pengiriman lain, atau setiap rute lebih mahal daripada tidak mengirim",
  "no sailing leaves {port}": "tidak ada kapal yang berangkat dari {port}",
  "no ship goes from {from} to {to} without transhipment": "tidak ada kapal dari {from} ke {to} tanpa transhipment",
  "no connection from {from} reaches {to}": "tidak ada sambungan dari {from} ke {to}",
  "the search ended before a way was found for it: plan again, with more time":
    "pencarian berakhir sebelum rutenya ditemukan: rencanakan lagi dengan waktu lebih lama",
  "it goes as planned before": "tetap seperti rencana sebelumnya",
  "it is on its way with {leg}": "sedang dalam perjalanan dengan {leg}",
  "its first ship has left": "kapal pertamanya sudah berangkat",

  // Rencana pengiriman: langkah rantai ekspor.
  "{shipment}: {step} begins at {at}, before {what!}": "{shipment}: {step} mulai pada {at}, sebelum {what}",
  "{step} is done at {at}": "{step} selesai pada {at}",
  "the booking at {at}": "booking pada {at}",
  "the goods are ready at {at}": "barang siap pada {at}",
  "the first ship leaves at {at}": "kapal pertama berangkat pada {at}",
  "the first change of ships is reached at {at}": "pergantian kapal pertama tercapai pada {at}",
  "the next ship leaves at {at}": "kapal berikutnya berangkat pada {at}",
  "the arrival at {at}": "kedatangan pada {at}",
  "{shipment}: {step} begins at {at}, outside of the office hours {calendar}":
    "{shipment}: {step} mulai pada {at}, di luar jam kantor {calendar}",
  "{shipment}: {step} ends at {at} and takes {h} h from {begin}, until {end}":
    "{shipment}: {step} selesai pada {at}, padahal perlu {h} jam sejak {begin}, sampai {end}",
  "{shipment}: {step} ends at {at} and takes {h} h of the office hours {calendar} from {begin}, until {end}":
    "{shipment}: {step} selesai pada {at}, padahal perlu {h} jam pada jam kantor {calendar} sejak {begin}, sampai {end}",
  "{shipment}: {step} ends at {at} and takes {h} h of the office hours {calendar} from {begin}, which do not come":
    "{shipment}: {step} selesai pada {at}, padahal perlu {h} jam pada jam kantor {calendar} sejak {begin}, yang tidak ada lagi",
  "{shipment}: {step} begins at {at} in the plan and really at {really}":
    "{shipment}: {step} mulai pada {at} dalam rencana, padahal kenyataannya {really}",
  "{shipment}: {step} ends at {at} in the plan and really at {really}":
    "{shipment}: {step} selesai pada {at} dalam rencana, padahal kenyataannya {really}",
  "{shipment}: {step} begins at {at} and has not begun by now, {now}":
    "{shipment}: {step} mulai pada {at}, padahal sampai sekarang ({now}) belum mulai",
  "{shipment}: {step} ends at {at} and is not done by now, {now}":
    "{shipment}: {step} selesai pada {at}, padahal sampai sekarang ({now}) belum selesai",
  "{shipment}: {step} ends at {at}, after the {cutoff!}": "{shipment}: {step} selesai pada {at}, setelah {cutoff}",
  "{shipment} is ready at {at}, after the {cutoff!}": "{shipment} siap pada {at}, setelah {cutoff}",
  "{shipment} is ready at {at} and {leg} leaves before": "{shipment} siap pada {at}, padahal {leg} sudah berangkat sebelumnya",
  "{shipment}: {step} begins at {at}, before the {cutoff!}": "{shipment}: {step} mulai pada {at}, sebelum {cutoff}",
  "{shipment}: {step} begins at {at}, and boxes of {row} are there only at {there}":
    "{shipment}: {step} mulai pada {at}, padahal peti kemas {row} baru ada di sana pada {there}",
  "{leg} leaves at {at}": "{leg} berangkat pada {at}",
  "{shipment}: {step} ends at {at}, more than {h} h before {leaves!}":
    "{shipment}: {step} selesai pada {at}, lebih dari {h} jam sebelum {leaves}",
  "{shipment}: {step} ends at {at}, after {leaves!}": "{shipment}: {step} selesai pada {at}, setelah {leaves}",
  "{shipment}: {step} ends at {at}, more than {h} h after {leaves!}":
    "{shipment}: {step} selesai pada {at}, lebih dari {h} jam setelah {leaves}",
  "{shipment}: {step} ends at {at}; its paper holds until {until}, and {leaves!}":
    "{shipment}: {step} selesai pada {at}; dokumennya berlaku sampai {until}, sedangkan {leaves}",
  "{shipment}: {step} ends at {at}; {paper} holds until {until}, and {leaves!}":
    "{shipment}: {step} selesai pada {at}; {paper} berlaku sampai {until}, sedangkan {leaves}",
  "documents cut-off ({code}) of {leg} at {at}": "closing dokumen ({code}) {leg} pada {at}",
  "VGM cut-off ({code}) of {leg} at {at}": "closing VGM ({code}) {leg} pada {at}",
  "full delivery cut-off ({code}) of {leg} at {at}": "closing peti kemas isi ({code}) {leg} pada {at}",
  "freight station's cut-off ({code}) of {leg} at {at}": "closing CFS ({code}) {leg} pada {at}",
  "port's cut-off ({code}) of {leg} at {at}": "closing pelabuhan ({code}) {leg} pada {at}",
  "earliest empty pick-up ({code}) of {leg} at {at}": "pengambilan peti kemas kosong paling awal ({code}) {leg} pada {at}",
  "gate's opening ({code}) of {leg} at {at}": "gerbang dibuka ({code}) {leg} pada {at}",
  "reefer cut-off ({code}) of {leg} at {at}": "closing reefer ({code}) {leg} pada {at}",
  "dangerous goods cut-off ({code}) of {leg} at {at}": "closing barang berbahaya ({code}) {leg} pada {at}",
  "out-of-gauge cut-off ({code}) of {leg} at {at}": "closing out-of-gauge ({code}) {leg} pada {at}",
  "transhipment cut-off ({code}) of {leg} at {at}": "closing transhipment ({code}) {leg} pada {at}",
  "booking acceptance ({code}) of {leg} at {at}": "batas penerimaan booking ({code}) {leg} pada {at}",
  "special booking acceptance ({code}) of {leg} at {at}": "batas penerimaan booking khusus ({code}) {leg} pada {at}",
  "customs acceptance ({code}) of {leg} at {at}": "batas Bea Cukai ({code}) {leg} pada {at}",
  "advance filing cut-off ({code}) of {leg} at {at}": "batas pengajuan awal ({code}) {leg} pada {at}",
};
