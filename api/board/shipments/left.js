// How much time is left, in words.

import { t } from "../language.js";

const DAY_H = 24;

/** Hours in days and hours, as "2 d 4 h"; of what is past, by how much it is. */
export function left(hours) {
  if (hours === null || hours === undefined) return "–";
  const size = Math.abs(hours);
  const days = Math.floor(size / DAY_H);
  const words = days ? t("left.days", { d: days, h: Math.floor(size % DAY_H) }) : t("left.hours", { h: size });
  return hours < 0 ? t("left.past", { time: words }) : words;
}
