// The page of a party: its tasks in the plans that the terminal works to, marked begun or done here, and its bookings.

import { bookingPanel } from "./booking.js";
import { all, get, mark, planFile, Refused, unmark, Unreachable } from "../http.js";
import { english, fill, named, t } from "../language.js";
import { empty, make, table } from "../markup.js";
import { hush, sayProblem } from "../messages.js";

const $ = (id) => document.getElementById(id);

/** Show what is the party's own. `clockOf(timeZone)` sets the page's clock and answers it. */
export async function partyView(clockOf) {
  try {
    const plans = await all("/plans");
    if (plans.length) await showPlans(plans, clockOf);
    else fill($("own-tasks"), () => [empty(t("own.none"), t("own.none.advice"))]);
  } catch (error) {
    sayProblem("own", error);
  }
}

async function showPlans(plans, clockOf) {
  const shown = { plan: plans[0], tasks: null, open: true }; // tasks are null until they have come
  const clock = () => clockOf(shown.plan.time_zone);
  const redraw = () => $("own-tasks").replaceChildren(...$("own-tasks").drawn());
  const load = async () => {
    const { plan } = shown;
    try {
      const { items } = await get(`/plans/${encodeURIComponent(plan.id)}/tasks`);
      if (plan !== shown.plan) return; // another plan was chosen meanwhile
      hush("own");
      shown.tasks = items;
      list.replaceChildren(...list.drawn());
    } catch (error) {
      sayProblem("own", error);
    }
  };
  const list = fill(make("div"), () => (shown.tasks ? [taskList(shown, clock(), load)] : []));
  fill($("own-tasks"), () => {
    const words = (plan) => {
      const at = clockOf(plan.time_zone).stamp(Date.parse(plan.accepted_at));
      return t("own.plan", { case: plan.case, at });
    };
    const choice = make("select", {}, plans.map((plan) => make("option", { value: plan.id }, words(plan))));
    choice.value = shown.plan.id;
    choice.addEventListener("change", () => {
      Object.assign(shown, { plan: plans.find((plan) => plan.id === choice.value), tasks: null });
      $("own-booking").hidden = true;
      redraw();
      list.replaceChildren();
      load();
    });
    const open = make("input", { type: "checkbox", checked: shown.open });
    open.addEventListener("change", () => {
      shown.open = open.checked;
      list.replaceChildren(...list.drawn());
    });
    const calendar = make("a", { href: planFile(shown.plan.id, "tasks.ics") }, t("tasks.calendar"));
    clock(); // the page's, after those of the plans to choose from
    return [
      make(
        "div",
        { className: "toolbar" },
        make("h2", {}, t("view.own")),
        make("label", {}, t("policy.plan"), choice),
        make("label", {}, open, t("tasks.open")),
        bookingLinks(shown.plan, clock()),
        make("p", { className: "downloads" }, calendar),
      ),
      list,
    ];
  });
  await load();
}

function bookingLinks(plan, clock) {
  const buttons = plan.bookings.map((name) => {
    const button = make("button", { type: "button", className: "link", data: { booking: name } }, name);
    button.addEventListener("click", () => openBooking(plan, name, clock));
    return button;
  });
  return make("p", {}, ...(buttons.length ? [t("own.bookings"), ...buttons.flatMap((each) => [" ", each])] : []));
}

function taskList({ plan, tasks, open }, clock, load) {
  const shown = tasks.filter((task) => !(open && task.state === "done"));
  if (shown.length) {
    const acts = { mark: (task) => askMark(task, plan, clock, load), unmark: (task) => takeBack(task, plan, load) };
    return taskTable(shown, clock, acts);
  }
  return empty(t("tasks.nothing"), tasks.length ? t("tasks.nothing.left") : t("tasks.nothing.yours"));
}

function taskTable(tasks, clock, acts) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const exporters = new Set(tasks.map((task) => task.exporter));
  const act = (words, task, call) => {
    const told = t("own.act", { act: words, what: task.what, shipment: task.shipment });
    const button = make("button", { type: "button", "aria-label": told }, words);
    button.addEventListener("click", () => call(task));
    return button;
  };
  return table(
    t("own.table", { zone: clock.timeZone }),
    [
      { head: t("tasks.due"), cell: (task) => moment(task.due), numeric: true, title: t("tasks.due.hint") },
      { head: t("tasks.what"), cell: (task) => task.what, row: true },
      {
        head: t("own.mark"),
        cell: (task) =>
          make("span", { className: "acts" }, [
            task.state !== "done" && act(t("own.mark.ask"), task, acts.mark),
            task.actual && act(t("own.back"), task, acts.unmark),
          ]),
      },
      { head: t("shipment"), cell: (task) => task.shipment },
      ...(exporters.size > 1 ? [{ head: t("shipment.exporter"), cell: (task) => task.exporter }] : []),
      { head: t("tasks.planned"), cell: (task) => clock.span(Date.parse(task.from), Date.parse(task.planned)) },
      { head: t("step.paper"), cell: (task) => [task.document, task.number].filter(Boolean).join(" ") || "–" },
      { head: t("step.state"), cell: (task) => named("state", task.state) },
      { head: t("own.since"), cell: (task) => moment(task.actual), numeric: true, title: t("step.actual.hint") },
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
      await mark(plan.case, task.shipment, task.step, told);
      dialog.close();
      await then();
    } catch (error) {
      const { faults } = error instanceof Refused ? error.details : {};
      const said = faults?.map((fault) => `${fault.problem}; ${fault.remedy}.`).join(" ");
      $("mark-problem").replaceChildren(error instanceof Unreachable ? error.message : english(said || error.message));
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

async function openBooking(plan, name, clock) {
  try {
    const told = await get(`/plans/${encodeURIComponent(plan.id)}/shipments/${encodeURIComponent(name)}`);
    const panel = $("own-booking");
    const close = () => {
      panel.hidden = true;
      for (const one of $("own-tasks").querySelectorAll("button.link")) if (one.dataset.booking === name) one.focus();
    };
    panel.hidden = false;
    const width = panel.clientWidth - 26;
    fill(panel, () => bookingPanel(told, { clock, currency: plan.currency, width, close }));
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  } catch (error) {
    sayProblem("booking", error);
  }
}
