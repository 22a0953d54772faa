// The charts of comparisons and sweeps: means with their 95 % intervals.

import { element, number, round, text } from "../svg.js";

const WIDTH = 860;
const NAMES = 182; // room for the names of rows
const LONGEST = 28; // letters of a name that have room
const GAP = 70;
const ROW = 30;
const TOP = 26;

/** Values at which an axis has lines: about `count` of them, 1, 2 or 5 times a power of ten apart. */
function ticks(low, high, count = 4) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= raw);
  const found = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + 1e-9 * span; n += 1) found.push(n * step + 0);
  return found;
}

const digitsOf = (marks) => {
  const step = marks.length > 1 ? marks[1] - marks[0] : 1;
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
};

/** A scale from values to pixels, with a little room at both ends. */
function scale(values, from, to, withZero) {
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known, ...(withZero ? [0] : []));
  const high = Math.max(...known, ...(withZero ? [0] : []));
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  const [least, most] = [low < 0 || !withZero ? low - room : low, high + room];
  return { least, most, at: (value) => round(from + ((value - least) / (most - least)) * (to - from)) };
}

/** A mean with its interval, lying. */
function whisker(x, y, mean, half, className) {
  const made = element("g", { class: className });
  if (Number.isFinite(half)) {
    const [from, to] = [x.at(mean - half), x.at(mean + half)];
    made.append(element("path", { class: "whisker", d: `M${from} ${y - 5}V${y + 5}M${from} ${y}H${to}M${to} ${y - 5}V${y + 5}` }));
  }
  made.append(element("circle", { class: "mean", cx: x.at(mean), cy: y, r: 4 }));
  return made;
}

function grid(x, height) {
  const marks = ticks(x.least, x.most);
  return marks.flatMap((mark) => [
    element("line", { class: "grid", x1: x.at(mark), x2: x.at(mark), y1: TOP, y2: height - 18 }),
    text(x.at(mark), height - 4, number(mark, digitsOf(marks)), "tick", { "text-anchor": "middle" }),
  ]);
}

/**
 * Rows {name, mean, half, difference?, differenceHalf?, changed?} as a chart: on the left bars of the means with their
 * intervals, on the right the differences from the first row with theirs. `words` are {label, means, differences}.
 */
export function comparisonChart(rows, words) {
  const height = TOP + rows.length * ROW + 24;
  const middle = NAMES + (WIDTH - NAMES - GAP) * 0.55;
  const ends = (mean, half) => [mean - (half ?? 0), mean + (half ?? 0)];
  const x = scale(rows.flatMap((row) => ends(row.mean, row.half)), NAMES, middle, true);
  const others = rows.filter((row) => Number.isFinite(row.difference));
  const apart = scale(others.flatMap((row) => ends(row.difference, row.differenceHalf)), middle + GAP, WIDTH - 12, true);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart", role: "img", "aria-label": words.label });
  svg.append(text(NAMES, 14, words.means, "chart-name"), ...grid(x, height));
  if (others.length) {
    svg.append(text(middle + GAP, 14, words.differences, "chart-name"), ...grid(apart, height));
    svg.append(element("line", { class: "zero", x1: apart.at(0), x2: apart.at(0), y1: TOP, y2: height - 18 }));
  }
  rows.forEach((row, n) => {
    const y = TOP + n * ROW + ROW / 2;
    const name = text(NAMES - 8, y + 4, row.name.length > LONGEST ? `${row.name.slice(0, LONGEST - 1)}…` : row.name, "row-name", { "text-anchor": "end" });
    name.append(element("title", {}, row.name));
    svg.append(name);
    if (!Number.isFinite(row.mean)) return;
    const [from, to] = [Math.min(x.at(0), x.at(row.mean)), Math.max(x.at(0), x.at(row.mean))];
    svg.append(element("rect", { class: n ? "bar" : "bar base", x: from, y: y - 8, width: Math.max(0, to - from), height: 16 }));
    svg.append(whisker(x, y, row.mean, row.half, "of-mean"));
    if (Number.isFinite(row.difference)) {
      svg.append(whisker(apart, y, row.difference, row.differenceHalf, row.changed ? "of-difference changed" : "of-difference"));
    }
  });
  return svg;
}

/** Points {value, mean, half} as a curve with its band, and lines across at `goals`. `words` are {label, x, y}. */
export function curveChart(points, words, goals = []) {
  const [height, left, bottom] = [300, 62, 42];
  const known = points.filter((point) => Number.isFinite(point.mean));
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart", role: "img", "aria-label": words.label });
  if (!known.length) return svg;
  const x = scale(known.map((point) => point.value), left, WIDTH - 16, false);
  const ends = known.flatMap((point) => [point.mean - (point.half ?? 0), point.mean + (point.half ?? 0)]);
  const y = scale([...ends, ...goals], height - bottom, 24, Math.min(...ends) >= 0);
  const across = ticks(y.least, y.most);
  for (const mark of across) {
    svg.append(element("line", { class: "grid", x1: left, x2: WIDTH - 16, y1: y.at(mark), y2: y.at(mark) }));
    svg.append(text(left - 6, y.at(mark) + 4, number(mark, digitsOf(across)), "tick", { "text-anchor": "end" }));
  }
  const along = ticks(x.least, x.most, 8);
  for (const mark of along) {
    svg.append(text(x.at(mark), height - bottom + 16, number(mark, digitsOf(along)), "tick", { "text-anchor": "middle" }));
  }
  svg.append(text(left, 14, words.y, "chart-name"), text(WIDTH - 16, height - 6, words.x, "chart-name", { "text-anchor": "end" }));
  const upper = known.map((point) => `${x.at(point.value)} ${y.at(point.mean + (point.half ?? 0))}`);
  const lower = known.map((point) => `${x.at(point.value)} ${y.at(point.mean - (point.half ?? 0))}`).reverse();
  svg.append(element("path", { class: "band-of", d: `M${[...upper, ...lower].join("L")}Z` }));
  svg.append(element("path", { class: "line", d: `M${known.map((point) => `${x.at(point.value)} ${y.at(point.mean)}`).join("L")}` }));
  for (const point of known) {
    if (Number.isFinite(point.half)) {
      const [low, high] = [y.at(point.mean - point.half), y.at(point.mean + point.half)];
      svg.append(element("path", { class: "whisker", d: `M${x.at(point.value)} ${low}V${high}` }));
    }
    svg.append(element("circle", { class: "mean", cx: x.at(point.value), cy: y.at(point.mean), r: 4 }));
  }
  for (const goal of goals) svg.append(element("line", { class: "goal", x1: left, x2: WIDTH - 16, y1: y.at(goal), y2: y.at(goal) }));
  return svg;
}
