// What lies on each side of a line that is being drawn: asked of the server a moment after
// the hand rests, one question at a time, the former numbers staying meanwhile.

import { make, one } from "./dom.js";

const REST = 400; // milliseconds without a change before it is asked
const COUNTS = /** @type {const} */ (["metres", "buildings", "households", "cases"]);

/** @typedef {{ side: string, metres: string, buildings: number, households: number, cases: number }} Side */

/** @param {HTMLElement} table @param {Side[]} found */
function show(table, found) {
  const row = (/** @type {Side} */ told) =>
    make("tr", {}, make("td", {}, told.side), ...COUNTS.map((count) => make("td", { class: "num" }, String(told[count]))));
  one("tbody", table)?.replaceChildren(...found.map(row));
  table.hidden = found.length === 0;
}

/** @param {string} address @param {FormData} body */
async function asked(address, body) {
  const token = /** @type {HTMLInputElement} */ (one("[name=csrfmiddlewaretoken]")).value;
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
  return [200, 409, 422, 429].includes(answer.status) ? answer.json() : null;
}

/**
 * @param {string} address where it is asked
 * @param {() => FormData} told what is drawn now
 * @returns {() => void} to be called at every change
 */
export function sides(address, told) {
  const table = one("[data-sides]");
  const said = one("[data-measured]");
  let waiting = 0;
  let asking = false;
  let changed = false;
  const settle = (/** @type {any} */ answer) => {
    table?.removeAttribute("aria-busy");
    if (said) said.textContent = answer?.said ?? "";
    if (table && answer?.sides) show(table, answer.sides);
  };
  const later = () => {
    changed = true;
    clearTimeout(waiting);
    table?.setAttribute("aria-busy", "true");
    waiting = window.setTimeout(async () => {
      if (asking) return;
      asking = true;
      changed = false;
      const answer = await asked(address, told()).catch(() => null);
      asking = false;
      if (changed) later();
      else settle(answer);
    }, REST);
  };
  return later;
}
