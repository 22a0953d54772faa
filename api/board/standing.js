// Whether the terminal works to a plan, and for planners the buttons that decide it.

import { patch } from "./http.js";
import { make } from "./markup.js";
import { hush, sayProblem } from "./messages.js";
import { mayDecide } from "./session.js";

const FOUND = 1; // the version that the page shows: what the job found

/** What stands of the plan of a job, as an element that changes itself; null while there is nothing to accept. */
export function standing(job) {
  if (!job.standing) return null;
  const { newest, accepted, accepted_by: by, locked_by: locker } = job.standing;
  const words = [accepted ? `Version ${accepted} accepted by ${by}` : "Not accepted"];
  if (locker) words.push(`locked by ${locker}`);
  if (newest > FOUND) words.push(`version ${FOUND} is shown, ${newest} is the newest`);
  const made = make("span", { className: "standing", role: "status" }, words.join("; "));
  if (!mayDecide() || locker) return made;
  const button = make("button", { type: "button" }, accepted ? "Take back" : `Accept version ${FOUND}`);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const changed = await patch(`/plans/${encodeURIComponent(job.id)}`, { accepted: accepted ? null : FOUND });
      hush("standing");
      made.replaceWith(standing(changed));
    } catch (error) {
      button.disabled = false;
      sayProblem("standing", error);
    }
  });
  made.append(" ", button);
  return made;
}
