// The ghost of a ship that is being moved: the only thing that is drawn while it moves, by a transform of its own.

import { place } from "./scales.js";
import { element, round } from "../svg.js";

/** A ghost of a call over a drawing. `at({start, position_m})` puts it somewhere, and `say` tells what the server says. */
export function ghostOf(drawing, call) {
  const box = place(call, drawing);
  const hull = element("rect", {
    width: round(Math.max(2, box.width)),
    height: round(box.height),
    rx: 2,
    class: "hull",
  });
  const sign = element("text", { x: 4, y: 14, class: "sign" });
  const words = element("text", { x: 4, y: -5, class: "words" });
  const group = element("g", { class: "ghost asking", "aria-hidden": "true" }, hull, sign, words);
  drawing.plot.append(group);
  const original = drawing.plot.querySelector(`.ship[data-call="${CSS.escape(call.call)}"]`);
  original?.classList.add("leaving");
  const put = (x, y) => group.setAttribute("transform", `translate(${round(x)} ${round(y)})`);
  put(box.x, box.y);
  let frame = 0;
  return {
    /** Where it is from now on; it is drawn with the next frame. */
    at({ start, position_m: metres }) {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => put(drawing.x(start), drawing.y(metres)));
    },
    /** As long as the stay is by the server, or as a pointer drags its end. */
    wide(from, to) {
      hull.setAttribute("width", round(Math.max(2, drawing.x(to) - drawing.x(from))));
    },
    /** `state` is asking, good, bad or away; its sign says the same without colour. */
    say(state, content) {
      group.setAttribute("class", `ghost ${state}`);
      sign.textContent = { good: "✓", bad: "✕", away: "?" }[state] ?? "…";
      words.textContent = content;
      // In sight also beside the edges.
      const over = drawing.x(drawing.end) - words.getComputedTextLength() - 8;
      const left = Number(/translate\(([-\d.]+)/.exec(group.getAttribute("transform"))[1]);
      words.setAttribute("x", round(Math.min(4, over - left)));
    },
    remove() {
      cancelAnimationFrame(frame);
      group.remove();
      original?.classList.remove("leaving");
    },
  };
}
