// The ship from the side: her hull, and on it every bay as one sees it looking forward, the bow to the left. Drawn on a
// canvas, since a large ship has ten thousand cells; buttons below it choose a bay.

import { canvasPattern } from "./colours.js";
import { t } from "../language.js";
import { make } from "../markup.js";
import { bayName, stands } from "./stowage.js";

const GAP = 10; // between bays, in pixels
const BOW = 46;
const STERN = 30;
const HEAD = 18; // room for the cranes' names
const COVER = 3;
const KEEL = 12;

/** Draw the ship into `place`; `onBay(number)` hears which bay is chosen. Answers {draw(seconds, colour), choose(bay)}. */
export function shipProfile(place, stowage, onBay) {
  const canvas = make("canvas", { role: "img" });
  const choice = make("div", { className: "bay-choice", role: "group" });
  const inner = make("div", { className: "side-view-inner" }, canvas, choice);
  place.replaceChildren(inner);
  const layout = measure(stowage.view.bays, place.clientWidth - 2);
  const ratio = window.devicePixelRatio || 1;
  canvas.width = layout.width * ratio;
  canvas.height = layout.height * ratio;
  canvas.style.width = inner.style.width = `${layout.width}px`;
  canvas.style.height = `${layout.height}px`;
  const context = canvas.getContext("2d");

  const buttons = layout.bays.map(({ bay, x, width }) => {
    const button = make("button", { type: "button", data: { bay } }, bayName(bay));
    button.style.left = `${x - GAP / 2}px`;
    button.style.width = `${width + GAP}px`;
    button.addEventListener("click", () => onBay(bay));
    return button;
  });
  choice.append(...buttons);
  choice.setAttribute("aria-label", t("loading.bays"));
  canvas.addEventListener("click", (event) => {
    const at = event.offsetX;
    const found = layout.bays.find(({ x, width }) => x - GAP / 2 <= at && at < x + width + GAP / 2);
    if (found) onBay(found.bay);
  });

  // What never changes is drawn once, and where each box stands is worked out once.
  const ground = make("canvas", { width: canvas.width, height: canvas.height });
  drawGround(ground.getContext("2d"), layout, ratio);
  const cells = cellsOf(stowage.view.stays, layout);

  let chosen = null;
  return {
    draw(seconds, colour) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(ground, 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawBoxes(context, cells, stowage.view.boxes, seconds, colour, layout.across);
      for (const bay of layout.bays) drawCovers(context, layout, bay, seconds);
      drawChosen(context, layout, chosen);
      drawCranes(context, layout, stowage, seconds);
      canvas.setAttribute("aria-label", t("loading.profile", { ship: stowage.view.vessel, n: layout.bays.length }));
    },
    choose(bay) {
      chosen = bay;
      for (const button of buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.bay) === bay));
    },
  };
}

/** Where each bay, stack and tier lies: cells as large as the width allows. */
function measure(bays, room) {
  const rows = bays.map(columnsOf);
  const wanted = rows.reduce((sum, its) => sum + its.columns, 0);
  const across = Math.max(2.5, Math.min(12, (room - BOW - STERN - GAP * bays.length) / wanted));
  const tall = Math.max(4, Math.min(9, across * 1.15));
  const stacks = bays.flatMap((bay) => bay.stacks);
  const level = (name) => Math.max(0, ...stacks.filter((one) => one.level === name).map((one) => one.tiers.length));
  const deckLine = HEAD + level("deck") * tall + 3;
  let x = BOW;
  const found = bays.map((bay, n) => {
    const width = Math.max(26 - GAP, rows[n].columns * across);
    const one = { bay: bay.bay, entry: bay, x, width, ...rows[n] };
    x += width + GAP;
    return one;
  });
  const height = deckLine + COVER + level("hold") * tall + KEEL;
  return { bays: found, across, tall, deckLine, height, width: x + STERN };
}

/** Of a bay: how many columns its stacks take, and the column of each from the left. */
export function columnsOf(bay) {
  const metres = (stacks) => stacks.map((stack) => stack.across_m).sort((a, b) => a - b);
  const all = metres(bay.stacks);
  const steps = ["deck", "hold"].flatMap((level) => {
    const its = metres(bay.stacks.filter((stack) => stack.level === level));
    return its.slice(1).map((metre, n) => metre - its[n]);
  });
  const step = steps.length ? Math.min(...steps) : 1;
  return { columns: (all.at(-1) - all[0]) / step + 1, column: (stack) => (stack.across_m - all[0]) / step };
}

