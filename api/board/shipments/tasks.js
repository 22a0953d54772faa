// What each party has to do for a shipment plan: overdue, today and this week, marked from here, with a calendar file.

import { get, planFile } from "../http.js";
import { fill, named, t } from "../language.js";
import { empty, make } from "../markup.js";
import { sayProblem } from "../messages.js";
import { left } from "./left.js";
import { actsOf } from "./marking.js";
import { sortableTable } from "./sortable.js";

const WHEN = ["", "overdue", "today", "week"];

/**
 * Show the tasks of a plan in a panel as of a moment, or say why that can't be. `may` says whether they can be marked,
 * and `marked()` is called once one was.
 */
export async function showTasks(panel, { id, case: name, clock, now, may, marked, wanted, chosen }) {
  try {
    const { items } = await get(`/plans/${encodeURIComponent(id)}/tasks?now=${encodeURIComponent(now)}`);
    if (!wanted()) return;
    const limits = untilWhen(now, clock);
    fill(panel, () => parts(items, { id, name, clock, now: Date.parse(now), may, marked, chosen, limits }));
  } catch (error) {
    sayProblem("tasks", error);
  }
}

/** The ends of the day and of the week, to Sunday's midnight, of a moment. */
function untilWhen(now, clock) {
  const from = Date.parse(now);
  const weekday = (new Date(`${clock.date(from)}T00:00:00Z`).getUTCDay() + 6) % 7; // from Monday
  const midnights = clock.midnights(from, from + 8 * 86_400_000);
  return { today: midnights[1], week: midnights[7 - weekday] };
}

function parts(items, { id, name, clock, now, may, marked, chosen, limits }) {
  const parties = [...new Set(items.map((task) => task.party))];
  const option = (value, words) => make("option", { value }, words);
  const list = make("div");
  const link = make("a", {}, t("tasks.calendar"));
  const counts = WHEN.map(() => make("span"));
  const show = () => {
    const { party } = chosen;
    WHEN.forEach((when, at) => {
      const n = items.filter((task) => fits(task, { ...chosen, when }, limits)).length;
      counts[at].textContent = t("tasks.when", { when: named("when", when || "all"), n });
    });
    link.href = planFile(id, `tasks.ics${party ? `?party=${party}` : ""}`);
    const shown = items.filter((task) => fits(task, chosen, limits));
    const none = () => empty(t("tasks.nothing"), items.length ? t("tasks.nothing.here") : t("tasks.nothing.left"));
    const again = (at) => {
      show();
      list.querySelectorAll("thead th")[at].querySelector("button").focus();
    };
    list.replaceChildren(
      shown.length ? taskTable(shown, { name, clock, now, may, marked, order: chosen.order, again }) : none(),
    );
  };
  const bound = (made, key, value) => {
    made.addEventListener(made.type === "search" ? "input" : "change", () => {
      chosen[key] = value(made);
      show();
    });
    return made;
  };
  const choice = bound(
    make("select", { id: "party" }, option("", t("tasks.all")), parties.map((one) => option(one, named("party", one)))),
    "party",
    (made) => made.value,
  );
  choice.value = chosen.party;
  const open = bound(make("input", { type: "checkbox", id: "open-only", checked: chosen.open }), "open", (made) => made.checked);
  const search = bound(make("input", { type: "search", value: chosen.search, size: 14 }), "search", (made) => made.value);
  const whens = WHEN.map((when, at) => {
    const properties = { type: "radio", name: "tasks-when", value: when, checked: chosen.when === when };
    return make("label", {}, bound(make("input", properties), "when", (made) => made.value), counts[at]);
  });
  show();
  return [
    make(
      "div",
      { className: "toolbar" },
      make("fieldset", { className: "switch" }, make("legend", { className: "unseen" }, t("tasks.due")), whens),
      make("label", {}, t("step.party"), choice),
      make("label", {}, t("bookings.search"), search),
      make("label", {}, open, t("tasks.open")),
      make("p", { className: "downloads" }, link),
    ),
    ...(may.advice ? [make("p", { className: "advice" }, may.advice())] : []),
    list,
  ];
}

function fits(task, { party, open, when, search }, limits) {
  const isDone = task.state === "done";
  const text = [task.what, task.shipment, task.exporter, task.document, task.number].join(" ").toLowerCase();
  const due = Date.parse(task.due);
  return (
    (!party || task.party === party) &&
    !(open && isDone) &&
    (!when || (!isDone && (when === "overdue" ? task.state === "overdue" : due < limits[when]))) &&
    text.includes(search.trim().toLowerCase())
  );
}

function taskTable(tasks, { name, clock, now, may, marked, order, again }) {
  const moment = (time) => clock.stamp(Date.parse(time));
  const remaining = (task) => (task.state === "done" ? "–" : left((Date.parse(task.due) - now) / 3_600_000));
  const columns = [
    { head: t("step.party"), cell: (task) => named("party", task.party), sort: (task) => named("party", task.party) },
    {
      head: t("tasks.due"),
      cell: (task) => moment(task.due),
      numeric: true,
      title: t("tasks.due.hint"),
      sort: (task) => Date.parse(task.due),
    },
    { head: t("tasks.left"), cell: remaining, numeric: true },
    { head: t("tasks.what"), cell: (task) => task.what, row: true, sort: (task) => task.what },
    ...(may.mark ? [{ head: t("own.mark"), cell: (task) => actsOf(task, name, clock, marked) }] : []),
    { head: t("shipment"), cell: (task) => task.shipment, sort: (task) => task.shipment },
    { head: t("shipment.exporter"), cell: (task) => task.exporter, sort: (task) => task.exporter },
    {
      head: t("tasks.planned"),
      cell: (task) => clock.span(Date.parse(task.from), Date.parse(task.planned)),
      sort: (task) => Date.parse(task.planned),
    },
    { head: t("step.paper"), cell: (task) => [task.document, task.number].filter(Boolean).join(" ") || "–" },
    { head: t("step.state"), cell: (task) => named("state", task.state), sort: (task) => named("state", task.state) },
  ];
  const rows = tasks.map((task) => ({ ...task, className: task.state }));
  return sortableTable(t("tasks.table", { zone: clock.timeZone }), columns, rows, order, again);
}
