// The terminal at one moment of a replay, drawn on a canvas: roads, ships, quay cranes, tractors, yard and gate.

import { t } from "../language.js";
import { number } from "../svg.js";

const INK = "#1a2733";
const SOFT = "#4a5a68";
const WATER = "#dcebf4";
const SHIP = "#bfe2f7";
const SHIP_EDGE = "#1f6f9e";
const CRANE = "#8a3c00";
const DOWN = "#8c1d18";
const LADEN = "#0f5c8c";
const HEIGHT = 430;
const SIDE = 46;
const ROADS_Y = 14;
const QUAY_Y = 150;
const YARD_Y = 235;
const LIFT = 6; // half the length of a lift as it is drawn

const between = (row, from, to, now) => row[from] <= now && now < row[to];
const kept = new WeakMap(); // of a trace: its trips by tractor and its lifts by crane, in the order of time

function indexed(trace) {
  if (!kept.has(trace)) {
    const group = (rows, count) => {
      const found = Array.from({ length: count }, () => []);
      for (const row of rows) found[row[0]].push(row);
      return found;
    };
    kept.set(trace, {
      trips: group(trace.trips, trace.tractors.length),
      lifts: group(trace.lifts, trace.cranes.length),
    });
  }
  return kept.get(trace);
}

/** The last row that has begun, of rows in the order of `from`. */
function latest(rows, from, now) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][from] <= now) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

const lookAt = (series, trace, now) => series[Math.min(series.length - 1, Math.floor((now - trace.begin) / trace.every))] ?? 0;

const alongside = (trace, now) =>
  trace.ships.filter((ship) => ship.first_line !== null && ship.first_line <= now && (ship.last_line === null || now < ship.last_line));
const waiting = (trace, now) => trace.ships.filter((ship) => ship.arrived <= now && (ship.first_line === null || now < ship.first_line));

/** What is seen, in words. */
export function wordsOf(trace, now) {
  const { trips } = indexed(trace);
  return t("replay.words", {
    alongside: alongside(trace, now).length,
    waiting: waiting(trace, now).length,
    cranes: trace.at_ship.filter((row) => between(row, 2, 3, now)).length,
    tractors: trips.filter((rows) => (latest(rows, 2, now)?.[5] ?? -1) > now).length,
    teu: trace.teu.reduce((sum, series) => sum + lookAt(series, trace, now), 0),
    trucks: lookAt(trace.trucks[0], trace, now),
    queue: lookAt(trace.trucks[1], trace, now),
  });
}

/** Draw the terminal of a trace at a minute of its run. */
export function drawStage(canvas, trace, now) {
  const width = Math.max(320, canvas.clientWidth || 900);
  const dense = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * dense)) {
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(HEIGHT * dense);
  }
  const ink = canvas.getContext("2d");
  ink.setTransform(dense, 0, 0, dense, 0, 0);
  ink.clearRect(0, 0, width, HEIGHT);
  const x = (metres) => SIDE + (metres / trace.quay_m) * (width - 2 * SIDE);
  const blocks = blockPlaces(trace, width);
  ground(ink, trace, width, x);
  const at = ships(ink, trace, now, x, width);
  yard(ink, trace, now, blocks);
  const cranes = quayCranes(ink, trace, now, x, at);
  tractors(ink, trace, now, at, cranes, blocks, x);
  gate(ink, trace, now, width);
}

function write(ink, content, x, y, { align = "left", colour = INK, bold = false, size = 12 } = {}) {
  ink.font = `${bold ? "600 " : ""}${size}px system-ui, sans-serif`;
  ink.fillStyle = colour;
  ink.textAlign = align;
  ink.fillText(content, x, y);
}

function ground(ink, trace, width, x) {
  ink.fillStyle = WATER;
  ink.fillRect(0, 0, width, QUAY_Y);
  ink.fillStyle = "#eef2f5";
  ink.fillRect(0, QUAY_Y, width, HEIGHT - QUAY_Y);
  ink.fillStyle = INK;
  ink.fillRect(x(0), QUAY_Y - 2, x(trace.quay_m) - x(0), 4);
  for (let metres = 0; metres <= trace.quay_m; metres += 100) {
    write(ink, `${number(metres)} m`, x(metres), QUAY_Y + 50, { align: "center", colour: SOFT, size: 11 });
  }
  write(ink, t("replay.roads"), 8, ROADS_Y + 4, { colour: SOFT });
}