function drawHull(context, { width, deckLine, height }) {
  const keel = height - 4;
  context.beginPath();
  context.moveTo(4, deckLine - 4);
  context.quadraticCurveTo(16, keel, BOW - 2, keel);
  context.lineTo(width - 22, keel);
  context.quadraticCurveTo(width - 6, keel - 4, width - 4, deckLine + 14);
  context.lineTo(width - 4, deckLine + 1);
  context.lineTo(BOW - 12, deckLine + 1);
  context.closePath();
  context.fillStyle = "#e4ebf1";
  context.strokeStyle = "#33485a";
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

/** Where the cell of a stack and a tier lies: its left and its top. */
function cornerOf({ entry, x, width, column, columns }, { across, tall, deckLine }, stack, tier) {
  const left = x + (width - columns * across) / 2 + column(stack) * across;
  if (stack.level === "deck") return [left, deckLine - 2 - (stack.tiers.indexOf(tier) + 1) * tall];
  const hold = entry.stacks.filter((one) => one.level === "hold");
  const most = Math.max(...hold.map((one) => one.tiers.at(-1)));
  return [left, deckLine + COVER + ((most - tier) / 2) * tall];
}

/** The hull with her free cells. */
function drawGround(context, layout, ratio) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawHull(context, layout);
  context.lineWidth = 0.5;
  context.strokeStyle = "#93a1ad";
  context.fillStyle = "#ffffff";
  for (const bay of layout.bays) {
    for (const stack of bay.entry.stacks) {
      for (const tier of stack.tiers) {
        const cell = [...cornerOf(bay, layout, stack, tier), layout.across, layout.tall];
        context.fillRect(...cell);
        if (layout.across >= 4) context.strokeRect(...cell);
      }
    }
  }
}

/** The rectangle of every stay, with the stay. */
function cellsOf(stays, layout) {
  const bays = new Map(layout.bays.map((bay) => [bay.bay, bay]));
  const found = [];
  for (const stay of stays) {
    const bay = bays.get(stay.bay);
    const stack = bay?.entry.stacks.find((one) => one.row === stay.row && one.tiers.includes(stay.tier));
    if (!stack) continue;
    const [left, top] = cornerOf(bay, layout, stack, stay.tier);
    const width = stay.half === "both" ? layout.across : layout.across / 2;
    found.push([stay, left + (stay.half === "aft" ? width : 0), top, width, layout.tall]);
  }
  return found;
}

/** The boxes at a moment; those of one colour together, since a canvas changes its colour slowly. */
function drawBoxes(context, cells, boxes, seconds, colour, across) {
  const byColour = new Map();
  for (const [stay, ...cell] of cells) {
    if (!stands(stay, seconds)) continue;
    const its = colour.of(boxes[stay.box], seconds);
    if (!byColour.has(its)) byColour.set(its, new Path2D());
    byColour.get(its).rect(...cell);
  }
  for (const [its, path] of byColour) {
    context.fillStyle = its.fill;
    context.fill(path);
    const pattern = canvasPattern(context, its.pattern, its.line);
    if (pattern) {
      context.fillStyle = pattern;
      context.fill(path);
    }
    context.strokeStyle = its.line;
    context.lineWidth = across >= 4 ? 0.8 : 0.3;
    context.stroke(path);
  }
}

function drawChosen(context, { bays, height }, chosen) {
  const bay = bays.find((one) => one.bay === chosen);
  if (!bay) return;
  context.strokeStyle = "#b3261e";
  context.lineWidth = 2;
  context.strokeRect(bay.x - GAP / 2 + 1, HEAD - 2, bay.width + GAP - 2, height - HEAD);
}

function drawCovers(context, { across, deckLine }, { entry, x, width, column, columns }, seconds) {
  const left = x + (width - columns * across) / 2;
  for (const cover of entry.covers) {
    const under = entry.stacks.filter((stack) => stack.cover === cover.cover).map(column);
    const wide = (Math.max(...under) - Math.min(...under) + 1) * across - 1;
    context.fillStyle = isOpen(cover, seconds) ? "#ffffff" : "#24384a";
    context.fillRect(left + Math.min(...under) * across + 0.5, deckLine - 0.5, wide, COVER);
  }
}

/** Whether a hatch cover lies ashore at a moment. */
export const isOpen = (cover, seconds) =>
  cover.open_s.some(([from, to]) => from <= seconds && (to === null || seconds < to));

function drawCranes(context, layout, stowage, seconds) {
  context.font = "600 11px sans-serif";
  context.textAlign = "center";
  const lifting = stowage.lifting(seconds);
  const taken = [];
  for (const crane of stowage.view.cranes) {
    const bay = layout.bays.find((one) => one.bay === stowage.bayAt(crane, seconds));
    if (!bay) continue;
    const x = bay.x + bay.width / 2;
    const works = lifting.some((lift) => lift.crane === crane);
    context.fillStyle = works ? "#8a3c00" : "#5b6b79";
    const mark = works ? "▼" : "▽";
    const beside = taken.filter((other) => Math.abs(other - x) < 40).length;
    context.fillText(`${mark} ${crane}`, x + beside * 44, HEAD - 6);
    taken.push(x);
  }
}
