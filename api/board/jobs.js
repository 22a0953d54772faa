// A job of the server on the page: it is followed until it ends, with its progress and a button that stops it.

import { drawCurve } from "./curve.js";
import { money, percent } from "./figures.js";
import { cancel, follow, Refused } from "./http.js";
import { fill, t } from "./language.js";
import { make } from "./markup.js";
import { away, backAgain, sayProblem } from "./messages.js";
import { mayStop } from "./session.js";

/**
 * Follow the job at `path` and show how it goes in `box`: `doing()` and `stopWords()` are its words, and `show(event)`
 * answers how to draw its latest event. Once there is a plan and its reasons are looked for, the headline says that.
 * Where it is `stoppable`, a button stops it. Answers the finished job. Its last words are set with `conclude`.
 */
export async function watch(path, box, { doing, stopWords, stoppable, show }) {
  let isExplaining = false;
  const headline = make("p", { className: "headline", role: "status" });
  fill(headline, () => [isExplaining ? t("job.explaining") : doing()]);
  const detail = fill(make("div", { className: "detail" }), () => [t("job.queued")]);
  let isQueued = true;
  const stop = make("button", { type: "button", className: "stop" });
  fill(stop, () => [stop.disabled ? t("job.stopping") : stopWords()]);
  const isStopping = (yes) => {
    stop.disabled = yes;
    stop.replaceChildren(...stop.drawn());
  };
  stop.addEventListener("click", async () => {
    isStopping(true);
    try {
      await cancel(path);
    } catch (error) {
      isStopping(false);
      sayProblem("job", error);
    }
  });
  box.replaceChildren(headline, detail, ...(stoppable ? [stop] : []));
  box.hidden = false;
  try {
    return await follow(path, {
      progress: (event) => {
        isQueued = false;
        fill(detail, show(event));
        if (isExplaining === (event.phase === "explaining")) return;
        isExplaining = !isExplaining;
        headline.replaceChildren(...headline.drawn());
      },
      lost: away,
      found: backAgain,
    });
  } finally {
    stop.remove();
    if (isQueued) detail.remove();
  }
}

/** Follow the job of a plan with its cost, bound and curve; who may stop it keeps the best. Answers it when it has ended. */
export function watchPlan(job, box, currency) {
  return watch(`/plans/${encodeURIComponent(job.id)}`, box, {
    doing: () => t("job.planning"),
    stopWords: () => t("job.keep"),
    stoppable: mayStop(job),
    show: solveProgress(currency),
  });
}

/** Say how a job ended, where its progress was; `words()` are those of the language of then. */
export function conclude(box, words) {
  const headline = box.querySelector(".headline");
  if (headline) fill(headline, () => [words()]);
}

const endOf = ({ state, error, result }) => {
  if (error) return "job.none";
  if (!result) return "job.stopped";
  if (state === "cancelled") return "job.cancelled";
  return result.summary.status === "optimal" ? "job.optimal" : "job.feasible";
};

/** Say how the job of a plan ended. Answers whether there is a plan. Throws Refused where the job failed. */
export function concludePlan(box, job) {
  const { gap, seconds } = job.result?.summary ?? {};
  conclude(box, () => t(endOf(job), { gap: percent(gap), seconds }));
  if (job.error) throw new Refused(job.error);
  return Boolean(job.result);
}

/** How to draw a solve's events: time, cost, bound, gap and the curve of all events so far. */
function solveProgress(currency) {
  const points = [];
  return ({ seconds, cost, bound, gap }) => {
    points.push({ seconds, cost, bound });
    const known = (value, write) => (Number.isFinite(value) ? write(value) : "–");
    return () => {
      const unit = money([cost, bound], currency);
      const pairs = [
        [t("job.time"), t("job.seconds", { n: seconds })],
        [t("job.cost", { unit: unit.unit }), known(cost, unit.write)],
        [t("job.bound"), known(bound, unit.write)],
        [t("job.gap"), known(gap, percent)],
      ];
      const figures = pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
      return [make("dl", { className: "figures" }, figures), drawCurve(points, unit.write)];
    };
  };
}

/** How to draw the events of replications. */
export const countProgress = ({ done, total }) => () => [
  make("progress", { max: total, value: done, "aria-label": t("job.replications") }),
  make("span", {}, t("job.count", { done, total })),
];
