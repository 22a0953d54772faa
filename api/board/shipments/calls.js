// The question of a direct call: whether a line's least number of boxes a week comes together, and who would be moved.

import { figure } from "../figures.js";
import { post } from "../http.js";
import { fill, t } from "../language.js";
import { make, table } from "../markup.js";
import { hush, sayProblem } from "../messages.js";

/** The form and its answer for a case: {case, clock, names, ports: those that a call may go to}. */
export function callPart({ case: name, clock, names, ports, wanted }) {
  const number = (key, value, limits, required = true) => make("input", { type: "number", name: key, value, required, ...limits });
  const field = (words, input, hint) => make("label", { title: hint }, words, input);
  const port = make("select", { name: "to" }, ports.map((one) => make("option", { value: one }, names(one))));
  const form = make(
    "form",
    { className: "toolbar" },
    field(t("call.to"), port),
    field(t("call.days"), number("days", "", { min: "0.1", max: "120", step: "0.1" }, false), t("call.days.hint")),
    field(t("call.minimum"), number("minimum", "50", { min: "1", max: "20000", step: "1" })),
    field(t("boxes.weeks"), number("weeks", "4", { min: "1", max: "26", step: "1" })),
    field(t("call.move"), number("move_weeks", "1", { min: "0", max: "26", step: "1" }), t("call.move.hint")),
    field(t("call.earlier"), number("flexible_days", "0", { min: "0", max: "60", step: "1" }), t("call.earlier.hint")),
    make("button", { className: "primary" }, t("call.ask")),
  );
  const answer = make("div", { role: "status" });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    hush("call");
    const given = Object.fromEntries([...new FormData(form)].filter(([key, value]) => key !== "to" && value !== ""));
    const { days, ...numbers } = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, Number(value)]));
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const asked = { to: [port.value], ...numbers, ...(days ? { days: [days] } : {}) };
      const told = await post(`/cases/${encodeURIComponent(name)}/direct-call`, asked);
      if (wanted()) fill(answer, () => result(told, clock));
    } catch (error) {
      sayProblem("call", error);
    } finally {
      button.disabled = false;
    }
  });
  return [make("h3", {}, t("call")), form, answer];
}

function result(told, clock) {
  const numeric = { numeric: true };
  const who = (row) => [
    ...row.moved_in.map((one) => make("div", {}, t("call.moved", { who: one.shipment, n: figure(one.boxes, 2), week: one.wish + 1 }))),
    ...row.could_fill.map((one) => make("div", { className: "under" }, t("call.could", { who: one.shipment, n: figure(one.boxes, 2) }))),
  ];
  return [
    make("p", {}, t("call.summary", { n: told.reached, unmoved: told.reached_unmoved, most: told.most_reached, boxes: figure(told.boxes, 2) })),
    table(
      t("call.table", { n: told.minimum, zone: clock.timeZone }),
      [
        { head: t("boxes.week"), cell: (row) => row.number, row: true },
        { head: t("ways.leaves"), cell: (row) => clock.stamp(Date.parse(row.departure)) },
        { head: t("call.itself"), cell: (row) => figure(row.wished, 2), ...numeric },
        { head: t("call.filled"), cell: (row) => figure(row.filled, 2), ...numeric },
        { head: t("call.short"), cell: (row) => figure(row.shortfall, 2), ...numeric },
        { head: t("call.reached"), cell: (row) => (row.reached ? make("strong", {}, t("call.yes")) : t("boxes.no")) },
        { head: t("call.who"), cell: who },
      ],
      told.weeks.map((row, at) => ({ ...row, number: String(at + 1) })),
    ),
  ];
}
