// What stands under a field to choose from; one press fills the field, which may then
// be changed. Without script it can still be read.

import { all, each, make, one } from "./dom.js";

const QUIET = 600;

/**
 * Put an offer into its field: a choice is taken, a text is added to what is there.
 * @param {string} id
 * @param {string} value
 */
function fill(id, value) {
  const field = document.getElementById(id);
  if (field instanceof HTMLSelectElement) {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (field instanceof HTMLTextAreaElement) {
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${value}` : value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
}

/** @param {HTMLElement} box @param {HTMLElement} offer */
function press(box, offer) {
  const button = make("button", { type: "button", class: offer.className }, ...offer.childNodes);
  button.addEventListener("click", () => {
    fill(box.dataset.offers ?? "", offer.dataset.value ?? "");
    if (box instanceof HTMLDetailsElement) box.open = false;
  });
  return button;
}

/** @param {HTMLElement} box */
function presses(box) {
  for (const offer of all("span[data-value]", box)) offer.replaceWith(press(box, offer));
}

/** @param {HTMLElement} box @param {{value: string, label: string, why: string}[]} found */
function show(box, found) {
  for (const old of all("button", box)) old.remove();
  for (const { value, label, why } of found) {
    const words = why ? [`${label} `, make("span", { class: "meta" }, why)] : [label];
    box.append(press(box, make("span", { class: "pill", "data-value": value }, ...words)));
  }
  box.hidden = found.length === 0;
}

/** Offers that follow what is typed. @param {HTMLElement} box */
function follows(box) {
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById(box.dataset.from ?? ""));
  const token = /** @type {HTMLInputElement | null} */ (one("input[name=csrfmiddlewaretoken]"));
  if (!text || !token) return;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const body = new FormData();
    body.append("text", text.value);
    const headers = { "X-CSRFToken": token.value };
    const answer = await fetch(box.dataset.url ?? "", { method: "POST", body, headers }).catch(() => null);
    if (answer?.ok && mine === asked) show(box, (await answer.json()).offers);
  };
  let timer = 0;
  text.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, QUIET);
  });
  if (text.value) ask();
}

export function offers() {
  each("[data-offers]", presses);
  each("[data-offers][data-url]", follows);
}
