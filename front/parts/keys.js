// One key per act for those who sit here all day. A page says what a key does:
// data-key="a" presses or follows the element, data-key-focus="/" goes into it,
// data-enter is what Enter does while nothing else has the focus.

import { all, one } from "./dom.js";

/** @param {Element} element */
const typing = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select");

/** Somewhere Enter means nothing of its own: the page, a pane, the row chosen. @param {Element} element */
const resting = (element) => element.matches("body, main, section, .scroll, a.case[aria-current]");

/** Down or up: the workbench knows how; a plain list moves the focus. @param {number} by */
function step(by) {
  if (one("#mid")) {
    document.dispatchEvent(new CustomEvent("step", { detail: by }));
    return;
  }
  const rows = all("a.case");
  const now = rows.findIndex((row) => row.matches(":focus"));
  const next = rows[Math.min(Math.max(now + by, 0), rows.length - 1)];
  next?.focus();
}

/** @type {Record<string, () => void>} */
const OWN = { j: () => step(1), k: () => step(-1) };
/** @type {string} a key pressed while its case was still coming */
let early = "";

/** @param {string} key */
function press(key) {
  const named = CSS.escape(key);
  const field = one(`[data-key-focus="${named}"]`);
  const element = all(`[data-key="${named}"]:not([aria-disabled=true])`).find((each) => !each.closest("[hidden]"));
  const act = field ? () => field.focus() : element ? () => element.click() : OWN[key];
  act?.();
  return Boolean(act);
}

function enter() {
  const first = one("#mid [data-enter]") ?? one("main [data-enter]");
  first?.click();
  return Boolean(first);
}

/** @param {string} key */
const does = (key) => (key === "Enter" ? enter() : press(key));

/** Is a key for the workbench itself, whatever case is shown? @param {string} key */
const everywhere = (key) => key in OWN || all(`[data-key="${CSS.escape(key)}"], [data-key-focus]`).some((each) => !each.closest("#mid") && (each.dataset.key ?? each.dataset.keyFocus) === key);

/** The case asked for is not here yet: what is pressed is meant for it. @param {string} key */
const waits = (key) => Boolean(one("#mid[aria-busy=true]")) && !everywhere(key);

/** Keys of the browser, of a dialog, of what has used them already are not ours. @param {KeyboardEvent} event */
const foreign = (event) => event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || Boolean(one("dialog[open]"));

/** What was pressed, in one word. @param {KeyboardEvent} event */
const named = ({ key }) => (key.length === 1 ? key.toLowerCase() : key);

/** @param {KeyboardEvent} event */
function heard(event) {
  const there = /** @type {HTMLElement} */ (event.target);
  if (foreign(event)) return;
  if (typing(there)) leaves(event, there);
  else if (meant(named(event), there)) event.preventDefault();
}

/** @param {KeyboardEvent} event @param {HTMLElement} field */
function leaves(event, field) {
  if (event.key === "Escape") field.blur();
}

/** Do what a key is for, now or once its case is here; say whether it is for anything. @param {string} key @param {HTMLElement} there */
function meant(key, there) {
  if (key === "Enter" && !resting(there)) return false;
  if (!waits(key)) return does(key);
  early = key;
  return true;
}

export function keys() {
  document.addEventListener("keydown", heard);
  document.addEventListener("case-shown", () => {
    const key = early;
    early = "";
    if (key) does(key);
  });
}
