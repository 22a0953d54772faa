// An export chain over time: a lane for each party, a bar for each step from when to when it is planned, a thin line on
// to the latest moment for it, and a line down through all lanes for each departure and arrival.

import { named, t } from "../language.js";
import { element, round, text } from "../svg.js";

const LANE = 26;
const ROW = 22;
const TOP = 34;
const LEFT = 118;
const RIGHT = 16;
const DAY = 86_400_000;
const LEAST = 5; // pixels of a step that takes no time
const NAME = 6.2; // pixels a letter of a name takes, about
const LETTERS = 40; // of a name that are written; its tooltip has all
const ROOM = 760; // pixels for the time at least; on small screens the drawing scrolls

/** Steps of one booking as lanes in an SVG of so many pixels' width; `legs` are its ships. */
export function drawChain(steps, legs, clock, width) {
  const moments = steps.flatMap((step) => [step.from, step.planned, step.latest].filter(Boolean).map(Date.parse));
  const ships = legs.flatMap((leg) => [
    { at: Date.parse(leg.departure), key: "chain.leaves", port: leg.origin },
    { at: Date.parse(leg.arrival), key: "chain.arrives", port: leg.destination },
  ]);
  const shown = ships.filter((ship) => ship.at <= Math.max(...moments));
  const start = Math.min(...moments) - DAY / 4;
  const end = Math.max(...moments, ...shown.map((ship) => ship.at)) + DAY / 4;
  const room = Math.max(ROOM, width - LEFT - RIGHT);
  const x = (moment) => LEFT + ((moment - start) / (end - start)) * room;
  const lanes = placed(steps, x, LEFT + room);
  const height = TOP + lanes.reduce((sum, lane) => sum + lane.height, 0) + 8;
  const svg = element("svg", {
    width: LEFT + room + RIGHT,
    height,
    class: "chain",
    role: "img",
    "aria-label": t("chain.drawing", { n: steps.length, from: clock.stamp(start), to: clock.stamp(end) }),
  });
  svg.append(...days(clock, x, start, end, room, height));
  const bars = [];
  let y = TOP;
  for (const lane of lanes) {
    svg.append(element("rect", { x: 0, y, width: LEFT + room + RIGHT, height: lane.height - 2, class: "lane" }));
    svg.append(text(6, y + LANE / 2 + 4, named("party", lane.party), "lane-name"));
    for (const { step, row } of lane.steps) bars.push(bar(step, x, y + 4 + row * ROW, clock, LEFT + room));
    y += lane.height;
  }
  for (const ship of shown)
    svg.append(
      element(
        "line",
        { x1: round(x(ship.at)), x2: round(x(ship.at)), y1: TOP - 8, y2: height - 6, class: "ship-moment" },
        element("title", {}, t(ship.key, { port: ship.port, at: clock.stamp(ship.at) })),
      ),
    );
  svg.append(...bars);
  return svg;
}

/** The lanes, parties in the order of their first steps, each step in the first row of its lane that is free there. */
function placed(steps, x, limit) {
  const lanes = [];
  for (const step of steps) {
    let lane = lanes.find((one) => one.party === step.party);
    if (!lane) lanes.push((lane = { party: step.party, steps: [], rows: [] }));
    const { low, high } = extent(step, x, limit);
    let row = lane.rows.findIndex((taken) => taken.every((other) => other.high <= low || high <= other.low));
    if (row < 0) row = lane.rows.push([]) - 1;
    lane.rows[row].push({ low, high });
    lane.steps.push({ step, row });
  }
  return lanes.map((lane) => ({ ...lane, height: LANE + (lane.rows.length - 1) * ROW }));
}

/** Where a step's bar and name are: the name before the bar where there is no room behind it. */
function extent(step, x, limit) {
  const from = x(Date.parse(step.from));
  const size = Math.max(LEAST, x(Date.parse(step.planned)) - from);
  const wide = shortened(step).length * NAME;
  const isBefore = from + size + 5 + wide > limit;
  const [low, high] = isBefore ? [from - 5 - wide, from + size] : [from, from + size + 5 + wide];
  return { from, size, isBefore, low, high: high + 1 };
}

const shortened = ({ what }) => (what.length > LETTERS ? `${what.slice(0, LETTERS - 1)}…` : what);

function days(clock, x, start, end, room, height) {
  const midnights = clock.midnights(start, end).filter((moment) => moment > start && moment < end);
  const every = Math.ceil((midnights.length * 74) / room);
  return midnights.flatMap((moment, place) => {
    if (place % every) return [];
    const at = round(x(moment));
    const name = at < LEFT + room - 60 ? [text(at + 3, 14, clock.day(moment), "day-name")] : [];
    return [element("line", { x1: at, x2: at, y1: 4, y2: height - 6, class: "day" }), ...name];
  });
}

function bar(step, x, y, clock, limit) {
  const { from, size, isBefore } = extent(step, x, limit);
  const to = x(Date.parse(step.planned));
  const latest = step.latest ? x(Date.parse(step.latest)) : null;
  const sentence = t(latest === null ? "chain.step" : "chain.step.latest", {
    what: step.what,
    span: clock.span(Date.parse(step.from), Date.parse(step.planned)),
    latest: step.latest && clock.stamp(Date.parse(step.latest)),
    state: named("state", step.state),
  });
  const group = element("g", { class: `chain-step ${step.state}` }, element("title", {}, sentence));
  if (latest !== null && latest > to)
    group.append(element("line", { x1: round(to), x2: round(latest), y1: y + 16, y2: y + 16, class: "float" }));
  if (latest !== null) group.append(element("line", { x1: round(latest), x2: round(latest), y1: y + 9, y2: y + 19, class: "latest" }));
  group.append(element("rect", { x: round(from), y, width: round(size), height: 16, rx: 2, class: "work" }));
  const at = isBefore ? from - 5 : from + size + 5;
  group.append(text(at, y + 12, shortened(step), isBefore ? "step-name before" : "step-name"));
  return group;
}
