// What is written in the ships. A label stays inside its own ship, so labels never overlap: what does not fit is left
// out, the least important first, and stands in the description of the ship.

import { t } from "../language.js";
import { HOURS, hasHours } from "./hours.js";
import { BAND, craneWords } from "./ships.js";
import { place } from "./scales.js";
import { element, round, text } from "../svg.js";

const LINE = 13; // pixels from one line to the next

/** Measures text as the browser will set it: what is written in a ship must fit into it. */
export function measure(container) {
  const canvas = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(container).fontFamily;
  const fonts = { name: `600 12px ${family}`, fact: `11px ${family}` };
  const known = new Map();
  return (words, kind) => {
    const key = `${kind} ${words}`;
    if (!known.has(key)) {
      canvas.font = fonts[kind];
      known.set(key, canvas.measureText(words).width);
    }
    return known.get(key);
  };
}

function wrapped(name, room, measured) {
  const found = [];
  for (const word of name.split(/\s+/)) {
    if (measured(word, "name") > room) return null;
    const longer = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && measured(longer, "name") <= room) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found.length <= 3 ? found : null;
}

/** The words cut to so much room with an ellipsis, or null where nothing sensible is left. */
export function shortened(words, room, measured, kind = "name") {
  if (measured(words, kind) <= room) return words;
  let kept = words;
  while (kept && measured(`${kept}…`, kind) > room) kept = kept.slice(0, -1);
  return kept.length > 1 ? `${kept}…` : null;
}

/**
 * The lines of a ship's label that fit into so much room, the most important first, and how much they tell: the whole
 * name above all, then each fact.
 */
function labelOf(call, along, across, measured) {
  const most = Math.max(0, Math.floor((across - 4) / LINE));
  const names = wrapped(call.name, along, measured);
  const size = t("metres", { n: call.loa_m });
  const moves = t("moves", { n: call.moves });
  const both = `${size} · ${moves}`;
  const facts = measured(both, "fact") <= along ? [both] : [size, moves];
  facts.push(craneWords(call), t("diagram.draft", { n: call.draft_m }));
  if (call.waiting_h > 0.05) facts.push(t("diagram.waits", { n: call.waiting_h }));
  if (call.late_h > 0.05) facts.push(t("diagram.late", { n: call.late_h }));
  const lines = [
    ...(names ?? [shortened(call.name, along, measured)]).filter(Boolean).map((words) => ({ words, kind: "name" })),
    ...facts.filter((fact) => measured(fact, "fact") <= along).map((words) => ({ words, kind: "fact" })),
  ].slice(0, most);
  const whole = names !== null && names.length <= most;
  const told = lines.reduce(
    (sum, { words, kind }) => sum + (kind === "name" ? 0 : words === both ? 2 : 1),
    whole ? 10 : 0,
  );
  return { lines, told };
}

/** Where each ship's label goes, across, or upright where that tells more; `boxes` is the room that its lines take. */
export function placeLabels(drawing) {
  return drawing.view.calls.map((call) => {
    const box = place(call, drawing);
    const foot = hasHours(box.height) ? HOURS : 0;
    const across = labelOf(call, box.width - 7 - BAND, box.height - foot, drawing.measure);
    const upright = labelOf(call, box.height - 10 - foot, box.width - BAND, drawing.measure);
    const turned = upright.told > across.told;
    const lines = (turned ? upright : across).lines.map(({ words, kind }, n) => {
      const [long, deep] = [drawing.measure(words, kind), LINE * n];
      const room = turned
        ? { x: round(box.x + 4 + BAND + deep), y: round(box.y + 5), width: LINE, height: round(long) }
        : { x: round(box.x + 4 + BAND), y: round(box.y + 4 + deep), width: round(long), height: LINE };
      return { words, kind, room };
    });
    return { line: call.line, turned, lines, boxes: lines.map((line) => line.room) };
  });
}

/** The labels of all ships, each line on a ground of the ship's own colour, so that no mark runs through it. */
export function drawLabels({ colour }, labels) {
  const group = element("g", { class: "labels", "aria-hidden": "true" });
  for (const { line, turned, lines } of labels) {
    for (const { room } of lines) group.append(element("rect", { ...room, rx: 2, class: `under ${colour(line)}` }));
    for (const { words, kind, room } of lines) {
      const [x, y] = turned ? [room.x + LINE - 3, room.y] : [room.x, room.y + LINE - 3];
      const turn = turned ? { transform: `rotate(-90 ${round(x)} ${round(y)})`, "text-anchor": "end" } : {};
      group.append(text(x, y, words, kind, turn));
    }
  }
  return group;
}
