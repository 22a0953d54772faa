// Cases that came with Dermaga never change: whoever wants to enter what happens is offered a copy, with the plan.

import { post } from "../http.js";
import { keepText } from "../keeping.js";
import { fill, t } from "../language.js";
import { make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { may } from "../session.js";

const SECONDS = 5; // to plan again what is planned already

/** Offer a copy of the case of {opened, job} in `place`; nothing where that is null. */
export function askCopy(place, state) {
  place.hidden = !state || !may("analyst");
  if (place.hidden) return;
  const { opened, job } = state;
  fill(place, () => {
    const name = make("input", { name: "name", required: true, maxLength: 64, pattern: "[A-Za-z0-9][A-Za-z0-9_.\\-]*", value: `${opened.case.name}-day` });
    const form = make(
      "form",
      { className: "toolbar" },
      make("p", {}, t("day.copy")),
      make("label", {}, t("day.copy.name"), " ", name),
      make("button", { className: "primary" }, t("day.copy.make")),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      hush("day");
      try {
        const query = new URLSearchParams({ name: name.value, copy_of: opened.case.name });
        await post(`/cases?${query}`);
        const { start } = job.result.plan;
        await post("/plans", { case: name.value, kind: "berth", previous_id: job.id, now: start, seconds: SECONDS });
        keepText("case", name.value);
        location.reload(); // with the copy chosen, and its plan on the board once it is made
      } catch (error) {
        sayProblem("day", error);
      }
    });
    return [form];
  });
}
