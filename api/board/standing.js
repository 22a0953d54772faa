// Whether the terminal works to a plan, and for planners the buttons that decide it.

import { patch } from "./http.js";
import { fill, t } from "./language.js";
import { make } from "./markup.js";
import { hush, sayProblem } from "./messages.js";
import { may } from "./session.js";

const FOUND = 1; // the version that the page shows: what the job found

/** What stands of the plan of a job, as an element that changes itself; null while there is nothing to accept. */
export function standing(job) {
  if (!job.standing) return null;
  const made = make("span", { className: "standing", role: "status" });
  return fill(made, () => {
    const { newest, accepted, accepted_by: by, locked_by: locker } = job.standing;
    const words = [accepted ? t("standing.accepted", { version: accepted, by }) : t("standing.open")];
    if (locker) words.push(t("standing.locked", { by: locker }));
    if (newest > FOUND) words.push(t("standing.newer", { version: FOUND, newest }));
    const said = words.join("; ");
    return may("planner") && !locker ? [said, " ", decision(job, made)] : [said];
  });
}

/** The button that accepts the plan, or takes that back. */
function decision(job, made) {
  const { accepted } = job.standing;
  const words = accepted ? t("standing.back") : t("standing.accept", { version: FOUND });
  const button = make("button", { type: "button" }, words);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const changed = await patch(`/plans/${encodeURIComponent(job.id)}`, { accepted: accepted ? null : FOUND });
      hush("standing");
      job.standing = changed.standing;
      made.replaceChildren(...made.drawn());
    } catch (error) {
      button.disabled = false;
      sayProblem("standing", error);
    }
  });
  return button;
}
