// One bay, large: its stacks from port to starboard, the deck above the hold and the hatch covers between, with what
// each stack bears. A box of 20 feet takes the fore (left) or the aft (right) half of a cell of 40 feet.

import { signs, tileOf } from "./colours.js";
import { columnsOf, isOpen } from "./profile.js";
import { bayName, two } from "./stowage.js";
import { fixed } from "../figures.js";
import { t } from "../language.js";
import { element, round, text } from "../svg.js";

const SIDE = 30; // room for the tiers' numbers
const HEAD = 34; // rows' numbers, and what the stacks on deck bear
const FOOT = 34;
const COVER = 10;

/**
 * Draw a bay into `place` at a moment. `options` are {colour, chosen: a box or null, describe(box, stay): words,
 * onBox(box or null)}. Boxes can be walked through with the arrow keys.
 */
export function drawBay(place, stowage, number, seconds, options) {
  const bay = stowage.bayOf(number);
  const size = sizes(bay, place);
  const svg = element("svg", { width: size.width, height: size.height, class: "bay", role: "group" });
  svg.setAttribute("aria-label", t("loading.bay.picture", { bay: bayName(number) }));
  svg.append(patterns());
  drawFrame(svg, bay, size, seconds);
  const here = stowage.at(number, seconds);
  const taken = new Set(here.flatMap((stay) => [`${stay.row} ${stay.tier} ${stay.half}`, `${stay.row} ${stay.tier}`]));
  for (const stack of bay.stacks) drawStack(svg, bay, stack, size, taken);
  const named = t("loading.bay.boxes", { bay: bayName(number), n: here.length });
  const boxes = element("g", { role: "listbox", "aria-label": named });
  for (const stay of here) boxes.append(drawBox(stay, bay, size, stowage, seconds, options));
  if (here.length) svg.append(boxes);
  for (const stack of bay.stacks) svg.append(drawLoad(stack, here, size, stowage.view.boxes));
  drawLifting(svg, stowage, bay, size, seconds);
  place.replaceChildren(svg);
  walk(boxes, options);
}

function sizes(bay, place) {
  const { columns, column } = columnsOf(bay);
  const tiers = (level) => {
    const found = bay.stacks.filter((stack) => stack.level === level).flatMap((stack) => stack.tiers);
    return [...new Set(found)].sort((a, b) => b - a);
  };
  const [deck, hold] = [tiers("deck"), tiers("hold")];
  const across = Math.max(24, Math.min(64, (place.clientWidth - SIDE - 20) / columns));
  const room = Math.max(300, Math.min(520, window.innerHeight - 330));
  const tall = Math.max(17, Math.min(38, (room - HEAD - FOOT - COVER) / (deck.length + hold.length)));
  const coverY = HEAD + deck.length * tall;
  const y = (tier) => {
    const above = deck.indexOf(tier);
    return above >= 0 ? HEAD + above * tall : coverY + COVER + hold.indexOf(tier) * tall;
  };
  return {
    across,
    tall,
    coverY,
    deck,
    hold,
    y,
    x: (stack) => SIDE + column(stack) * across,
    width: round(SIDE + columns * across + 4),
    height: round(coverY + COVER + hold.length * tall + FOOT),
  };
}

