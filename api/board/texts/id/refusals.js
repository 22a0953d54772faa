// Why a request was refused, and why a plan was not made, by the server's English; see sentences.js.

export const ID_REFUSALS = {
  "there is a fault in the input": "ada satu kesalahan dalam masukan",
  "there are {n} faults in the input": "ada {n} kesalahan dalam masukan",
  "the plan breaks a rule": "rencana melanggar satu aturan",
  "the plan breaks {n} rules": "rencana melanggar {n} aturan",
  "something went wrong inside Dermaga, not with your request; the server's log has the details":
    "ada yang salah di dalam Dermaga, bukan pada permintaan Anda; rinciannya ada di log server",
  "there is a case {case} already; upload it under another name, or put a new version of it":
    "kasus {case} sudah ada; unggah dengan nama lain, atau simpan sebagai versi barunya",
  "the server holds {n} uploaded cases already; remove one that nobody needs":
    "server sudah menyimpan {n} kasus unggahan; hapus yang tidak diperlukan",
  "{case} came with Dermaga and never changes; upload it under another name, or copy it there":
    "{case} adalah bawaan Dermaga dan tidak pernah berubah; unggah dengan nama lain, atau salin ke sana",
  "others change {case} all the time; try again in a moment": "{case} sedang terus diubah pengguna lain; coba lagi sebentar lagi",
  "{case} has {n} versions, and no more are kept; go on with a copy of it":
    "{case} sudah punya {n} versi dan tidak dapat lebih; lanjutkan dengan salinannya",
  "you have marked steps {n} times within a day; go on tomorrow, or ask a planner":
    "Anda sudah menandai langkah {n} kali dalam sehari; lanjutkan besok, atau minta perencana",
  "{ship} has no vessel profile: give profile in vessels, and the tables ship_profiles, ship_bays and ship_stacks":
    "{ship} tanpa profil kapal: isi profile di vessels, serta tabel ship_profiles, ship_bays dan ship_stacks",
  "its calls are in the table calls": "kunjungannya ada di tabel calls",
  "the job {job} was submitted under this Idempotency-Key with another request; take a new key":
    "pekerjaan {job} sudah dikirim dengan Idempotency-Key ini untuk permintaan lain; pakai kunci baru",
  "there is no case {case}; {hint!}": "tidak ada kasus {case}; {hint}",
  "{case} has no version {n}; its newest is {newest}": "{case} tidak punya versi {n}; yang terbaru {newest}",
  "{case} was removed as version {n}, by {who} at {at} UTC; ask for an earlier version of it, or upload it anew":
    "{case} dihapus sebagai versi {n} oleh {who} pada {at} UTC; minta versi sebelumnya, atau unggah lagi",
  "it was changed after you got it; get it anew, see what is different, and send its new ETag":
    "sudah diubah setelah Anda memuatnya; muat lagi dan lihat perbedaannya",
  "it was changed after you got it (by {who} at {at} UTC); get it anew, see what is different, and send its new ETag":
    "sudah diubah {who} pada {at} UTC setelah Anda memuatnya; muat lagi dan lihat perbedaannya",
  "a change says what it is a change of: get it first, and send its ETag as If-Match":
    "perubahan harus menyebut apa yang diubah: muat dahulu",
  "the body is too large; this server takes at most {n} bytes":
    "isinya terlalu besar; server ini menerima paling banyak {n} bita",
  "the disk of the database is full; nothing was stored": "diska basis data penuh; tidak ada yang disimpan",
  "the plan is locked by {who} since {at} UTC; whoever locked it, or an admin, can unlock it":
    "rencana dikunci {who} sejak {at} UTC; yang menguncinya atau admin dapat membukanya",
  "the plan {plan} has no version {n}; its newest is {newest}": "rencana {plan} tidak punya versi {n}; yang terbaru {newest}",
  "the plan has {n} versions, and no more are kept; ask for a new plan":
    "rencana sudah punya {n} versi dan tidak dapat lebih; minta rencana baru",
  "there is no job {job}; the server forgets the oldest of those that have ended":
    "tidak ada pekerjaan {job}; server melupakan yang paling lama di antara yang sudah selesai",
  "the job {job} is {who}'s; its owner or a planner can cancel it":
    "pekerjaan {job} milik {who}; pemiliknya atau perencana dapat membatalkannya",
  "the case {case} has no call {call}": "kasus {case} tidak punya kunjungan {call}",
  "the case {case} has no call {call}; {hint!}": "kasus {case} tidak punya kunjungan {call}; {hint}",
  "the case {case} has no block {block}": "kasus {case} tidak punya blok {block}",
  "nothing has been entered of {call}": "belum ada yang dicatat tentang {call}",
  "{what!}; cancel one of them or try again later": "{what}; batalkan salah satunya atau coba lagi nanti",
  "{n#} of your jobs wait already": "{n} pekerjaan Anda sudah menunggu",
  "{n#} jobs wait already": "{n} pekerjaan sudah menunggu",
  "this is not yours to see or to change; GET /api/v1/plans lists the plans that you have tasks in":
    "ini bukan milik Anda untuk dilihat atau diubah",
  "this needs the role {role}; {who} is {has}": "ini memerlukan peran {role}; {who} adalah {has}",
  "this is not for parties; GET /api/v1/plans lists the plans that you have tasks in": "ini bukan untuk pihak",
  "this server asks for a token: send Authorization: Bearer dermaga_...": "server ini meminta token",
  "there is nothing at this address; /api/v1/openapi.json lists what there is": "tidak ada apa pun di alamat ini",
  "the client went away before it had sent everything; nothing was stored": "pengiriman terputus; tidak ada yang disimpan",
  "the step {step} of {shipment} is neither begun nor done": "langkah {step} dari {shipment} belum mulai dan belum selesai",
  "the chain of {shipment} has no step {step}; {hint!}": "rantai {shipment} tidak punya langkah {step}; {hint}",
  "they are {steps+}": "yang ada {steps}",
  "{at} is still to come": "{at} belum terjadi",
  "mark it when it has happened": "tandai setelah terjadi",
  "what has only begun is not done": "yang baru mulai belum selesai",
  "drop done, or give the state done": "hapus done, atau isi state done",
  "it began at {at}": "mulainya pada {at}",
  "correct one": "perbaiki salah satunya",
  "the step {step} brings no paper": "langkah {step} tidak menghasilkan dokumen",
  "drop number": "hapus number",
  "{shipment} has no export chain; give it one in the table shipments": "{shipment} tidak punya rantai ekspor; isi di tabel shipments",
  "the process of this job was ended {how}, which also happens when memory runs out; submit it again":
    "proses pekerjaan ini dihentikan ({how}), yang juga terjadi bila memori habis; kirim lagi",
  "the workers of this job were lost again and again, as when memory runs out; ask for less at a time":
    "proses pekerjaan ini terus hilang, seperti bila memori habis; minta lebih sedikit sekaligus",
  "the checker does not accept the plan that was found; please report it with the case":
    "pemeriksa tidak menerima rencana yang ditemukan; laporkan bersama kasusnya",

  "the job {job} is {state} and has no plan": "pekerjaan {job} tidak menghasilkan rencana ({state})",
  "the job {job} is {state} and must end first; follow it": "pekerjaan {job} belum selesai ({state})",
  "the job {job} is {state} and has no result": "pekerjaan {job} tidak menghasilkan apa pun ({state})",
  "embedded ones are {cases+}": "yang bawaan adalah {cases}",
  "there is nothing at an address with NUL in it": "tidak ada apa pun di alamat dengan NUL",
  "the token is wrong, has expired or was revoked; ask an admin for another": "token salah, kedaluwarsa atau dicabut; minta yang lain dari admin",
  "a session is opened with a token; send Authorization: Bearer dermaga_...": "sesi dibuka dengan token",
  "changes with the cookie are for the server's own page; send a token": "perubahan dengan cookie hanya untuk halaman server sendiri; kirim token",
  "the request comes from a page of another server": "permintaan datang dari halaman server lain",
  "the request comes from a page of another server; or a proxy sends another Host, or no X-Forwarded-Proto":
    "permintaan datang dari halaman server lain; atau proxy mengirim Host lain, atau tanpa X-Forwarded-Proto",
  "this server asks for no tokens: there is nothing to sign in to": "server ini tidak meminta token: tidak perlu masuk",
  "the case {case} has no shipment {shipment}; {hint!}": "kasus {case} tidak punya pengiriman {shipment}; {hint}",
  "the case {case} has no shipment {shipment}: {hint!}": "kasus {case} tidak punya pengiriman {shipment}: {hint}",
  "the plan {plan} is a {kind} plan; visits are of berth plans": "rencana {plan} bukan rencana sandar ({kind})",
  "the plan {plan} is a {kind} plan; port calls are of berth plans": "rencana {plan} bukan rencana sandar ({kind})",
  "the plan {plan} is a {kind} plan; shift sheets are of berth plans": "rencana {plan} bukan rencana sandar ({kind})",
  "the plan {plan} is a {kind} plan; this is of loading plans": "rencana {plan} bukan rencana muat ({kind})",
  "the job {job} is a {kind} job; look for it there": "pekerjaan {job} jenis lain ({kind})",
  "there is no token {token}": "tidak ada token {token}",
  "{who} has the token {token} with other rights ({role}); revoke it first, or give another name":
    "{who} punya token {token} dengan hak lain ({role}); cabut dahulu, atau beri nama lain",
  "the way from {from} to {to} is not known; give days for each port, or latitude and longitude of both in the table ports":
    "jarak dari {from} ke {to} tidak diketahui; isi hari untuk setiap pelabuhan, atau lintang dan bujur keduanya di tabel ports",
  "{case} has no version before {n}; give from": "{case} tidak punya versi sebelum {n}",
  "you read {n} streams of events already; close one of them, or ask for the job itself now and then":
    "Anda sudah membaca {n} aliran kejadian; tutup salah satunya",

  // Permintaan rencana dan simulasi.
  "no call arrives from {begin} to {end}; those of {case} arrive from {first} to {last}":
    "tidak ada kunjungan yang tiba dari {begin} sampai {end}; kunjungan {case} tiba dari {first} sampai {last}",
  "no call arrives from {begin} to {end}; give another start, or more days":
    "tidak ada kunjungan yang tiba dari {begin} sampai {end}; isi awal lain, atau lebih banyak hari",
  "the berth plan was made for the case {case}, and {other} is another one; plan the berths of {its}, or give its folder the name {same} if it is the same terminal with later lists":
    "rencana sandar dibuat untuk kasus {case}, sedangkan {other} kasus lain; rencanakan sandar {other}",
  "the plan {plan} is for {case}, not {other}": "rencana {plan} untuk {case}, bukan {other}",
  "no yard crane of {case} works in a block; list some in its table yard_cranes":
    "tidak ada RTG {case} yang bekerja di suatu blok; isi tabel yard_cranes",
  "the call {call} takes at most {n} cranes; give so many, or correct the call":
    "kunjungan {call} paling banyak {n} QC; isi sebanyak itu, atau perbaiki kunjungannya",
  "the plan has no call {call}; give one of its calls": "rencana tidak punya kunjungan {call}; pilih kunjungannya",
  "{ship} has no berth in the plan; give start and position_m": "{ship} tidak punya tempat dalam rencana; isi waktu dan posisi",
  "the case has no quay crane {crane}; give some of {cranes+}": "kasus tidak punya QC {crane}; pilih dari {cranes}",
  "now is {now} and the planned time ends at {end}; correct now, or give more days":
    "sekarang {now}, sedangkan waktu rencana berakhir pada {end}; perbaiki waktu sekarang, atau isi lebih banyak hari",
  "now is {now} and the planned time begins more than {n} days later, at {start}; correct now":
    "sekarang {now}, sedangkan waktu rencana mulai lebih dari {n} hari kemudian, pada {start}; perbaiki waktu sekarang",
  "{call} is locked and does not arrive in the planned time any more, but at {at}; give more days, or do not lock it":
    "{call} dikunci dan tidak lagi tiba dalam waktu rencana, melainkan pada {at}; isi lebih banyak hari, atau buka kuncinya",
  "{call} is locked and the plan before does not berth it; do not lock it":
    "{call} dikunci, padahal rencana sebelumnya tidak menyandarkannya; buka kuncinya",
  "actuals, {call}, {column} = {at}: that is after now, {now}; correct the row, or now":
    "actuals, {call}, {column} = {at}: itu setelah sekarang, {now}; perbaiki barisnya, atau waktu sekarang",
  "actuals, {call}, {column} = {at}: that is more than {n} days before now, {now}; correct the row, or leave it out":
    "actuals, {call}, {column} = {at}: itu lebih dari {n} hari sebelum sekarang, {now}; perbaiki barisnya, atau hapus",
  "{ship} lies alongside with work left, and what stays leaves no cranes for it; lock fewer calls, or correct the row of {call} in actuals":
    "{ship} masih sandar dan belum selesai, sedangkan yang tetap tidak menyisakan QC; kunci lebih sedikit kapal, atau perbaiki baris {call} di actuals",
  "now, {now}, is {n} days after the last that happens to the shipments of {case}: give a moment between {first} and {last}, or a case of that time":
    "sekarang, {now}, {n} hari setelah kejadian terakhir pengiriman {case}: isi waktu antara {first} dan {last}, atau kasus dari waktu itu",
  "now, {now}, is {n} days before the first that happens to the shipments of {case}: give a moment between {first} and {last}, or a case of that time":
    "sekarang, {now}, {n} hari sebelum kejadian pertama pengiriman {case}: isi waktu antara {first} dan {last}, atau kasus dari waktu itu",
  "the case {case} has no bookings; give it rows in the table shipments": "kasus {case} tanpa booking; isi tabel shipments",
  "the berth plan does not berth {ship}; give one that does, or none": "rencana sandar tidak menyandarkan {ship}; pilih rencana lain, atau tanpa rencana",
  "the berth plan gives {ship} no quay crane; loading plans need one": "rencana sandar tidak memberi {ship} QC; rencana muat memerlukannya",
  "no quay crane reaches a bay of {ship} at {m} m": "tidak ada QC yang menjangkau bay {ship} di {m} m",
  "only simulations of a terminal, alone or with scenarios, can be replayed":
    "hanya simulasi terminal, sendiri atau dengan skenario, yang dapat diputar ulang",
  "to run it so far takes more than {s} s; ask for earlier days, or simulate fewer":
    "menjalankannya sejauh itu lebih dari {s} detik; minta hari lebih awal, atau simulasikan lebih sedikit",
  "there must be {least!}": "harus {least}",
  "more than 0": "lebih dari 0",
  "give {column=} a number that is": "isi {column} dengan angka seperti itu",
  "there is no such number that can be varied": "tidak ada angka itu yang dapat divariasikan",
  "the warm-up would begin before {day}, the day of the case's first call, when no ships come":
    "pemanasan akan mulai sebelum {day}, hari kunjungan pertama kasus, saat tidak ada kapal",
  "give a later start, a shorter warm-up, or no start: then the window begins where the warm-up ends":
    "isi awal lebih lambat, pemanasan lebih singkat, atau kosongkan awal: jangka mulai setelah pemanasan",
  "none of the {n} boxes with a place in the yard is for a ship that is expected from {begin} on and before {end}":
    "tidak satu pun dari {n} boks bertempat di lapangan untuk kapal yang diharapkan dari {begin} sampai {end}",
  "choose another start, or give more days": "pilih awal lain, atau isi lebih banyak hari",
  "no box has a place in the yard, and boxes that are invented for a ship are not counted":
    "tidak ada boks yang punya tempat di lapangan, dan boks rekaan tidak dihitung",
  "list boxes with their places and calls, or have those of a call written (dermaga edi list) and taken into the case (dermaga edi take)":
    "isi boks dengan tempat dan kunjungannya, atau tulis boks suatu kunjungan (dermaga edi list) dan masukkan ke kasus (dermaga edi take)",

  "the database does not answer; try again in a moment, a submission with the same Idempotency-Key": "basis data tidak menjawab; coba lagi sebentar lagi",
  "the simulation has no replication {n}; give one from {first} to {last}": "simulasi tidak punya replikasi {n}; pilih dari {first} sampai {last}",
  "the simulation has no scenario {scenario*}": "simulasi tidak punya skenario {scenario}",
  "{n} case x {runs} runs x {days} days are {all} days to simulate, and this server takes at most {most} in one request":
    "{n} kasus x {runs} jalan x {days} hari adalah {all} hari simulasi, sedangkan server ini menerima paling banyak {most} sekali minta",
  "{n} cases x {runs} runs x {days} days are {all} days to simulate, and this server takes at most {most} in one request":
    "{n} kasus x {runs} jalan x {days} hari adalah {all} hari simulasi, sedangkan server ini menerima paling banyak {most} sekali minta",
  "lower replications, days or warmup, or ask for fewer scenarios or steps in each of several requests":
    "kurangi replikasi, hari atau pemanasan, atau minta lebih sedikit skenario atau langkah dalam beberapa permintaan",
  "lower most, days or warmup, or ask for fewer scenarios or steps in each of several requests":
    "kurangi replikasi terbanyak, hari atau pemanasan, atau minta lebih sedikit skenario atau langkah dalam beberapa permintaan",
  "it has {n} letters, and a request has at most {most}": "panjangnya {n} huruf, sedangkan permintaan paling banyak {most}",
  "name fewer locked calls, or change less in scenarios": "sebut lebih sedikit kunjungan terkunci, atau kurangi perubahan skenario",
  "the window ends before": "jangka berakhir sebelumnya",
  "it is no date between {first#} and {last#}": "bukan tanggal antara {first} dan {last}",
  "give it as 2026-01-05 or 2026-01-05T06:00+08:00": "isi seperti 2026-01-05 atau 2026-01-05T06:00+08:00",
  "give it as 2026-01-12 or 2026-01-12T06:00+08:00": "isi seperti 2026-01-12 atau 2026-01-12T06:00+08:00",
  "the plan has no such version": "rencana tidak punya versi itu",

  "what stays as it is breaks rules:": "yang dibiarkan seperti adanya melanggar aturan:",
  "{rule=}: {text!}; {remedy!}": "{rule}: {text}; {remedy}",
  "do not lock {call}": "buka kunci {call}",
  "correct the row of {call} in actuals": "perbaiki baris {call} di actuals",
  "give an actual for {call}, which is taken to be on plan": "isi realisasi {call}, yang dianggap sesuai rencana",
  "{one!}, or {other!}": "{one}, atau {other}",
  "the case {case} has no call {call} to lock; correct the name": "kasus {case} tidak punya kunjungan {call} untuk dikunci; perbaiki namanya",
  "no plan was found that keeps every rule; the best one breaks these: give more time, or change what they name":
    "tidak ditemukan rencana yang memenuhi semua aturan; yang terbaik melanggar ini: beri waktu lebih lama, atau ubah yang disebutnya",
  "and {n#} more": "dan {n} lagi",

  // Catatan rencana.
  "nothing was searched in the time given: this is the plan made by hand, with the emptiest block first, and nothing is proven of it; give more --seconds":
    "tidak ada pencarian dalam waktu yang diberikan: ini rencana sederhana, blok terkosong dahulu, tanpa bukti; beri waktu lebih lama",
  "{crane} works here until {at}, and the berth plan gives it to {call} from {start}: plan the berths again, or load that ship later":
    "{crane} bekerja di sini sampai {at}, sedangkan rencana sandar memberikannya kepada {call} sejak {start}: rencanakan sandar lagi, atau muat kapal itu lebih lambat",
  "block {block} has no yard crane, and boxes in the way stay there ({n}): add one to yard_cranes":
    "blok {block} tanpa RTG, dan boks yang menghalangi tetap di sana ({n}): tambahkan ke yard_cranes",
  "the berth plan was made for {case} before its tables were changed; it is followed as it is":
    "rencana sandar dibuat untuk {case} sebelum tabelnya diubah; diikuti apa adanya",
  "no loading plan of hers is accepted: profile {profile} has min_metacentric_m and no rows in hydrostatics; add them, or leave it empty":
    "tidak ada rencana muatnya yang diterima: profil {profile} punya min_metacentric_m tanpa baris hydrostatics; tambahkan, atau kosongkan",
  "she and the boxes listed on board are {t} t, and the hydrostatics of profile {profile} end at {end} t: correct light_t or the masses, or add rows":
    "kapal dan boks di atasnya {t} t, sedangkan hidrostatik profil {profile} sampai {end} t: perbaiki light_t atau beratnya, atau tambahkan baris",

  // Skenario.
  "the unchanged case has this name": "kasus tanpa perubahan bernama ini",
  "no field has such a value": "tidak ada kolom dengan nilai itu",
  "give true, false, a finite number, a text, or a list of numbers or texts": "isi true, false, angka, teks, atau daftar angka atau teks",
  "another scenario has this name": "skenario lain bernama ini",
  "give it its own": "beri namanya sendiri",
  "give each its own": "beri masing-masing namanya sendiri",
  "it changes nothing": "tidak mengubah apa pun",
  "give hours_between_failures or repair_h": "isi hours_between_failures atau repair_h",
  "give imports or exports": "isi imports atau exports",
  "give remark, or tentative, or both": "isi remark atau tentative, atau keduanya",
  "it says how much in no way, or in two": "tidak menyebut berapa, atau menyebutnya dua kali",
  "give one of factor and teu_per_year": "isi factor atau teu_per_year",
  "it says how many in no way, or in two": "tidak menyebut berapa, atau menyebutnya dua kali",
  "give one of count and factor": "isi count atau factor",
  "teu_per_year is of all services together": "teu_per_year untuk semua layanan bersama-sama",
  "drop services, or give factor": "hapus services, atau isi factor",
  "the case has no services whose boxes recur": "kasus tidak punya layanan yang boksnya berulang",
  "give factor": "isi factor",
  "the case has no services": "kasus tidak punya layanan",
  "give how = \"boxes\"": "isi how = \"boxes\"",
  "give how = \"calls\", or less": "isi how = \"calls\", atau kurangi",
  "give more, or how = \"boxes\"": "tambah, atau isi how = \"boxes\"",
  "a call of {service} would have {n} boxes one way, and its ships hold {teu} TEU":
    "kunjungan {service} akan punya {n} boks sekali arah, sedangkan kapalnya {teu} TEU",
  "that is {n} times what comes now, and calls are not taken away":
    "itu {n} kali yang datang sekarang, dan kunjungan tidak dikurangi",
  "a further call of {service} every {n} days is no service": "kunjungan tambahan {service} tiap {n} hari bukan layanan",
  "the case has such a service": "kasus sudah punya layanan itu",
  "the case has ships of that name": "kasus sudah punya kapal bernama itu",
  "give another name": "beri nama lain",
  "a call has {n} boxes one way": "satu kunjungan punya {n} boks sekali arah",
  "give more": "tambah",
  "give less": "kurangi",
  "leave one": "sisakan satu",
  "no quay crane is left": "tidak ada QC yang tersisa",
  "the case has no yard blocks": "kasus tidak punya blok lapangan",
  "the case has no yard blocks to be like": "kasus tidak punya blok lapangan sebagai contoh",
  "list some in its table yard_blocks": "isi tabel yard_blocks",
  "a crane is given where one is closed, and only there": "QC diisi hanya bila QC yang berhenti",
  "give crane, or correct what": "isi crane, atau perbaiki what",
  "only the quay has a stretch": "hanya dermaga yang punya ruas",
  "drop from_m and to_m, or correct what": "hapus from_m dan to_m, atau perbaiki what",
  "the quay would be {m} m long": "panjang dermaga akan {m} m",
  "the case does not say how many hectares its yard has": "kasus tidak menyebut luas lapangannya",
  "give it, or yard_work.area_ha in the case": "isi, atau isi yard_work.area_ha dalam kasus",
  "that would be {n} blocks": "itu menjadi {n} blok",
  "that is not room for one bay": "itu tidak cukup untuk satu bay",
  "correct the change": "perbaiki perubahannya",
  "it makes a case that is refused: {table}: {problem!}; {remedy!}": "menghasilkan kasus yang ditolak: {table}: {problem}; {remedy}",
  "it makes a case that is refused: {table}, row {row}, {column} = {value}: {problem!}; {remedy!}":
    "menghasilkan kasus yang ditolak: {table}, baris {row}, {column} = {value}: {problem}; {remedy}",
  "give another": "beri yang lain",
  "there is no such policy": "tidak ada kebijakan itu",
  "a server reads no files that a request names": "server tidak membaca berkas yang disebut permintaan",
  "two have this name": "dua di antaranya bernama ini",
  "there is nothing to choose from": "tidak ada pilihan",
  "give two alternatives": "isi dua alternatif",
  "the range ends before it begins": "rentangnya berakhir sebelum mulai",
  "give to above from": "isi to di atas from",
  "there is no goal": "tidak ada sasaran",
  "there is no such key figure": "tidak ada KPI itu",
  "to must be above from": "to harus di atas from",
  "there is no such field of terminal.toml": "tidak ada kolom itu di terminal.toml",
};
