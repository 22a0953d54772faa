// What a draft adds to a drawing: where moved ships lay, which are locked, and which break a rule.

import { place } from "./scales.js";
import { t } from "../language.js";
import { element, round } from "../svg.js";

/** Mark the ships of a drawing; `live` is the view that the draft is of. */
export function decorate(drawing, live, draft) {
  const { plot, view } = drawing;
  const group = element("g", { class: "decoration", "aria-hidden": "true" });
  const { calls } = draft.otherwise;
  const broken = new Set((draft.said?.broken ?? []).flatMap((rule) => rule.calls));
  plot.classList.add("movable");
  for (const call of view.calls) {
    const hull = plot.querySelector(`.ship[data-call="${CSS.escape(call.call)}"]`);
    const box = place(call, drawing);
    const words = [hull.getAttribute("aria-label")];
    const was = calls.has(call.call) && live.calls.find((one) => one.call === call.call);
    const isMoved = was && ["start", "end", "position_m"].some((name) => was[name] !== call[name]);
    if (isMoved) {
      const there = place(was, drawing);
      group.append(element("rect", { ...rounded(there), rx: 2, class: "was" }));
    }
    if (broken.has(call.call)) {
      hull.classList.add("broken");
      group.append(
        element("rect", { ...rounded(box), rx: 2, class: "fault" }),
        element("text", { x: round(box.x + box.width - 10), y: round(box.y + 27), class: "sign" }, "✕"),
      );
      words.push(t("draft.breaks"));
    }
    if (draft.locked.has(call.call)) {
      hull.classList.add("held");
      const [x, y] = [round(box.x + box.width - 15), round(box.y + 3)];
      group.append(element("path", { d: `M${x} ${y + 5} h11 v8 h-11 z M${x + 2} ${y + 5} v-2 a3.5 3.5 0 0 1 7 0 v2`, class: "padlock" }));
      words.push(t("draft.locked.one"));
    }
    hull.setAttribute("aria-label", words.join(", "));
  }
  plot.append(group);
}

const rounded = ({ x, y, width, height }) => ({
  x: round(x),
  y: round(y),
  width: round(Math.max(2, width)),
  height: round(height),
});
