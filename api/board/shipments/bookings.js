// The bookings of a shipment plan, the nearest to the edge first: filtered, searched, and put in any other order.

import { figure, fixed } from "../figures.js";
import { get } from "../http.js";
import { fill, named, t } from "../language.js";
import { empty, make } from "../markup.js";
import { sayProblem } from "../messages.js";
import { changesNote } from "./changes.js";
import { left } from "./left.js";
import { sortableTable } from "./sortable.js";
import { opener, slack, stays, way } from "./table.js";

const $ = (id) => document.getElementById(id);
const NOTHING = { search: "", party: "", exporter: "", state: "", destination: "", now: "" };
// Columns by which the list is in order at first: as the server tells it.
const AS_TOLD = { at: null, down: false };

/** The list of bookings; `open(name)` opens one of them, `asOf()` is called when another moment is asked for. */
export function bookingList({ open, asOf }) {
  const chosen = { ...NOTHING };
  const order = { ...AS_TOLD };
  let shown = null; // {job, rows, edges, changes, clock, names, steps}

  const list = () => {
    const found = joined(shown).filter((row) => fits(row, chosen));
    $("booking-count").textContent = t("bookings.count", { n: found.length, all: shown.rows.length });
    if (!found.length) return [empty(t("bookings.nothing"), t("bookings.nothing.advice"))];
    const again = (at) => {
      redraw();
      $("shipment-table").querySelectorAll("thead th")[at].querySelector("button").focus();
    };
    return [sortableTable(t("shipments.table", { zone: shown.clock.timeZone }), columns(shown, open), found, order, again)];
  };
  const redraw = () => $("shipment-table").replaceChildren(...list());

  return {
    /** Show the rows of a plan with how near the edge each is as of the moment that is asked for. */
    async show(next, wanted) {
      if (shown?.job.id !== next.job.id) Object.assign(chosen, NOTHING);
      const path = `/plans/${encodeURIComponent(next.job.id)}`;
      const query = chosen.now ? `?now=${encodeURIComponent(chosen.now)}` : "";
      try {
        const [edges, changes] = await Promise.all([get(`${path}/shipments${query}`), get(`${path}/changes`)]);
        if (!wanted()) return null;
        shown = { ...next, edges, changes };
        fill($("booking-filters"), () => filters(shown, chosen, redraw, asOf));
        $("booking-filters").hidden = false;
        fill($("shipment-changes"), () => changesNote(shown.changes, shown.clock));
        fill($("shipment-table"), list);
        return edges.now;
      } catch (error) {
        sayProblem("bookings", error);
        return null;
      }
    },
    /** Whether somebody is choosing there, whom nothing must take it from. */
    isBusy: () => Boolean(chosen.now) || $("booking-filters").contains(document.activeElement),
    clear() {
      shown = null;
      $("booking-filters").hidden = true;
      $("shipment-changes").replaceChildren();
    },
  };
}

/** Each booking's row with its edge, in the order of the edges. */
function joined({ rows, edges }) {
  const byName = new Map(rows.map((row) => [row.shipment, row]));
  return edges.items.filter((edge) => byName.has(edge.shipment)).map((edge) => ({ ...byName.get(edge.shipment), edge }));
}

function fits(row, { search, party, exporter, state, destination }) {
  const text = [row.shipment, row.exporter, row.commodity, row.hs_code, row.destination, ...row.voyages].join(" ");
  return (
    (!party || row.edge.parties.includes(party)) &&
    (!exporter || row.exporter === exporter) &&
    (!state || row.edge.state === state) &&
    (!destination || row.destination === destination) &&
    text.toLowerCase().includes(search.trim().toLowerCase())
  );
}

