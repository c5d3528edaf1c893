// New rows wait behind a line that says how many; nothing moves under the hand.

import { each, one } from "./dom.js";

const EVERY = 30_000;
const STALE = 60_000;

/** @param {HTMLElement} bar */
function waits(bar) {
  let heard = Date.now();
  const words = one("[data-words]", bar);
  const stale = one("[data-stale]");

  /** @param {{count: number, words: string}} fresh */
  const tell = (fresh) => {
    bar.hidden = fresh.count === 0;
    if (words) words.textContent = fresh.words;
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(bar.dataset.url ?? "", { headers: { "X-Part": "1" } });
      if (!answer.ok) return;
      tell(await answer.json());
      heard = Date.now();
    } catch {
      // No network: the banner says so once the list is old.
    } finally {
      if (stale) stale.hidden = Date.now() - heard < STALE;
    }
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}

export const freshness = () => each("[data-fresh]", waits);
