// Every block hour by hour: a row a block with its colours and its curve. It is drawn once for a measure; a line over it
// says which hour is shown.

import { t } from "../language.js";
import { HOUR } from "../clock.js";
import { measured } from "./measures.js";

const NAMES = 52;
const DAYS = 18;
const INK = "#1a2733";

/** Draw into `place`. `choose(hour, block)` hears where somebody presses. Answers {show(hour)}. */
export function drawHeat(place, view, { measure, clock, choose }) {
  const rowHeight = Math.floor(Math.min(38, Math.max(15, 340 / view.blocks.length)));
  const width = Math.max(240, place.clientWidth);
  const height = DAYS + rowHeight * view.blocks.length + 2;
  const canvas = document.createElement("canvas");
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", t("yard.heat.label"));
  const line = document.createElement("div");
  line.className = "heat-line";
  line.style.top = `${DAYS - 4}px`;
  line.style.height = `${height - DAYS + 4}px`;
  place.replaceChildren(canvas, line);
  const each = (width - NAMES) / view.hours;
  const pen = canvas.getContext("2d");
  pen.scale(sharp, sharp);
  view.blocks.forEach((block, row) => drawRow(pen, block, DAYS + row * rowHeight, { rowHeight, each, measure, view }));
  drawDays(pen, view, { clock, each, width, height });
  veil(pen, view, { each, height });
  canvas.addEventListener("click", ({ offsetX, offsetY }) => {
    const hour = Math.floor((offsetX - NAMES) / each);
    const block = view.blocks[Math.floor((offsetY - DAYS) / rowHeight)];
    choose(hour >= 0 && hour < view.hours ? hour : null, block?.block ?? null);
  });
  return {
    show(hour) {
      line.style.left = `${NAMES + (hour + 0.5) * each}px`;
    },
  };
}

function drawRow(pen, block, top, { rowHeight, each, measure, view }) {
  const inner = rowHeight - 3;
  pen.fillStyle = INK;
  pen.font = "11px sans-serif";
  pen.textBaseline = "middle";
  pen.fillText(block.block, 2, top + inner / 2, NAMES - 6);
  let from = 0;
  const found = Array.from({ length: view.hours }, (_, hour) => measured(measure, block, hour));
  // Hours of one colour are one rectangle.
  for (let hour = 1; hour <= view.hours; hour += 1) {
    if (hour < view.hours && found[hour].level === found[from].level) continue;
    pen.fillStyle = found[from].fill;
    pen.fillRect(NAMES + from * each, top, (hour - from) * each + 0.3, inner);
    from = hour;
  }
  pen.strokeStyle = "#ccd5dd";
  pen.lineWidth = 1;
  pen.strokeRect(NAMES + 0.5, top + 0.5, view.hours * each - 1, inner - 1);
  curve(pen, found, { top, inner, each });
}

/** The share over time, from the bottom of the row (0) to its top (100 % and more); white under dark colours. */
function curve(pen, found, { top, inner, each }) {
  const path = new Path2D();
  let before = null;
  // Hours of one height are one line: a month of a large yard has tens of thousands.
  found.forEach(({ percent }, hour) => {
    const y = Math.round(top + inner - 1 - (Math.min(100, percent ?? 0) / 100) * (inner - 2));
    if (y === before) return;
    if (before === null) path.moveTo(NAMES, y);
    else {
      path.lineTo(NAMES + hour * each, before);
      path.lineTo(NAMES + hour * each, y);
    }
    before = y;
  });
  path.lineTo(NAMES + found.length * each, before);
  pen.strokeStyle = "rgb(255 255 255 / 0.8)";
  pen.lineWidth = 2.6;
  pen.stroke(path);
  pen.strokeStyle = INK;
  pen.lineWidth = 1.1;
  pen.stroke(path);
}

function drawDays(pen, view, { clock, each, width, height }) {
  const start = Date.parse(view.start);
  const days = clock.midnights(start, start + view.hours * HOUR);
  const dayWidth = 24 * each;
  const step = Math.max(1, Math.ceil(70 / dayWidth));
  pen.textBaseline = "alphabetic";
  days.forEach((day, n) => {
    const x = NAMES + ((day - start) / HOUR) * each;
    if (x < NAMES || x > width) return;
    pen.fillStyle = "rgb(26 39 51 / 0.35)";
    pen.fillRect(Math.round(x), DAYS - 4, 1, height);
    if (n % step || x + 60 > width) return;
    pen.fillStyle = INK;
    pen.fillText(clock.day(day), x + 3, 11);
  });
}

/** Hours in which boxes of ships outside of the plan are missing are hatched. */
function veil(pen, view, { each, height }) {
  const at = (moment) => Math.min(view.hours, Math.max(0, (Date.parse(moment) - Date.parse(view.start)) / HOUR));
  const parts = view.whole_from
    ? [
        [0, at(view.whole_from)],
        [at(view.whole_to), view.hours],
      ]
    : [[0, view.hours]];
  pen.save();
  const area = new Path2D();
  for (const [from, to] of parts) area.rect(NAMES + from * each, DAYS, (to - from) * each, height - DAYS);
  pen.clip(area);
  pen.strokeStyle = "rgb(91 107 121 / 0.35)";
  pen.lineWidth = 1;
  for (let x = NAMES - height; x < NAMES + view.hours * each; x += 9) {
    pen.beginPath();
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
    pen.stroke();
  }
  pen.restore();
}
