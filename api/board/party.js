// The page of a party: its tasks in the plans that the terminal works to, marked begun or done here, and its bookings.

import { bookingPanel } from "./booking.js";
import { all, get, mark, planFile, Refused, unmark } from "./http.js";
import { empty, make, table } from "./markup.js";
import { hush, sayProblem } from "./messages.js";

const $ = (id) => document.getElementById(id);

/** Show what is the party's own. `clockOf(timeZone)` sets the page's clock and answers it. */
export async function partyView(clockOf) {
  try {
    const plans = await all("/plans");
    if (plans.length) await showPlans(plans, clockOf);
    else {
      const advice = "The terminal has accepted no plan with tasks or bookings of yours. Once it has, they stand here.";
      $("own-tasks").replaceChildren(empty("Nothing of yours yet", advice));
    }
  } catch (error) {
    sayProblem("own", error);
  }
}

async function showPlans(plans, clockOf) {
  const words = (plan) => `${plan.case}, accepted ${clockOf(plan.time_zone).stamp(Date.parse(plan.accepted_at))}`;
  const choice = make("select", {}, plans.map((plan) => make("option", { value: plan.id }, words(plan))));
  const open = make("input", { type: "checkbox", checked: true });
  const calendar = make("a", {}, "Calendar (.ics)");
  const bookings = make("p", {});
  const list = make("div");
  let asked = null; // the plan chosen last: another's tasks may arrive after its own
  let tasks = [];

  const show = (plan) => {
    const clock = clockOf(plan.time_zone);
    const shown = tasks.filter((task) => !(open.checked && task.state === "done"));
    const acts = { mark: (task) => askMark(task, plan, clock, load), unmark: (task) => takeBack(task, plan, load) };
    const rest = tasks.length ? "Everything here is done." : "This plan has no task of yours.";
    list.replaceChildren(shown.length ? taskTable(shown, clock, acts) : empty("Nothing to do", rest));
  };
  const chosen = () => plans.find((plan) => plan.id === choice.value);
  const load = async () => {
    const plan = chosen();
    asked = plan;
    try {
      const { items } = await get(`/plans/${encodeURIComponent(plan.id)}/tasks`);
      if (plan !== asked) return;
      hush("own");
      tasks = items;
      show(plan);
    } catch (error) {
      sayProblem("own", error);
    }
  };
  const choose = () => {
    const plan = chosen();
    $("own-booking").hidden = true;
    calendar.href = planFile(plan.id, "tasks.ics");
    const buttons = plan.bookings.map((name) => {
      const button = make("button", { type: "button", className: "link" }, name);
      button.addEventListener("click", () => openBooking(plan, name, clockOf(plan.time_zone), button));
      return button;
    });
    bookings.replaceChildren(...(buttons.length ? ["Your bookings: ", ...buttons.flatMap((each) => [each, " "])] : []));
    return load();
  };
  choice.addEventListener("change", choose);
  open.addEventListener("change", () => show(chosen()));
  $("own-tasks").replaceChildren(
    make(
      "div",
      { className: "toolbar" },
      make("h2", {}, "Your tasks"),
      make("label", {}, "Plan", choice),
      make("label", {}, open, "not done"),
      bookings,
      make("p", { className: "downloads" }, calendar),
    ),
    list,
  );
  await choose();
}

function taskTable(tasks, clock, acts) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const exporters = new Set(tasks.map((task) => task.exporter));
  const act = (words, task, call) => {
    const button = make("button", { type: "button", "aria-label": `${words} ${task.what}, ${task.shipment}` }, words);
    button.addEventListener("click", () => call(task));
    return button;
  };
  return table(
    `By when they are due, times in ${clock.timeZone}`,
    [
      { head: "Due", cell: (task) => moment(task.due), numeric: true, title: "At the latest; else as planned" },
      { head: "What", cell: (task) => task.what, row: true },
      {
        head: "Mark",
        cell: (task) =>
          make("span", { className: "acts" }, [
            task.state !== "done" && act("Mark…", task, acts.mark),
            task.actual && act("Take back", task, acts.unmark),
          ]),
      },
      { head: "Shipment", cell: (task) => task.shipment },
      ...(exporters.size > 1 ? [{ head: "Exporter", cell: (task) => task.exporter }] : []),
      { head: "Planned", cell: (task) => clock.span(Date.parse(task.from), Date.parse(task.planned)) },
      { head: "Paper", cell: (task) => [task.document, task.number].filter(Boolean).join(" ") || "–" },
      { head: "State", cell: (task) => task.state },
      { head: "Since", cell: (task) => moment(task.actual), numeric: true, title: "When it was done, or begun" },
    ],
    tasks.map((task) => ({ ...task, className: task.state })),
  );
}

/** Ask when a task was begun or done, and the number of its paper, and tell the server; `then()` once it is taken. */
function askMark(task, plan, clock, then) {
  const dialog = $("mark");
  const form = $("mark-form");
  const { moment, number, close } = form.elements;
  $("mark-title").textContent = `${task.what}, ${task.shipment}`;
  $("mark-problem").textContent = "";
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
      await mark(plan.case, task.shipment, task.step, told);
      dialog.close();
      await then();
    } catch (error) {
      const { faults } = error instanceof Refused ? error.details : {};
      $("mark-problem").textContent = faults?.map((fault) => `${fault.problem}; ${fault.remedy}.`).join(" ") || error.message;
    }
  };
  dialog.showModal();
}

async function takeBack(task, plan, then) {
  try {
    await unmark(plan.case, task.shipment, task.step);
    await then();
  } catch (error) {
    sayProblem("own", error);
  }
}

async function openBooking(plan, name, clock, opener) {
  try {
    const told = await get(`/plans/${encodeURIComponent(plan.id)}/shipments/${encodeURIComponent(name)}`);
    const panel = $("own-booking");
    const close = () => {
      panel.hidden = true;
      opener.focus();
    };
    panel.hidden = false;
    const width = panel.clientWidth - 26;
    panel.replaceChildren(...bookingPanel(told, { clock, currency: plan.currency, width, close }));
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  } catch (error) {
    sayProblem("booking", error);
  }
}
