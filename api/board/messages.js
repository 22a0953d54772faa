// What the page has to say about the server and about requests that were refused.

import { make, table } from "./markup.js";
import { Refused, Unreachable } from "./http.js";

const region = document.getElementById("messages");

/** Show a message above the views: `kind` is good, bad or away. Messages of one `topic` replace each other. */
export function say(topic, kind, title, ...details) {
  hush(topic);
  const close = make("button", { type: "button", className: "close", "aria-label": "Dismiss this message" }, "×");
  const message = make(
    "div",
    { className: `message ${kind}`, data: { topic } },
    make("div", {}, make("strong", {}, title), " ", ...details),
    close,
  );
  close.addEventListener("click", () => message.remove());
  region.append(message);
}

/** Take away the messages of a topic. */
export function hush(topic) {
  for (const message of region.querySelectorAll(".message")) if (message.dataset.topic === topic) message.remove();
}

/** The server does not answer; said once, and taken back by `backAgain`. */
export const away = () => say("server", "away", "Offline.", new Unreachable().message);
export const backAgain = () => hush("server");

/** Show why something did not work. */
export function sayProblem(topic, error) {
  if (error instanceof Unreachable) {
    away();
  } else if (error instanceof Refused) {
    const { title, detail, faults, broken } = error.details;
    say(
      topic,
      "bad",
      `${title}.`,
      detail ?? "",
      faults?.length ? faultTable(faults) : "",
      broken?.length ? brokenList(broken) : "",
    );
  } else {
    say(topic, "bad", "Something went wrong on this page.", String(error));
    throw error;
  }
}

/** Faults of an input, one a row. */
export function faultTable(faults) {
  return table(
    "Faults",
    [
      { head: "File", cell: (fault) => fault.file, row: true },
      {
        head: "Row",
        cell: (fault) => (fault.row === null || fault.row === undefined ? "" : String(fault.row)),
        numeric: true,
      },
      { head: "Column", cell: (fault) => fault.column },
      { head: "Value", cell: (fault) => fault.value },
      { head: "What is wrong", cell: (fault) => fault.problem },
      { head: "What would be right", cell: (fault) => fault.remedy },
    ],
    faults,
  );
}

function brokenList(broken) {
  return make(
    "ul",
    {},
    broken.map((rule) => make("li", {}, rule.text)),
  );
}
