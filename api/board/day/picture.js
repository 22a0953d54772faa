// The berth plan as a picture: drawn anew in the proportions of paper, with title, moment, version and legend, to be
// printed (or saved as PDF by the browser's printing) or saved as SVG or PNG.

import { drawBerthPlan } from "../berths/diagram.js";
import { fill, locale, t } from "../language.js";
import { make } from "../markup.js";
import { element, text } from "../svg.js";

const PAPERS = { A4: 1500, A3: 2100 }; // width of the drawing in pixels: the larger the paper, the smaller the print
const MARGIN_MM = 8;
const RATIO = (297 - 2 * MARGIN_MM) / (210 - 2 * MARGIN_MM);
const HEAD = 46;
const FOOT = 8;
const PNG_SCALE = 2;
// What styles sheets say of the drawing, written into each element: a file has no style sheets.
const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "opacity",
  "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "paint-order", "visibility", "display",
];

const place = document.getElementById("picture");
const paper = make("select", { name: "paper" }, Object.keys(PAPERS).map((name) => make("option", {}, name)));
const sheet = new CSSStyleSheet(); // of the page's size
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
let plan = null;

/** What there is to show: {view, options, title, about, file}, or null while there is no plan. */
export function offerPicture(shown) {
  plan = shown;
  place.hidden = !shown;
}

/**
 * What a picture shows of a version of the plan of a job, or of its baseline (null): its view, and how it is drawn.
 * It says so where the view has moves of a draft.
 */
export function pictureOf(job, version, view, options, isDrafted) {
  const { clock } = options;
  const what = version === null ? t("diagram.first") : t("diagram.plan");
  return {
    view,
    options,
    title: `${view.terminal}: ${what}, ${clock.span(Date.parse(view.start), Date.parse(view.end))}`,
    about: (now) => {
      const { accepted, remark } = job.standing ?? {};
      const plan = t("picture.plan", { id: job.id, version: version ?? 1 });
      const stands = version && accepted === version ? t("picture.accepted") : t("standing.open");
      const made = t("picture.made", { at: clock.stamp(now), zone: clock.timeZone });
      return [plan, isDrafted && t("picture.drafted"), stands, made, remark].filter(Boolean).join(" · ");
    },
    file: `${job.request.case}-${clock.date(Date.parse(view.start))}`,
  };
}

fill(place, () => {
  const button = (words, act) => {
    const made = make("button", { type: "button" }, words);
    made.addEventListener("click", act);
    return made;
  };
  paper.setAttribute("aria-label", t("picture.paper"));
  return [
    paper,
    button(t("picture.print"), () => window.print()),
    button(t("picture.svg"), () => save(new Blob([source(picture())], { type: "image/svg+xml" }), "svg")),
    button(t("picture.png"), savePng),
  ];
});

window.addEventListener("beforeprint", () => {
  if (!plan || document.getElementById("berths").hidden) return;
  sheet.replaceSync(`@page { size: ${paper.value} landscape; margin: ${MARGIN_MM}mm; }`);
  document.body.append(make("div", { id: "paper" }, picture()));
});
window.addEventListener("afterprint", () => document.getElementById("paper")?.remove());

/** The picture as an SVG that stands for itself. */
function picture() {
  const width = PAPERS[paper.value];
  const drawn = make("div", { className: "diagram offscreen" });
  drawn.style.width = `${width}px`;
  document.body.append(drawn);
  try {
    // Once for the height of the legend, once for the room that it leaves.
    const draw = (height) => drawBerthPlan(drawn, plan.view, { ...plan.options, height, hourWidth: undefined });
    draw(600);
    const legend = drawn.querySelector(".legend").offsetHeight;
    draw(Math.round(width / RATIO) - HEAD - legend - FOOT);
    const svg = element("svg", {
      viewBox: `0 0 ${width} ${HEAD + drawn.offsetHeight + FOOT}`,
      xmlns: "http://www.w3.org/2000/svg",
      role: "img",
      "aria-label": plan.title,
      "font-family": getComputedStyle(document.body).fontFamily,
    });
    svg.append(
      element("rect", { x: 0, y: 0, width: "100%", height: "100%", fill: "#fff" }),
      text(4, 20, plan.title, null, { "font-size": 19, "font-weight": 700, fill: "#13293b" }),
      text(4, 38, plan.about(new Date()), null, { "font-size": 12.5, fill: "#4a5a68" }),
    );
    const origin = drawn.getBoundingClientRect();
    for (const part of drawn.querySelectorAll("svg")) {
      const at = part.getBoundingClientRect();
      const copy = styled(part);
      copy.setAttribute("x", at.left - origin.left);
      copy.setAttribute("y", at.top - origin.top + HEAD);
      svg.append(copy);
    }
    for (const item of drawn.querySelectorAll(".legend li")) {
      const range = document.createRange();
      range.selectNodeContents(item.lastChild);
      const at = range.getBoundingClientRect();
      const baseline = at.bottom - origin.top + HEAD - 4;
      svg.append(text(at.left - origin.left, baseline, item.lastChild.textContent, null, { "font-size": 12, fill: "#33424f" }));
    }
    return svg;
  } finally {
    drawn.remove();
  }
}

/** A copy of a drawing with what the style sheets say of each of its elements. */
function styled(original) {
  const copy = original.cloneNode(true);
  const copies = [copy, ...copy.querySelectorAll("*")];
  [original, ...original.querySelectorAll("*")].forEach((element, n) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) copies[n].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-selected"]) copies[n].removeAttribute(name);
  });
  return copy;
}

function source(svg) {
  const { width, height } = svg.viewBox.baseVal;
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("lang", locale());
  return new XMLSerializer().serializeToString(svg);
}

function savePng() {
  const svg = picture();
  const { width, height } = svg.viewBox.baseVal;
  const address = URL.createObjectURL(new Blob([source(svg)], { type: "image/svg+xml" }));
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = make("canvas", { width: width * PNG_SCALE, height: height * PNG_SCALE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  });
  image.src = address;
}

function save(blob, ending) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${plan.file}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