function filters({ rows, edges, names }, chosen, redraw, asOf) {
  const only = (values) => [...new Set(values)].sort((one, other) => one.localeCompare(other));
  const select = (key, label, all, values, words) => {
    const options = [make("option", { value: "" }, all), ...values.map((value) => make("option", { value }, words(value)))];
    const made = make("select", { data: { filter: key } }, options);
    made.value = chosen[key];
    made.addEventListener("change", () => {
      chosen[key] = made.value;
      redraw();
    });
    return make("label", {}, label, made);
  };
  const search = make("input", { type: "search", value: chosen.search, size: 14 });
  search.addEventListener("input", () => {
    chosen.search = search.value;
    redraw();
  });
  const now = make("input", { type: "datetime-local", value: chosen.now || edges.now.slice(0, 16), title: t("bookings.now.hint") });
  now.addEventListener("change", () => {
    chosen.now = now.value;
    asOf();
  });
  const plain = (value) => value;
  return [
    make("label", {}, t("bookings.search"), search),
    select("state", t("edge"), t("edge.all"), only(edges.items.map((edge) => edge.state)), (state) => named("edge", state)),
    select("party", t("step.party"), t("tasks.all"), only(edges.items.flatMap((edge) => edge.parties)), (party) =>
      named("party", party),
    ),
    select("exporter", t("shipment.exporter"), t("bookings.exporters"), only(rows.map((row) => row.exporter)), plain),
    select("destination", t("shipment.destination"), t("bookings.ports"), only(rows.map((row) => row.destination)), names),
    make("label", {}, t("bookings.now"), now),
    make("p", { id: "booking-count", className: "count", role: "status" }),
  ];
}

function columns({ clock, names, steps }, open) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const at = (time) => (time ? Date.parse(time) : null);
  const numeric = { numeric: true };
  return [
    { head: t("shipment"), cell: (row) => opener(row, open), row: true, sort: (row) => row.shipment },
    { head: t("shipment.exporter"), cell: (row) => row.exporter, sort: (row) => row.exporter },
    { head: t("edge"), cell: ({ edge }) => badge(edge), sort: ({ edge }) => edge.left_h },
    { head: t("edge.next"), cell: ({ edge }) => nextOf(edge, clock), sort: ({ edge }) => at(edge.due) },
    {
      head: t("shipment.slack"),
      cell: ({ edge }) => slack(edge.slack_h),
      ...numeric,
      title: t("edge.slack.hint"),
      sort: ({ edge }) => edge.slack_h,
    },
    {
      head: t("shipment.tightest"),
      cell: ({ edge }) => steps.get(edge.tightest_step) ?? edge.tightest_step ?? "–",
      title: t("shipment.tightest.hint"),
    },
    { head: t("shipment.way"), cell: (row) => (row.legs.length ? way(row, clock) : stays(row)), sort: (row) => at(row.departure) },
    { head: t("shipment.cutoff"), cell: (row) => moment(row.cutoff), ...numeric, sort: (row) => at(row.cutoff) },
    { head: t("shipment.destination"), cell: (row) => names(row.destination), sort: (row) => row.destination },
    { head: t("shipment.goods"), cell: (row) => `${row.commodity} (HS\u00a0${row.hs_code})`, sort: (row) => row.commodity },
    { head: t("shipment.boxes"), cell: (row) => figure(row.boxes), ...numeric, sort: (row) => row.boxes },
    { head: t("shipment.arrival"), cell: (row) => moment(row.arrival), ...numeric, sort: (row) => at(row.arrival) },
    {
      head: t("shipment.late"),
      cell: (row) => fixed(row.late_h, 1),
      ...numeric,
      title: t("shipment.late.hint"),
      sort: (row) => row.late_h,
    },
  ];
}

/** Where a booking stands in a word, with how many of its steps are overdue or done. */
function badge(edge) {
  const counted = edge.overdue ? t("edge.overdue.steps", { n: edge.overdue }) : t("edge.done", { done: edge.done, n: edge.steps });
  return [
    make("span", { className: `edge ${edge.state}` }, named("edge", edge.state)),
    edge.steps ? make("span", { className: "under" }, counted) : "",
  ];
}

/** What is due next, of whom, when, and how much is left until then. */
function nextOf({ due, left_h: hours, next }, clock) {
  if (!due) return "–";
  const what = next ? `${next.what} · ${named("party", next.party)}` : t("shipment.cutoff");
  return [
    make("span", { className: hours < 0 ? "tight" : "left" }, left(hours)),
    make("span", { className: "under" }, `${what}, ${clock.stamp(Date.parse(due))}`),
  ];
}
