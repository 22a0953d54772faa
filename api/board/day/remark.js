// What planners say of the plan on the board, to each other.

import { patch } from "../http.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";

const form = document.getElementById("day-remark");
const { remark } = form.elements;
let job = null;

/** Show the remark of the plan of a job; null where there is none on the board. */
export function showRemark(next) {
  job = next;
  form.hidden = !job?.standing || !(may("planner") || job.standing.remark);
  remark.value = job?.standing?.remark ?? "";
  remark.readOnly = !may("planner");
  form.querySelector("button").hidden = !may("planner");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const mine = job;
  hush("remark");
  try {
    const changed = await patch(`/plans/${encodeURIComponent(mine.id)}`, { remark: remark.value.trim() || null });
    mine.standing = changed.standing;
    if (mine === job) showRemark(mine);
  } catch (error) {
    sayProblem("remark", error);
  }
});
