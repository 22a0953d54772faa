// One booking of a shipment plan in full: its way, its export chain as lanes and as a list, its chance.

import { drawChain } from "./chain.js";
import { fixed, money, percent } from "../figures.js";
import { named, t } from "../language.js";
import { make, table } from "../markup.js";
import { dueOf, lacksOf, reasonOf } from "./reasons.js";
import { slack } from "./table.js";

// Hours from a step's plan to its latest moment below which it is in danger; loading is always planned near its own.
const TIGHT_STEP_H = 4;

/** The panel of a booking as the server tells it; `width` of its drawing in pixels, `close()` closes it. */
export function bookingPanel({ shipment, steps, alternatives, chance }, { clock, currency, width, close }) {
  const button = make("button", { type: "button", className: "close", "aria-label": t("booking.close") }, "×");
  button.addEventListener("click", close);
  const head = make(
    "div",
    { className: "booking-head" },
    make("h2", {}, `${shipment.shipment}: ${shipment.commodity}`),
    button,
  );
  const parts = [head, make("p", { className: "advice" }, route(shipment, clock))];
  parts.push(make("p", {}, reasonOf(shipment, clock)));
  if (chance) parts.push(chanceWords(chance, steps));
  if (steps.length) {
    const scroller = make("div", { className: "drawing", tabIndex: 0, role: "region", "aria-label": t("chain") });
    scroller.append(drawChain(steps, shipment.legs, clock, width));
    parts.push(scroller, legend(), stepTable(steps, clock));
  } else if (shipment.legs.length) {
    parts.push(make("p", {}, t("booking.chainless")));
  }
  if (alternatives.length) parts.push(...alternativeTable(alternatives, steps, clock, currency));
  return parts;
}

function route({ exporter, legs, voyages }, clock) {
  if (!legs.length) return exporter;
  const leaves = clock.stamp(Date.parse(legs[0].departure));
  const arrives = clock.stamp(Date.parse(legs.at(-1).arrival));
  return t("booking.way", { exporter, voyages: voyages.join(t("booking.then")), leaves, arrives });
}

function chanceWords(chance, steps) {
  const one = ({ share, low, high }) =>
    t("chance.share", { share: percent(share), low: percent(low), high: percent(high) });
  const parts = [t("chance.cutoffs", { share: one(chance.cutoffs) })];
  if (chance.connection) parts.push(t("chance.connection", { share: one(chance.all) }));
  const step = steps.find((one) => one.step === chance.misses);
  const misses = step?.what ?? (chance.misses === "connection" ? t("chance.ship") : chance.misses);
  if (misses) parts.push(t("chance.misses", { step: misses }));
  return make("p", { className: "chance" }, `${parts.join("; ")}. ${t("chance.draws", { n: chance.draws })}`);
}

function legend() {
  const item = (className, words) => make("li", {}, make("span", { className: `chain-key ${className}` }), words);
  return make(
    "ul",
    { className: "legend" },
    item("open", t("chain.planned")),
    item("begun", t("state.begun")),
    item("done", t("state.done")),
    item("overdue", t("state.overdue")),
    item("latest", t("chain.latest")),
    item("float", t("chain.float")),
    item("ship-moment", t("chain.ship")),
  );
}

function stepTable(steps, clock) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  return table(
    t("chain.table", { zone: clock.timeZone }),
    [
      { head: t("step"), cell: (step) => step.what, row: true },
      { head: t("step.party"), cell: (step) => named("party", step.party) },
      { head: t("step.from"), cell: (step) => moment(step.from), numeric: true },
      { head: t("step.planned"), cell: (step) => moment(step.planned), numeric: true },
      { head: t("step.latest"), cell: (step) => moment(step.latest), numeric: true },
      {
        head: t("shipment.slack"),
        cell: (step) => (step.state === "done" ? "–" : slack(step.slack_h, TIGHT_STEP_H)),
        numeric: true,
        title: t("step.slack.hint"),
      },
      { head: t("step.cause"), cell: dueOf },
      { head: t("step.paper"), cell: (step) => [step.document, step.number].filter(Boolean).join(" ") || "–" },
      { head: t("step.state"), cell: (step) => named("state", step.state) },
      { head: t("step.actual"), cell: (step) => moment(step.actual), numeric: true, title: t("step.actual.hint") },
    ],
    steps.map((step) => ({ ...step, className: step.state })),
    { className: "chain-table" },
  );
}

/** Ways side by side: a column each, days and money in the rows; the planned one is marked. */
function alternativeTable(ways, steps, clock, currency) {
  const words = new Map(steps.map((step) => [step.step, step.what]));
  const names = Object.keys(ways[0].terms).filter((name) => ways.some((way) => way.terms[name]));
  const unit = money(ways.map((way) => way.cost), currency);
  const moment = (time) => clock.stamp(Date.parse(time));
  const line = (head, cell, className) => ({ head, cell, className });
  const rows = [
    line("", (way) => (way.planned ? t("ways.planned") : way.fits ? t("ways.fits") : t("ways.full"))),
    line(t("ways.leaves"), (way) => moment(way.departure)),
    line(t("ways.arrives"), (way) => moment(way.arrival)),
    line(t("ways.days"), (way) => fixed(way.days, 1)),
    line(t("ways.late"), (way) => fixed(way.late_days, 1)),
    line(t("shipment.slack"), (way) => slack(way.slack_h)),
    line(t("shipment.tightest"), (way) => words.get(way.tightest_step) ?? (way.tightest_step || "–")),
    ...names.map((name) => line(named("term", name), (way) => unit.write(way.terms[name]))),
    line(t("costs.total"), (way) => unit.write(way.cost), "total"),
  ];
  const columns = [
    { head: "", cell: (row) => row.head, row: true },
    ...ways.map((way) => ({ head: way.voyages.join(" · "), cell: (row) => row.cell(way), numeric: true })),
  ];
  const lacks = ways.flatMap((way) => lacksOf(way).map((text) => make("li", {}, `${way.voyages.join(" · ")}: `, text)));
  return [
    make("div", { className: "ways" }, table(t("ways.table", { unit: unit.unit }), columns, rows)),
    ...(lacks.length ? [make("ul", { className: "reasons" }, lacks)] : []),
  ];
}
