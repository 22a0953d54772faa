// The language of the board: English or Bahasa Indonesia. Every text that the board writes itself stands in a file of
// texts/en and in that of the same name in texts/id under the same key. Code asks for it with t(), and markup with the attributes data-text, data-label
// (what is read aloud) and data-hint (shown while one points at it).
//
// What the server writes is said in the board's words where it comes with a code: terms of costs, statuses, states of
// steps, parties, roles, key figures and their units, kinds of problems (see named). Sentences of its that have one are
// left to it in English, and have words in texts/id/sentences.js alone: definitions of key figures, and what keeps a ship from
// a better berth (see has); and so are changes of scenarios, in texts/id/changes.js, and why a shipment goes its way, what
// lacks and what sets a step's latest moment, in texts/id/why.js. Sentences without a code are known by their English: broken
// rules, faults with their remedies, refusals and remarks (see translated). Whatever has no words stays as it is, in English or
// as somebody typed it, and is marked as English for those who hear the page (see english).
// Names of export steps, goods and papers are the case's own: they are left as they are.

import { keepText, keptText } from "./keeping.js";
import { EN } from "./texts/en.js";
import { ID } from "./texts/id.js";
import { SAID } from "./texts/said.js";
import { translator } from "./sentences.js";

const TEXTS = { en: EN, id: ID };
const LOCALES = { en: "en-GB", id: "id-ID" };
const NAMES = { en: "English", id: "Indonesia" };
const KEPT = "language";

const TRANSLATORS = Object.fromEntries(Object.entries(SAID).map(([code, words]) => [code, translator(words)]));

const listeners = [];
let current = chosen();
let plurals = new Intl.PluralRules(LOCALES[current]);

/** The language that was chosen before, or else the browser's where the board speaks it. */
function chosen() {
  const wanted = [keptText(KEPT), navigator.language.split("-")[0]];
  return wanted.find((one) => Object.hasOwn(TEXTS, one)) ?? "en";
}

/** As Intl names it. Figures, days and hours are written by it. */
export const locale = () => LOCALES[current];

/**
 * The text of a key, with values in its {braces}; numbers are written with a decimal at most. A text with several forms
 * takes that for the number `n`. Throws where there is no such text.
 */
export function t(key, values = {}) {
  const found = TEXTS[current][key];
  if (found === undefined) throw new Error(`no text ${key} in ${current}`);
  const form = typeof found === "string" ? found : (found[plurals.select(values.n)] ?? found.other);
  return form.replace(/\{(\w+)\}/g, (_, name) => written(values[name]));
}

const written = (value) =>
  typeof value === "number" ? value.toLocaleString(locale(), { maximumFractionDigits: 1 }) : String(value);

/** Whether the language has words for a key, where those of the server are English. */
export const has = (key) => Object.hasOwn(TEXTS[current], key);

/** What a code of the server is called: `family` says of what. A code without a text is told as it is. */
export function named(family, code) {
  const key = `${family}.${code}`;
  return has(key) ? t(key) : String(code).replaceAll("_", " ");
}

/** A sentence of the server's in the language of now: {words, lang}. It stays English where there are no words for it. */
export function translation(sentence) {
  const words = TRANSLATORS[current]?.(sentence) ?? null;
  return words === null ? { words: sentence, lang: "en" } : { words, lang: current };
}

/** The same as a part of the page. */
export function translated(sentence) {
  const { words, lang } = translation(sentence);
  return lang === current ? words : english(words);
}

/** A text that is English in every language. */
export function english(content) {
  const made = document.createElement("span");
  made.lang = "en";
  made.append(content);
  return made;
}

/** Fill an element with what `draw()` answers, now and whenever the language changes. Answers the element. */
export function fill(element, draw) {
  element.drawn = draw;
  element.dataset.drawn = "";
  element.replaceChildren(...draw());
  return element;
}

/** Call `redraw()` after each change of the language. */
export const onLanguage = (redraw) => listeners.push(redraw);

/** Write the texts of the page's markup, and let each select[data-language] choose the language. */
export function startLanguage() {
  for (const select of document.querySelectorAll("select[data-language]")) {
    for (const [code, name] of Object.entries(NAMES)) {
      const option = new Option(name, code);
      option.lang = code;
      select.append(option);
    }
    select.addEventListener("change", () => change(select.value));
  }
  translate();
}

function change(next) {
  current = next;
  plurals = new Intl.PluralRules(locale());
  keepText(KEPT, current);
  translate();
  for (const element of document.querySelectorAll("[data-drawn]")) {
    // One within another was drawn with that.
    if (element.isConnected) asBefore(element, () => element.replaceChildren(...element.drawn()));
  }
  for (const redraw of listeners) redraw();
}

function translate() {
  document.documentElement.lang = current;
  for (const select of document.querySelectorAll("select[data-language]")) select.value = current;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]"))
    element.setAttribute("aria-label", t(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) element.title = t(element.dataset.hint);
}

/** Draw the inside of an element anew, with what was unfolded and scrolled in it as it was. */
export function asBefore(element, redraw) {
  const unfolded = [...element.querySelectorAll("details")].map((one) => one.open);
  const scrolled = [...element.querySelectorAll(".table, .drawing")].map((one) => [one.scrollLeft, one.scrollTop]);
  redraw();
  element.querySelectorAll("details").forEach((one, n) => (one.open = unfolded[n] ?? false));
  element.querySelectorAll(".table, .drawing").forEach((one, n) => one.scrollTo(...(scrolled[n] ?? [0, 0])));
}
