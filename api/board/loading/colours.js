// Colours of boxes: by the port where they leave the ship, by weight, or by the crane that lifts them. Each colour
// comes with a pattern and a few letters, so that nothing is said by colour alone.

import { fixed } from "../figures.js";

// Tints of Okabe and Ito's colours, as those of carriers in diagram.css, with their lines.
const TINTS = [
  ["#f0c361", "#855600"],
  ["#bfe2f7", "#1f6f9e"],
  ["#6bc7ae", "#005a40"],
  ["#e6bcd3", "#8a3f68"],
  ["#f8f2a4", "#766d00"],
  ["#59a3cd", "#003f66"],
  ["#e69e66", "#8a3c00"],
  ["#cfd5da", "#4a5a68"],
];
// From light to heavy; the ink that is read on each.
const SHADES = ["#f2f6fa", "#cddfee", "#9cc3df", "#69a3cc", "#2f6ca3", "#123f6b"];
const DARK = "#1a2733";
const LINES = ["#8496a5", "#8496a5", "#5b6b79", "#4a5a68", DARK, DARK];
const INKS = [DARK, DARK, DARK, DARK, "#ffffff", "#ffffff"];
const UNMOVED = { fill: "#eceef0", line: "#6b7a87", ink: DARK, pattern: 0 };
const PATTERNS = 8;

/** The colour and pattern of the port or crane at a place of its list. */
export const tint = (place) => {
  const [fill, line] = TINTS[place % TINTS.length];
  return { fill, line, ink: DARK, pattern: (place + Math.floor(place / TINTS.length)) % PATTERNS };
};

/**
 * How boxes are coloured `by` port, weight or sequence: {of(box, seconds), words(box, seconds), legend}. `of` answers
 * {fill, line, ink, pattern}, `words` what a cell says of its box, the first thing first.
 */
export function colouring(stowage, by) {
  const { ports, cranes, weights_t: bounds, lifts } = stowage.view;
  const known = new Map(); // figures take long to write
  const tonnes = (box) => {
    if (!known.has(box)) known.set(box, fixed(box.tonnes, 1));
    return known.get(box);
  };
  if (by === "weight") {
    const classes = bounds.map((from, place) => ({
      fill: SHADES[place % SHADES.length],
      line: LINES[place % SHADES.length],
      ink: INKS[place % SHADES.length],
      pattern: 0,
      from,
      to: bounds[place + 1] ?? null,
    }));
    return {
      of: (box) => classes[box.weight],
      words: (box) => [tonnes(box), ports[box.port].mark],
      legend: classes,
    };
  }
  if (by === "sequence") {
    const way = cranes.map((crane, place) => ({ ...tint(place), crane }));
    return {
      of: (box, seconds) => way[cranes.indexOf(liftAt(box, lifts, seconds)?.crane)] ?? UNMOVED,
      words: (box, seconds) => {
        const lift = liftAt(box, lifts, seconds);
        return lift ? [String(lift.order), lift.crane] : ["", ports[box.port].mark];
      },
      legend: way,
    };
  }
  const way = ports.map((port, place) => ({ ...tint(place), port }));
  return { of: (box) => way[box.port], words: (box) => [ports[box.port].mark, tonnes(box)], legend: way };
}

/** The lift that a box waits for, or else its last one; undefined where it is never lifted. */
function liftAt(box, lifts, seconds) {
  const its = box.lifts.map((place) => lifts[place]);
  return its.find((lift) => lift.start_s > seconds) ?? its.at(-1);
}

/** What makes a box special, in short: R a reefer, the classes of its dangerous goods, OG out of gauge, E empty. */
export const signs = (box) => [
  ...(box.reefer ? ["R"] : []),
  ...box.hazards,
  ...(box.over_cm ? ["OG"] : []),
  ...(box.empty ? ["E"] : []),
];

// The patterns as lines of a tile of 6 by 6.
const TILES = [
  "",
  "M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5",
  "M-1 5 L1 7 M0 0 L6 6 M5 -1 L7 1",
  "M0 3 H6",
  "M3 0 V6",
  "M2 3 H4 M3 2 V4",
  "M0 0 L6 6 M0 6 L6 0",
  "M0 3 H6 M3 0 V6",
];
const TILE = 6;

/** The lines of a pattern as an SVG path over a tile of TILE by TILE, empty for none. */
export const tileOf = (pattern) => TILES[pattern];

const kept = new Map();

/** A pattern in a colour as a canvas fills with it; null for none. */
export function canvasPattern(context, pattern, line) {
  if (!TILES[pattern]) return null;
  const key = `${pattern} ${line}`;
  if (!kept.has(key)) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = TILE;
    const drawing = tile.getContext("2d");
    drawing.strokeStyle = line;
    drawing.globalAlpha = 0.75;
    drawing.stroke(new Path2D(TILES[pattern]));
    kept.set(key, context.createPattern(tile, "repeat"));
  }
  return kept.get(key);
}
