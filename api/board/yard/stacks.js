// A block from above: its stacks by bay and row, each with the letter of what it has most of and how high it is; and a
// bay of it from its end, with every box.

import { t } from "../language.js";
import { element, round, text } from "../svg.js";
import { reachable } from "./reach.js";

const LEFT = 30;
const TOP = 18;

/** The 20-foot bays that a bay covers, as places from 0 on: {from, width}. */
const across = (bay) => (bay % 2 ? { from: (bay - 1) / 2, width: 1 } : { from: (bay - 2) / 2, width: 2 });

/** The block from above. `open(bay, row)` hears which stack is chosen; `chosen` is {bay, row} or null. */
export function drawStacks(told, colours, { width, chosen, open }) {
  const cell = Math.max(20, Math.min(40, (width - LEFT - 6) / told.bays));
  const row = 21;
  const high = TOP + told.rows * row + 4;
  const svg = element("svg", { width: round(LEFT + told.bays * cell + 6), height: high, class: "stacks" });
  const x = (bays) => LEFT + bays * cell;
  const y = (n) => TOP + (n - 1) * row;
  for (let bay = 0; bay < told.bays; bay += 1) {
    svg.append(text(x(bay) + cell / 2, 12, String(2 * bay + 1), bay < told.plug_bays ? "bay-name plugged" : "bay-name"));
    svg.append(element("rect", { x: round(x(bay)), y: TOP, width: round(cell), height: told.rows * row, class: "ground" }));
  }
  for (let n = 1; n <= told.rows; n += 1) svg.append(text(LEFT - 6, y(n) + row / 2 + 4, String(n), "row-name"));
  for (const bay of new Set(told.lots.map((lot) => lot.bay))) {
    const { from, width: bays } = across(bay);
    svg.append(element("rect", { x: round(x(from) + 1), y: TOP + 1, width: round(bays * cell - 2), height: told.rows * row - 2, class: "kept" }));
  }
  const list = element("g", { role: "listbox", "aria-label": t("yard.stacks") });
  const items = told.stacks.map((stack) => {
    const { from, width: bays } = across(stack.bay);
    const kind = most(stack, told, colours);
    const height = stack.lots.length;
    const isChosen = chosen?.bay === stack.bay && chosen?.row === stack.row;
    const box = { x: round(x(from) + 2), y: y(stack.row) + 1.5, width: round(bays * cell - 4), height: row - 3 };
    const item = element("rect", {
      ...box,
      class: `stack ${kind.className}`,
      role: "option",
      "aria-selected": String(isChosen),
      "aria-label": t("yard.stack.says", { bay: stack.bay, row: stack.row, n: height, name: kind.name }),
      "data-bay": stack.bay,
      "data-row": stack.row,
    });
    list.append(item, text(box.x + box.width / 2, box.y + 13, `${kind.letter}${height}`, "stack-name", { "aria-hidden": "true" }));
    return item;
  });
  svg.append(list);
  reachable(items, {
    open: (item) => open(Number(item.dataset.bay), Number(item.dataset.row)),
    step: (key, n) => next(told.stacks, key, n),
  });
  return svg;
}

/** The stack that an arrow leads to: up and down by rows, left and right by bays. */
function next(stacks, key, n) {
  const here = stacks[n];
  if (key === "ArrowDown" || key === "ArrowUp") return n + (key === "ArrowDown" ? 1 : -1);
  if (key !== "ArrowRight" && key !== "ArrowLeft") return null;
  const way = key === "ArrowRight" ? 1 : -1;
  const beyond = (stack) => (stack.bay - here.bay) * way > 0;
  const bays = stacks.filter(beyond).map((stack) => stack.bay * way);
  if (!bays.length) return null;
  const bay = Math.min(...bays) * way;
  const found = stacks.findIndex((stack) => stack.bay === bay && stack.row >= here.row);
  return found < 0 ? stacks.findLastIndex((stack) => stack.bay === bay) : found;
}

/** The kind that a stack has most of. */
function most(stack, told, colours) {
  const count = new Map();
  for (const lot of stack.lots) {
    if (lot === null) continue;
    const kind = colours.of(told.lots[lot]);
    count.set(kind, (count.get(kind) ?? 0) + 1);
  }
  return [...count].sort((a, b) => b[1] - a[1])[0][0];
}

/** A bay from its end: rows beside each other, tiers above each other. */
export function drawBay(told, colours, { bay, row }) {
  const [cell, tier] = [52, 26];
  const bottom = 6 + told.tiers * tier;
  const svg = element("svg", {
    width: LEFT + told.rows * cell + 6,
    height: bottom + 20,
    class: "stacks",
    role: "img",
    "aria-label": t("yard.bay.label", { bay }),
  });
  for (let n = 1; n <= told.rows; n += 1) {
    svg.append(text(LEFT + (n - 0.5) * cell, bottom + 14, String(n), n === row ? "bay-name plugged" : "bay-name"));
  }
  for (let n = 1; n <= told.tiers; n += 1) {
    svg.append(text(LEFT - 6, bottom - (n - 0.5) * tier + 4, String(n), "row-name"));
  }
  svg.append(element("line", { x1: LEFT, x2: LEFT + told.rows * cell, y1: bottom, y2: bottom, class: "quay-edge" }));
  for (const stack of told.stacks.filter((each) => each.bay === bay)) {
    stack.lots.forEach((lot, n) => {
      if (lot === null) return;
      const its = told.lots[lot];
      const kind = colours.of(its);
      const place = { x: LEFT + (stack.row - 1) * cell + 1, y: bottom - (n + 1) * tier + 1 };
      const box = { ...place, width: cell - 2, height: tier - 2 };
      svg.append(
        element("rect", { ...box, class: `stack ${kind.className} ${stack.row === row ? "chosen" : ""}` }),
        text(place.x + cell / 2, place.y + 16, [kind.letter, its.plug && "❄", its.dangerous && "◆"].filter(Boolean).join(" "), "stack-name"),
      );
    });
  }
  return svg;
}
