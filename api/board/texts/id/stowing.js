// Rules that a loading plan breaks, remarks on one, and why boxes stay ashore, by the server's English; see sentences.js.

export const ID_STOWING = {
  // Angkatan dan gerakan di lapangan.
  "{lift!}: {why!}": "{lift}: {why}",
  "{lift!} and {n#} more of its lifts: {why!}": "{lift} dan {n} angkatan lain: {why}",
  "{box=} is wrong: {why!}": "{box} salah: {why}",
  "discharging {what!} with crane {crane} at {at}": "bongkar {what} dengan {crane} pada {at}",
  "loading {what!} with crane {crane} at {at}": "muat {what} dengan {crane} pada {at}",
  "taking off {what!} with crane {crane} at {at}": "menurunkan {what} dengan {crane} pada {at}",
  "putting back {what!} with crane {crane} at {at}": "memuat kembali {what} dengan {crane} pada {at}",
  "putting on {what!} with crane {crane} at {at}": "memasang {what} dengan {crane} pada {at}",
  "discharging {boxes+} with crane {crane} at {at}": "bongkar {boxes} dengan {crane} pada {at}",
  "loading {boxes+} with crane {crane} at {at}": "muat {boxes} dengan {crane} pada {at}",
  "taking off {boxes+} with crane {crane} at {at}": "menurunkan {boxes} dengan {crane} pada {at}",
  "putting back {boxes+} with crane {crane} at {at}": "memuat kembali {boxes} dengan {crane} pada {at}",
  "putting on {boxes+} with crane {crane} at {at}": "memasang {boxes} dengan {crane} pada {at}",
  "hatch cover {cover} of bay {bay}": "tutup palka {cover} bay {bay}",
  "nothing": "tanpa boks",
  "retrieving {box=} with yard crane {crane} at {at}": "pengambilan {box} dengan {crane} pada {at}",
  "stacking {box=} with yard crane {crane} at {at}": "penumpukan {box} dengan {crane} pada {at}",
  "rehandling {box=} with yard crane {crane} at {at}": "rehandle {box} dengan {crane} pada {at}",
  "premarshalling {box=} with yard crane {crane} at {at}": "premarshalling {box} dengan {crane} pada {at}",
  "crane {crane} is given from {at} to no later moment: correct from or to":
    "{crane} diberikan dari {at} sampai waktu yang tidak lebih lambat: perbaiki from atau to",
  "{lift!} ends before it begins: correct start or end": "{lift} berakhir sebelum mulai: perbaiki start atau end",
  "{lift!} is before the plan's start at {at}: the ship is not moored yet":
    "{lift} sebelum awal rencana pada {at}: kapal belum tertambat",
  "the lifts of crane {crane} do not stand in the order of their times: sort them":
    "angkatan {crane} tidak menurut urutan waktu: urutkan",
  "the yard moves of crane {crane} do not stand in the order of their times: sort them":
    "gerakan {crane} tidak menurut urutan waktu: urutkan",
  "{lift!} must name a hatch cover, and no box: correct it": "{lift} harus menyebut tutup palka, bukan boks: perbaiki",
  "{lift!} must name a box, and no hatch cover: correct it": "{lift} harus menyebut boks, bukan tutup palka: perbaiki",
  "{lift!} names its box twice: drop one": "{lift} menyebut boksnya dua kali: hapus satu",
  "{lift!} shares its cycle with nothing: a dual lift takes one box off right after one box was loaded by the same crane in the same bay; drop dual":
    "{lift} tidak berbagi siklus: angkatan ganda menurunkan satu boks tepat setelah QC yang sama memuat satu boks di bay yang sama; hapus dual",
  "{lift!} and {other!} after it take {s} s, and a shared cycle takes {needed} s: give it that time":
    "{lift} dan {other} setelahnya {s} detik, padahal siklus ganda perlu {needed} detik: beri waktu itu",
  "discharging {boxes+}": "bongkar {boxes}",
  "taking off {boxes+}": "menurunkan {boxes}",
  "{lift!} takes {s} s, and such a lift takes {needed} s: give it that time":
    "{lift} {s} detik, padahal angkatan seperti itu perlu {needed} detik: beri waktu itu",
  "{why!}; lift them one after the other": "{why}; angkat satu per satu",
  "quay cranes lift one box at a time here": "QC di sini mengangkat satu boks sekali angkat",
  "only two 20-foot boxes are lifted at once": "hanya dua boks 20 kaki yang dapat diangkat sekaligus",
  "they are {kg} kg together and the crane bears {most} kg": "bersama-sama {kg} kg, sedangkan QC kuat {most} kg",
  "slots {one} and {other} are not the two halves of one 40-foot slot":
    "slot {one} dan {other} bukan kedua belahan satu slot 40 kaki",
  "the case has no quay crane {crane}: correct the name": "kasus tidak punya QC {crane}: perbaiki namanya",
  "the plan does not list that crane for the ship; give her the crane for that time, or lift with another one":
    "rencana tidak memberi kapal QC itu; berikan untuk waktu itu, atau pakai QC lain",
  "the ship has that crane from {begin} to {end}; give her the crane for that time, or lift with another one":
    "kapal memakai QC itu dari {begin} sampai {end}; berikan untuk waktu itu, atau pakai QC lain",
  "the ship has that crane from {begin} to {end} and {more+}; give her the crane for that time, or lift with another one":
    "kapal memakai QC itu antara lain dari {begin} sampai {end}; berikan untuk waktu itu, atau pakai QC lain",
  "the ship has that crane from {begin} to {end}, {more+}; give her the crane for that time, or lift with another one":
    "kapal memakai QC itu antara lain dari {begin} sampai {end}; berikan untuk waktu itu, atau pakai QC lain",
  "the crane is out of service ({why*}) from {begin} to {end}": "QC berhenti ({why}) dari {begin} sampai {end}",
  "the crane is out of service from {begin} to {end}": "QC berhenti dari {begin} sampai {end}",
  "the plan gives her crane {crane} from {at} once more, and has given it until {until}: give it once":
    "rencana memberi {crane} lagi dari {at}, padahal sudah diberi sampai {until}: berikan sekali saja",
  "cranes {cranes+} lift at once at {at}, and shift {shift} has {n} gangs: let one of them lift later":
    "{cranes} mengangkat sekaligus pada {at}, padahal gilir {shift} punya {n} regu: tunda salah satunya",
  "her profile lists no bay {bay}, correct its number": "profil kapal tidak punya bay {bay}, perbaiki nomornya",
  "her profile lists no bay {bay}, name bay {near}, of which it is a half":
    "profil kapal tidak punya bay {bay}, sebut bay {near} yang memuatnya",
  "the crane stands before bay {bay} and slot {slot} is in bay {other}, correct one of them":
    "QC berdiri di depan bay {bay}, sedangkan slot {slot} di bay {other}, perbaiki salah satunya",
  "crane {crane} works bay {bay}, which is at {m} m, and reaches from {low} m to {high} m: give the bay to another crane":
    "{crane} melayani bay {bay} di {m} m, padahal jangkauannya {low} m sampai {high} m: berikan bay ke QC lain",
  "{lift!} begins before {other!} ends at {at}: start it later": "{lift} mulai sebelum {other} berakhir pada {at}: mulai lebih lambat",
  "{lift!} begins {s} s after the lift before in bay {bay}, and the crane needs {needed} s to bay {to}: start it later":
    "{lift} mulai {s} detik setelah angkatan sebelumnya di bay {bay}, padahal QC perlu {needed} detik ke bay {to}: mulai lebih lambat",
  "{lift!} in bay {bay} and {other!} in bay {second} {lacks!}: {wait!}":
    "{lift} di bay {bay} dan {other} di bay {second} {lacks}: {wait}",
  "{lacks!} (and so for {n} more lift of crane {crane})": "{lacks} (begitu juga {n} angkatan lain {crane})",
  "{lacks!} (and so for {n} more lifts of crane {crane})": "{lacks} (begitu juga {n} angkatan lain {crane})",
  "{when!} {m#} m apart, and the two cranes need {needed} m": "{when} dengan jarak {m} m, padahal kedua QC perlu {needed} m",
  "{when!}, and the two cranes would have to pass each other": "{when}, dan kedua QC harus saling melewati",
  "are done at once": "dikerjakan sekaligus",
  "follow each other within {s} s": "berurutan dalam {s} detik",
  "let one of them wait": "tunda salah satunya",
  "let {s} s pass between them": "beri jeda {s} detik",
  "bay {bay} has no such cover, correct its number": "bay {bay} tidak punya tutup itu, perbaiki nomornya",
  "it is not on then, drop the lift or correct its time": "saat itu tidak terpasang, hapus angkatannya atau perbaiki waktunya",
  "it is not off then, drop the lift or correct its time": "saat itu tidak terbuka, hapus angkatannya atau perbaiki waktunya",
  "{boxes+} stands on it, lift that off before": "{boxes} ada di atasnya, angkat dahulu",
  "{boxes+} stand on it, lift that off before": "{boxes} ada di atasnya, angkat dahulu",
  "{boxes+} is moved in the hold under {cover!}, from {at} on, while it is not off: take it off before":
    "{boxes} dipindahkan di palka di bawah {cover} sejak {at}, padahal tutupnya belum dibuka: buka dahulu",
  "{boxes+} are moved in the hold under {cover!}, from {at} on, while it is not off: take it off before":
    "{boxes} dipindahkan di palka di bawah {cover} sejak {at}, padahal tutupnya belum dibuka: buka dahulu",
  "{boxes+} is moved on deck on {cover!}, from {at} on, while it is not on: put it on before":
    "{boxes} dipindahkan di geladak di atas {cover} sejak {at}, padahal tutupnya belum terpasang: pasang dahulu",
  "{boxes+} are moved on deck on {cover!}, from {at} on, while it is not on: put it on before":
    "{boxes} dipindahkan di geladak di atas {cover} sejak {at}, padahal tutupnya belum terpasang: pasang dahulu",
  "hatch cover {cover} of bay {bay} is not on when work ends: put it on after its hold is done":
    "tutup palka {cover} bay {bay} belum terpasang ketika pekerjaan berakhir: pasang setelah palkanya selesai",

  // Setiap boks sekali.
  "the case has no call {call}: correct the name": "kasus tidak punya kunjungan {call}: perbaiki namanya",
  "{ship} has no profile, and without her bays and stacks nothing can be stowed: give her one":
    "{ship} tanpa profil, dan tanpa bay dan tumpukannya tidak ada yang dapat dimuat: beri profil",
  "{box=} is no box of {ship}: correct the number, or list it for the call":
    "{box} bukan boks {ship}: perbaiki nomornya, atau daftarkan untuk kunjungannya",
  "{box=} is left ashore and is no box to load: drop it from ashore": "{box} ditinggal di darat padahal bukan boks muat: hapus dari ashore",
  "{box=} is left ashore without a reason: give one": "{box} ditinggal di darat tanpa alasan: isi alasannya",
  "{box=} is left ashore {n} times: name it once": "{box} ditinggal di darat {n} kali: sebut sekali",
  "{boxes+} is to be discharged and has no lift: plan it": "{boxes} harus dibongkar dan tanpa angkatan: rencanakan",
  "{boxes+} are to be discharged and have no lift: plan it": "{boxes} harus dibongkar dan tanpa angkatan: rencanakan",
  "{boxes+} is neither loaded nor left ashore: plan a lift, or name it in ashore with a reason":
    "{boxes} tidak dimuat dan tidak ditinggal: rencanakan angkatannya, atau sebut di ashore dengan alasan",
  "{boxes+} are neither loaded nor left ashore: plan a lift, or name it in ashore with a reason":
    "{boxes} tidak dimuat dan tidak ditinggal: rencanakan angkatannya, atau sebut di ashore dengan alasan",
  "{box=} is left ashore and {done!}: drop the lift, or the entry in ashore": "{box} ditinggal di darat dan {done}: hapus angkatannya, atau dari ashore",
  "{box=} stays on board and is {done!}: leave it, or take it off once and put it back once later":
    "{box} tetap di kapal dan {done}: biarkan, atau turunkan sekali dan muat kembali sekali kemudian",
  "{box=} is to be discharged, once, and is {done!}: correct its lifts": "{box} harus dibongkar sekali, padahal {done}: perbaiki angkatannya",
  "{box=} is to be discharged and is to be loaded, once, and is {done!}: correct its lifts": "{box} harus dibongkar dan dimuat, masing-masing sekali, padahal {done}: perbaiki angkatannya",
  "{box=} is to be loaded, once, and is {done!}: correct its lifts": "{box} harus dimuat sekali, padahal {done}: perbaiki angkatannya",
  "{what!} once": "{what} sekali",
  "{what!} twice": "{what} dua kali",
  "{what!} {n#} times": "{what} {n} kali",
  "{what!} once and {more!}": "{what} sekali dan {more}",
  "{what!} twice and {more!}": "{what} dua kali dan {more}",
  "{what!} {n#} times and {more!}": "{what} {n} kali dan {more}",
  "discharged": "dibongkar",
  "loaded": "dimuat",
  "put on the quay": "diturunkan ke dermaga",
  "put back on board": "dimuat kembali",
  "{box=} is laden, has no verified gross mass (VGM) and is loaded: get its mass, or leave it ashore":
    "{box} isi, tanpa VGM, dan dimuat: minta VGM-nya, atau tinggal di darat",
  "{box=} is to be discharged and is on board: leave it out": "{box} harus dibongkar dan masih di kapal: keluarkan",
  "{boxes+} stays on board and has no slot: give it one": "{boxes} tetap di kapal dan tanpa slot: beri slot",
  "{boxes+} stay on board and have no slot: give it one": "{boxes} tetap di kapal dan tanpa slot: beri slot",
  "{box=} of {ship}: {why!}": "{box} {ship}: {why}",
  "the rule is broken {n} times more, by {boxes+}: correct the others first": "aturan ini dilanggar {n} kali lagi, oleh {boxes}: perbaiki yang lain dahulu",
  "the rule is broken once more, by {boxes+}: correct the others first": "aturan ini dilanggar sekali lagi, oleh {boxes}: perbaiki yang lain dahulu",

  // Slot.
  "the ship has no slot {slot*}: choose one that she has": "kapal tidak punya slot {slot}: pilih slot yang ada",
  "it is put in slot {slot} and is 20 feet long, choose an odd bay": "dimuat di slot {slot} dan panjangnya 20 kaki, pilih bay ganjil",
  "it is put in slot {slot} and is longer than 20 feet, choose an even bay": "dimuat di slot {slot} dan lebih panjang dari 20 kaki, pilih bay genap",
  "in slot {slot} no {length}-foot box may stand: choose another": "slot {slot} bukan untuk boks {length} kaki: pilih yang lain",
  "in slot {slot} {boxes+} stands: choose a free one": "slot {slot} sudah ditempati {boxes}: pilih yang kosong",
  "in slot {slot} {boxes+} stand: choose a free one": "slot {slot} sudah ditempati {boxes}: pilih yang kosong",
  "in slot {slot} nothing stands below it: fill from the bottom": "di slot {slot} tidak ada apa-apa di bawahnya: isi dari bawah",
  "in slot {slot} nothing stands below one half of it: fill from the bottom": "di slot {slot} tidak ada apa-apa di bawah separuhnya: isi dari bawah",
  "it is 20 feet long and in slot {slot} it stands on {box=}, which is longer: put it elsewhere":
    "panjangnya 20 kaki dan di slot {slot} berada di atas {box} yang lebih panjang: pindahkan",
  "in slot {slot}, {boxes+} stands on it: lift that off before": "di slot {slot}, {boxes} ada di atasnya: angkat dahulu",
  "in slot {slot}, {boxes+} stand on it: lift that off before": "di slot {slot}, {boxes} ada di atasnya: angkat dahulu",
  "it is put on {target*}, and must be put on {right}": "diletakkan di {target}, padahal harus di {right}",
  "it is taken from {origin*}, and must be taken from {right}": "diambil dari {origin}, padahal harus dari {right}",
  "it is taken from {origin*} and stands in slot {slot}": "diambil dari {origin}, padahal ada di slot {slot}",
  "it is taken from {origin*}: {why!}": "diambil dari {origin}: {why}",
  "it is not on board then, it came in slot {slot}": "saat itu tidak di kapal, datangnya di slot {slot}",
  "the case gives it no slot on board": "kasus tidak memberinya slot di kapal",
  "it stands on board then, in slot {slot}": "saat itu ada di kapal, di slot {slot}",
  "it does not stand on the quay then: take it off board before": "saat itu tidak di dermaga: turunkan dahulu",
  "{box=} is a reefer that wants a plug and stands in slot {slot}, and {stack!} has no plugs: put it where a plug is":
    "{box} reefer yang butuh stopkontak dan ada di slot {slot}, padahal {stack} tanpa stopkontak: pindahkan ke yang ada stopkontaknya",
  "{box=} is a reefer that wants a plug and stands in slot {slot}, and {stack!} has plugs in tiers {tiers+}: put it where a plug is":
    "{box} reefer yang butuh stopkontak dan ada di slot {slot}, padahal {stack} punya stopkontak di tier {tiers}: pindahkan ke sana",
  "{box=} is a reefer that wants a plug and stands in slot {slot}, and {stack!} has plugs in tiers {tiers+}, there in the fore half only: put it where a plug is":
    "{box} reefer yang butuh stopkontak dan ada di slot {slot}, padahal {stack} punya stopkontak di tier {tiers}, di sana hanya di belahan depan: pindahkan",
  "row {row} of bay {bay} in the hold": "row {row} bay {bay} di palka",
  "row {row} of bay {bay} on deck": "row {row} bay {bay} di geladak",
  "{box=} is longer than 40 feet and stands in the hold, in slot {slot}: put it on deck":
    "{box} lebih panjang dari 40 kaki dan ada di palka, di slot {slot}: pindahkan ke geladak",
  "{stack!}, where {boxes+} is put: {what!}": "{stack}, tempat {boxes}: {what}",
  "{stack!}, where {boxes+} are put: {what!}": "{stack}, tempat {boxes}: {what}",
  "a half of it bears {most} kg and has {kg} kg, put less there": "separuhnya kuat {most} kg dan berisi {kg} kg, kurangi",
  "it bears {most} kg of boxes longer than 20 feet and has {kg} kg, put less there":
    "kuat {most} kg boks lebih dari 20 kaki dan berisi {kg} kg, kurangi",
  "its boxes are {m} m high together and {most} m is the most, put less there": "tinggi boksnya {m} m dan paling tinggi {most} m, kurangi",
  "above its {n} lashed tiers a half of it may have {most} kg and has {kg} kg, put lighter boxes there":
    "di atas {n} tier berlashing, separuhnya boleh {most} kg dan berisi {kg} kg, taruh boks lebih ringan",
  "{box=} (class {class}) in slot {slot} and {other=} (class {second}) in slot {there} must stand {apart!}":
    "{box} (kelas {class}) di slot {slot} dan {other} (kelas {second}) di slot {there} harus {apart}",
  "not on each other and not in adjoining stacks (separated from)": "tidak bertumpuk dan tidak di tumpukan bersebelahan (separated from)",
  "not in the same bay or the next one (separated by a complete hold)":
    "tidak di bay yang sama atau sebelahnya (separated by a complete hold)",
  "at least {m} m apart along the ship (separated lengthwise by a complete hold)":
    "berjarak paling sedikit {m} m sepanjang kapal (separated lengthwise by a complete hold)",
  "{box=} ({status*}) stands in slot {slot}, and the line {what!}: choose another slot":
    "{box} ({status}) ada di slot {slot}, padahal pelayaran {what}: pilih slot lain",
  "gave no instruction for that slot": "tidak memberi instruksi untuk slot itu",
  "wants a {length}-foot box there, in slot {slot}": "menginginkan boks {length} kaki di sana, di slot {slot}",
  "wants {box=} there": "menginginkan {box} di sana",
  "wants a {kind} box for {port} of {least} to {most} kg there": "menginginkan boks {kind} untuk {port}, {least} sampai {most} kg, di sana",
  "wants a box for {port} of {least} to {most} kg there": "menginginkan boks untuk {port}, {least} sampai {most} kg, di sana",
  "{box=} in slot {slot} is out of gauge, and {boxes+} stands {where!} it: leave that room empty":
    "{box} di slot {slot} out of gauge, dan {boxes} ada {where}nya: kosongkan ruang itu",
  "{box=} in slot {slot} is out of gauge, and {boxes+} stand {where!} it: leave that room empty":
    "{box} di slot {slot} out of gauge, dan {boxes} ada {where}nya: kosongkan ruang itu",
  "above": "di atas",
  "beside": "di samping",
  "at the ends of": "di ujung",

  // Stabilitas dan kekuatan.
  "{ship} cannot hold the boxes of the call by her profile {profile}: {n} to discharge and {load} to load; lower these numbers in the table calls, or give her a larger profile":
    "{ship} tidak memuat semua boks kunjungan menurut profilnya {profile}: {n} dibongkar dan {load} dimuat; kurangi angkanya di tabel calls, atau beri profil lebih besar",
  "{what!}, and {n} more of her sections is beyond theirs: {remedy!}": "{what}, dan {n} bagian lain juga melampaui batasnya: {remedy}",
  "{what!}, and {n} more of her sections are beyond theirs: {remedy!}": "{what}, dan {n} bagian lain juga melampaui batasnya: {remedy}",
  "{what!}: {remedy!}": "{what}: {remedy}",
  "{ship} has a shear force of {t} t at {section!} at departure, where {limit} t is the limit":
    "gaya geser {ship} {t} t di {section} saat berangkat, padahal batasnya {limit} t",
  "{ship} has a bending moment of {t} t m at {section!} at departure, where {limit} t m is the limit":
    "momen lengkung {ship} {t} t m di {section} saat berangkat, padahal batasnya {limit} t m",
  "put less mass or ballast behind it and more before it": "kurangi beban atau balas di belakangnya dan tambah di depannya",
  "put less mass or ballast before it and more behind it": "kurangi beban atau balas di depannya dan tambah di belakangnya",
  "put mass or ballast less at her ends and more amidships": "kurangi beban atau balas di ujung dan tambah di tengah",
  "put mass or ballast less amidships and more at her ends": "kurangi beban atau balas di tengah dan tambah di ujung",
  "{ship} would displace {t} t at departure, and the hydrostatics of profile {profile} tell of {known+}: give them that row, or load otherwise":
    "displasemen {ship} saat berangkat {t} t, sedangkan hidrostatik profil {profile} hanya {known}: tambahkan barisnya, atau muat berbeda",
  "{ship} has a metacentric height of {m} m at departure and needs {least} m: put heavy boxes lower":
    "tinggi metasentrik {ship} saat berangkat {m} m, padahal perlu {least} m: taruh boks berat lebih rendah",
  "{ship} lists {deg} degrees to {side!} at departure and may {most}: put more mass to {other!}":
    "{ship} miring {deg} derajat ke {side} saat berangkat, padahal boleh {most}: tambah beban ke {other}",
  "{ship} trims {m} m by the {end!} at departure and may {most} m: put more mass to the {other!}":
    "trim {ship} {m} m ke {end} saat berangkat, padahal boleh {most} m: tambah beban ke {other}",
  "{ship} draws {m} m at departure and may {most} m: leave boxes ashore":
    "sarat {ship} saat berangkat {m} m, padahal boleh {most} m: tinggal sebagian boks",
  "the centre of gravity of {ship} lies {m} m to {side!} at departure and may {most} m: put more mass or ballast to {other!}":
    "titik berat {ship} {m} m ke {side} saat berangkat, padahal boleh {most} m: tambah beban atau balas ke {other}",
  "the centre of gravity of {ship} lies {m} m from the bow at departure and must lie {limit!} m: put more mass or ballast to the {end!}":
    "titik berat {ship} {m} m dari haluan saat berangkat, padahal harus {limit} m: tambah beban atau balas ke {end}",
  "at least {n#}": "paling sedikit {n}",
  "at most {n#}": "paling banyak {n}",
  "port": "kiri",
  "starboard": "kanan",
  "bow": "haluan",
  "stern": "buritan",
  "tank {tank} of {ship}: {why!}": "tangki {tank} {ship}: {why}",
  "profile {profile} has no such tank: correct the name, or add it to ship_tanks":
    "profil {profile} tidak punya tangki itu: perbaiki namanya, atau tambahkan ke ship_tanks",
  "it is named twice: say once what is in it": "disebut dua kali: sebut isinya sekali",
  "it holds {n} t and is to have {t} t: put the rest in other tanks": "muat {n} t, padahal diisi {t} t: taruh sisanya di tangki lain",
  "{ship} would displace {t} t at departure, and ship_buoyancy of profile {profile} does not tell what lifts her sections then: add rows, or load otherwise":
    "displasemen {ship} saat berangkat {t} t, sedangkan ship_buoyancy profil {profile} tidak menyebut gaya apungnya: tambahkan baris, atau muat berbeda",

  // Head truck dan lapangan.
  "{box=} is left ashore and retrieved at {at}: leave it": "{box} ditinggal di darat tetapi diambil pada {at}: biarkan",
  "{box=} is loaded at {at} and never retrieved from {place}: plan the move": "{box} dimuat pada {at} tetapi tidak pernah diambil dari {place}: rencanakan",
  "{box=} is retrieved {n} times: drop all but one": "{box} diambil {n} kali: sisakan satu",
  "{box=} is loaded at {at}, and it is retrieved until {until} and on its way for {s} s then: retrieve it earlier, or load it later":
    "{box} dimuat pada {at}, padahal diambil sampai {until} lalu berjalan {s} detik: ambil lebih awal, atau muat lebih lambat",
  "{box=} is retrieved and is no box to load: drop the move": "{box} diambil padahal bukan boks muat: hapus gerakannya",
  "{box=} is discharged at {at} and never stacked: plan the move": "{box} dibongkar pada {at} tetapi tidak pernah ditumpuk: rencanakan",
  "{box=} is stacked {n} times: drop all but one": "{box} ditumpuk {n} kali: sisakan satu",
  "{box=} is stacked at {at}, and it is lifted off until {until} and on its way for {s} s then: stack it later":
    "{box} ditumpuk pada {at}, padahal dibongkar sampai {until} lalu berjalan {s} detik: tumpuk lebih lambat",
  "{box=} is stacked and is no box to discharge: drop the move": "{box} ditumpuk padahal bukan boks bongkar: hapus gerakannya",
  "the plan counts on {n} tractors and the terminal has {owned}: lower it": "rencana memakai {n} head truck, padahal terminal punya {owned}: kurangi",
  "{n} tractors are under way at {at}, with {boxes+}, and the plan counts on {counted}: retrieve some boxes later, or count on more":
    "{n} head truck berjalan pada {at}, dengan {boxes}, padahal rencana memakai {counted}: ambil sebagian boks lebih lambat, atau tambah",
  "it stands in the yard then, at {place}": "saat itu ada di lapangan, di {place}",
  "it is taken from {origin*}, and does not stand in the yard then": "diambil dari {origin}, padahal saat itu tidak di lapangan",
  "it is taken from {origin*} and stands at {place}": "diambil dari {origin}, padahal ada di {place}",
  "it stands at {place} already: drop the move": "sudah ada di {place}: hapus gerakannya",
  "at {place}, {boxes+} stands on it: move that before": "di {place}, {boxes} ada di atasnya: pindahkan dahulu",
  "at {place}, {boxes+} stand on it: move that before": "di {place}, {boxes} ada di atasnya: pindahkan dahulu",
  "'{place*}' is no place of the yard: give block, bay, row and tier": "'{place}' bukan tempat di lapangan: sebut blok, bay, row dan tier",
  "it is put at {place} and is 20 feet long and needs an odd bay": "ditaruh di {place}, panjangnya 20 kaki dan butuh bay ganjil",
  "it is put at {place} and is longer than 20 feet and needs an even bay": "ditaruh di {place}, lebih panjang dari 20 kaki dan butuh bay genap",
  "the case has no yard block {block}": "kasus tidak punya blok {block}",
  "there is no place {place}: block {block} has 20-foot bays 1, 3, ... to {last}, {rows} rows and {tiers} tiers":
    "tempat {place} tidak ada: blok {block} punya bay 20 kaki 1, 3, ... sampai {last}, {rows} row dan {tiers} tier",
  "at {place} {boxes+} stands: choose a free place": "{place} sudah ditempati {boxes}: pilih tempat kosong",
  "at {place} {boxes+} stand: choose a free place": "{place} sudah ditempati {boxes}: pilih tempat kosong",
  "at {place} nothing stands below it: fill from the ground": "di {place} tidak ada apa-apa di bawahnya: isi dari tanah",
  "at {place} nothing stands below one half of it: fill from the ground": "di {place} tidak ada apa-apa di bawah separuhnya: isi dari tanah",
  "it is 20 feet long and at {place} it stands on {box=}, which is longer": "panjangnya 20 kaki dan di {place} berada di atas {box} yang lebih panjang",
  "the case has no yard crane {crane}: correct the name": "kasus tidak punya RTG {crane}: perbaiki namanya",
  "{place} is not in block {block}, where it works: give it to another": "{place} tidak di blok {block} tempat RTG itu bekerja: berikan ke RTG lain",
  "{move!} takes {s} s, and a yard move takes {needed} s: give it that": "{move} {s} detik, padahal gerakan di lapangan perlu {needed} detik: beri waktu itu",
  "{move!} begins before that of {box=} ends at {at}: start it later": "{move} mulai sebelum gerakan {box} berakhir pada {at}: mulai lebih lambat",
  "{move!} begins {s} s after that of {box=}, and the crane needs {needed} s for {n} bays: start it later":
    "{move} mulai {s} detik setelah gerakan {box}, padahal RTG perlu {needed} detik untuk {n} bay: mulai lebih lambat",
  "there is no plug at {place}, and the stack at {better}, which has one, stands empty: put it there":
    "tidak ada stopkontak di {place}, padahal tumpukan di {better} punya dan kosong: taruh di sana",
  "block {block} takes no {kinds} boxes, and the stack at {better}, where they fit, stands empty: put it there":
    "blok {block} tidak menerima boks {kinds}, padahal tumpukan di {better} cocok dan kosong: taruh di sana",

  // Catatan.
  "at departure she displaces {t} t, lists {deg} degrees to {side!}, and has a metacentric height of {m} m, {ballast!}":
    "saat berangkat displasemennya {t} t, miring {deg} derajat ke {side}, tinggi metasentrik {m} m, {ballast}",
  "at departure she displaces {t} t and draws {draft} m, lists {deg} degrees to {side!}, and has a metacentric height of {m} m, {ballast!}":
    "saat berangkat displasemennya {t} t dan saratnya {draft} m, miring {deg} derajat ke {side}, tinggi metasentrik {m} m, {ballast}",
  "at departure she displaces {t} t, trims {trim} m by the {end!}, lists {deg} degrees to {side!}, and has a metacentric height of {m} m, {ballast!}":
    "saat berangkat displasemennya {t} t, trim {trim} m ke {end}, miring {deg} derajat ke {side}, tinggi metasentrik {m} m, {ballast}",
  "at departure she displaces {t} t and draws {draft} m, trims {trim} m by the {end!}, lists {deg} degrees to {side!}, and has a metacentric height of {m} m, {ballast!}":
    "saat berangkat displasemennya {t} t dan saratnya {draft} m, trim {trim} m ke {end}, miring {deg} derajat ke {side}, tinggi metasentrik {m} m, {ballast}",
  "no ballast moved": "tanpa memindahkan balas",
  "with {t} t in her ballast tanks": "dengan {t} t di tangki balas",
  "she draws {m} m at departure, and departure_draft_m of the call says {said} m: berth plans count with that when they look for water; correct it, and plan the berths again":
    "saratnya saat berangkat {m} m, sedangkan departure_draft_m kunjungan {said} m: rencana sandar memakai angka itu; perbaiki, lalu rencanakan sandar lagi",
  "{n} boxes with goods of class 1 are on board at departure: their compatibility groups (IMDG Code 7.2.7) are not checked":
    "{n} boks barang kelas 1 ada di kapal saat berangkat: kelompok kompatibilitasnya (IMDG Code 7.2.7) tidak diperiksa",
  "{n} boxes stand above one that leaves the ship earlier: they came so, and the plan does not change it":
    "{n} boks ada di atas boks yang dibongkar lebih dahulu: datangnya sudah begitu, dan rencana tidak mengubahnya",
  "1 box stands above one that leaves the ship earlier: they came so, and the plan does not change it":
    "1 boks ada di atas boks yang dibongkar lebih dahulu: datangnya sudah begitu, dan rencana tidak mengubahnya",
  "{n} boxes stand at departure on what is lighter by more than {kg} kg": "saat berangkat {n} boks ada di atas yang lebih ringan lebih dari {kg} kg",
  "1 box stands at departure on what is lighter by more than {kg} kg": "saat berangkat 1 boks ada di atas yang lebih ringan lebih dari {kg} kg",
  "1 reefer stands where there is no plug": "1 reefer ada di tempat tanpa stopkontak",
  "{n} reefers stand where there is no plug": "{n} reefer ada di tempat tanpa stopkontak",
  "1 box stands in a block that does not take its kind": "1 boks ada di blok yang tidak menerima jenisnya",
  "{n} boxes stand in blocks that do not take their kind": "{n} boks ada di blok yang tidak menerima jenisnya",
  "at departure her hull has {what!}": "saat berangkat lambungnya memikul {what}",
  "{share} of the bending moment at {where!}": "{share} momen lengkung di {where}",
  "{share} of the shear force at {where!}": "{share} gaya geser di {where}",
  "section {n} (bay {bays+})": "bagian {n} (bay {bays})",
  "section {n} (bays {bays+})": "bagian {n} (bay {bays})",
  "section {n}": "bagian {n}",

  // Mengapa boks ditinggal.
  "it has no verified gross mass (VGM)": "tanpa VGM",
  "no cell takes a box of type {type}: only 20, 40 and 45 feet are stowed": "tidak ada sel untuk jenis {type}: hanya 20, 40 dan 45 kaki",
  "yard block {block}, where it stands, has no yard crane: add one to yard_cranes": "blok {block} tempatnya tidak punya RTG: tambahkan ke yard_cranes",
  "no deck cell keeps what its dangerous goods or its size ask for": "tidak ada sel geladak yang memenuhi syarat barang berbahaya atau ukurannya",
  "the ship has no free {length} cell that bears {kg} kg and fits its port":
    "kapal tidak punya sel {length} kosong yang kuat {kg} kg dan cocok dengan pelabuhannya",
  "the ship has no free {length} cell with a plug that bears {kg} kg and fits its port":
    "kapal tidak punya sel {length} berstopkontak kosong yang kuat {kg} kg dan cocok dengan pelabuhannya",
  "no instruction of the line is for a box of its port, length, status, mass and plug":
    "tidak ada instruksi pelayaran untuk boks dengan pelabuhan, panjang, status, berat dan stopkontak itu",
  "no cell has room for it after it was taken off": "tidak ada sel yang muat setelah diturunkan",
  "no stack of the ship bears its {kg} kg beside what else is planned there": "tidak ada tumpukan yang kuat {kg} kg di samping rencana lainnya",
  "it would break a limit": "akan melanggar suatu batas",
  "the ship would not keep her trim, her list or her stiffness with it": "trim, kemiringan atau kekakuan kapal tidak terjaga dengannya",
};
