// The fields of a change as a form has them. What there is, its unit, its limits and its words come from the server.

import { has, named, t, translated } from "../language.js";
import { make } from "../markup.js";

const FEW = 24; // names that are offered as boxes to tick

/** What a kind of change does, in words. */
export const aboutChange = (kind) => {
  const key = `about.${kind.change}`;
  return has(key) ? t(key) : plain(kind.about);
};

/** What the server says, in the language of now; names of fields stand in backticks there, as in its documents. */
const plain = (about) => translated(about.replaceAll("`", ""));

/** The name of a field without its unit, which stands behind the input. */
function labelOf({ name, unit }) {
  const ending = unit ? `_${unit.toLowerCase().split(/[ /]/)[0]}` : "";
  return named("setting", ending && name.endsWith(ending) ? name.slice(0, -ending.length) : name).replace(/^teu\b/, "TEU");
}

const unitWords = (unit) => (unit ? named("unit", unit) : "");

function limits({ at_least: least, above, at_most: most }) {
  if (Number.isFinite(above)) {
    return Number.isFinite(most) ? t("studio.above.most", { above, most }) : t("studio.above", { above });
  }
  if (Number.isFinite(least) && Number.isFinite(most)) return t("studio.between", { least, most });
  return "";
}

/** Names of the rows of the case that a field takes. */
function known(opened, table) {
  const rows = table ? (opened[table] ?? []) : [];
  return rows.map((row) => String(row.id ?? row.unlocode ?? row.code ?? Object.values(row)[0]));
}

/**
 * A field of a change: label, input, unit, limits, help, and room for a fault. `values` is the change, in which
 * `changed()` was called after each input; `id` names the field on the page.
 */
export function fieldOf(field, values, opened, id, changed) {
  const help = `${id}-help`;
  const fault = `${id}-fault`;
  const put = (value) => {
    if (value === undefined || value === "") delete values[field.name];
    else values[field.name] = value;
    changed();
  };
  const same = { id, "aria-describedby": `${help} ${fault}`, required: field.required };
  const names = known(opened, field.table);
  const input = inputOf(field, values[field.name] ?? field.default, names, same, put);
  const range = limits(field);
  const unit = unitWords(field.unit);
  const grouped = input.tagName === "FIELDSET";
  return make(
    "div",
    { className: `field${grouped || field.holds === "moment" ? " wide" : ""}`, data: { field: field.name } },
    grouped ? null : make("label", { htmlFor: id }, labelOf(field), field.required ? " *" : ""),
    make("div", { className: "field-input" }, input, unit ? make("span", { className: "unit" }, unit) : null),
    make("p", { className: "help", id: help }, plain(field.about), range ? ` (${range})` : ""),
    make("p", { className: "problem", id: fault, data: { fault: field.name } }),
  );
}

function inputOf(field, value, names, same, put) {
  const kinds = { whole: "number", number: "number", moment: "datetime-local", time: "time" };
  if (field.holds === "flag") {
    const input = make("input", { type: "checkbox", checked: Boolean(value), ...same, required: false });
    input.addEventListener("change", () => put(input.checked));
    return input;
  }
  if (field.holds === "choice") {
    const options = field.choices.map((choice) => make("option", { value: choice }, named("choice", choice)));
    const input = make("select", same, field.required && !value ? make("option", { value: "" }, "–") : null, options);
    input.value = value ?? "";
    input.addEventListener("change", () => put(input.value));
    return input;
  }
  if (field.holds === "names" && names.length && names.length <= FEW) return boxes(field, value, names, same, put);
  const input = make("input", {
    type: kinds[field.holds] ?? "text",
    value: field.holds === "moment" ? onTheClock(written(value)) : written(value),
    step: field.holds === "whole" ? 1 : field.holds === "number" ? "any" : null,
    min: field.at_least ?? field.above,
    max: field.at_most,
    autocomplete: "off",
    ...same,
  });
  input.addEventListener("input", () => put(read(field, input.value.trim())));
  if (!names.length) return input;
  const list = `${same.id}-list`;
  input.setAttribute("list", list);
  const offered = make("datalist", { id: list }, names.map((name) => make("option", { value: name })));
  return make("span", {}, input, offered);
}

const written = (value) => (value === null || value === undefined ? "" : String(value));

/** A moment as its input takes it: to the minute, and a day alone is its midnight. */
const onTheClock = (moment) => (moment.length === 10 ? `${moment}T00:00` : moment.slice(0, 16));

function read(field, text) {
  if (text === "") return undefined;
  if (field.holds === "whole" || field.holds === "number") return Number(text);
  if (field.holds !== "any") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Names that are ticked; the server takes them with blanks between them. */
function boxes(field, value, names, same, put) {
  const ticked = new Set(String(value ?? "").split(/[\s,]+/).filter(Boolean));
  const ticks = names.map((name) => {
    const box = make("input", { type: "checkbox", checked: ticked.has(name) });
    box.addEventListener("change", () => {
      if (box.checked) ticked.add(name);
      else ticked.delete(name);
      put([...ticked].join(" ")); // in the order of ticking, which some lists have
    });
    return make("label", {}, box, name);
  });
  return make(
    "fieldset",
    { id: same.id, className: "ticks", "aria-describedby": same["aria-describedby"] },
    make("legend", {}, labelOf(field), field.required ? " *" : ""),
    ticks,
  );
}
