// Key figures of a yard plan, the blocks as a table, and the boxes without room.

import { figure, percent } from "../figures.js";
import { named, t, translated } from "../language.js";
import { make, table } from "../markup.js";
import { groupWords } from "./block.js";
import { measured, MEASURE_NAMES } from "./measures.js";

/** The strip of key figures. */
export function figureStrip(view, clock) {
  const { figures } = view;
  const plugs = figures.plug_places ? t("yard.of", { n: figures.plug_peak_teu, of: figures.plug_places }) : "–";
  const told = [
    [t("yard.figure.occupancy"), percent(figures.occupancy), t("yard.figure.occupancy.hint")],
    [t("yard.figure.peak"), percent(figures.peak), clock.stamp(Date.parse(figures.peak_at))],
    [t("yard.figure.rehandles"), figure(figures.rehandles, 0), t("yard.figure.rehandles.hint")],
    [t("yard.figure.plugs"), plugs, t("yard.figure.plugs.hint")],
    [t("yard.figure.stay"), figures.stay_h === null || figures.stay_h === undefined ? "–" : t("hours", { n: figures.stay_h }), t("yard.figure.stay.hint")],
    [t("yard.figure.placed"), figure(figures.boxes, 0), t("yard.figure.unplaced", { n: figures.unplaced })],
    [t("yard.figure.share"), percent(view.import_share), t("yard.figure.share.hint")],
  ];
  return make(
    "dl",
    { className: "yard-strip" },
    told.map(([name, value, hint]) => make("div", {}, make("dt", {}, name), make("dd", {}, value), make("dd", { className: "hint" }, hint))),
  );
}

/** The blocks at an hour as a table. */
export function blockTable(view, hour, clock, open) {
  const cell = (name) => (block) => {
    const { used, of, words } = measured(name, block, hour);
    return of ? t("yard.cell", { used: figure(used), of: figure(of), percent: words }) : "–";
  };
  const button = (block) => {
    const made = make("button", { type: "button", className: "link" }, block.block);
    made.addEventListener("click", () => open(block.block));
    return made;
  };
  return table(
    t("yard.table", { at: clock.stamp(Date.parse(view.start) + hour * 3_600_000) }),
    [
      { head: t("yard.block"), cell: button, row: true },
      ...MEASURE_NAMES.map((name) => ({ head: named("measure", name), cell: cell(name), numeric: true })),
      { head: t("yard.takes"), cell: (block) => block.takes.map((kind) => named("cargo", kind)).join(", ") },
    ],
    view.blocks,
  );
}

/** Groups without room, with the server's reasons. */
export function unplacedPart(view) {
  const { unplaced } = view;
  if (!unplaced.length) return [make("h2", {}, t("yard.unplaced")), make("p", { className: "advice" }, t("yard.unplaced.none"))];
  return [
    table(
      t("yard.unplaced.table", { n: view.figures.unplaced }),
      [
        { head: t("yard.ship"), cell: (row) => `${row.vessel} (${row.call})`, row: true },
        { head: t("yard.port"), cell: (row) => row.port },
        { head: t("yard.group"), cell: groupWords },
        { head: t("yard.number"), cell: (row) => figure(row.boxes, 0), numeric: true },
        { head: t("yard.reason"), cell: (row) => translated(row.reason) },
      ],
      unplaced,
    ),
  ];
}
