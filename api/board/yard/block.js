// A block that is opened: its curve, its stacks at the hour that is shown, a bay and a stack of it box by box, and what
// is kept, comes and leaves.

import { figure } from "../figures.js";
import { named, t } from "../language.js";
import { make, table } from "../markup.js";
import { colouring, COLOURINGS } from "./colours.js";
import { curveLegend, fillCurve } from "./fill-curve.js";
import { drawBay, drawStacks } from "./stacks.js";

/**
 * The panel of a block: `told` is what the server says of it at the hour, `block` its row of the whole yard, `state`
 * {by, stack, hour}; `act` has openStack(bay, row), colour(by) and close().
 */
export function blockPanel(told, { block, view, clock, state, width, act }) {
  const colours = colouring(state.by, told.lots);
  const chosen = told.stacks.find((one) => one.bay === state.stack?.bay && one.row === state.stack?.row);
  const close = make("button", { type: "button", className: "close", "aria-label": t("yard.close") }, "×");
  close.addEventListener("click", act.close);
  const choice = make("select", { id: "yard-colour" }, COLOURINGS.map((by) => new Option(named("colour", by), by)));
  choice.value = state.by;
  choice.addEventListener("change", () => act.colour(choice.value));
  const drawing = drawStacks(told, colours, { width, chosen: state.stack, open: act.openStack });
  return [
    make(
      "div",
      { className: "block-head" },
      make("h2", {}, t("yard.block.title", { block: told.block, at: clock.stamp(Date.parse(told.at)) })),
      make("label", { className: "scale" }, t("yard.colour"), " ", choice),
      close,
    ),
    make("p", { className: "advice" }, summary(told, block, state.hour)),
    make("div", { className: "drawing stack-drawing" }, drawing),
    told.stacks.length ? colours.legend() : make("p", { className: "advice" }, t("yard.block.empty")),
    make("p", { className: "advice" }, told.plug_bays ? t("yard.stacks.plugs", { n: told.plug_bays }) : t("yard.stacks.how")),
    chosen ? bayPart(told, colours, state.stack, chosen) : make("p", { className: "advice" }, t("yard.stacks.choose")),
    make("h3", {}, t("yard.curve", { block: told.block })),
    make("div", { className: "drawing" }, fillCurve(view, block, { clock, hour: state.hour, width })),
    curveLegend(),
    make("details", {}, make("summary", {}, t("yard.lots", { n: told.lots.length })), lotTable(told, clock)),
  ];
}

function summary(told, block, hour) {
  return t("yard.block.summary", {
    teu: block.teu[hour],
    capacity: block.capacity_teu,
    comes: told.comes,
    leaves: told.leaves,
    moves: block.moves[hour],
    rate: block.moves_an_hour,
  });
}

function bayPart(told, colours, { bay, row }, stack) {
  const boxes = stack.lots
    .map((lot, n) => ({ tier: n + 1, lot: lot === null ? null : told.lots[lot] }))
    .filter(({ lot }) => lot)
    .reverse();
  return make(
    "div",
    { className: "bay-part" },
    make("div", { className: "drawing" }, drawBay(told, colours, { bay, row })),
    table(
      t("yard.stack.table", { block: told.block, bay, row }),
      [
        { head: t("yard.tier"), cell: ({ tier }) => String(tier), row: true },
        { head: t("yard.box"), cell: ({ lot }) => lot.box ?? t("yard.box.any") },
        { head: t("yard.ship"), cell: ({ lot }) => `${lot.vessel} (${lot.call})` },
        { head: t("yard.port"), cell: ({ lot }) => lot.port },
        { head: t("yard.group"), cell: ({ lot }) => groupWords(lot) },
        { head: t("yard.tonnes"), cell: ({ lot }) => (lot.tonnes === null || lot.tonnes === undefined ? "–" : figure(lot.tonnes)), numeric: true },
      ],
      boxes,
      { className: "stack-table" },
    ),
  );
}

/** What boxes of a group are, in words. */
export const groupWords = (lot) =>
  [
    t("yard.feet", { n: lot.length }),
    named("cargo", lot.status),
    named("weight", lot.weight_class),
    lot.plug ? named("cargo", "reefer") : "",
    lot.dangerous ? named("cargo", "dangerous") : "",
    lot.mixed ? t("yard.mixed") : "",
  ]
    .filter(Boolean)
    .join(", ");

function lotTable(told, clock) {
  const kept = (lot) =>
    lot.start ? clock.span(Date.parse(lot.start), Date.parse(lot.end)) : t("yard.until", { at: clock.stamp(Date.parse(lot.end)) });
  const lots = [...told.lots].sort((a, b) => a.bay - b.bay);
  return table(
    t("yard.lots.table", { block: told.block }),
    [
      { head: t("yard.bay"), cell: (lot) => String(lot.bay), row: true },
      { head: t("yard.ship"), cell: (lot) => `${lot.vessel} (${lot.call})` },
      { head: t("yard.service"), cell: (lot) => lot.service },
      { head: t("yard.port"), cell: (lot) => lot.port },
      { head: t("yard.group"), cell: (lot) => (lot.box ? `${groupWords(lot)}, ${lot.box}` : groupWords(lot)) },
      { head: t("yard.there"), cell: (lot) => t("yard.of", { n: lot.there, of: lot.boxes }), numeric: true },
      { head: t("yard.comes"), cell: (lot) => figure(lot.comes), numeric: true },
      { head: t("yard.leaves"), cell: (lot) => figure(lot.leaves), numeric: true },
      { head: t("yard.kept"), cell: kept },
    ],
    lots,
  );
}
