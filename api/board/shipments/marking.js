// Steps of export chains marked begun or done, or taken back.

import { mark, Refused, unmark } from "../http.js";
import { t } from "../language.js";
import { make } from "../markup.js";
import { refusalWords, sayProblem } from "../messages.js";

const $ = (id) => document.getElementById(id);

/** The buttons of a task; `then()` is called once the server has taken a mark of it. */
export function actsOf(task, caseName, clock, then) {
  const act = (words, call) => {
    const told = t("own.act", { act: words, what: task.what, shipment: task.shipment });
    const button = make("button", { type: "button", "aria-label": told }, words);
    button.addEventListener("click", call);
    return button;
  };
  const isMarked = task.state === "done" || task.actual;
  return make(
    "span",
    { className: "acts" },
    task.state !== "done" && act(t("own.mark.ask"), () => ask(task, caseName, clock, then)),
    isMarked && act(t("own.back"), () => takeBack(task, caseName, then)),
  );
}

/** Ask when a task was begun or done, and the number of its paper, and tell the server. */
function ask(task, caseName, clock, then) {
  const dialog = $("mark");
  const form = $("mark-form");
  const { moment, number, close } = form.elements;
  $("mark-title").textContent = `${task.what}, ${task.shipment}`;
  $("mark-problem").replaceChildren();
  form.reset();
  number.parentElement.hidden = !task.document;
  number.value = task.number;
  moment.title = clock.timeZone;
  close.onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const state = event.submitter?.value ?? "done";
    const told = { state };
    if (moment.value) told[state] = moment.value;
    if (number.value.trim()) told.number = number.value.trim();
    try {
      await mark(caseName, task.shipment, task.step, told);
      dialog.close();
      await then();
    } catch (error) {
      $("mark-problem").replaceChildren(...(error instanceof Refused ? refusalWords(error.details) : [error.message]));
    }
  };
  dialog.showModal();
}

async function takeBack(task, caseName, then) {
  try {
    await unmark(caseName, task.shipment, task.step);
    await then();
  } catch (error) {
    sayProblem("own", error);
  }
}
