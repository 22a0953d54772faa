// Tables whose rows are put in order by their columns: a press on a head sorts by it, another the other way round.

import { locale } from "../language.js";
import { make, table } from "../markup.js";

/**
 * A table as `table` makes it. Columns with `sort(row)`, which answers a number, a text or null, have a button as their
 * head. `order` keeps by which column the rows stand, {at: its place or null, down}, and `changed()` is called after it.
 */
export function sortableTable(caption, columns, rows, order, changed) {
  const by = columns[order.at]?.sort;
  const ordered = by ? [...rows].sort((one, other) => compared(by(one), by(other), order.down)) : rows;
  const shown = columns.map((column, at) => (column.sort ? { ...column, head: head(column, at, order, changed) } : column));
  const made = table(caption, shown, ordered);
  const cells = made.querySelectorAll("thead th");
  if (by) cells[order.at].setAttribute("aria-sort", order.down ? "descending" : "ascending");
  return made;
}

function head(column, at, order, changed) {
  const signs = order.at === at ? (order.down ? "▾" : "▴") : "";
  const button = make("button", { type: "button", className: "sort" }, column.head, make("span", { "aria-hidden": "true" }, signs));
  button.addEventListener("click", () => {
    order.down = order.at === at && !order.down;
    order.at = at;
    changed(at);
  });
  return button;
}

// What is not known stands last, in either order.
function compared(one, other, down) {
  if (one === other) return 0;
  if (one === null || one === undefined) return 1;
  if (other === null || other === undefined) return -1;
  const sign = down ? -1 : 1;
  return typeof one === "string" ? sign * one.localeCompare(other, locale()) : sign * (one - other);
}
