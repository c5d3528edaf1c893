// Forms that never lose text, are never sent twice, and put focus on what is wrong.

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

/** Text areas of a form that keeps a draft. @param {HTMLFormElement} form */
const texts = (form) =>
  /** @type {HTMLTextAreaElement[]} */ (all("textarea, input[type=text]", form));

/** @param {HTMLElement} element */
function keepsDraft(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const key = `draft:${new URL(form.action).pathname}`;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  for (const field of texts(form)) if (!field.value && kept[field.name]) field.value = kept[field.name];
  const keep = () => {
    const now = Object.fromEntries(texts(form).map((field) => [field.name, field.value]));
    sessionStorage.setItem(key, JSON.stringify(now));
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
}

/** A page that names what was sent lets go of its draft. */
function dropDrafts() {
  const sent = document.body.dataset.sent;
  if (sent) sessionStorage.removeItem(`draft:${sent}`);
}

/** A page come back to by the browser's own button may be sent again. */
function freshAfterBack() {
  window.addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const dots of all("button .dots")) dots.remove();
  });
}

export function forms() {
  dropDrafts();
  freshAfterBack();
  each("[data-focus]", takesFocus);
  each(".errsum a", leadsToField);
  each("form[method=post]", sendsOnce);
  each("form[data-draft]", keepsDraft);
}
