// The terminal's clock: every time on the page is shown in the terminal's own zone, wherever the reader sits.
// Days and months have their names in the board's language. Moments are milliseconds since 1970 (UTC), as Date.parse
// gives them.

import { locale, t } from "./language.js";

export const HOUR = 3_600_000;

/** A clock of an IANA time zone. */
export function terminalClock(timeZone) {
  const written = (options) => {
    const formats = new Map(); // by language: to make one takes longer than to use it
    return (moment) => {
      const name = locale();
      if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat(name, { timeZone, hourCycle: "h23", ...options }));
      return formats.get(name).format(moment);
    };
  };
  const numbers = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const parts = (moment) =>
    Object.fromEntries(numbers.formatToParts(moment).map((part) => [part.type, Number(part.value)]));

  /** Minutes ahead of UTC at a moment. */
  const offset = (moment) => {
    const p = parts(moment);
    return Math.round((Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - moment) / 60_000);
  };
  const midnight = (year, month, day) => {
    const wall = Date.UTC(year, month, day);
    const guess = wall - offset(wall) * 60_000;
    return wall - offset(guess) * 60_000;
  };
  const weekday = written({ weekday: "short", day: "numeric", month: "short" });
  const day = (moment) => weekday(moment).replace(",", "");
  const time = written({ hour: "2-digit", minute: "2-digit" });
  const stamp = (moment) => `${day(moment)} ${time(moment)}`;

  return {
    timeZone,
    /** As "Mon 3 Nov". */
    day,
    /** As "14:05". */
    time,
    /** As "Mon 3 Nov 14:05". */
    stamp,
    /** As "Monday, 3 November 2025". */
    longDay: written({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    /** As "Mon 3 Nov 14:05 to 18:20"; the day of the end is named where it is another. */
    span: (from, to) => t("span", { from: stamp(from), to: day(from) === day(to) ? time(to) : stamp(to) }),
    /** As "Mon 14:05 to Tue 02:20", where the week is plain. */
    shortSpan: (from, to) => {
      const short = (moment) => `${day(moment).split(" ")[0]} ${time(moment)}`;
      return t("span", { from: short(from), to: short(to) });
    },
    /** As "2025-11-03", what a date field takes. */
    date: (moment) => {
      const p = parts(moment);
      return [p.year, p.month, p.day].map((n) => String(n).padStart(2, "0")).join("-");
    },
    /** As "2025-11-03T14:05", what a field of moments takes in any language. */
    field: (moment) => {
      const p = parts(moment);
      const [year, ...rest] = [p.year, p.month, p.day, p.hour, p.minute].map((n) => String(n).padStart(2, "0"));
      return `${year}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}`;
    },
    /** As "UTC+08:00". */
    offsetName: (moment) => {
      const minutes = offset(moment);
      const hours = Math.floor(Math.abs(minutes) / 60);
      const rest = Math.abs(minutes) % 60;
      return `UTC${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
    },
    /** Every local midnight from `from` (that of its own day) up to and including the first one at or after `to`. */
    midnights: (from, to) => {
      const first = parts(from);
      const found = [];
      for (let n = 0; ; n += 1) {
        const moment = midnight(first.year, first.month - 1, first.day + n);
        found.push(moment);
        if (moment >= to) return found;
      }
    },
  };
}
