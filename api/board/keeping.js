// What this browser keeps for the page until the next time. It may not be allowed to keep anything, or be full: the page
// goes on without. What another Dermaga has kept, or somebody has spoilt, is as if it was not there.

const BEFORE = "dermaga.";

/** The text that is kept under a name, or null. */
export function keptText(name) {
  try {
    return localStorage.getItem(BEFORE + name);
  } catch {
    return null;
  }
}

/** Keep a text under a name; null forgets what is there. */
export function keepText(name, text) {
  try {
    if (text === null) localStorage.removeItem(BEFORE + name);
    else localStorage.setItem(BEFORE + name, text);
  } catch {
    // It lives as long as the page then.
  }
}

/** The value that is kept under a name where `fits(value)` says that it can be used, or null. */
export function keptValue(name, fits) {
  try {
    const value = JSON.parse(keptText(name));
    return fits(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keep a value under a name. */
export const keepValue = (name, value) => keepText(name, JSON.stringify(value));

/** Whether a value has fields of its own. */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
