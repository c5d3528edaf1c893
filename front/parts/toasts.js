// What was done, said at the foot of the workbench. One at a time; focus stays. What can
// be taken back shows for how long still.

import { one } from "./dom.js";

const STAYS = 10;

/**
 * Let a toast go by its button, or by itself.
 * @param {HTMLElement} shown
 * @param {(left: number) => void} [tick]
 */
export function goes(shown, tick) {
  let left = STAYS;
  const timer = window.setInterval(() => {
    left -= 1;
    tick?.(left);
    if (left <= 0) shown.remove();
    if (!shown.isConnected) window.clearInterval(timer);
  }, 1000);
  one("[data-dismiss]", shown)?.addEventListener("click", () => shown.remove());
}

/** @param {HTMLElement} shown @param {() => void} undo */
function undoes(shown, undo) {
  const part = one("[data-undoes]", shown);
  const bar = /** @type {HTMLProgressElement | null} */ (one("progress", shown));
  const seconds = one("[data-seconds]", shown);
  if (!part || !bar || !seconds) return goes(shown);
  part.hidden = false;
  one("button", part)?.addEventListener("click", () => {
    shown.remove();
    undo();
  });
  seconds.textContent = `${STAYS} s`;
  return goes(shown, (left) => {
    bar.value = left;
    seconds.textContent = `${left} s`;
  });
}

/** @param {string} words @param {(() => void) | null} undo */
export function toast(words, undo) {
  const place = one("[data-toasts]");
  const shape = /** @type {HTMLTemplateElement | null} */ (one("[data-toast-shape]"));
  const shown = shape && one(".toast", /** @type {DocumentFragment} */ (shape.content.cloneNode(true)));
  if (!place || !shown) return;
  const said = one("[data-words]", shown);
  if (said) said.textContent = words;
  place.replaceChildren(shown);
  if (undo) undoes(shown, undo);
  else goes(shown);
}
