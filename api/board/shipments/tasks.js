// What each party has to do for a shipment plan, with a calendar file of it.

import { get, planFile } from "../http.js";
import { fill, named, t } from "../language.js";
import { empty, make, table } from "../markup.js";
import { sayProblem } from "../messages.js";

/** The tasks of a plan in the panel's parts: a choice of party, its tasks, and its calendar. */
function parts(items, id, clock, chosen) {
  const parties = [...new Set(items.map((task) => task.party))];
  const option = (value, words) => make("option", { value }, words);
  const choice = make(
    "select",
    { id: "party" },
    option("", t("tasks.all")),
    parties.map((one) => option(one, named("party", one))),
  );
  const open = make("input", { type: "checkbox", id: "open-only", checked: chosen.open });
  const link = make("a", {}, t("tasks.calendar"));
  const list = make("div");
  const show = () => {
    const { party } = chosen;
    link.href = planFile(id, `tasks.ics${party ? `?party=${party}` : ""}`);
    const shown = items.filter((task) => (!party || task.party === party) && !(chosen.open && task.state === "done"));
    const none = () => empty(t("tasks.nothing"), t("tasks.nothing.left"));
    list.replaceChildren(shown.length ? taskTable(shown, clock) : none());
  };
  choice.value = chosen.party;
  choice.addEventListener("change", () => {
    chosen.party = choice.value;
    show();
  });
  open.addEventListener("change", () => {
    chosen.open = open.checked;
    show();
  });
  show();
  return [
    make(
      "div",
      { className: "toolbar" },
      make("h2", {}, t("tasks")),
      make("label", {}, t("step.party"), choice),
      make("label", {}, open, t("tasks.open")),
      make("p", { className: "downloads" }, link),
    ),
    list,
  ];
}

function taskTable(tasks, clock) {
  const moment = (time) => clock.stamp(Date.parse(time));
  return table(
    t("tasks.table", { zone: clock.timeZone }),
    [
      { head: t("step.party"), cell: (task) => named("party", task.party) },
      { head: t("tasks.due"), cell: (task) => moment(task.due), numeric: true, title: t("tasks.due.hint") },
      { head: t("tasks.what"), cell: (task) => task.what, row: true },
      { head: t("shipment"), cell: (task) => task.shipment },
      { head: t("shipment.exporter"), cell: (task) => task.exporter },
      { head: t("tasks.planned"), cell: (task) => clock.span(Date.parse(task.from), Date.parse(task.planned)) },
      { head: t("step.paper"), cell: (task) => [task.document, task.number].filter(Boolean).join(" ") || "–" },
      { head: t("step.state"), cell: (task) => named("state", task.state) },
    ],
    tasks.map((task) => ({ ...task, className: task.state })),
  );
}

/** Show the tasks of a plan in a panel, or say why that can't be. */
export async function showTasks(panel, id, clock, wanted) {
  try {
    const { items } = await get(`/plans/${encodeURIComponent(id)}/tasks`);
    if (!wanted()) return;
    const chosen = { party: "", open: true };
    fill(panel, () => parts(items, id, clock, chosen));
    panel.hidden = false;
  } catch (error) {
    sayProblem("tasks", error);
  }
}