function patterns() {
  const defs = element("defs");
  for (let n = 1; n < 8; n += 1) {
    const tile = element("pattern", { id: `stow-${n}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" });
    tile.append(element("path", { d: tileOf(n), class: "tile" }));
    defs.append(tile);
  }
  return defs;
}

/** The numbers of tiers and rows, and the hatch covers. */
function drawFrame(svg, bay, { across, tall, coverY, deck, hold, x, y, height }, seconds) {
  for (const tier of [...deck, ...hold]) svg.append(text(SIDE - 6, y(tier) + tall / 2 + 4, two(tier), "tier"));
  for (const stack of bay.stacks) {
    const at = stack.level === "deck" ? 10 : height - 3;
    svg.append(text(x(stack) + across / 2, at, two(stack.row), "row"));
  }
  for (const cover of bay.covers) {
    const under = bay.stacks.filter((stack) => stack.cover === cover.cover).map(x);
    const [from, to] = [Math.min(...under), Math.max(...under) + across];
    const open = isOpen(cover, seconds);
    const box = { x: round(from + 1), y: round(coverY + 2), width: round(to - from - 2), height: COVER - 4, rx: 1 };
    const made = element("rect", { ...box, class: open ? "cover open" : "cover" });
    made.append(element("title", {}, t(open ? "loading.cover.open" : "loading.cover.shut", { cover: cover.cover })));
    svg.append(made);
  }
}

/** The free cells of a stack, with their plugs. */
function drawStack(svg, bay, stack, { across, tall, x, y }, taken) {
  const split = bay.halves.length === 2;
  for (const tier of stack.tiers) {
    if (taken.has(`${stack.row} ${tier} both`)) continue;
    const cell = { x: round(x(stack)), y: round(y(tier)), width: round(across), height: round(tall) };
    svg.append(element("rect", { ...cell, class: "free" }));
    if (split && stack.halves.length < 2) {
      const closed = stack.halves[0] === bay.halves[0] ? across / 2 : 0;
      svg.append(element("rect", { ...cell, x: round(x(stack) + closed), width: round(across / 2), class: "none" }));
    }
    if (stack.plugs.includes(tier) && !taken.has(`${stack.row} ${tier}`))
      svg.append(text(x(stack) + across / 2, y(tier) + tall / 2 + 4, t("loading.plug"), "plug"));
  }
}

function place({ half, row, tier }, bay, { across, tall, x, y }) {
  const stack = bay.stacks.find((one) => one.row === row && one.tiers.includes(tier));
  if (!stack) return null;
  const width = half === "both" ? across : across / 2;
  const left = x(stack) + (half === "aft" ? width : 0);
  return { x: round(left), y: round(y(tier)), width: round(width), height: round(tall) };
}

function drawBox(stay, bay, size, stowage, seconds, { colour, chosen, describe }) {
  const box = stowage.view.boxes[stay.box];
  const cell = place(stay, bay, size);
  if (!cell) return element("g");
  const its = colour.of(box, seconds);
  const moved = stay.until_s !== null ? "leaves" : stay.since_s !== null ? "came" : "stays";
  const isChosen = chosen === stay.box;
  const group = element("g", {
    class: isChosen ? `box ${moved} chosen` : `box ${moved}`,
    role: "option",
    tabindex: -1,
    "aria-selected": String(isChosen),
    "aria-label": describe(box, stay),
    "data-box": stay.box,
    "data-slot": stay.slot,
  });
  const [width, height] = [Math.max(2, cell.width - 2), Math.max(2, cell.height - 2)];
  const inside = { x: cell.x + 1, y: cell.y + 1, width, height };
  group.append(element("rect", { ...inside, fill: its.fill, stroke: its.line, class: "hull" }));
  if (its.pattern) {
    const strip = { ...inside, height: 5, color: its.line, class: "strip" };
    group.append(element("rect", { ...strip, fill: `url(#stow-${its.pattern})` }));
  }
  group.append(...writing(cell, { ...its, words: colour.words(box, seconds) }, box));
  group.append(element("title", {}, describe(box, stay)));
  return group;
}

/** What stands in a cell, as far as there is room: its first words, its second ones, and its signs. */
function writing(cell, { words, ink, pattern }, box) {
  const middle = cell.x + cell.width / 2;
  const special = signs(box);
  const wide = cell.width >= 28;
  const clear = pattern ? 4 : 0;
  const say = (y, words_, name) => {
    const made = text(middle, y, words_, name);
    made.style.fill = ink; // an attribute would yield to the style sheet
    return made;
  };
  if (cell.height >= 30 && wide)
    return [
      say(cell.y + 13 + clear / 2, words[0] || words[1], "first"),
      say(cell.y + cell.height - 5, below(words[1], special, cell.width), "second"),
    ];
  if (cell.height >= 30)
    return [
      say(cell.y + 14 + clear / 2, shortly(words[0] || words[1], cell.width), "second"),
      say(cell.y + cell.height - 5, special.join(" "), "sign"),
    ];
  const line = wide && special.length ? `${words[0]} ${special[0]}` : words[0] || words[1];
  return [say(cell.y + cell.height / 2 + 3.5 + clear / 2, shortly(line, cell.width), wide ? "second" : "sign")];
}

const rounded = (words) => words.replace(/\d+[.,]\d+/, (figure) => String(Math.round(Number(figure.replace(",", ".")))));

/** So many letters as fit; a figure is rounded first. */
function shortly(words, width) {
  const most = Math.floor(width / 5.4);
  return words.length <= most ? words : rounded(words).slice(0, most);
}

/** The second line of a cell: words and signs where both fit, else the signs alone, which stand nowhere else. */
function below(words, special, width) {
  const whole = [words, ...special].join(" ");
  const fits = (line) => line.length * 6 <= width - 4;
  return [whole, rounded(whole)].find(fits) ?? shortly(special.join(" ") || words, width);
}

/** What a stack bears at the moment against what it may, as a bar with the fuller of its two measures. */
function drawLoad(stack, here, { across, x, height }, boxes) {
  const its = here
    .filter((stay) => stay.row === stack.row && stack.tiers.includes(stay.tier))
    .map((stay) => ({ half: stay.half, ...boxes[stay.box] }));
  const sum = (some, tonnes) => some.reduce((total, box) => total + tonnes(box), 0);
  const half = (other) => sum(its.filter((box) => box.half !== other), (box) => box.half_t);
  const measures = [
    [Math.max(half("fore"), half("aft")), stack.half_t],
    [sum(its.filter((box) => box.long), (box) => box.tonnes), stack.long_t],
  ].filter(([, limit]) => limit > 0);
  const [value, limit] = measures.sort((a, b) => b[0] / b[1] - a[0] / a[1])[0] ?? [0, 0];
  const share = limit ? Math.min(1, value / limit) : 0;
  const top = stack.level === "deck" ? 14 : height - FOOT + 3;
  const bar = { x: round(x(stack) + 3), y: top + 11, height: 4 };
  const words = across >= 46 ? `${fixed(value, 0)}/${fixed(limit, 0)}` : fixed(value, 0);
  return element(
    "g",
    {},
    element("rect", { ...bar, width: round(across - 6), class: "most" }),
    element("rect", { ...bar, width: round((across - 6) * share), class: share > 0.9 ? "much" : "some" }),
    text(x(stack) + across / 2, top + 8, words, "borne"),
    element("title", {}, t("loading.bears", { value: fixed(value, 1), limit: fixed(limit, 1) })),
  );
}

/** The cells at which cranes lift now. */
function drawLifting(svg, stowage, bay, size, seconds) {
  for (const lift of stowage.lifting(seconds)) {
    if (lift.bay !== bay.bay) continue;
    for (const box of lift.boxes) {
      const on = lift.kind === "load" || lift.kind === "restow_on";
      const stay = stowage.staysOf(bay.bay).find(
        (one) => one.box === box && (on ? one.since_s === lift.end_s : one.until_s === lift.start_s),
      );
      const cell = stay && place(stay, bay, size);
      if (!cell) continue;
      svg.append(element("rect", { ...cell, class: "lifting" }));
      svg.append(text(cell.x + cell.width / 2, cell.y + cell.height / 2 + 4, on ? "▼" : "▲", "lifting-sign"));
    }
  }
}

/** The boxes are one stop of the Tab key; arrows go to the next one that way. */
function walk(boxes, { chosen, onBox }) {
  const all = [...boxes.querySelectorAll("[role=option]")];
  const stop = all.find((one) => Number(one.dataset.box) === chosen) ?? all[0];
  stop?.setAttribute("tabindex", "0");
  boxes.addEventListener("click", (event) => {
    const found = event.target.closest("[role=option]");
    if (found) onBox(Number(found.dataset.box));
  });
  boxes.addEventListener("focusin", (event) => onBox(Number(event.target.dataset.box)));
  boxes.addEventListener("keydown", (event) => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    next(all, document.activeElement, way)?.focus();
  });
}

/** The nearest box on one side of another. */
function next(all, from, [dx, dy]) {
  const middle = (one) => {
    const box = one.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(from);
  const cost = (one) => {
    const [itsX, itsY] = middle(one);
    const along = (itsX - x) * dx + (itsY - y) * dy;
    const aside = Math.abs((itsX - x) * dy) + Math.abs((itsY - y) * dx);
    return along > 2 ? along + 3 * aside : Infinity;
  };
  const found = all.filter((one) => one !== from && cost(one) < Infinity).sort((a, b) => cost(a) - cost(b));
  return found[0];
}
