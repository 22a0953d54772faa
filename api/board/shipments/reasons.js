// Why a shipment goes as it does or not at all, what lacks on a way, and what sets a step's latest moment: in the
// server's words, or in those of a language that has some for its codes.

import { figure } from "../figures.js";
import { english, has, t, translated } from "../language.js";

/** Why a booking goes as it does, or what keeps it and would serve it. */
export function reasonOf({ reason, why, change }, clock) {
  const key = why && `why.${why.code}`;
  if (!key || !has(key)) return translated(reason);
  const { cost, leaving, at, lacks, hours, ...others } = why.values;
  const values = {
    ...others,
    cost: figure(cost, 0),
    leaving: figure(leaving, 0),
    hours: figure(hours),
    at: at ? clock.stamp(Date.parse(at)) : "",
    lacks: (lacks ?? []).map(lackWords).join("; "),
  };
  const said = t(key, values);
  if (!change) return said;
  const remedy = `remedy.${change.what}`;
  return has(remedy) ? `${said}; ${t(remedy, { n: figure(change.amount) })}` : said;
}

/** What a way lacks; its `lacks` are in the server's words. */
export function lacksOf({ lacks, lacking = [] }) {
  return lacks.map((text, at) => (lacking[at] && has(`lack.${lacking[at].what}`) ? lackWords(lacking[at]) : english(text)));
}

function lackWords({ what, at, short, by }) {
  const words = t(`lack.${what}`, { at, n: figure(short, 0) });
  return by.length ? `${words} (${t("lack.by", { who: by.join(", ") })})` : words;
}

/** What sets the latest moment of a step. */
export function dueOf({ due_by: text, due_why: why }) {
  if (!text) return "–";
  const key = why && (why.code === "cutoff" ? `due.${why.values.cutoff}` : `due.${why.code}`);
  if (!key || !has(key)) return english(text);
  const said = t(key, { h: why.values.hours ?? "" });
  return why.step ? `${why.step}: ${said}` : said;
}
