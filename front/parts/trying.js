// One call of the API from its own page: sent with the key and nothing else of this
// browser, shown as curl, answered in words. A key is kept until the tab is closed.

import { all, one } from "./dom.js";

const KEPT = "sandbox-key";
const MOST = 200_000; // characters of an answer that are shown
const TOLD = ["content-type", "x-request-id", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"];

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {{ method: string, url: string, headers: Record<string, string>, body?: string, file?: File }} Call */

const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Store and read; a browser that forbids it works without. */
function keep(/** @type {string} */ key) {
  try {
    sessionStorage.setItem(KEPT, key);
  } catch {
    // it has to be pasted then
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

const severalOf = (/** @type {Field} */ field, /** @type {string} */ told) =>
  (field.dataset.several ? told.split(",") : [told]).map((each) => each.trim()).filter(Boolean);

/** The address, with what the fields say put into its path and after it. */
function addressOf(/** @type {HTMLFormElement} */ form) {
  let url = form.dataset.url ?? "";
  const query = new URLSearchParams();
  for (const field of /** @type {Field[]} */ (all("[data-name]", form))) {
    const { name = "", where } = field.dataset;
    const told = field.value.trim();
    if (where === "path") url = url.replace(`{${name}}`, encodeURIComponent(told));
    else for (const each of severalOf(field, told)) query.append(name, each);
  }
  const asked = query.toString();
  return asked ? `${url}?${asked}` : url;
}

/** @param {HTMLFormElement} form @returns {Call} */
function callOf(form) {
  const field = (/** @type {string} */ what) =>
    /** @type {HTMLInputElement | null} */ (one(`[data-${what}]`, form));
  const key = field("key")?.value.trim();
  const body = field("body")?.value;
  /** @type {Record<string, string>} */
  const headers = {};
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const file = field("file")?.files?.[0];
  return { method: form.dataset.method ?? "GET", url: addressOf(form), headers, body, file };
}

/** The same call for a terminal; the key stands in a variable, so that it can be shown. */
function curlOf(/** @type {Call} */ call) {
  const lines = [`curl ${call.method === "GET" ? "" : `-X ${call.method} `}${quoted(call.url)}`];
  for (const [name, value] of Object.entries(call.headers))
    lines.push(name === "Authorization" ? `-H "Authorization: Bearer $KEY"` : `-H ${quoted(`${name}: ${value}`)}`);
  if (call.body !== undefined) lines.push(`-d ${quoted(call.body)}`);
  if (call.file) lines.push(`-F ${quoted(`file=@${call.file.name}`)}`);
  return lines.join(" \\\n  ");
}

function send(/** @type {Call} */ call) {
  let body = /** @type {string | FormData | undefined} */ (call.body);
  if (call.file) {
    body = new FormData();
    body.append("file", call.file);
  }
  return fetch(call.url, { method: call.method, headers: call.headers, body, credentials: "omit" });
}

/** What the answer holds, to be read: JSON laid out, text as it is, else its size. */
async function readable(/** @type {Response} */ answer, /** @type {string} */ binary) {
  const kind = answer.headers.get("content-type") ?? "";
  if (!/json|text|xml/.test(kind)) {
    const { size } = await answer.blob();
    return size === 0 ? "" : `${binary} ${size}`;
  }
  const text = await answer.text();
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, MOST);
  } catch {
    return text.slice(0, MOST);
  }
}

function show(/** @type {string} */ where, /** @type {string} */ text) {
  const place = one(`[data-${where}]`);
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}

/** @param {HTMLFormElement} form */
async function tryOut(form) {
  const call = callOf(form);
  const words = form.dataset;
  keep(call.headers.Authorization?.slice("Bearer ".length) ?? kept());
  show("curl", curlOf(call));
  const button = /** @type {HTMLButtonElement | null} */ (one("button", form));
  if (button) button.disabled = true;
  const began = performance.now();
  try {
    const answer = await send(call);
    const took = Math.round(performance.now() - began);
    const told = TOLD.filter((name) => answer.headers.has(name));
    show("answer", await readable(answer, words.binary ?? ""));
    show("headers", told.map((name) => `${name}: ${answer.headers.get(name)}`).join("\n"));
    show("status", `${answer.status} ${answer.statusText} · ${took} ${words.milliseconds}`);
  } catch {
    show("answer", "");
    show("headers", "");
    show("status", words.notReached ?? "");
  } finally {
    if (button) button.disabled = false;
  }
}

export function trying() {
  const lent = /** @type {HTMLInputElement | null} */ (one("[data-lent]"));
  if (lent) keep(lent.value);
  const form = /** @type {HTMLFormElement | null} */ (one("form[data-try]"));
  if (!form) return;
  const key = /** @type {HTMLInputElement | null} */ (one("[data-key]", form));
  if (key && !key.value) key.value = kept();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tryOut(form);
  });
}
