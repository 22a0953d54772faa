// The server's view of a loading plan, looked up by bay and moment. Times are seconds from the plan's start; at ARRIVAL
// no crane has taken hold of anything yet.

/** Before the first lift. */
export const ARRIVAL = -1;

/** The stowage of `GET /plans/ID/stowage`, with ways to look into it. */
export function stowageOf(view) {
  const start = Date.parse(view.start);
  const staysOf = new Map(view.bays.map((bay) => [bay.bay, []]));
  for (const stay of view.stays) staysOf.get(stay.bay)?.push(stay);
  const begins = [...new Set(view.lifts.map((lift) => lift.start_s))].sort((a, b) => a - b);
  const ends = [...new Set(view.lifts.map((lift) => lift.end_s))].sort((a, b) => a - b);
  const moments = [...new Set([ARRIVAL, ...begins, ...ends])].sort((a, b) => a - b);

  return {
    view,
    /** The moment on the clock, in milliseconds since 1970. */
    moment: (seconds) => start + Math.max(0, seconds) * 1000,
    seconds: (moment) => (moment - start) / 1000,
    bayOf: (number) => view.bays.find((bay) => bay.bay === number),
    staysOf: (bay) => staysOf.get(bay) ?? [],
    /** Who stands in a bay at a moment. */
    at: (bay, seconds) => (staysOf.get(bay) ?? []).filter((stay) => stands(stay, seconds)),
    /** Where a box stands at a moment, or else where it stands next, or stood last. */
    stayOf: (box, seconds) => {
      const its = view.stays.filter((stay) => stay.box === box);
      const later = (stay) => (stay.since_s ?? ARRIVAL) > seconds;
      return its.find((stay) => stands(stay, seconds)) ?? its.find(later) ?? its.at(-1);
    },
    /** The lifts that are under way at a moment. */
    lifting: (seconds) => view.lifts.filter((lift) => lift.start_s <= seconds && seconds < lift.end_s),
    /** How many lifts are done at a moment. */
    done: (seconds) => view.lifts.filter((lift) => lift.end_s <= seconds).length,
    /** The bay at which a crane stands: that of its last lift that has begun, or of its first one. */
    bayAt: (crane, seconds) => {
      const its = view.lifts.filter((lift) => lift.crane === crane);
      return (its.findLast((lift) => lift.start_s <= seconds) ?? its[0])?.bay ?? null;
    },
    /** The next or the last moment at which a lift begins or ends. */
    next: (seconds) => moments.find((moment) => moment > seconds) ?? view.end_s,
    before: (seconds) => moments.findLast((moment) => moment < seconds) ?? ARRIVAL,
    /** The state of the ship that was worked out last before a moment. */
    stateAt: (seconds) => view.states.findLast((state) => state.at_s <= Math.max(0, seconds)) ?? view.states[0],
  };
}

/** Whether a box stands in its cell at a moment. */
export const stands = (stay, seconds) =>
  (stay.since_s === null || stay.since_s <= seconds) && (stay.until_s === null || seconds < stay.until_s);

/** A bay as it is written: three digits. */
export const bayName = (bay) => String(bay).padStart(3, "0");

/** A row or a tier: two digits. */
export const two = (number) => String(number).padStart(2, "0");
