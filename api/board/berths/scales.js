// Where a moment and a metre lie on the screen.

import { HOUR } from "../clock.js";

/** Height of the scale of days and hours, above the plot. */
export const HEAD = 40;

/** Width of the quay's scale, left of the plot, and the least and the most of that of its bollards beside it. */
const AXIS = 76;
const BOLLARDS = [34, 90];

/** How far a bollard's name ends before the plot. */
export const NAME_ENDS = 9;

/** Height of the tide strip. */
export const TIDE = 40;

/** The scales of a drawing of `view` in `container`, whose words are as wide as `measured` says; see drawBerthPlan for the options. */
export function scales(container, view, measured, options) {
  const quay = view.quay;
  const start = Date.parse(view.start);
  const planned = Date.parse(view.end);
  const end = options.until;
  const bollards = quay.bollards ?? []; // plans of before the case could list them have none
  const names = Math.ceil(bollards.reduce((most, { id }) => Math.max(most, measured(id, "fact")), 0)) + NAME_ENDS + 4;
  const axis = AXIS + (bollards.length ? Math.min(Math.max(names, BOLLARDS[0]), BOLLARDS[1]) : 0);
  const room = Math.max(320, container.clientWidth - axis);
  const hourWidth = options.hourWidth ?? room / ((end - start) / HOUR);
  const lane = view.cranes.length > 8 ? 14 : 18;
  const below = 14 + view.cranes.length * lane + 12 + TIDE + 4;
  const height = Math.max(options.height ?? 0, HEAD + 200 + below);
  const overhang = Math.max(quay.overhang_m, quay.length_m * 0.01);
  const metre = (height - HEAD - below) / (quay.length_m + 2 * overhang);
  const top = HEAD;
  const bottom = height - below;
  return {
    start,
    planned,
    end,
    axis,
    bollards,
    hourWidth,
    lane,
    height,
    overhang,
    top,
    bottom,
    craneTop: bottom + 14,
    tideTop: height - TIDE - 4,
    width: Math.floor(((end - start) / HOUR) * hourWidth),
    x: (moment) => ((moment - start) / HOUR) * hourWidth,
    y: (metres) => top + (metres + overhang) * metre,
  };
}

/** The rectangle of a call on the screen. */
export function place(call, { x, y }) {
  const [from, to] = [Date.parse(call.start), Date.parse(call.end)];
  return {
    x: x(from),
    y: y(call.position_m),
    width: x(to) - x(from),
    height: y(call.position_m + call.loa_m) - y(call.position_m),
  };
}