/** Ships on the roads and alongside. Answers the middle and the ends of each alongside, by its place. */
function ships(ink, trace, now, x, width) {
  const at = new Map();
  waiting(trace, now).forEach((ship, n) => {
    const place = 110 + n * 120;
    if (place + 110 > width) return;
    hull(ink, place, ROADS_Y - 8, 110, 20);
    write(ink, cut(ink, ship.vessel, 100), place + 5, ROADS_Y + 6, { size: 11 });
  });
  for (const ship of alongside(trace, now)) {
    const [from, to] = [x(ship.position_m), x(ship.position_m + ship.loa_m)];
    hull(ink, from, QUAY_Y - 62, to - from, 50);
    write(ink, cut(ink, ship.vessel, to - from - 12), from + 4, QUAY_Y - 82, { bold: true });
    write(ink, cut(ink, ship.call, to - from - 12), from + 4, QUAY_Y - 68, { colour: SOFT, size: 11 });
    at.set(trace.ships.indexOf(ship), { from, to });
  }
  return at;
}

function hull(ink, x, y, width, height) {
  ink.fillStyle = SHIP;
  ink.strokeStyle = SHIP_EDGE;
  ink.lineWidth = 1.4;
  ink.beginPath();
  ink.moveTo(x, y);
  ink.lineTo(x + width - height / 2, y);
  ink.lineTo(x + width, y + height / 2);
  ink.lineTo(x + width - height / 2, y + height);
  ink.lineTo(x, y + height);
  ink.closePath();
  ink.fill();
  ink.stroke();
}

function cut(ink, content, width) {
  ink.font = '12px system-ui, sans-serif';
  let shown = content;
  while (shown.length > 1 && ink.measureText(shown).width > width) shown = shown.slice(0, -1);
  return shown === content || shown.length < 3 ? shown : `${shown.slice(0, -1)}…`;
}

/** Quay cranes in rail order: at a ship spread along her, else at their place along the quay. Answers their middles. */
function quayCranes(ink, trace, now, x, at) {
  const working = trace.at_ship.filter((row) => between(row, 2, 3, now));
  const places = trace.cranes.map((_, crane) => x(((crane + 0.5) / trace.cranes.length) * trace.quay_m));
  for (const [ship, { from, to }] of at) {
    const hers = working.filter((row) => row[1] === ship).map((row) => row[0]).sort((one, two) => one - two);
    hers.forEach((crane, n) => (places[crane] = from + ((n + 0.5) / hers.length) * (to - from)));
  }
  // Idle ones keep out of the way of those beside them.
  for (let n = 1; n < places.length; n += 1) places[n] = Math.max(places[n], places[n - 1] + 22);
  const { lifts } = indexed(trace);
  trace.cranes.forEach((name, crane) => {
    const busy = working.some((row) => row[0] === crane);
    const down = trace.down.some((row) => row[0] === crane && between(row, 1, 2, now));
    ink.strokeStyle = down ? DOWN : busy ? CRANE : SOFT;
    ink.lineWidth = busy ? 3 : 1.6;
    ink.setLineDash(down ? [4, 3] : []);
    ink.strokeRect(places[crane] - 8, QUAY_Y + 6, 16, 20);
    ink.beginPath();
    ink.moveTo(places[crane], QUAY_Y + 6);
    ink.lineTo(places[crane], busy ? QUAY_Y - 58 : QUAY_Y - 8);
    ink.stroke();
    ink.setLineDash([]);
    write(ink, down ? `${name} ×` : name, places[crane], QUAY_Y + 37, { align: "center", bold: busy, size: 11, colour: down ? DOWN : INK });
    const lift = latest(lifts[crane], 1, now);
    if (lift && now < lift[2]) {
      const share = (now - lift[1]) / Math.max(0.1, lift[2] - lift[1]);
      const along = lift[3] ? 1 - share : share;
      ink.fillStyle = LADEN;
      ink.fillRect(places[crane] - LIFT, QUAY_Y - 52 + along * 62, 2 * LIFT, 7);
    }
  });
  return places;
}

