// What a shipment plan changes of the one before it, to unfold.

import { figure } from "../figures.js";
import { named, t, translated } from "../language.js";
import { make, table } from "../markup.js";

/** The note above the list of bookings; nothing where there is no plan before. */
export function changesNote({ since, made, items }, clock) {
  if (!since) return [];
  const at = clock.stamp(Date.parse(made));
  if (!items.length) return [make("p", { className: "advice" }, t("changes.none", { at }))];
  const columns = [
    { head: t("shipment"), cell: (row) => row.shipment, row: true },
    { head: t("shipment.exporter"), cell: (row) => row.exporter },
    { head: t("changes.what"), cell: (row) => named("changed", row.change) },
    { head: t("changes.before"), cell: (row) => told(row.before, clock) },
    { head: t("changes.after"), cell: (row) => told(row.after, clock) },
  ];
  return [
    make(
      "details",
      { className: "changes" },
      make("summary", {}, t("changes", { n: items.length, at })),
      table(t("changes.table"), columns, items),
    ),
  ];
}

/** What is otherwise, on lines of their own. */
function told({ status, voyages, departure, arrival, slack_h: slack, late_h: late, reason }, clock) {
  const lines = [
    status === "unserved" ? t("shipment.unserved") : "",
    voyages?.length ? voyages.join(" · ") : "",
    departure ? `${t("ways.leaves")} ${clock.stamp(Date.parse(departure))}` : "",
    arrival ? `${t("ways.arrives")} ${clock.stamp(Date.parse(arrival))}` : "",
    slack || slack === 0 ? `${t("shipment.slack")} ${figure(slack)}` : "",
    late ? `${t("shipment.late")} ${figure(late)}` : "",
    status === "unserved" && reason ? translated(reason) : "",
  ];
  return lines.filter(Boolean).map((line) => make("div", {}, line));
}
