// Shipments with the way that each takes.

import { figure, fixed } from "../figures.js";
import { t, translated } from "../language.js";
import { make, table } from "../markup.js";

/** Hours of slack below which a booking is in danger: a day. */
const TIGHT_H = 24;

/**
 * A row for each shipment of a shipment plan's view; `ports` as the case has them. Options: `open(shipment)`, which a
 * button in each row calls, and `steps`, names of steps of export chains in words by their ids.
 */
export function shipmentTable(shipments, ports, clock, { open, steps = new Map() } = {}) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const port = portNames(ports);
  const numeric = { numeric: true };
  const columns = [
    { head: t("shipment"), cell: (row) => (open ? opener(row, open) : row.shipment), row: true },
    { head: t("shipment.exporter"), cell: (row) => row.exporter },
    { head: t("shipment.goods"), cell: (row) => `${row.commodity} (HS\u00a0${row.hs_code})` },
    { head: t("shipment.destination"), cell: (row) => port(row.destination) },
    { head: t("shipment.boxes"), cell: (row) => figure(row.boxes), ...numeric },
    { head: t("shipment.way"), cell: (row) => (row.legs.length ? way(row, clock) : stays(row)) },
    { head: t("shipment.cutoff"), cell: (row) => moment(row.cutoff), ...numeric },
    {
      head: t("shipment.slack"),
      cell: (row) => slack(row.slack_h),
      ...numeric,
      title: t("shipment.slack.hint"),
    },
    { head: t("shipment.arrival"), cell: (row) => moment(row.arrival), ...numeric },
    {
      head: t("shipment.late"),
      cell: (row) => fixed(row.late_h, 1),
      ...numeric,
      title: t("shipment.late.hint"),
    },
  ];
  if (shipments.some((row) => row.tightest_step))
    columns.splice(8, 0, {
      head: t("shipment.tightest"),
      cell: (row) => steps.get(row.tightest_step) ?? row.tightest_step ?? "–",
      title: t("shipment.tightest.hint"),
    });
  return table(t("shipments.table", { zone: clock.timeZone }), columns, shipments);
}

/** What a port is called, by its code: with its name where the case has it. */
export function portNames(ports) {
  const names = new Map(ports.map((port) => [port.unlocode, port.name]));
  return (code) => (names.has(code) ? `${names.get(code)} (${code})` : code);
}

/** Hours of slack; fewer than `tight` are told in red, and in words. */
export function slack(hours, tight = TIGHT_H) {
  if (hours === null || hours === undefined || hours >= tight) return fixed(hours, 1);
  const words = hours < 0 ? t("slack.missed") : t("slack.tight");
  return make("span", { className: "tight", title: words }, fixed(hours, 1), make("span", { className: "unseen" }, ` ${words}`));
}

/** A button with a shipment's name that opens it. */
export function opener(row, open) {
  const button = make("button", { type: "button", className: "link", data: { shipment: row.shipment } }, row.shipment);
  button.addEventListener("click", () => open(row.shipment));
  return button;
}

/** The ports that a shipment passes and its voyages, with every leg's times, and why, to unfold. */
export function way({ legs, voyages, reason }, clock) {
  const ports = [legs[0].origin, ...legs.map((leg) => leg.destination)].join(" – ");
  const times = legs.map(({ origin, destination, line, departure, arrival }) =>
    make("li", {}, t("shipment.leg", { origin, destination, line, span: clock.span(Date.parse(departure), Date.parse(arrival)) })),
  );
  return make(
    "details",
    {},
    make("summary", {}, ports, make("span", { className: "voyages" }, voyages.join(" · "))),
    make("ol", {}, times),
    reason && make("p", { className: "advice" }, translated(reason)),
  );
}

/** Why a shipment is left. */
export function stays({ reason }) {
  return make("details", {}, make("summary", {}, make("span", { className: "tight" }, t("shipment.unserved"))), make("p", {}, translated(reason)));
}
