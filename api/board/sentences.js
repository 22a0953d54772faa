// Sentences that the server writes in English, said in another language: broken rules, faults of files and their
// remedies, refusals, remarks. A table has each by its English form, as "{ship} leaves before it berths". In it stands
//   {name}   a name, a moment or a number: no text with a comma, semicolon or colon in it
//   {name#}  a number
//   {name=}  a word of the case's own, or a choice of such, as first_line, or as "start, end or none"
//   {name+}  a list, as "A, B and 2 more"
//   {name*}  whatever somebody wrote
//   {name!}  a sentence or a part of one that has an entry of its own
// Each line is a sentence. What fits no form has no words; nothing is said in half. Of two forms that fit, the one with more of its own is meant.

const PLACE = /\{(\w+)([#=+*!]?)\}/g;
const WORD = "[^\\s,;:]+";
const FITTING = {
  "": "((?:(?![:;,] ).)+?)",
  "#": "(-?\\d[\\d,]*(?:\\.\\d+)?%?)",
  "=": `(${WORD}(?:(?:, | or )${WORD})*)`,
  "+": "((?:(?![:;] ).)+?)",
  "*": "(.+?)",
  "!": "(.+?)",
};
// The most sentences that are kept as they were said: a ship that is dragged has another one in each place.
const MOST_KEPT = 1000;

/** A function that says an English sentence in the words of a table, with its figures and lists; null where it has none. */
export function translator({ table, point, group, and, or, more }) {
  let forms = null;
  const known = new Map();

  function said(sentence) {
    if (!known.has(sentence)) {
      if (known.size >= MOST_KEPT) known.clear();
      forms ??= Object.entries(table).map(readForm).sort((one, other) => other.own - one.own);
      known.set(sentence, search(sentence));
    }
    return known.get(sentence);
  }

  function search(sentence) {
    if (sentence.includes("\n")) {
      const lines = sentence.split("\n").map(said);
      return lines.includes(null) ? null : lines.join("\n");
    }
    for (const { pattern, places, words } of forms) {
      const found = pattern.exec(sentence);
      if (!found) continue;
      const values = new Map(places.map(({ name, kind }, at) => [name, written(found[at + 1], kind)]));
      if (![...values.values()].includes(null)) return words.replace(PLACE, (_, name) => values.get(name));
    }
    return null;
  }

  function written(value, kind) {
    if (kind === "!") return said(value);
    if (kind === "*") return value;
    if (kind === "=" && value.includes(" ")) return value.replaceAll(" or ", ` ${or} `);
    if (kind === "+") return value.replace(/ and (\d+) more$/, ` ${and} $1 ${more}`).replaceAll(" and ", ` ${and} `);
    if (!/^-?\d{1,3}(,?\d{3})*(\.\d+)?%?$/.test(value)) return value;
    return value.replace(/[,.]/g, (mark) => (mark === "," ? group : point));
  }

  return said;
}

function readForm([form, words]) {
  const places = [...form.matchAll(PLACE)].map(([, name, kind]) => ({ name, kind }));
  const own = form.split(/\{\w+[#=+*!]?\}/);
  const parts = own.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const source = parts.reduce((before, part, at) => before + FITTING[places[at - 1].kind] + part);
  return { pattern: new RegExp(`^${source}$`), places, words, own: own.join("").length };
}
