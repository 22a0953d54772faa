// Plays a loading plan: a button, a slider over its time, a choice of speed, and keys. Space plays and stops, the arrows
// go from lift to lift.

import { t } from "../language.js";
import { make } from "../markup.js";
import { ARRIVAL } from "./stowage.js";

// Seconds of the plan in a second.
const SPEEDS = [60, 300, 900, 3600];

/**
 * A player of a stowage. `onMoment(seconds)` hears each moment. Answers its parts, elements for the page, and ways to
 * move it: {parts, seconds(), go(seconds), stop(), key(event), translate()}.
 */
export function player(stowage, clock, onMoment) {
  const { view } = stowage;
  let seconds = ARRIVAL;
  let playing = null; // the request of the next frame
  let last = 0;

  const play = make("button", { type: "button", className: "primary play" });
  const slider = make("input", { type: "range", min: ARRIVAL, max: view.end_s, step: 1, value: ARRIVAL });
  const told = make("output", { className: "moment", "aria-live": "off" });
  const speed = make("select");
  const ends = [ARRIVAL, view.end_s].map((moment) => {
    const button = make("button", { type: "button" });
    button.addEventListener("click", () => go(moment));
    return button;
  });
  for (const one of SPEEDS) speed.append(new Option("", one));
  speed.value = String(SPEEDS.find((one) => view.end_s / one <= 120) ?? SPEEDS.at(-1));
  const speedLabel = make("label", { className: "scale" }, make("span"), " ", speed);

  const words = () => {
    const at = clock.stamp(stowage.moment(seconds));
    const values = { at, done: stowage.done(seconds), n: view.lifts.length };
    if (seconds < 0) return t("loading.at.arrival");
    return t(seconds >= view.end_s ? "loading.at.departure" : "loading.at", values);
  };
  const say = () => {
    play.textContent = t(playing === null ? "loading.play" : "loading.pause");
    told.textContent = words();
    slider.value = seconds;
    slider.setAttribute("aria-valuetext", words());
  };
  const go = (moment) => {
    seconds = Math.max(ARRIVAL, Math.min(view.end_s, moment));
    say();
    onMoment(seconds);
  };
  const stop = () => {
    if (playing !== null) cancelAnimationFrame(playing);
    playing = null;
    say();
  };
  const tick = (now) => {
    if (!slider.isConnected) {
      playing = null;
      return;
    }
    const step = Math.min(250, now - last) / 1000;
    last = now;
    playing = requestAnimationFrame(tick);
    go(seconds + step * Number(speed.value));
    if (seconds >= view.end_s) stop();
  };
  const toggle = () => {
    if (playing !== null) return stop();
    if (seconds >= view.end_s) seconds = ARRIVAL;
    last = performance.now();
    playing = requestAnimationFrame(tick);
    return say();
  };
  const key = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const acts = {
      " ": toggle,
      ArrowRight: () => go(stowage.next(seconds)),
      ArrowLeft: () => go(stowage.before(seconds)),
      PageUp: () => go(seconds + 600),
      PageDown: () => go(seconds - 600),
      Home: () => go(ARRIVAL),
      End: () => go(view.end_s),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  };
  play.addEventListener("click", toggle);
  slider.addEventListener("input", () => go(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    event.stopPropagation();
    key(event);
  });

  const translate = () => {
    slider.setAttribute("aria-label", t("loading.slider"));
    speedLabel.firstChild.textContent = t("loading.speed");
    for (const option of speed.options) option.textContent = t("loading.speed.is", { n: Number(option.value) / 60 });
    ends[0].textContent = t("loading.arrival");
    ends[1].textContent = t("loading.departure");
    say();
  };
  translate();
  const parts = [play, ends[0], slider, ends[1], told, speedLabel];
  return { parts, seconds: () => seconds, go, stop, key, translate };
}
