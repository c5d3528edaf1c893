// One key per act for those who sit here all day. A page says what a key does:
// data-key="a" presses or follows the element, data-key-focus="/" goes into it.

import { all, one } from "./dom.js";

/** @param {Element} element */
const typing = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select");

/** @param {number} step */
function move(step) {
  const rows = all("a.case");
  const now = rows.findIndex((row) => row.matches("[aria-current], :focus"));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (one("#mid")) next.click();
}

function sheet() {
  const shown = /** @type {HTMLDialogElement | null} */ (one("dialog.keysheet"));
  if (!shown) return;
  if (shown.open) shown.close();
  else shown.showModal();
}

/** @type {Record<string, () => void>} */
const OWN = { j: () => move(1), k: () => move(-1), "?": sheet };

/** @param {string} key */
function press(key) {
  const named = CSS.escape(key);
  const field = one(`[data-key-focus="${named}"]`);
  const element = one(`[data-key="${named}"]:not([aria-disabled=true])`);
  const act = field ? () => field.focus() : element ? () => element.click() : OWN[key];
  act?.();
  return Boolean(act);
}

/** @param {KeyboardEvent} event */
const withAnother = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** @param {KeyboardEvent} event */
function heard(event) {
  const there = /** @type {HTMLElement} */ (event.target);
  if (typing(there)) {
    if (event.key === "Escape") there.blur();
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!withAnother(event) && press(key)) event.preventDefault();
}

export const keys = () => document.addEventListener("keydown", heard);
