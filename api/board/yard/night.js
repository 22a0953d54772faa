// The yard's night shift: ask for one, and see each crane's moves and what they mend.

import { figure, money } from "../figures.js";
import { post } from "../http.js";
import { fill, t, translated } from "../language.js";
import { make, table } from "../markup.js";
import { hush, sayProblem } from "../messages.js";

const $ = (id) => document.getElementById(id);

/** The panel of night shifts. Answers {open({case, clock})}. */
export function nightPanel() {
  const form = $("night-request");
  const result = $("night-result");
  const button = form.querySelector(".primary");
  let opened = null;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    hush("night");
    const mine = opened;
    const { start, hours, days } = Object.fromEntries(new FormData(form));
    button.disabled = true;
    fill(result, () => [make("p", { role: "status" }, t("night.asking"))]);
    try {
      const told = await post("/night-shifts", { case: mine.case.name, start, hours: Number(hours), days: Number(days) });
      if (mine === opened) fill(result, () => answer(told, mine));
    } catch (error) {
      if (mine === opened) fill(result, () => []);
      sayProblem("night", error);
    } finally {
      button.disabled = false;
    }
  });

  return {
    open(next) {
      opened = next;
      const etas = next.case.calls.map((call) => Date.parse(call.eta));
      form.elements.start.value = `${next.clock.date(etas.length ? Math.min(...etas) : Date.now())}T00:00`;
      const placed = next.case.containers.filter((box) => box.place).length;
      fill(result, () => [make("p", { className: "advice" }, placed ? t("night.ready", { n: placed }) : t("night.none"))]);
    },
  };
}

function answer({ summary, moves }, { clock, case: of }) {
  const unit = money([summary.cost, summary.cost_without], of.terminal.currency);
  const words = t("night.says", {
    wrong: summary.in_the_way,
    left: summary.still_in_the_way,
    moves: summary.moves,
    cost: unit.write(summary.cost),
    without: unit.write(summary.cost_without),
    unit: unit.unit,
  });
  const time = (moment) => clock.time(Date.parse(moment));
  return [
    make("p", { role: "status", className: "headline" }, words),
    ...summary.notes.map((note) => make("p", { className: "advice" }, translated(note))),
    moves.length
      ? table(
          t("night.table", { at: clock.stamp(Date.parse(summary.start)) }),
          [
            { head: t("night.crane"), cell: (move) => `${move.crane} · ${move.order}`, row: true },
            { head: t("night.time"), cell: (move) => t("span", { from: time(move.start), to: time(move.end) }) },
            { head: t("yard.box"), cell: (move) => move.box },
            { head: t("night.from"), cell: (move) => move.origin },
            { head: t("night.to"), cell: (move) => move.target },
            { head: t("yard.ship"), cell: (move) => `${move.vessel} (${move.call})` },
            { head: t("yard.port"), cell: (move) => move.port },
            { head: t("night.frees"), cell: (move) => move.frees ?? t("night.room") },
          ],
          moves,
        )
      : make("p", { className: "advice" }, t("night.nothing")),
    make(
      "p",
      { className: "advice" },
      summary.blocks
        .map((row) => t("night.block", { block: row.block, wrong: row.in_the_way, left: row.still_in_the_way, moves: figure(row.moves, 0) }))
        .join("; "),
    ),
  ];
}
