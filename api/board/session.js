// Who is signed in, where the server asks for tokens: a form that changes a token for a cookie, and the way out.

import { get, Refused, signIn, signOut } from "./http.js";
import { fill, named, t, translated } from "./language.js";
import { sayProblem } from "./messages.js";

const $ = (id) => document.getElementById(id);

const RANKS = ["viewer", "analyst", "planner", "admin"];

let shown = null; // whose page this is

/** Answers who it is once the server lets this page in: at once where it asks for no tokens, or somebody is signed in. */
export async function letIn() {
  for (;;) {
    try {
      const who = await get("/session");
      show(who);
      return who;
    } catch (error) {
      if (!(error instanceof Refused && error.details.status === 401)) throw error;
      await signedIn();
    }
  }
}

/** Whether whoever is let in may do what a viewer, analyst, planner or admin may: each may do what those before it may. */
export const may = (role) => RANKS.includes(shown?.role) && RANKS.indexOf(shown.role) >= RANKS.indexOf(role);

/** Whether they may stop a job: analysts their own, planners any. */
export const mayStop = (job) => may("planner") || (may("analyst") && job.made_by === shown.name);

function show(who) {
  // Another one gets a page of their own: this one shows what was for somebody else.
  if (shown && (shown.name !== who.name || shown.role !== who.role || shown.of !== who.of)) location.reload();
  shown = who;
  const { name, role, party, of, signed_in: signedIn } = who;
  $("who").hidden = !signedIn;
  fill($("who-name"), () => [`${name} · ${of ?? (party ? named("party", party) : named("role", role))}`]);
  // What they may not do is not offered.
  for (const part of document.querySelectorAll("[data-needs]")) part.hidden = !may(part.dataset.needs);
}

/** Show the form until a token was taken. */
function signedIn() {
  const dialog = $("sign-in");
  if (!dialog.open) {
    fill($("sign-in-problem"), () => []);
    dialog.showModal();
  }
  return new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
}

async function take(event) {
  event.preventDefault();
  const { token, enter } = event.target.elements;
  enter.disabled = true;
  try {
    show(await signIn(token.value.trim()));
    token.value = "";
    $("sign-in").close();
  } catch (error) {
    const foreign = error instanceof TypeError; // a header takes no such letters
    fill($("sign-in-problem"), () =>
      foreign ? [t("sign.letters")] : [t("sign.refused"), " ", translated(error.message), "."],
    );
    token.select();
  } finally {
    enter.disabled = false;
  }
}

$("sign-in").addEventListener("cancel", (event) => event.preventDefault());
$("sign-in-form").addEventListener("submit", take);
$("sign-out").addEventListener("click", async () => {
  try {
    await signOut();
    location.reload();
  } catch (error) {
    sayProblem("session", error);
  }
});
// A session that is over: whoever signs in again goes on where they were.
window.addEventListener("dermaga-signed-out", signedIn);
