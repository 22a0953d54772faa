// Choosing a case, and bringing one in from a file.

import { all, Refused, upload } from "./http.js";
import { keepText, keptText } from "./keeping.js";
import { t, translated } from "./language.js";
import { make, onFile } from "./markup.js";
import { faultTable, hush, say, sayProblem } from "./messages.js";
import { may } from "./session.js";

const $ = (id) => document.getElementById(id);
const REMEMBERED = "case";

let chooseAnew = null; // how another case is opened, once the list is there

/** Open a case that may be new, or have a new version. */
export const goTo = (name) => chooseAnew(name);

/** Fill the list of cases and open one; `open(name)` is called again whenever another is chosen. */
export async function caseChooser(open) {
  const select = $("case");
  const choose = (name) => {
    select.value = name;
    select.title = select.selectedOptions[0]?.title ?? "";
    keepText(REMEMBERED, name);
    return open(name);
  };
  chooseAnew = async (name) => {
    await list(select);
    return choose(name);
  };
  select.addEventListener("change", () => choose(select.value));
  $("upload").addEventListener("click", () => $("case-file").click());
  onFile($("case-file"), async (file) => {
    const name = await bringIn(file);
    if (name !== null) goTo(name);
  });
  try {
    const items = await list(select);
    const wanted = keptText(REMEMBERED);
    const first =
      items.find((item) => item.name === wanted) ?? items.find((item) => item.name === "kariangau-2025") ?? items[0];
    if (first) await choose(first.name);
    else say("case", "bad", () => [t("case.none"), may("analyst") ? t("case.none.upload") : t("case.none.wait")]);
  } catch (error) {
    sayProblem("case", error);
  }
}

async function list(select) {
  const items = await all("/cases");
  select.replaceChildren(...items.map((item) => make("option", { value: item.name, title: item.title }, item.name)));
  return items;
}

/** Upload a file; answers the new case's name, or null where the file was refused and its faults are shown. */
async function bringIn(file) {
  hush("case");
  const name = file.name
    .replace(/\.[^.]*$/, "")
    .replace(/[^A-Za-z0-9_.-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64);
  try {
    const made = await upload(name || "case", file);
    const notices = made.notices ?? [];
    say("case", "good", () => [
      t("case.here", { name: made.name ?? name }),
      ...notices.map((notice) => make("p", {}, translated(notice))),
    ]);
    return made.name ?? name;
  } catch (error) {
    if (error instanceof Refused && error.details.faults?.length) showFaults(file.name, error.details.faults);
    else sayProblem("case", error);
    return null;
  }
}

function showFaults(fileName, faults) {
  const dialog = $("faults");
  const close = make("button", { type: "button", className: "primary" }, t("close"));
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(
    make("h2", { id: "faults-title" }, t("case.refused", { file: fileName, n: faults.length })),
    make("p", {}, t("case.refused.advice")),
    faultTable(faults),
    make("p", { className: "dialog-end" }, close),
  );
  dialog.showModal(); // over everything else, the choice of the language too
  close.focus();
}
