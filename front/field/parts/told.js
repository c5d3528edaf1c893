// What the page was told when it was made: addresses, and all words in both languages.

import { make } from "../../parts/dom.js";

/**
 * @typedef {object} Told
 * @property {Record<string, Record<string, string>>} words
 * @property {string} language
 * @property {string} zone
 * @property {string} worker
 * @property {{items: number, bytes: number}} room for what waits to be sent
 * @property {Record<"sync" | "reports" | "records" | "cases" | "blobs" | "telephones" | "leave" | "account" | "signIn" | "signOut" | "complain", string>} urls
 */

/** @type {Told} */
export const told = JSON.parse(document.getElementById("told")?.textContent ?? "{}");
export const { urls } = told;

/** @typedef {Record<string, string>} Named a text in several languages */

/** What this browser has chosen, or what the house speaks. */
export function language() {
  return localStorage.getItem("field-language") ?? told.language;
}

/**
 * Say something in the language of the worker.
 * @param {string} name
 * @param {Record<string, string | number>} [facts]
 */
export function say(name, facts = {}) {
  const words = told.words[language()] ?? told.words.en;
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_whole, fact) => String(facts[fact] ?? ""));
}

/** Say that no more may wait here. */
export function full() {
  return say("full", { n: told.room.items, mb: Math.round(told.room.bytes / 1048576) });
}

/** @param {Named | undefined} name */
export function local(name) {
  return name?.[language()] ?? name?.en ?? Object.values(name ?? {})[0] ?? "";
}

/** @param {string} name @param {string} [size] */
export function icon(name, size = "") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", `i ${size}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", document.getElementById(`i-${name}`) ? `#i-${name}` : "#i-doc");
  svg.append(use);
  return svg;
}

/**
 * A button with what it does.
 * @param {string} look classes
 * @param {(string | Node)[]} inside
 * @param {() => void} act
 * @param {Record<string, string>} [more]
 */
export function button(look, inside, act, more = {}) {
  const made = make("button", { type: "button", class: look, ...more }, ...inside);
  made.addEventListener("click", act);
  return made;
}

/** Put language and size on the page. */
export function dress() {
  document.documentElement.lang = language() === "zh-hans" ? "zh-CN" : "en";
  document.body.dataset.density = isElder() ? "elder" : "phone";
}

export function isElder() {
  return localStorage.getItem("field-elder") === "1";
}
