// What the page has to say about the server and about requests that were refused.

import { FileChanged, Refused, Unreachable } from "./http.js";
import { english, fill, has, named, t, translated } from "./language.js";
import { make, table } from "./markup.js";

const region = document.getElementById("messages");

/**
 * Show a message above the views: `kind` is good, bad or away, and `draw()` answers its title and what else it says, in
 * the language of then. Messages of one `topic` replace each other.
 */
export function say(topic, kind, draw) {
  hush(topic);
  const message = make("div", { className: `message ${kind}`, data: { topic } });
  fill(message, () => {
    const [title, ...details] = draw();
    const close = make("button", { type: "button", className: "close", "aria-label": t("message.dismiss") }, "×");
    close.addEventListener("click", () => message.remove());
    return [make("div", {}, make("strong", {}, title), " ", ...details), close];
  });
  region.append(message);
}

/** Take away the messages of a topic. */
export function hush(topic) {
  for (const message of region.querySelectorAll(".message")) if (message.dataset.topic === topic) message.remove();
}

/** The server does not answer; said once, and taken back by `backAgain`. */
export const away = () => say("server", "away", () => [t("message.offline"), t("message.away")]);
export const backAgain = () => hush("server");

/** Show why something did not work. */
export function sayProblem(topic, error) {
  if (error instanceof Unreachable) {
    away();
  } else if (error instanceof Refused) {
    const { detail, faults, broken, sent } = error.details;
    say(topic, "bad", () => [
      `${sent ? `${sent}: ` : ""}${problemTitle(error.details)}.`,
      detail ? translated(detail) : "",
      faults?.length ? faultTable(faults) : "",
      broken?.length ? brokenList(broken) : "",
    ]);
  } else if (error instanceof FileChanged) {
    say(topic, "bad", () => [t("message.file-changed", { file: error.file.name })]);
  } else {
    say(topic, "bad", () => [t("message.wrong"), english(String(error))]);
    throw error;
  }
}

/** The kind of a problem in words: its own, or that of its HTTP status. */
function problemTitle({ type = "", title, status }) {
  const kind = /^urn:dermaga:problem:(.+)$/.exec(type)?.[1] ?? status;
  return has(`problem.${kind}`) ? named("problem", kind) : title;
}

/** Why a request was refused, in a line: its faults with their remedies, or else its detail. */
export function refusalWords({ faults, detail }) {
  if (!faults?.length) return [translated(detail)];
  return faults.flatMap(({ problem, remedy }) => [translated(problem), "; ", translated(remedy), ". "]);
}

/** Faults of an input, one a row. */
export function faultTable(faults) {
  return table(
    t("fault.table"),
    [
      { head: t("fault.file"), cell: (fault) => fault.file, row: true },
      {
        head: t("fault.row"),
        cell: (fault) => (fault.row === null || fault.row === undefined ? "" : String(fault.row)),
        numeric: true,
      },
      { head: t("fault.column"), cell: (fault) => fault.column },
      { head: t("fault.value"), cell: (fault) => fault.value },
      { head: t("fault.problem"), cell: (fault) => translated(fault.problem) },
      { head: t("fault.remedy"), cell: (fault) => translated(fault.remedy) },
    ],
    faults,
  );
}

function brokenList(broken) {
  return make(
    "ul",
    {},
    broken.map((rule) => make("li", {}, translated(rule.text))),
  );
}
