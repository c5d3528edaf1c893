// Forms that are never sent twice, and put focus on what is wrong.

import { all, each, make, one } from "./dom.js";

/** @param {HTMLElement} element */
function takesFocus(element) {
  element.focus();
}

const FIELDS = "input:not([hidden]):not([type=hidden]), select:not([hidden]), textarea";

/**
 * A line of the error summary leads to what one can type into: the box that grew out
 * of a long list, the first of several choices.
 * @param {HTMLElement} element
 */
function leadsToField(element) {
  const link = /** @type {HTMLAnchorElement} */ (element);
  link.addEventListener("click", (event) => {
    const id = link.hash.slice(1);
    const there = document.getElementById(`${id}_typed`) ?? document.getElementById(id);
    const field = there?.matches(FIELDS) ? there : there && one(FIELDS, there);
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}

/** @param {HTMLElement} element */
function sendsOnce(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = /** @type {HTMLButtonElement | null} */ (
      /** @type {SubmitEvent} */ (event).submitter ?? one("button:not([type=button])", form)
    );
    if (button) showBusy(button);
  });
}

/** @param {HTMLElement} button */
function showBusy(button) {
  const dots = make("span", { class: "dots", "aria-hidden": "true" });
  for (let at = 0; at < 9; at += 1) dots.append(make(at % 2 ? "b" : "i"));
  button.setAttribute("aria-busy", "true");
  button.prepend(dots);
}

/** A page come back to by the browser's own button may be sent again. */
function freshAfterBack() {
  window.addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const dots of all("button .dots")) dots.remove();
  });
}

export function forms() {
  freshAfterBack();
  each("[data-focus]", takesFocus);
  each(".errsum a", leadsToField);
  each("form[method=post]", sendsOnce);
}
