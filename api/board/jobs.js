// A job of the server on the page: it is followed until it ends, with its progress and a button that stops it.

import { drawCurve } from "./curve.js";
import { figure, money, percent } from "./figures.js";
import { cancel, follow } from "./http.js";
import { make } from "./markup.js";
import { away, backAgain, sayProblem } from "./messages.js";

/**
 * Follow the job at `path` and show how it goes in `box`: `doing` in words, and what `show(event)` makes of its latest
 * event. Answers the finished job. Its last words are set with `conclude`.
 */
export async function watch(path, box, { doing, stopWords, show }) {
  const headline = make("p", { className: "headline", role: "status" }, doing);
  const detail = make("div", { className: "detail" }, "waiting for its start");
  const stop = make("button", { type: "button", className: "stop" }, stopWords);
  stop.addEventListener("click", async () => {
    stop.disabled = true;
    stop.textContent = "Stopping…";
    try {
      await cancel(path);
    } catch (error) {
      stop.disabled = false;
      stop.textContent = stopWords;
      sayProblem("job", error);
    }
  });
  box.replaceChildren(headline, detail, stop);
  box.hidden = false;
  try {
    return await follow(path, {
      progress: (event) => detail.replaceChildren(...show(event)),
      lost: away,
      found: backAgain,
    });
  } finally {
    stop.remove();
  }
}

/** Say how a job ended, where its progress was. */
export function conclude(box, words) {
  const headline = box.querySelector(".headline");
  if (headline) headline.textContent = words;
}

/** What a solve's events look like: time, cost, bound, gap and the curve of all events so far. */
export function solveProgress(currency) {
  const points = [];
  return ({ seconds, cost, bound, gap }) => {
    points.push({ seconds, cost, bound });
    const unit = money([cost, bound], currency);
    const known = (value, write) => (Number.isFinite(value) ? write(value) : "–");
    const pairs = [
      ["Time", `${figure(seconds)} s`],
      [`Cost, ${unit.unit}`, known(cost, unit.write)],
      ["Bound", known(bound, unit.write)],
      ["Gap", known(gap, percent)],
    ];
    return [
      make(
        "dl",
        { className: "figures" },
        pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
      ),
      drawCurve(points),
    ];
  };
}

/** What the events of replications look like. */
export function countProgress({ done, total }) {
  return [
    make("progress", { max: total, value: done, "aria-label": "Replications done" }),
    make("span", {}, `${done} of ${total}`),
  ];
}
