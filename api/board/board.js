// The board: chooses the case, keeps the terminal's clock, and shows one view at a time.

import { berthView } from "./berths/view.js";
import { caseChooser } from "./cases.js";
import { terminalClock } from "./clock.js";
import { dayView } from "./day/view.js";
import { get, Refused } from "./http.js";
import { onLanguage, startLanguage } from "./language.js";
import { loadingView } from "./loading/view.js";
import { away, backAgain, sayProblem } from "./messages.js";
import { partyView } from "./shipments/party.js";
import { letIn } from "./session.js";
import { shipmentView } from "./shipments/view.js";
import { simulationView } from "./studio/view.js";
import { yardView } from "./yard/view.js";

const VIEWS = ["berths", "day", "loading", "yard", "shipments", "simulation"];
const $ = (id) => document.getElementById(id);

// Each view may `open` a case that is chosen, {case, clock}, and may `take` the job of the berth plan on the board, or null.
const others = [dayView(() => berths.open(current)), loadingView(), yardView(), simulationView(), shipmentView()];
const berths = berthView((plan) => others.forEach((view) => view.take?.(plan)));
let clock = null;
let current = null; // the case that is open: {case, clock}
let asked = null; // the case chosen last: a larger one that was chosen before may arrive after it

async function open(name) {
  asked = name;
  const isOther = name !== current?.case.name;
  if (isOther) $("terminal").textContent = ""; // until it is open
  $("main").inert = isOther; // what is asked for meanwhile would be of the case before
  try {
    const found = await get(`/cases/${encodeURIComponent(name)}`);
    if (name !== asked) return;
    clock = terminalClock(found.terminal.time_zone);
    const opened = (current = { case: found, clock });
    isOpen();
    for (const view of others) view.open?.(opened);
    await berths.open(opened);
  } catch (error) {
    if (name === asked) {
      asked = current?.case.name;
      isOpen();
    }
    sayProblem("case", error); // which throws what nobody has foreseen
  }
}

/** Let a case be worked with: the one that was asked for, or where it did not come the one of before. */
function isOpen() {
  $("main").inert = false;
  if (!current) return;
  const { name, terminal } = current.case;
  $("case").value = name;
  $("terminal").textContent = `${terminal.name} · ${terminal.unlocode}`;
  tick();
}

function tick() {
  if (!clock) return;
  const now = Date.now();
  $("clock").textContent = `${clock.stamp(now)} ${clock.offsetName(now)}`;
  $("clock").title = clock.timeZone;
  $("clock").dateTime = new Date(now).toISOString();
}

function route() {
  const wanted = location.hash.slice(1);
  if (wanted === "main") return;
  const linkTo = (view) => document.querySelector(`nav a[href="#${view}"]`);
  const shown = VIEWS.includes(wanted) && !linkTo(wanted).hidden ? wanted : VIEWS[0];
  for (const view of VIEWS) {
    $(view).hidden = view !== shown;
    const link = linkTo(view);
    if (view === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  window.scrollTo(0, 0);
}

/** Whether the server is there, asked only while the page is in sight. */
async function look() {
  if (document.hidden) return;
  try {
    await get("/health");
    backAgain();
  } catch (error) {
    if (error instanceof Refused && error.details.status < 500) backAgain();
    else away();
  }
}

startLanguage();
onLanguage(tick);
window.addEventListener("hashchange", route);
setInterval(tick, 5_000);
setInterval(look, 10_000);
route();

/** The page of whoever is let in: a party has its own tasks and bookings, and no cases, plans or simulations. */
async function begin({ role }) {
  if (role !== "party") {
    route();
    return caseChooser(open);
  }
  for (const part of document.querySelectorAll(".masthead nav, .masthead .case, main > section")) part.hidden = true;
  $("own").hidden = false;
  window.removeEventListener("hashchange", route);
  return partyView((timeZone) => {
    clock = terminalClock(timeZone);
    tick();
    return clock;
  });
}

letIn().then(
  begin,
  (error) => sayProblem("session", error),
);
