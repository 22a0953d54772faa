// Shipments with the way that each takes.

import { figure, fixed } from "./figures.js";
import { make, table } from "./markup.js";

/** A row for each shipment of a shipment plan's view; `ports` as the case has them. */
export function shipmentTable(shipments, ports, clock) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const names = new Map(ports.map((port) => [port.unlocode, port.name]));
  const port = (code) => (names.has(code) ? `${names.get(code)} (${code})` : code);
  const numeric = { numeric: true };
  const columns = [
    { head: "Shipment", cell: (row) => row.shipment, row: true },
    { head: "Exporter", cell: (row) => row.exporter },
    { head: "Goods", cell: (row) => `${row.commodity} (HS\u00a0${row.hs_code})` },
    { head: "Destination", cell: (row) => port(row.destination) },
    { head: "Boxes", cell: (row) => figure(row.boxes), ...numeric },
    { head: "Voyages and legs", cell: (row) => (row.legs.length ? way(row, clock) : "–") },
    { head: "Cut-off", cell: (row) => moment(row.cutoff), ...numeric },
    { head: "Slack, h", cell: (row) => fixed(row.slack_h, 1), ...numeric, title: "From ready until the cut-off" },
    { head: "Arrival", cell: (row) => moment(row.arrival), ...numeric },
    {
      head: "Late, h",
      cell: (row) => fixed(row.late_h, 1),
      ...numeric,
      title: "After the latest arrival that was asked for",
    },
  ];
  if (shipments.some((row) => row.reason)) columns.push({ head: "Not served because", cell: (row) => row.reason });
  return table(`Shipments, times in ${clock.timeZone}`, columns, shipments);
}

/** The ports that a shipment passes and its voyages, with every leg's times to unfold. */
function way({ legs, voyages }, clock) {
  const ports = [legs[0].origin, ...legs.map((leg) => leg.destination)].join(" – ");
  const times = legs.map(({ origin, destination, line, departure, arrival }) =>
    make("li", {}, `${origin} to ${destination}, ${line}: ${clock.span(Date.parse(departure), Date.parse(arrival))}`),
  );
  return make(
    "details",
    {},
    make("summary", {}, ports, make("span", { className: "voyages" }, voyages.join(" · "))),
    make("ol", {}, times),
  );
}
