// An exporter's list of bookings: chosen, shown as it was understood, and taken into a new version of the case.

import { goTo } from "../cases.js";
import { copyCase, get, previewBookings, takeBookings } from "../http.js";
import { english, fill, named, t, translated } from "../language.js";
import { empty, make, onFile, table } from "../markup.js";
import { faultTable, hush, say, sayProblem } from "../messages.js";
import { may } from "../session.js";

// Of what is understood and of the bookings, so many rows are shown.
const SHOWN = 200;
const COLUMNS = ["exporter", "commodity", "hs_code", "boxes", "part_of_box", "gross_mass_kg", "destination", "ready", "latest_arrival"];
const MOMENTS = new Set(["booked", "ready", "latest_arrival", "latest_departure"]);

/** Show in a panel where a list of bookings of a case is chosen: {case, embedded, clock, wanted}. */
export function showUpload(panel, ask) {
  const shown = { file: null, told: null };
  fill(panel, () => parts(panel, ask, shown));
}

function parts(panel, ask, shown) {
  const input = make("input", { type: "file", accept: ".xlsx,.csv" });
  onFile(input, async (file) => {
    hush("list");
    Object.assign(shown, { file: null, told: null });
    try {
      await get(`/cases/${encodeURIComponent(ask.case)}`); // the version that the list is taken into
      const told = await previewBookings(ask.case, file);
      if (!ask.wanted()) return;
      Object.assign(shown, { file, told });
      panel.replaceChildren(...panel.drawn());
      panel.querySelector("h3").focus();
    } catch (error) {
      if (ask.wanted()) panel.replaceChildren(...panel.drawn()); // what it shows is of the list before
      sayProblem("list", error);
    }
  });
  const bar = make("div", { className: "toolbar" }, make("label", {}, t("list.file"), input));
  const advice = make("p", { className: "advice" }, t("list.advice"));
  return shown.told ? [bar, ...preview(ask, shown)] : [bar, advice, empty(t("list.none"), t("list.none.advice"))];
}

function preview(ask, { file, told }) {
  const counts = (change) => told.rows.filter((row) => row.change === change).length;
  const summary = t("list.summary", { n: told.rows.length, fresh: counts("new"), changed: counts("changed"), same: counts("same") });
  const head = make("h3", { tabIndex: -1 }, t("list.preview", { file: file.name }));
  const faults = told.faults.length
    ? [make("p", { className: "problem" }, t("list.faults", { n: told.faults.length })), faultTable(told.faults)]
    : [take(ask, file)];
  return [
    head,
    make("p", { role: "status" }, summary),
    ...told.notices.map((notice) => make("p", { className: "advice" }, translated(notice))),
    ...faults,
    ...(told.columns.length ? [columnTable(told)] : []),
    ...(told.understood.length ? [understoodTable(told.understood)] : []),
    ...(told.rows.length ? [bookingTable(told.rows, ask.clock)] : []),
  ];
}

/** The way to take the list: at once, or first into a copy where the case came with the program. */
function take(ask, file) {
  if (!may("planner")) return make("p", { className: "advice" }, t("list.planner"));
  const form = make("form", { className: "toolbar" });
  const button = make("button", { className: "primary" }, ask.embedded ? t("list.copy") : t("list.take", { case: ask.case }));
  const name = make("input", { value: `${ask.case}-2`, required: true, maxLength: 64, pattern: "[A-Za-z0-9][A-Za-z0-9_.\\-]*" });
  if (ask.embedded) form.append(make("p", {}, t("list.embedded")), make("label", {}, t("list.name"), name));
  form.append(button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const target = ask.embedded ? name.value : ask.case;
      if (ask.embedded) {
        await copyCase(ask.case, target);
        await get(`/cases/${encodeURIComponent(target)}`);
      }
      const made = await takeBookings(target, file);
      say("list", "good", () => [t("list.taken", { case: made.name, version: made.version })]);
      await goTo(target);
    } catch (error) {
      button.disabled = false;
      sayProblem("list", error);
    }
  });
  return form;
}

function columnTable({ columns, header_row: row, sheet }) {
  const read = (column) => (column.column && !column.twice ? `${column.column}` : t("list.unread"));
  return table(
    t("list.columns", { sheet, row }),
    [
      { head: t("list.heading"), cell: (column) => column.heading, row: true },
      { head: t("list.read.as"), cell: read },
      { head: t("list.meaning"), cell: (column) => (column.meaning && !column.twice ? translated(column.meaning) : "–") },
    ],
    columns,
  );
}

function understoodTable(understood) {
  return table(
    t("list.understood"),
    [
      { head: t("fault.row"), cell: (row) => String(row.row), row: true },
      { head: t("fault.column"), cell: (row) => row.heading },
      { head: t("list.written"), cell: (row) => row.written },
      { head: t("list.read.as"), cell: (row) => row.read },
    ],
    understood.slice(0, SHOWN),
  );
}

function bookingTable(rows, clock) {
  const written = (name, value) => (MOMENTS.has(name) && value ? clock.stamp(Date.parse(value)) : String(value ?? "–"));
  const cell = (name) => (row) => {
    const now = written(name, row.shipment[name]);
    if (!(name in row.before)) return now;
    return [make("strong", {}, now), make("span", { className: "under" }, t("list.was", { value: written(name, row.before[name]) }))];
  };
  const others = [...new Set(rows.flatMap((row) => Object.keys(row.before)))].filter((name) => !COLUMNS.includes(name));
  return table(
    t("list.bookings", { zone: clock.timeZone }),
    [
      { head: t("fault.row"), cell: (row) => String(row.row), numeric: true },
      { head: t("shipment"), cell: (row) => row.shipment.id, row: true },
      { head: t("list.change"), cell: (row) => named("listed", row.change) },
      ...[...COLUMNS, ...others].map((name) => ({ head: english(name), cell: cell(name) })),
    ],
    rows.slice(0, SHOWN),
  );
}
