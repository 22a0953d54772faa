// The exports of a month as a shipment plan has them: totals, and by destination, goods and exporter.

import { figure, fixed, money, percent } from "../figures.js";
import { get, planFile } from "../http.js";
import { fill, locale, t } from "../language.js";
import { empty, make } from "../markup.js";
import { sayProblem } from "../messages.js";
import { sortableTable } from "./sortable.js";

/** Show a month's exports of a plan in a panel; of none, of the first month that has some. */
export async function showExports(panel, { id, clock, names, wanted }, month = "") {
  try {
    const query = month ? `?month=${month}` : "";
    const told = await get(`/plans/${encodeURIComponent(id)}/export-report${query}`);
    if (!wanted()) return;
    const orders = [0, 1, 2, 3].map(() => ({ at: null, down: false }));
    const choose = (next) => showExports(panel, { id, clock, names, wanted }, next);
    fill(panel, () => parts(told, { id, clock, names, orders, choose, redraw: () => panel.replaceChildren(...panel.drawn()) }));
  } catch (error) {
    sayProblem("exports", error);
  }
}

/** A month that is written 2026-01, in words. */
const monthName = (month) =>
  new Date(`${month}-01T00:00Z`).toLocaleDateString(locale(), { year: "numeric", month: "long", timeZone: "UTC" });

function parts(told, { id, clock, names, orders, choose, redraw }) {
  if (!told.month) return [empty(t("exports.none"), t("exports.none.advice"))];
  const select = make("select", {}, told.months.map((one) => make("option", { value: one }, monthName(one))));
  select.value = told.month;
  select.addEventListener("change", () => choose(select.value));
  const file = make("a", { href: planFile(id, `export-report.xlsx?month=${told.month}`) }, t("files.exports", { month: told.month }));
  const all = [told.totals, ...told.destinations, ...told.goods, ...told.exporters];
  const unit = money(all.map((row) => row.fob_value), told.currency);
  const list = (at, caption, columns, rows) => {
    const again = (place) => {
      redraw();
      const heads = document.querySelectorAll(`#exports .exports-${at} thead th`);
      heads[place].querySelector("button").focus();
    };
    return make("div", { className: `exports-${at}` }, sortableTable(caption, columns, rows, orders[at], again));
  };
  const named = (head, key, words = (row) => row[key]) => ({ head, cell: words, row: true, sort: words });
  const moment = (row) => clock.stamp(Date.parse(row.departure));
  return [
    make(
      "div",
      { className: "toolbar" },
      make("label", {}, t("exports.month"), select),
      make("p", { className: "downloads" }, file),
    ),
    totals(told.totals, unit),
    make(
      "div",
      { className: "side-by-side" },
      make(
        "div",
        {},
        list(0, t("exports.destinations"), [named(t("shipment.destination"), "destination", (row) => names(row.destination)), ...figures(unit)], told.destinations),
        list(
          2,
          t("exports.goods"),
          [
            named(t("shipment.goods"), "commodity"),
            { head: "HS", cell: (row) => row.hs_code, sort: (row) => row.hs_code },
            { head: t("exports.country"), cell: (row) => row.country, sort: (row) => row.country },
            ...figures(unit),
          ],
          told.goods,
        ),
      ),
      list(1, t("exports.exporters"), [named(t("shipment.exporter"), "exporter"), ...figures(unit)], told.exporters),
    ),
    list(
      3,
      t("exports.bookings", { zone: clock.timeZone }),
      [
        named(t("shipment"), "shipment"),
        { head: t("ways.leaves"), cell: moment, sort: (row) => Date.parse(row.departure) },
        { head: t("shipment.exporter"), cell: (row) => row.exporter, sort: (row) => row.exporter },
        { head: t("shipment.goods"), cell: (row) => row.commodity, sort: (row) => row.commodity },
        { head: t("shipment.destination"), cell: (row) => names(row.destination), sort: (row) => row.destination },
        { head: t("shipment.boxes"), cell: (row) => figure(row.boxes, 2), numeric: true, sort: (row) => row.boxes },
        { head: t("exports.declared"), cell: (row) => names(row.declared_at), sort: (row) => row.declared_at },
      ],
      told.bookings,
    ),
  ];
}

function totals(sum, unit) {
  const pairs = [
    [t("exports.count"), figure(sum.bookings, 0)],
    [t("shipment.boxes"), figure(sum.boxes, 2)],
    [t("exports.tonnes"), fixed(sum.tonnes, 1)],
    [t("exports.value", { unit: unit.unit }), unit.write(sum.fob_value)],
    [t("exports.exporters.count"), figure(sum.exporters, 0)],
    [t("exports.new"), figure(sum.new_exporters, 0)],
    [t("exports.here"), sum.declared_here_share === null ? "–" : percent(sum.declared_here_share)],
  ];
  return make("dl", { className: "figures totals" }, pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

function figures(unit) {
  const numeric = { numeric: true };
  return [
    { head: t("exports.count"), cell: (row) => figure(row.bookings, 0), ...numeric, sort: (row) => row.bookings },
    { head: t("shipment.boxes"), cell: (row) => figure(row.boxes, 2), ...numeric, sort: (row) => row.boxes },
    { head: t("exports.tonnes"), cell: (row) => fixed(row.tonnes, 1), ...numeric, sort: (row) => row.tonnes },
    {
      head: t("exports.value", { unit: unit.unit }),
      cell: (row) => unit.write(row.fob_value),
      ...numeric,
      sort: (row) => row.fob_value,
    },
  ];
}
