// What the loading view says of boxes: one in words, all of a bay as a table, and what there is to remark on some.

import { fixed } from "../figures.js";
import { named, t, translated, translation } from "../language.js";
import { make, table } from "../markup.js";
import { bayName } from "./stowage.js";

/** Writes about the boxes of a stowage on the terminal's clock. */
export function writer(stowage, clock) {
  const { view } = stowage;
  const at = (seconds) => clock.stamp(stowage.moment(seconds));
  const port = (place) => t("loading.port", { name: view.ports[place].name, port: view.ports[place].port });
  const liftsOf = (box) => box.lifts.map((place) => view.lifts[place]);
  const lifted = ({ kind, crane, order, start_s: start }) =>
    t("loading.lifted", { kind: named("lift", kind), crane, n: order, at: at(start) });

  const special = (box) => [
    ...(box.empty ? [t("loading.empty")] : []),
    ...(box.reefer ? [reefer(box)] : []),
    ...(box.hazards.length ? [dangerous(box)] : []),
    ...(box.over_cm ? [t("loading.gauge", { high: box.over_cm[0], wide: box.over_cm[1], long: box.over_cm[2] })] : []),
  ];
  const remark = (one) => {
    if (one.what === "broken") return translated(one.text);
    const above = one.above.length ? ` ${one.above.join(", ")}` : "";
    return t("loading.remark", { what: named("remark", one.what), above });
  };

  return {
    at,
    special,
    /** A box in one sentence, for those who hear the picture and for its tooltips. */
    sentence: (box, stay) => {
      const { type } = box;
      const values = { box: box.box, slot: stay.slot, type, tonnes: fixed(box.tonnes, 1), port: port(box.port) };
      const parts = [
        t("loading.box.is", values),
        ...special(box),
        ...liftsOf(box).map(lifted),
        ...box.remarks.map((one) => (one.what === "broken" ? translation(one.text).words : remark(one))),
      ];
      return parts.join("; ");
    },
    /** Everything about a box, as the parts of a panel. */
    details: (box, stay, close) => {
      const facts = [
        [t("loading.slot"), stay?.slot ?? "–"],
        [t("loading.type"), box.type],
        [t("loading.tonnes"), fixed(box.tonnes, 2)],
        [t("loading.leaves"), port(box.port)],
        ...(box.loaded_at ? [[t("loading.loaded.at"), box.loaded_at]] : []),
        ...(box.yard_from ? [[t("loading.yard.from"), box.yard_from]] : []),
        ...(box.yard_to ? [[t("loading.yard.to"), box.yard_to]] : []),
      ];
      const button = make("button", { type: "button", className: "close", "aria-label": t("close") }, "×");
      button.addEventListener("click", close);
      const words = [
        ...special(box),
        ...liftsOf(box).map(lifted),
        ...(box.lifts.length ? [] : [t("loading.unmoved")]),
        ...(box.invented ? [t("loading.invented")] : []),
      ];
      const items = [
        ...words.map((one) => make("li", {}, one)),
        ...box.remarks.map((one) => make("li", { className: "remark" }, remark(one))),
      ];
      return [
        make("div", { className: "booking-head" }, make("h2", {}, box.box), button),
        pairs(facts),
        make("ul", { className: "reasons" }, items),
      ];
    },
    /** The boxes of a bay at a moment as a table: what its picture shows, for reading and copying. */
    bayTable: (bay, seconds) =>
      table(
        t("loading.bay.table", { bay: bayName(bay), zone: view.time_zone }),
        [
          { head: t("loading.slot"), cell: ([stay]) => stay.slot, row: true },
          { head: t("loading.box"), cell: ([, box]) => box.box },
          { head: t("loading.type"), cell: ([, box]) => box.type },
          { head: t("loading.tonnes"), cell: ([, box]) => fixed(box.tonnes, 1), numeric: true },
          { head: t("loading.leaves"), cell: ([, box]) => view.ports[box.port].port },
          { head: t("loading.special"), cell: ([, box]) => special(box).join(", ") },
          { head: t("loading.moves"), cell: ([, box]) => liftsOf(box).map(lifted).join(", ") },
        ],
        stowage
          .at(bay, seconds)
          .map((stay) => [stay, view.boxes[stay.box]])
          .sort(([a], [b]) => (a.slot < b.slot ? -1 : 1)),
      ),
    /** The work of the cranes as a table. */
    taskTable: () =>
      table(
        t("loading.tasks.table", { zone: view.time_zone }),
        [
          { head: t("loading.crane"), cell: (task) => task.crane, row: true },
          { head: t("loading.bay"), cell: (task) => bayName(task.bay) },
          { head: t("loading.work"), cell: (task) => named("lift", task.kind) },
          { head: t("shipment.boxes"), cell: (task) => (task.boxes ? String(task.boxes) : "–"), numeric: true },
          {
            head: t("loading.when"),
            cell: (task) => clock.shortSpan(stowage.moment(task.from_s), stowage.moment(task.to_s)),
          },
        ],
        view.tasks,
      ),
  };
}

const reefer = ({ temperature_c: degrees }) =>
  degrees === null ? t("loading.reefer") : t("loading.reefer.at", { degrees });

function dangerous({ hazards, un_numbers: numbers }) {
  const known = numbers.length ? ` (UN ${numbers.join(", ")})` : "";
  return t("loading.dangerous", { classes: hazards.join(", "), numbers: known });
}

/** Names with their values. */
export const pairs = (facts) =>
  make("dl", { className: "pairs" }, facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));

/** The remarks of a plan: boxes by what there is to remark, boxes ashore with the reason, and broken rules. */
export function remarkList(view, toBox) {
  const byWhat = new Map();
  view.boxes.forEach((box, place) => {
    for (const one of box.remarks) {
      if (one.what === "broken") continue;
      if (!byWhat.has(one.what)) byWhat.set(one.what, []);
      byWhat.get(one.what).push([box, place, one]);
    }
  });
  const link = (box, place) => {
    const button = make("button", { type: "button", className: "link" }, box.box);
    button.addEventListener("click", () => toBox(place));
    return button;
  };
  const item = ([box, place, { above }]) =>
    make("li", {}, link(box, place), above.length ? ` › ${above.join(", ")}` : "");
  const lists = [...byWhat].map(([what, its]) =>
    unfolding(t("loading.count", { what: named("remark", what), n: its.length }), its.map(item), false),
  );
  const ashore = view.ashore.map(({ box, port, type, reason }) =>
    make("li", {}, make("strong", {}, box), ` ${[type, port].filter(Boolean).join(", ")} `, translated(reason)),
  );
  const broken = view.broken.map((rule) => make("li", {}, translated(rule.text)));
  return [
    make("h2", {}, t("loading.remarks")),
    ...(broken.length ? [unfolding(t("loading.broken", { n: broken.length }), broken, true)] : []),
    ...lists,
    ...(ashore.length ? [unfolding(t("loading.ashore", { n: ashore.length }), ashore, ashore.length < 6)] : []),
    ...(lists.length + ashore.length + broken.length ? [] : [make("p", { className: "advice" }, t("loading.remarks.none"))]),
  ];
}

const unfolding = (head, items, open) =>
  make("details", { open }, make("summary", {}, head), make("ul", { className: "reasons" }, items));
