// Elements and tables of the page. Text enters as text nodes, never as markup.

/** An element with properties or attributes, whichever the name is, `data` for data attributes, and children. */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "data") Object.assign(made.dataset, value);
    else if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/**
 * A table. A column is {head, cell(row), title?, numeric?, row?}: `cell` answers text or an element, `row` makes the
 * cell the head of its row, `title` explains the head. Wide tables scroll inside themselves.
 */
export function table(caption, columns, rows, properties = {}) {
  const heads = columns.map((column) =>
    make("th", { scope: "col", className: column.numeric ? "numeric" : "", title: column.title }, column.head),
  );
  const lines = rows.map((row) =>
    make(
      "tr",
      { className: row.className ?? "", data: row.data },
      columns.map((column) => {
        const content = column.cell(row) ?? "";
        const className = column.numeric ? "numeric" : "";
        return column.row ? make("th", { scope: "row", className }, content) : make("td", { className }, content);
      }),
    ),
  );
  return make(
    "div",
    { className: "table", tabIndex: 0, role: "region", "aria-label": caption },
    make(
      "table",
      properties,
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, heads)),
      make("tbody", {}, lines),
    ),
  );
}

/** What stands where there is nothing yet: a title and what to do about it. */
export function empty(title, advice) {
  return make("div", { className: "empty" }, make("p", { className: "empty-title" }, title), make("p", {}, advice));
}

/** Hear of each file that is chosen in a field, also of the same one again: it may have been corrected meanwhile. */
export function onFile(input, chosen) {
  input.addEventListener("click", () => (input.value = ""));
  input.addEventListener("change", () => {
    if (input.files.length) chosen(input.files[0]);
  });
}
