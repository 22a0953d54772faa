// Whether the terminal works to a plan, for planners the buttons that decide it, the choice of its versions, and its files.

import { patch, planFile } from "./http.js";
import { fill, t } from "./language.js";
import { make } from "./markup.js";
import { hush, sayProblem } from "./messages.js";
import { may } from "./session.js";

const FOUND = 1; // what the job found

/**
 * Show in `box` what stands of the plan of a job, and links to its files after `words()`. `options` as of `standing`;
 * the files are of its version, or where it names none of that which stands.
 */
export function offerPlan(box, job, files, { words = () => t("files"), ...options } = {}) {
  fill(box, () => [
    ...[standing(job, options)].filter(Boolean),
    `${words()} `,
    ...files.map((name) => make("a", { href: planFile(job.id, name, options.version), download: name }, name)),
  ]);
  box.hidden = false;
}

/**
 * What stands of the plan of a job, as an element that changes itself; null while there is nothing to accept. `version`
 * is the one that the page shows, `broken` whether it breaks rules, and `decided()` hears of a decision.
 */
function standing(job, { version = FOUND, broken = false, decided = () => {} } = {}) {
  if (!job.standing) return null;
  const made = make("span", { className: "standing", role: "status" });
  return fill(made, () => {
    const { newest, accepted, accepted_by: by, locked_by: locker } = job.standing;
    const words = [accepted ? t("standing.accepted", { version: accepted, by }) : t("standing.open")];
    if (locker) words.push(t("standing.locked", { by: locker }));
    if (newest > version) words.push(t("standing.newer", { version, newest }));
    const said = words.join("; ");
    const open = may("planner") && !locker && !(broken && accepted !== version);
    return open ? [said, " ", decision(job, made, version, decided)] : [said];
  });
}

/** The button that accepts the plan, or takes that back. */
function decision(job, made, version, decided) {
  const { accepted } = job.standing;
  // Of another version that is accepted, this one takes the place.
  const isBack = accepted !== null && (accepted === version || version === FOUND);
  const words = isBack ? t("standing.back") : t("standing.accept", { version });
  const button = make("button", { type: "button" }, words);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const changed = await patch(`/plans/${encodeURIComponent(job.id)}`, { accepted: isBack ? null : version });
      hush("standing");
      job.standing = changed.standing;
      made.replaceChildren(...made.drawn());
      decided();
    } catch (error) {
      button.disabled = false;
      sayProblem("standing", error);
    }
  });
  return button;
}

/** The versions of a plan to choose from, the newest first; `shown` is the one that the page shows. */
export function versionOptions({ newest = 1, accepted = null } = {}, shown) {
  return Array.from({ length: newest }, (_, n) => newest - n).map((n) => {
    const words = n === accepted ? t("berths.version.accepted", { n: String(n) }) : String(n);
    return make("option", { value: n, selected: n === shown }, words);
  });
}
