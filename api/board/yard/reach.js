// Things of a drawing by the keyboard: one of them is reached by Tab, the others by arrows, Home and End.

/**
 * Make `items`, in their order, the options of a listbox. `step(key, n)` answers which other one an arrow leads to;
 * `open(item)` is called for Enter, space and a click, `at(item)` for the one that has the focus.
 */
export function reachable(items, { open, at, step = byOne }) {
  const choose = (n) => {
    items.forEach((item, other) => item.setAttribute("tabindex", other === n ? 0 : -1));
  };
  items.forEach((item, n) => {
    item.addEventListener("click", () => open(item));
    item.addEventListener("focus", () => {
      choose(n);
      at?.(item);
    });
    item.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(item);
        return;
      }
      const next = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : step(event.key, n);
      if (next === null || next === undefined) return;
      event.preventDefault();
      items[Math.min(items.length - 1, Math.max(0, next))]?.focus();
    });
  });
  choose(Math.max(0, items.findIndex((item) => item.getAttribute("aria-selected") === "true")));
}

const byOne = (key, n) =>
  ({ ArrowRight: n + 1, ArrowDown: n + 1, ArrowLeft: n - 1, ArrowUp: n - 1 })[key] ?? null;
