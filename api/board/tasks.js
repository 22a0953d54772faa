// What each party has to do for a shipment plan, with a calendar file of it.

import { get, planFile } from "./http.js";
import { empty, make, table } from "./markup.js";
import { sayProblem } from "./messages.js";
import { partyWords } from "./parties.js";

/** The panel of tasks of the plan of a job: a choice of party, its tasks, and its calendar. */
export async function taskPanel(id, clock) {
  const { items } = await get(`/plans/${encodeURIComponent(id)}/tasks`);
  const parties = [...new Set(items.map((task) => task.party))];
  const option = (value, words) => make("option", { value }, words);
  const choice = make("select", { id: "party" }, option("", "all parties"), parties.map((one) => option(one, partyWords(one))));
  const open = make("input", { type: "checkbox", id: "open-only", checked: true });
  const link = make("a", {}, "Calendar (.ics)");
  const list = make("div");
  const show = () => {
    const party = choice.value;
    link.href = planFile(id, `tasks.ics${party ? `?party=${party}` : ""}`);
    const shown = items.filter((task) => (!party || task.party === party) && !(open.checked && task.state === "done"));
    list.replaceChildren(shown.length ? taskTable(shown, clock) : empty("Nothing to do", "Everything here is done."));
  };
  choice.addEventListener("change", show);
  open.addEventListener("change", show);
  show();
  return [
    make(
      "div",
      { className: "toolbar" },
      make("h2", {}, "Tasks"),
      make("label", {}, "Party", choice),
      make("label", {}, open, "not done"),
      make("p", { className: "downloads" }, link),
    ),
    list,
  ];
}

function taskTable(tasks, clock) {
  const moment = (time) => clock.stamp(Date.parse(time));
  return table(
    `By party and by when they are due, times in ${clock.timeZone}`,
    [
      { head: "Party", cell: (task) => partyWords(task.party) },
      { head: "Due", cell: (task) => moment(task.due), numeric: true, title: "At the latest; else as planned" },
      { head: "What", cell: (task) => task.what, row: true },
      { head: "Shipment", cell: (task) => task.shipment },
      { head: "Exporter", cell: (task) => task.exporter },
      { head: "Planned", cell: (task) => clock.span(Date.parse(task.from), Date.parse(task.planned)) },
      { head: "Paper", cell: (task) => [task.document, task.number].filter(Boolean).join(" ") || "–" },
      { head: "State", cell: (task) => task.state },
    ],
    tasks.map((task) => ({ ...task, className: task.state })),
  );
}

/** Show the tasks of a plan in a panel, or say why that can't be. */
export async function showTasks(panel, id, clock, wanted) {
  try {
    const parts = await taskPanel(id, clock);
    if (!wanted()) return;
    panel.replaceChildren(...parts);
    panel.hidden = false;
  } catch (error) {
    sayProblem("tasks", error);
  }
}
