// Text that is being written is kept in this browser, under the name of whoever writes:
// every five seconds, and when the page is left. It comes back with a word that says so.

import { all, each, make, one } from "./dom.js";

const EVERY = 5_000;
const KEPT_FOR = 3 * 24 * 3_600_000;
const LEFT = "draft-sent";

/** @typedef {{ at: number, fields: Record<string, string> }} Draft */
/** @typedef {HTMLTextAreaElement | HTMLInputElement} Text */

const person = () => document.body.dataset.person ?? "";

/** @param {HTMLFormElement} form */
const keyOf = (form) => `draft:${person()}:${new URL(form.action).pathname}`;

/** @param {HTMLFormElement} form */
const texts = (form) => /** @type {Text[]} */ (all("textarea, input[type=text]", form));

/** @param {string} key @returns {Draft | null} */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** A full or forbidden store keeps nothing; the page works all the same. */
function write(/** @type {string} */ key, /** @type {Draft} */ draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // nothing can be kept here
  }
}

/** Drafts that nobody came back to are let go. */
function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("draft:")) continue;
    const kept = read(key);
    if (!kept?.at || Date.now() - kept.at > KEPT_FOR) localStorage.removeItem(key);
  }
}

/**
 * The word that says that text has come back, and how to be rid of it.
 * @param {HTMLFormElement} form @param {string} key @param {Draft} kept
 */
function tell(form, key, kept) {
  const words = document.body.dataset;
  const time = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const note = make("div", { class: "note restored", role: "status" });
  const said = make("span");
  said.append(`${words.restored ?? ""} ${time}`);
  const drop = make("button", { type: "button", class: "linklike" });
  drop.append(words.drop ?? "");
  drop.addEventListener("click", () => {
    for (const field of texts(form)) if (field.name in kept.fields) field.value = field.defaultValue;
    localStorage.removeItem(key);
    note.remove();
  });
  note.append(said, drop);
  form.prepend(note);
}

/** @param {HTMLFormElement} form @param {string} key */
function restore(form, key) {
  const kept = read(key);
  if (!kept) return;
  const empty = texts(form).filter((field) => !field.value && kept.fields[field.name]);
  for (const field of empty) {
    field.value = kept.fields[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (empty.length) tell(form, key, kept);
}

/** What this form held was sent. @param {HTMLFormElement} form */
export function dropDraft(form) {
  localStorage.removeItem(keyOf(form));
}

/** @param {HTMLElement} element */
function keepsDraft(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const key = keyOf(form);
  let changed = false;
  restore(form, key);
  const keep = () => {
    if (!changed) return;
    changed = false;
    const fields = Object.fromEntries(texts(form).map((field) => [field.name, field.value]));
    const any = Object.values(fields).some(Boolean);
    if (any) write(key, { at: Date.now(), fields });
    else localStorage.removeItem(key);
  };
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => {
    changed = true;
    keep();
    sessionStorage.setItem(LEFT, key);
  });
  setInterval(keep, EVERY);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
}

/**
 * Only a page that says the thing was done lets go of its draft: after a fault, or where
 * one had to sign in again, the text is still there.
 */
function dropSent() {
  const key = sessionStorage.getItem(LEFT);
  sessionStorage.removeItem(LEFT);
  if (key && one(".note.success, [data-toast]")) localStorage.removeItem(key);
}

export function drafts() {
  dropSent();
  forgetOld();
  each("form[data-draft]", keepsDraft);
}
