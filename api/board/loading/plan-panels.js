// A loading plan in its panels: the ship, one bay, the cranes, the boxes and the figures, all at one moment.

import { drawBay } from "./bay.js";
import { remarkList, writer } from "./boxes.js";
import { colouring } from "./colours.js";
import { craneHours, loadingFigures, summaryOf } from "./figures.js";
import { craneLegend, stowageLegend } from "./legend.js";
import { player } from "./player.js";
import { shipProfile } from "./profile.js";
import { drawSpaceTime } from "./space-time.js";
import { drawStability } from "./stability.js";
import { bayName, stowageOf } from "./stowage.js";
import { asBefore, t } from "../language.js";

const $ = (id) => document.getElementById(id);

/** Show the plan of a job with the server's view of it. Answers {draw, stop, key(event)}. */
export function showPlan(job, view, { case: ofCase, clock }) {
  const stowage = stowageOf(view);
  const write = writer(stowage, clock);
  const colourBy = $("loading-colour");
  const follow = $("loading-follow");
  const tableOf = $("loading-bay-table");
  let bay = view.lifts[0]?.bay ?? view.bays[0].bay;
  let chosen = null; // a box
  let parts = null; // what is drawn: {ship, cranes, stability, colour}
  let drawn = ""; // what the bay's picture shows
  const sentences = new Map(); // of stays, in the language of now
  const describe = (box, stay) => {
    if (!sentences.has(stay)) sentences.set(stay, write.sentence(box, stay));
    return sentences.get(stay);
  };

  const seconds = () => play.seconds();
  const showBox = () => {
    const box = view.boxes[chosen];
    $("loading-box").hidden = !box;
    if (!box) return;
    const stay = stowage.stayOf(chosen, seconds());
    $("loading-box").replaceChildren(...write.details(box, stay, () => toBox(null)));
  };
  const toBox = (place) => {
    if (place === chosen) return;
    chosen = place;
    const stay = place === null ? null : stowage.stayOf(place, seconds());
    if (stay && stay.bay !== bay) toBay(stay.bay);
    showBox();
    for (const one of $("loading-bay").querySelectorAll("[data-box]")) {
      const isChosen = Number(one.dataset.box) === chosen;
      one.classList.toggle("chosen", isChosen);
      one.setAttribute("aria-selected", String(isChosen));
    }
  };
  const toBay = (number) => {
    bay = number;
    parts.ship.choose(bay);
    onMoment(seconds());
  };

  /** The bay's picture is made anew only where what it shows has changed. */
  const showBay = (at) => {
    const here = stowage.at(bay, at).map((stay) => stay.slot + stay.box);
    const lifting = stowage.lifting(at).filter((lift) => lift.bay === bay);
    const shows = [bay, colourBy.value, ...here, ...lifting.map((lift) => lift.crane + lift.order)].join();
    if (shows === drawn) return;
    drawn = shows;
    const focused = document.activeElement?.closest?.("#loading-bay [data-box]")?.dataset.box;
    drawBay($("loading-bay"), stowage, bay, at, { colour: parts.colour, chosen, describe, onBox: toBox });
    if (focused !== undefined) $("loading-bay").querySelector(`[data-box="${focused}"]`)?.focus();
    $("loading-bay-name").textContent = t("loading.bay.head", { bay: bayName(bay), n: here.length });
    if (tableOf.open) showTable();
  };
  const showTable = () => tableOf.lastElementChild.replaceChildren(write.bayTable(bay, seconds()));

  const onMoment = (at) => {
    if (!parts) return;
    const followed = follow.value && stowage.bayAt(follow.value, at);
    if (followed && followed !== bay) {
      bay = followed;
      parts.ship.choose(bay);
    }
    parts.ship.draw(at, parts.colour);
    showBay(at);
    parts.cranes.now(at);
    parts.stability.now(at);
  };
  const play = player(stowage, clock, onMoment);

  const draw = () => {
    asBefore($("loading-plan"), () => {
      drawn = "";
      sentences.clear();
      play.translate();
      const followed = follow.value;
      follow.replaceChildren(new Option(t("loading.follow.none"), ""), ...view.cranes.map((crane) => new Option(crane)));
      follow.value = view.cranes.includes(followed) ? followed : "";
      parts = {
        colour: colouring(stowage, colourBy.value),
        ship: shipProfile($("loading-profile"), stowage, toBay),
        cranes: drawSpaceTime($("loading-cranes"), stowage, clock, (at, number) => {
          bay = number;
          parts.ship.choose(bay);
          play.go(at);
        }),
        stability: drawStability($("loading-stability"), stowage),
      };
      parts.ship.choose(bay);
      $("loading-legend").replaceChildren(stowageLegend(parts.colour));
      $("loading-crane-legend").replaceChildren(craneLegend());
      $("loading-tasks").lastElementChild.replaceChildren(write.taskTable());
      const summary = summaryOf(job.result.summary, view);
      $("loading-costs").replaceChildren(...loadingFigures(summary, ofCase.terminal.currency, clock));
      $("loading-hours").replaceChildren(...craneHours(summary));
      $("loading-remarks").replaceChildren(...remarkList(view, toBox));
      if (tableOf.open) showTable();
      showBox();
      onMoment(seconds());
    });
  };
  const find = (event) => {
    event.preventDefault();
    const words = $("loading-find").elements.box.value.trim().toUpperCase();
    const place = words ? view.boxes.findIndex((box) => box.box.includes(words)) : -1;
    $("loading-found").textContent = words && place < 0 ? t("loading.find.none") : "";
    if (place >= 0) toBox(place);
  };

  $("loading-player").replaceChildren(...play.parts);
  // These stay on the page from plan to plan.
  colourBy.onchange = draw;
  follow.onchange = () => onMoment(seconds());
  tableOf.ontoggle = () => tableOf.open && showTable();
  $("loading-find").onsubmit = find;
  draw();
  return { draw, stop: play.stop, key: play.key };
}
