// What is entered of a ship: her moments, boxes and place, whether she is tentative, and a remark for other planners.

import { patch, put, Refused, remove } from "../http.js";
import { refusalWords } from "../messages.js";

const MOMENTS = ["arrived", "first_line", "first_lift", "last_lift", "last_line"];

const $ = (id) => document.getElementById(id);

/** Answers a function that asks for a visit of {opened}; `then()` is called once the server has taken it. */
export function entryDialog(then) {
  const dialog = $("actual");
  const form = $("actual-form");
  const fields = form.elements;
  fields.close.addEventListener("click", () => dialog.close());
  return (visit, { opened, job }) => {
    const known = visit.actual;
    form.reset();
    $("actual-title").textContent = `${visit.name} (${visit.call})`;
    $("actual-problem").replaceChildren();
    for (const name of MOMENTS) fields[name].value = known?.[name]?.slice(0, 16) ?? "";
    fields.moves_done.value = known?.moves_done ?? "";
    fields.moves_done.max = visit.moves;
    fields.position_m.value = known?.position_m ?? visit.planned?.position_m ?? "";
    fields.tentative.checked = visit.tentative;
    fields.remark.value = visit.remark ?? "";
    form.onsubmit = async (event) => {
      event.preventDefault();
      fields.save.disabled = true;
      const path = `/cases/${encodeURIComponent(opened.case.name)}`;
      const name = encodeURIComponent(visit.call);
      try {
        const told = entered(fields);
        if (told) await put(`${path}/actuals/${name}?plan_id=${encodeURIComponent(job.id)}`, told);
        else if (known) await remove(`${path}/actuals/${name}`);
        const said = { remark: fields.remark.value.trim() || null, tentative: fields.tentative.checked };
        if (said.remark !== visit.remark || said.tentative !== visit.tentative) await patch(`${path}/calls/${name}`, said);
        dialog.close();
        await then();
      } catch (error) {
        $("actual-problem").replaceChildren(...(error instanceof Refused ? refusalWords(error.details) : [error.message]));
      } finally {
        fields.save.disabled = false;
      }
    };
    dialog.showModal();
  };
}

/** What was entered, as the server takes it; null where nothing was. */
function entered(fields) {
  const told = {};
  for (const name of MOMENTS) if (fields[name].value) told[name] = fields[name].value;
  const moves = Number(fields.moves_done.value);
  if (moves) told.moves_done = moves;
  if (!Object.keys(told).length) return null;
  const berthed = moves || MOMENTS.slice(1).some((name) => told[name]);
  if (berthed && fields.position_m.value !== "") told.position_m = Number(fields.position_m.value);
  return told;
}
