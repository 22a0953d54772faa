// The few things that every part of the diagram writes with. Text enters the page as text nodes and attributes, never
// as markup: ships' names are what somebody typed.

import { locale } from "./language.js";

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes; those without a value are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** A piece of text at a place. */
export function text(x, y, content, className, attributes = {}) {
  return element("text", { x: round(x), y: round(y), class: className, ...attributes }, content);
}

/** A tenth of a pixel is as fine as a place on the screen has to be. */
export const round = (value) => Math.round(value * 10) / 10;

/** A figure as readers write it: 1,234.5. */
export const number = (value, digits = 1) => value.toLocaleString(locale(), { maximumFractionDigits: digits });
