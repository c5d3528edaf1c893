// The counts of the lanes; cases that came wait behind a line that says how many.
// Nothing moves under the hand.

import { all, each, one } from "./dom.js";

const EVERY = 30_000;

/** @typedef {Record<string, { n: number, tone: string }>} Counts */

/** @param {Counts} lanes */
function tell(lanes) {
  for (const tab of all("[data-lane]")) {
    const found = lanes[tab.dataset.lane ?? ""];
    const count = one("b", tab);
    if (!found || !count) continue;
    count.textContent = String(found.n);
    tab.className = found.tone;
  }
}

/** @param {number} came */
function more(came) {
  const bar = one("[data-fresh]");
  const words = bar && one("[data-words]", bar);
  if (!bar || !words) return;
  bar.hidden = came <= 0;
  const { one: single = "", many = "" } = words.dataset;
  words.textContent = came === 1 ? single : many.replace("{n}", String(came));
}

/** @param {HTMLElement} nav */
function counts(nav) {
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(nav.dataset.url ?? "", { headers: { "X-Part": "1", "X-Beat": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    const { lanes } = await answer.json();
    document.dispatchEvent(new CustomEvent("counted", { detail: lanes }));
    tell(lanes);
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  for (const name of ["acted", "changed"]) document.addEventListener(name, look);
  document.addEventListener("came", (event) => more(/** @type {CustomEvent<number>} */ (event).detail));
}

export const freshness = () => each("[data-lanes]", counts);
