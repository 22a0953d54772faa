// Actuals from a file: chosen, looked at with everything that was understood and every fault, and then taken.

import { changesTable, noticeList } from "./visits.js";
import { sendFile } from "../http.js";
import { fill, t } from "../language.js";
import { make, onFile } from "../markup.js";
import { faultTable, hush, say, sayProblem } from "../messages.js";

const TYPES = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const typeOf = (file) => TYPES[file.name.split(".").pop().toLowerCase()] ?? "text/plain";

/** Let a file be chosen in `place`; `then()` once it was taken. `state` has the opened case and the plan's job. */
export function fileTaker(place, state, then) {
  const input = place.querySelector("input[type=file]");
  const call = place.querySelector("[name=call]");
  const add = place.querySelector("[name=add]");
  const seen = place.querySelector(".preview");
  let file = null;

  const path = (preview) => {
    const query = new URLSearchParams({ preview, add: add.checked, plan_id: state.job.id });
    if (call.value) query.set("call", call.value);
    return `/cases/${encodeURIComponent(state.opened.case.name)}/actuals?${query}`;
  };
  const clear = () => {
    file = null;
    input.value = "";
    seen.hidden = true;
    const calls = state.opened?.case.calls ?? [];
    fill(call, () => [make("option", { value: "" }, t("day.file.call.any")), ...calls.map(({ id }) => make("option", { value: id }, id))]);
  };
  const store = async () => {
    const { name } = file;
    hush("day");
    try {
      const { version, rows } = await sendFile(path(false), file, typeOf(file));
      clear();
      say("day", "good", () => [t("day.file.taken", { file: name, n: rows.length, version })]);
      await then();
    } catch (error) {
      sayProblem("day", error);
    }
  };
  const look = async () => {
    if (!file) return;
    const chosen = file;
    seen.hidden = true; // what it shows is of another file, or asked for otherwise
    hush("day");
    try {
      const told = await sendFile(path(true), chosen, typeOf(chosen));
      if (chosen !== file) return;
      fill(seen, () => {
        const take = make("button", { type: "button", className: "primary" }, t("day.file.take", { n: told.rows.length }));
        take.disabled = told.faults.length > 0 || !told.rows.length;
        take.addEventListener("click", store);
        const drop = make("button", { type: "button" }, t("mark.cancel"));
        drop.addEventListener("click", clear);
        return [
          told.faults.length ? make("p", { className: "problem" }, t("day.file.faults", { n: told.faults.length })) : "",
          told.faults.length ? faultTable(told.faults) : "",
          told.rows.length ? changesTable(told.rows, state.opened.clock) : "",
          told.rows.length || told.faults.length ? "" : make("p", {}, t("day.file.none")),
          noticeList(told.notices) ?? "",
          make("p", { className: "acts" }, take, drop),
        ];
      });
      seen.hidden = false;
    } catch (error) {
      sayProblem("day", error);
    }
  };
  onFile(input, (chosen) => {
    file = chosen;
    look();
  });
  for (const each of [call, add]) each.addEventListener("change", look);
  return { clear };
}
