// Moving ships in the diagram: with mouse or finger along time and quay, by the end of a rectangle for more or fewer
// cranes, or with the keyboard. What comes of it is asked of the server; nothing here knows a rule.

import { HOUR } from "../clock.js";
import { ghostOf } from "./ghost.js";

const MINUTE = 60_000;
const FAR = 4; // pixels that a pointer moves before it drags
const EDGE = { mouse: 7, touch: 16, pen: 12 }; // how near to a ship's end one must be to drag that
const STEPS = { fine: { minutes: 15, metres: 5 }, coarse: { minutes: 60, metres: 25 } };

/**
 * Let ships of a drawing be moved. `may(call)` answers whether that one may be, and says why not; `ask(change, ghost)`
 * is told wherever a ship is held, `drop(change, ghost)` where it is let go, `act(name, call)` of other keys: lock, more,
 * fewer. A change is {call, start?, position_m?, until?}. Answers `stop()`, which puts back what is held, and
 * `isHolding`.
 */
export function movable(drawing, { may, ask, drop, act }) {
  const { plot, view } = drawing;
  const hulls = plot.querySelector(".ships");
  const callOf = (hull) => view.calls.find((one) => one.call === hull.dataset.call);
  let held = null;

  const minutes = drawing.hourWidth >= 40 ? 5 : 15;
  const snapped = (moment) => Math.round(moment / (minutes * MINUTE)) * minutes * MINUTE;
  const metreOf = (pixels) => pixels / (drawing.y(1) - drawing.y(0));
  const hoursOf = (pixels) => (pixels / drawing.hourWidth) * HOUR;

  const hold = (call, how) => {
    const place = { start: Date.parse(call.start), position_m: call.position_m, end: Date.parse(call.end) };
    held = { call, how, place, from: { ...place }, ghost: ghostOf(drawing, call) };
  };
  const change = () => {
    const { call, how, place } = held;
    if (how === "end") return { call: call.call, until: new Date(place.end).toISOString() };
    return { call: call.call, start: new Date(place.start).toISOString(), position_m: place.position_m };
  };
  const put = (fields) => {
    const before = JSON.stringify(change());
    Object.assign(held.place, fields);
    if (JSON.stringify(change()) === before) return;
    if (held.how === "end") held.ghost.wide(held.place.start, Math.max(held.place.end, held.place.start + 10 * MINUTE));
    else held.ghost.at(held.place);
    ask(change(), held.ghost);
  };
  const stop = () => {
    held?.ghost.remove();
    held = null;
  };
  const letGo = () => {
    const { ghost, place, from } = held;
    const wanted = change();
    held = null;
    if (JSON.stringify(place) === JSON.stringify(from)) ghost.remove();
    else drop(wanted, ghost);
  };

  const atEnd = (event, hull) => {
    const { right, width } = hull.getBoundingClientRect();
    const near = Math.min(EDGE[event.pointerType] ?? EDGE.mouse, width / 3);
    return right - event.clientX <= near;
  };
  hulls.addEventListener("pointerdown", (event) => {
    const hull = event.target;
    if (event.button !== 0 || !hull.classList.contains("ship") || held) return;
    const call = callOf(hull);
    const began = { x: event.clientX, y: event.clientY, how: atEnd(event, hull) ? "end" : "place" };
    let isFar = false;
    const move = (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      const [right, down] = [moved.clientX - began.x, moved.clientY - began.y];
      if (!isFar) {
        if (Math.hypot(right, down) < FAR) return;
        isFar = true;
        if (!may(call)) return end(moved);
        hold(call, began.how);
      }
      if (!held) return; // it was put back meanwhile
      if (began.how === "end") put({ end: snapped(held.from.end + hoursOf(right)) });
      else put({ start: snapped(held.from.start + hoursOf(right)), position_m: Math.round(held.from.position_m + metreOf(down)) });
    };
    const end = (ended) => {
      if (ended.pointerId !== event.pointerId) return;
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
      if (!held || !isFar) return;
      if (ended.type === "pointerup") letGo();
      else stop();
    };
    const listeners = [
      ["pointermove", move],
      ["pointerup", end],
      ["pointercancel", end],
    ];
    // At the window: a pointer that leaves the ship, or the page, goes on dragging it.
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
  });
  hulls.addEventListener("pointermove", (event) => {
    if (event.target.classList.contains("ship") && !held)
      event.target.classList.toggle("by-end", atEnd(event, event.target));
  });

  const step = (key, isCoarse) => {
    const { minutes: late, metres } = isCoarse ? STEPS.coarse : STEPS.fine;
    const { start, position_m: place } = held.place;
    return {
      ArrowRight: { start: start + late * MINUTE },
      ArrowLeft: { start: start - late * MINUTE },
      ArrowDown: { position_m: place + metres },
      ArrowUp: { position_m: place - metres },
    }[key];
  };
  // Before the keys that go from ship to ship.
  hulls.addEventListener(
    "keydown",
    (event) => {
      const hull = event.target;
      if (!hull.classList.contains("ship") || event.ctrlKey || event.metaKey || event.altKey) return;
      const call = callOf(hull);
      const done = () => {
        event.preventDefault();
        event.stopPropagation();
      };
      if (event.key === "Escape" && held) {
        stop();
        return done();
      }
      if (event.key === "Enter" || event.key === " ") {
        if (held) letGo();
        else if (may(call)) {
          hold(call, "place");
          ask(change(), held.ghost);
        }
        return done();
      }
      if (held) {
        const to = step(event.key, event.shiftKey);
        if (to) {
          put(to);
          done();
        } else if (event.key === "Tab") stop();
        return undefined;
      }
      const name = { "+": "more", "=": "more", "-": "fewer", l: "lock", L: "lock", Delete: "off" }[event.key];
      if (name) {
        act(name, call);
        done();
      }
      return undefined;
    },
    true,
  );
  return {
    stop,
    get isHolding() {
      return held !== null;
    },
  };
}