function blockPlaces(trace, width) {
  const count = trace.blocks.length;
  const columns = Math.max(1, Math.min(count, Math.floor((width - 40) / 86)));
  const rows = Math.ceil(count / columns);
  const room = (HEIGHT - YARD_Y - 34) / rows;
  const wide = (width - 40) / columns;
  return trace.blocks.map((_, n) => ({
    x: 20 + (n % columns) * wide + 4,
    y: YARD_Y + Math.floor(n / columns) * room,
    width: wide - 8,
    height: Math.min(96, room - 14),
  }));
}

/** Blocks as they are full: the higher the filling, the fuller, with the share in figures. */
function yard(ink, trace, now, places) {
  places.forEach((place, block) => {
    const share = lookAt(trace.teu[block], trace, now) / Math.max(1, trace.capacity_teu[block]);
    ink.fillStyle = "#fff";
    ink.fillRect(place.x, place.y, place.width, place.height);
    ink.fillStyle = share > 0.8 ? "#e69e66" : "#f0c361";
    const full = Math.min(1, share) * place.height;
    ink.fillRect(place.x, place.y + place.height - full, place.width, full);
    ink.strokeStyle = "#855600";
    ink.lineWidth = 1;
    ink.strokeRect(place.x, place.y, place.width, place.height);
    const said = `${trace.blocks[block]} ${number(share * 100, 0)} %`;
    write(ink, said, place.x + place.width / 2, place.y + place.height / 2 + 4, { align: "center", size: 11 });
  });
}

/** Tractors between ship and block, full of colour where they carry a box. */
function tractors(ink, trace, now, at, cranes, blocks, x) {
  const { trips } = indexed(trace);
  const serving = new Map();
  for (const row of trace.at_ship) {
    if (between(row, 2, 3, now)) serving.set(row[1], [...(serving.get(row[1]) ?? []), row[0]]);
  }
  let idle = 0;
  trips.forEach((rows, tractor) => {
    const trip = latest(rows, 2, now);
    if (!trip || trip[5] <= now) {
      // In two lines between quay and blocks.
      dot(ink, 12 + Math.floor(idle / 2) * 11, QUAY_Y + 64 + (idle % 2) * 10, false);
      idle += 1;
      return;
    }
    const [, ship, from, atBlock, beside, free, block] = trip;
    const theirs = serving.get(ship);
    const hull_ = at.get(ship);
    const quay = { x: theirs ? cranes[theirs[tractor % theirs.length]] : hull_ ? (hull_.from + hull_.to) / 2 : x(trace.quay_m / 2), y: QUAY_Y + 62 };
    const yardSide = { x: blocks[block].x + ((tractor % 7) + 1) * (blocks[block].width / 8), y: blocks[block].y - 6 };
    const loads = beside !== null;
    const place = loads
      ? now < atBlock ? way(quay, yardSide, from, atBlock, now) : way(yardSide, quay, atBlock, beside, now)
      : now < atBlock ? way(quay, yardSide, from, atBlock, now) : way(yardSide, yardSide, atBlock, free, now);
    dot(ink, place.x, place.y, loads ? now >= atBlock : now < atBlock);
  });
}

function way(from, to, begins, ends, now) {
  const share = Math.min(1, Math.max(0, (now - begins) / Math.max(0.1, ends - begins)));
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function dot(ink, x, y, laden) {
  ink.beginPath();
  ink.rect(x - 4, y - 3, 8, 6);
  ink.fillStyle = laden ? LADEN : "#fff";
  ink.strokeStyle = LADEN;
  ink.lineWidth = 1.3;
  ink.fill();
  ink.stroke();
}

function gate(ink, trace, now, width) {
  const said = t("replay.gate", { trucks: lookAt(trace.trucks[0], trace, now), queue: lookAt(trace.trucks[1], trace, now) });
  write(ink, said, width - 12, HEIGHT - 10, { align: "right", colour: SOFT });
}
