// The blocks to scale where they lie behind the quay, each with its colour and its number.

import { figure } from "../figures.js";
import { named, t } from "../language.js";
import { element, round, text } from "../svg.js";
import { measured } from "./measures.js";
import { reachable } from "./reach.js";

const MOST_HEIGHT = 330;
const MARGIN = { top: 18, side: 8, bottom: 34 };

/** Draw the yard of `view` into `place`. Answers {show(measure, hour), choose(block)}. */
export function drawLayout(place, view, { open }) {
  const deepest = Math.max(...view.blocks.map((block) => block.y_m + block.length_m));
  const low = Math.min(0, ...view.blocks.map((block) => block.x_m));
  const high = Math.max(view.quay_m, ...view.blocks.map((block) => block.x_m + block.width_m));
  // A long quay has the whole width of the page, a short one leaves room for the hours beside it.
  place.classList.toggle("wide", (high - low) / deepest > 1.6);
  const wide = place.clientWidth - 2 * MARGIN.side;
  const scale = Math.min(wide / (high - low), MOST_HEIGHT / deepest);
  // Names must be readable: where the quay is long and the screen narrow, the drawing scrolls.
  const narrowest = Math.min(...view.blocks.map((block) => block.width_m));
  const perMetre = Math.max(scale, 14 / narrowest);
  const x = (m) => MARGIN.side + (m - low) * perMetre;
  const bottom = MARGIN.top + deepest * perMetre;
  const width = x(high) + MARGIN.side;
  const svg = element("svg", { width: round(width), height: round(bottom + MARGIN.bottom) });
  svg.append(...ground(view, { x, bottom, perMetre }));
  const list = element("g", { role: "listbox", "aria-label": t("yard.blocks"), "aria-orientation": "horizontal" });
  const drawn = view.blocks.map((block) => drawBlock(block, { x, bottom, perMetre }));
  for (const each of drawn) list.append(each.rect, each.name, each.number);
  svg.append(list);
  place.replaceChildren(svg);
  reachable(
    drawn.map(({ rect }) => rect),
    { open: (rect) => open(rect.dataset.block) },
  );
  return {
    show(measure, hour) {
      for (const { block, rect, number } of drawn) {
        const found = measured(measure, block, hour);
        rect.setAttribute("fill", found.fill);
        rect.setAttribute("aria-label", describe(measure, block, found));
        number.style.fill = found.ink;
        number.textContent = found.words;
      }
    },
    choose(name) {
      for (const { block, rect } of drawn) rect.setAttribute("aria-selected", String(block.block === name));
    },
  };
}

/** A block's measure as a sentence. */
export function describe(measure, block, { used, of, words }) {
  return t("yard.block.says", {
    block: block.block,
    measure: named("measure", measure),
    percent: words,
    used: figure(used),
    of: figure(of),
  });
}

function drawBlock(block, { x, bottom, perMetre }) {
  const box = {
    x: round(x(block.x_m)),
    y: round(bottom - (block.y_m + block.length_m) * perMetre),
    width: round(block.width_m * perMetre),
    height: round(block.length_m * perMetre),
  };
  const middle = box.x + box.width / 2;
  return {
    block,
    rect: element("rect", { ...box, class: "block", role: "option", "aria-selected": "false", "data-block": block.block }),
    name: text(middle, box.y - 4, block.block, "block-name", { "aria-hidden": "true" }),
    number: text(middle, box.y + Math.min(30, box.height / 2), "", "block-number", { "aria-hidden": "true" }),
  };
}

function ground(view, { x, bottom, perMetre }) {
  const fifty = 50 * perMetre;
  return [
    element("line", { x1: round(x(0)), x2: round(x(view.quay_m)), y1: round(bottom), y2: round(bottom), class: "quay-edge" }),
    text(x(0), bottom + 14, t("yard.quay", { n: view.quay_m }), "quay-name"),
    element("line", { x1: round(x(0)), x2: round(x(0) + fifty), y1: round(bottom + 24), y2: round(bottom + 24), class: "scale-bar" }),
    text(x(0) + fifty + 5, bottom + 28, t("yard.metres", { n: 50 }), "quay-name"),
  ];
}
