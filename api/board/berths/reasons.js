// What keeps a ship from a better berth: in the server's words, or in those of a language that has some for its code.

import { figure } from "../figures.js";
import { english, has, t } from "../language.js";

// Less is not worth a word.
const LEAST_H = 0.05;
const LEAST_M = 0.5;

/** The words for a reason of a call of a plan's view. */
export function reasonWords({ what, name, hours, metres, cost, text }, view) {
  const isOfNone = !name || name === "hours"; // cranes at any ship, the channel's hours
  const key = isOfNone && has(`reason.${what}.any`) ? `reason.${what}.any` : `reason.${what}`;
  if (!has(key)) return english(text);
  const called = (id) => {
    const call = view.calls.find((one) => one.call === id);
    return call ? `${call.name} (${id})` : id;
  };
  const who = name.split(" ").map(called).join(", ");
  return t("reason", { loss: lossWords(hours, metres), cause: t(key, { who }), cost: figure(cost, 0) });
}

function lossWords(hours, metres) {
  if (hours > LEAST_H && metres > LEAST_M) return t("reason.both", { hours, metres });
  if (hours > LEAST_H) return t("reason.hours", { n: hours });
  return metres > LEAST_M ? t("reason.metres", { n: metres }) : t("reason.neither");
}
