// The page of a party: its tasks in the plans that the terminal works to, marked begun or done here, and its bookings.

import { bookingPanel } from "./booking.js";
import { all, get, planFile } from "../http.js";
import { fill, named, t } from "../language.js";
import { empty, make, table } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { actsOf } from "./marking.js";

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
  if (shown.length) return taskTable(shown, clock, (task) => actsOf(task, plan.case, clock, load));
  return empty(t("tasks.nothing"), tasks.length ? t("tasks.nothing.left") : t("tasks.nothing.yours"));
}

function taskTable(tasks, clock, acts) {
  const moment = (time) => (time ? clock.stamp(Date.parse(time)) : "–");
  const exporters = new Set(tasks.map((task) => task.exporter));
  return table(
    t("own.table", { zone: clock.timeZone }),
    [
      { head: t("tasks.due"), cell: (task) => moment(task.due), numeric: true, title: t("tasks.due.hint") },
      { head: t("tasks.what"), cell: (task) => task.what, row: true },
      { head: t("own.mark"), cell: acts },
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
