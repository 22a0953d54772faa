// The ships of the day as a table: planned against actual, what is left, how late.

import { figure } from "../figures.js";
import { named, t, translated } from "../language.js";
import { make, table } from "../markup.js";

/** The table. `enter(visit)` opens what is known of a ship; null where nothing may be entered. */
export function visitTable(visits, clock, enter) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const both = (planned, actual) =>
    make("span", { className: "both" }, make("span", {}, moment(planned)), make("strong", {}, moment(actual)));
  const numeric = { numeric: true };
  const columns = [
    { head: t("ship"), cell: (visit) => shipCell(visit, enter), row: true },
    { head: t("day.phase"), cell: (visit) => make("span", { className: `phase ${visit.phase}` }, named("phase", visit.phase)) },
    { head: "ETA", cell: (visit) => both(visit.eta, visit.actual?.arrived), title: t("day.arrived") },
    { head: t("ship.first"), cell: (visit) => both(visit.planned?.first_line, visit.actual?.first_line) },
    { head: t("day.place"), cell: (visit) => places(visit), ...numeric },
    { head: t("day.lifts"), cell: (visit) => both(visit.planned?.first_lift, visit.actual?.first_lift) },
    { head: t("day.lifts.last"), cell: (visit) => both(visit.planned?.last_lift, visit.actual?.last_lift) },
    { head: t("day.done"), cell: (visit) => t("job.count", { done: visit.moves_done, total: visit.moves }), ...numeric },
    { head: t("day.left"), cell: (visit) => figure(visit.moves_left), ...numeric },
    { head: t("ship.last"), cell: (visit) => both(visit.planned?.last_line, visit.actual?.last_line) },
    { head: t("day.leaves"), cell: (visit) => moment(visit.leaves), title: t("day.leaves.hint") },
    { head: t("day.delay"), cell: (visit) => delay(visit.delay_h), ...numeric, title: t("day.delay.hint") },
    { head: t("day.remark"), cell: (visit) => visit.remark ?? "" },
  ];
  const rows = visits.map((visit) => ({ ...visit, className: visit.delay_h > 0.5 ? "overdue" : visit.phase === "gone" ? "done" : "" }));
  return table(t("day.table", { zone: clock.timeZone }), columns, rows);
}

function shipCell(visit, enter) {
  const words = [`${visit.name} (${visit.call})`];
  const name = enter ? make("button", { type: "button", className: "link", data: { call: visit.call } }, words) : words;
  if (enter) name.addEventListener("click", () => enter(visit));
  return make("span", {}, name, visit.tentative ? make("span", { className: "tentative" }, ` ${t("day.tentative.short")}`) : null);
}

function places({ planned, actual }) {
  const metres = (value) => (value === null || value === undefined ? "–" : t("metres", { n: value }));
  return make(
    "span",
    { className: "both" },
    make("span", {}, metres(planned?.position_m)),
    make("strong", {}, metres(actual?.position_m)),
  );
}

function delay(hours) {
  if (hours === null || hours === undefined) return "–";
  if (Math.abs(hours) < 0.05) return t("day.on-time");
  return hours > 0 ? t("day.late", { n: hours }) : t("day.early", { n: -hours });
}

/** A row of a preview: what a file says of a call, field by field. */
export function changesTable(rows, clock) {
  const value = (told, name) => {
    const found = told?.[name];
    if (found === null || found === undefined) return "–";
    if (name === "phase") return named("known", found);
    return typeof found === "string" ? clock.stamp(Date.parse(found)) : figure(found);
  };
  const fields = (row) =>
    make(
      "ul",
      { className: "fields" },
      row.changed.map((name) => make("li", {}, `${named("actual", name)}: ${value(row.before, name)} → ${value(row.after, name)}`)),
    );
  return table(
    t("day.understood"),
    [
      { head: t("fault.row"), cell: (row) => (row.row === null ? "" : String(row.row)), numeric: true },
      { head: t("ship"), cell: (row) => `${row.name} (${row.call})`, row: true },
      { head: t("day.changes"), cell: (row) => (row.changed.length ? fields(row) : t("day.changes.none")) },
    ],
    rows,
  );
}

/** Notices of the server's, one a line. */
export const noticeList = (notices) =>
  notices.length ? make("ul", { className: "reasons" }, notices.map((notice) => make("li", {}, translated(notice)))) : null;
