// The parties of an export chain, in words.

/** As "Freight station". */
export const partyWords = (party) => {
  const words = party.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
};
