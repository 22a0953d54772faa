// Boxes by week and destination, and whether parts of a box should wait until others fill it with them.

import { figure, money, percent } from "../figures.js";
import { get } from "../http.js";
import { fill, t } from "../language.js";
import { empty, make, table } from "../markup.js";
import { sayProblem } from "../messages.js";

/** Show the boxes of a case in a panel, week by week from a day on; else from when the first goods are ready. */
export async function showBoxes(panel, ask, { start = "", weeks = 8 } = {}) {
  const { case: name, wanted } = ask;
  const query = `weeks=${weeks}${start ? `&start=${start}` : ""}`;
  try {
    const told = await get(`/cases/${encodeURIComponent(name)}/consolidation?${query}`);
    if (!wanted()) return;
    fill(panel, () => parts(told, ask, weeks, (next) => showBoxes(panel, ask, next)));
  } catch (error) {
    sayProblem("boxes", error);
  }
}

function parts(told, { clock, names }, weeks, choose) {
  const start = make("input", { type: "date", value: told.start.slice(0, 10), required: true });
  const many = make("input", { type: "number", value: String(weeks), min: "1", max: "26", step: "1", required: true });
  const again = () => {
    if (start.reportValidity() && many.reportValidity()) choose({ start: start.value, weeks: Number(many.value) });
  };
  start.addEventListener("change", again);
  many.addEventListener("change", again);
  const bar = make(
    "div",
    { className: "toolbar" },
    make("label", {}, t("boxes.from"), start),
    make("label", {}, t("boxes.weeks"), many),
    told.recurring ? make("p", { className: "advice" }, t("boxes.recurring", { n: told.recurring })) : false,
  );
  if (!told.weeks.length) return [bar, empty(t("boxes.none"), t("boxes.none.advice"))];
  return [bar, byWeek(told, clock, names), ...waits(told, clock, names)];
}

/** A row a week, a column a destination. */
function byWeek({ weeks }, clock, names) {
  const ports = [...new Set(weeks.map((row) => row.destination))].sort();
  const rows = [...new Set(weeks.map((row) => row.week))].map((week) => ({
    week,
    by: new Map(weeks.filter((row) => row.week === week).map((row) => [row.destination, row])),
  }));
  const sum = (found) => found.reduce((total, row) => total + row.boxes, 0);
  const cell = (row) =>
    row && [
      figure(row.boxes, 2),
      row.part_bookings ? make("span", { className: "under" }, t("boxes.parts", { n: row.part_bookings, boxes: figure(row.parts, 2) })) : "",
    ];
  return table(
    t("boxes.table"),
    [
      { head: t("boxes.week"), cell: (row) => clock.day(Date.parse(row.week)), row: true },
      ...ports.map((port) => ({ head: names(port), cell: (row) => cell(row.by.get(port)) ?? "–", numeric: true })),
      { head: t("boxes.all"), cell: (row) => figure(sum([...row.by.values()]), 2), numeric: true },
    ],
    rows,
    { className: "weeks" },
  );
}

function waits({ waiting, currency }, clock, names) {
  if (!waiting.length) return [make("p", { className: "advice" }, t("boxes.no.parts"))];
  const unit = money(waiting.flatMap((row) => [row.box_cost ?? 0, row.wait_cost, row.saved_together ?? 0]), currency);
  const price = (amount) => (amount === null ? "–" : unit.write(amount));
  const numeric = { numeric: true };
  const then = (row, words) => (row.until ? words(row) : "–");
  const columns = [
    { head: t("boxes.week"), cell: (row) => clock.day(Date.parse(row.week)), row: true },
    { head: t("shipment.destination"), cell: (row) => names(row.destination) },
    { head: t("boxes.who"), cell: (row) => [row.members.join(", "), make("span", { className: "under" }, row.exporters.join(", "))] },
    { head: t("boxes.now"), cell: (row) => t("boxes.count", { n: row.boxes, filled: percent(row.filled) }), ...numeric },
    { head: t("boxes.saved"), cell: (row) => price(row.saved_together), ...numeric, title: t("boxes.saved.hint") },
    { head: t("boxes.until"), cell: (row) => (row.until ? clock.stamp(Date.parse(row.until)) : t("boxes.nobody")) },
    { head: t("boxes.others"), cell: (row) => then(row, () => row.others.join(", ")) },
    { head: t("boxes.then"), cell: (row) => then(row, () => percent(row.filled_then)), ...numeric },
    { head: t("boxes.wait"), cell: (row) => then(row, () => price(row.wait_cost)), ...numeric, title: t("boxes.wait.hint") },
    { head: t("boxes.box"), cell: (row) => price(row.box_cost), ...numeric, title: t("boxes.box.hint") },
    { head: t("boxes.worth"), cell: (row) => then(row, worth) },
  ];
  return [table(t("boxes.waiting", { unit: unit.unit }), columns, waiting)];
}

function worth({ worth: is, late }) {
  if (late.length) return make("span", { className: "tight" }, t("boxes.late", { who: late.join(", ") }));
  return is ? make("strong", {}, t("boxes.yes")) : t("boxes.no");
}
