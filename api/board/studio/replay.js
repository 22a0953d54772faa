// The replay of one replication: chosen, fetched from the server, and played with a slider.

import { terminalClock } from "../clock.js";
import { get } from "../http.js";
import { fill, t } from "../language.js";
import { make } from "../markup.js";
import { hush, sayProblem } from "../messages.js";
import { callerOf } from "./scenarios.js";
import { drawStage, wordsOf } from "./stage.js";

const SPEEDS = [5, 15, 60, 240]; // minutes of the run in a second
const DAYS = 3; // of a stretch that is fetched at once
const MINUTE = 60_000;

/** The panel of replays in `box`. */
export function replayPanel(box) {
  let job = null;
  let trace = null;
  let clock = null;
  let now = 0;
  let playing = false;
  let last = 0;
  let frame = 0;
  const asked = { scenario: "", replication: 0, day: 0, speed: 60 };
  const canvas = make("canvas", { tabIndex: 0, role: "img" });
  const slider = make("input", { type: "range", step: 1, className: "slider" });
  const time = make("output", {});
  const told = make("p", { className: "advice", role: "status" });
  const play = make("button", { type: "button", className: "play" });

  const labelled = (key, input) => make("label", { className: "scale" }, t(key), " ", input);

  function choices() {
    const { request } = job;
    const called = callerOf(request);
    const scenario = make(
      "select",
      {},
      ["", ...request.scenarios.map((each) => each.name)].map((name) => make("option", { value: name }, called(name))),
    );
    scenario.value = asked.scenario;
    scenario.addEventListener("change", () => (asked.scenario = scenario.value));
    const number = (name, most) => {
      const input = make("input", { type: "number", min: 1, max: most, step: 1, value: asked[name] + 1 });
      input.addEventListener("input", () => (asked[name] = Math.max(0, Number(input.value) - 1)));
      return input;
    };
    const fetchIt = make("button", { type: "button", className: "primary" }, t("replay.show"));
    fetchIt.addEventListener("click", () => load(fetchIt));
    return make(
      "div",
      { className: "panel-head" },
      make("h2", {}, t("replay")),
      labelled("replay.scenario", scenario),
      labelled("replay.number", number("replication", request.replications)),
      labelled("replay.day", number("day", Math.ceil(request.days ?? 28))),
      fetchIt,
    );
  }

  function controls() {
    const speed = make("select", {}, SPEEDS.map((each) => make("option", { value: each }, t("replay.minutes", { n: each }))));
    speed.value = asked.speed;
    speed.addEventListener("change", () => (asked.speed = Number(speed.value)));
    slider.setAttribute("aria-label", t("replay.slider"));
    canvas.setAttribute("aria-label", t("replay.drawing"));
    play.replaceChildren(playing ? t("replay.pause") : t("replay.play"));
    return make("div", { className: "replay-controls" }, play, labelled("replay.speed", speed), slider, time);
  }

  async function load(button) {
    hush("replay");
    button.disabled = true;
    stop();
    const of = job;
    const { scenario, replication, day } = asked;
    const query = new URLSearchParams({ replication, from_day: day, days: DAYS });
    if (scenario) query.set("scenario", scenario);
    try {
      const found = await get(`/simulations/${encodeURIComponent(of.id)}/replay?${query}`);
      if (of !== job) return;
      trace = found;
      clock = terminalClock(document.getElementById("clock").title);
      now = trace.begin;
      Object.assign(slider, { min: trace.begin, max: trace.end, value: now });
      box.replaceChildren(...box.drawn());
      show();
      play.focus();
    } catch (error) {
      sayProblem("replay", error);
    } finally {
      button.disabled = false;
    }
  }

  function show() {
    if (!trace) return;
    slider.value = now;
    const stamp = clock.stamp(Date.parse(trace.start) + now * MINUTE);
    time.replaceChildren(stamp);
    slider.setAttribute("aria-valuetext", stamp);
    drawStage(canvas, trace, now);
    if (!playing) told.replaceChildren(wordsOf(trace, now));
  }

  function step(moment) {
    if (!playing || !box.isConnected || box.closest("[hidden]")) return stop();
    now = Math.min(trace.end, now + ((moment - last) / 1000) * asked.speed);
    last = moment;
    if (now >= trace.end) stop();
    show();
    if (playing) frame = requestAnimationFrame(step);
  }

  function stop() {
    playing = false;
    cancelAnimationFrame(frame);
    play.replaceChildren(t("replay.play"));
    show();
  }

  play.addEventListener("click", () => {
    if (playing) return stop();
    if (now >= trace.end) now = trace.begin;
    playing = true;
    play.replaceChildren(t("replay.pause"));
    last = performance.now();
    frame = requestAnimationFrame(step);
  });
  slider.addEventListener("input", () => {
    now = Number(slider.value);
    show();
  });
  new ResizeObserver(() => show()).observe(canvas);

  return {
    /** Offer the replications of a job that has ended. */
    offer(done) {
      if (job?.id !== done.id) trace = null;
      job = done;
      if (!job.request.scenarios.some((each) => each.name === asked.scenario)) asked.scenario = "";
      asked.replication = Math.min(asked.replication, job.request.replications - 1);
      box.hidden = false;
      fill(box, () => [choices(), ...(trace ? [controls(), make("div", { className: "stage" }, canvas), told] : [make("p", { className: "advice pad" }, t("replay.ask"))])]);
      show();
    },
    close() {
      playing = false;
      trace = null;
      box.hidden = true;
    },
  };
}
