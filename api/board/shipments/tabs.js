// The parts of the shipments' view, one shown at a time: arrows, Home and End go from one to another.

/** Make the buttons of a list of tabs show their panels; `shown(name)` is called with the panel's id. */
export function startTabs(list, shown) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const choose = (tab, focus) => {
    for (const one of tabs) {
      const is = one === tab;
      one.setAttribute("aria-selected", String(is));
      one.tabIndex = is ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !is;
    }
    if (focus) tab.focus();
    shown(tab.getAttribute("aria-controls"));
  };
  for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
  list.addEventListener("keydown", (event) => {
    const there = tabs.filter((tab) => !tab.hidden);
    const at = there.indexOf(document.activeElement);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1 + there.length, Home: 0, End: there.length - 1 };
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    choose(there[steps[event.key] % there.length], true);
  });
  choose(tabs[0]);
  return { choose: (panel) => choose(tabs.find((tab) => tab.getAttribute("aria-controls") === panel)) };
}
