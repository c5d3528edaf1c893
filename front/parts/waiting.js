// A report is never lost for want of a network: what was begun is kept on the device for
// a day; what was finished without a network waits there and says so until it is sent.

import { all, each, make, one } from "./dom.js";

/** @typedef {{ key: string, at: number, told: Record<string, string>, photos: File[], needs?: string }} Waiting */

const DAY = 24 * 3600 * 1000;
const AGAIN = 30_000;
const BEGUN = "report-begun";

// --- what was begun -----------------------------------------------------------

/** @returns {{ at: number, page: string, draft: string, told: Record<string, string> } | null} */
function begun() {
  const kept = JSON.parse(localStorage.getItem(BEGUN) ?? "null");
  if (kept && Date.now() - kept.at < DAY) return kept;
  localStorage.removeItem(BEGUN);
  return null;
}

/**
 * What is typed into a form, by name, without what only the server reads. Whom it is about
 * is kept by name, as the short form asks for it.
 * @param {HTMLFormElement} form
 */
function typed(form) {
  const told = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["draft", "go", "csrfmiddlewaretoken", "against"].includes(name));
  const about = /** @type {HTMLSelectElement | null} */ (one("select[name=against]", form));
  if (about) told.push(["about", about.value && about.selectedOptions[0].text]);
  return Object.fromEntries(told);
}

/** @param {HTMLElement} element */
function keepsBegun(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const page = form.dataset.question ?? "";
  const before = begun();
  if (page === "photo" && before && before.page !== "photo") offersToGoOn(before);
  const keep = () => {
    const draft = /** @type {HTMLInputElement} */ (form.elements.namedItem("draft")).value;
    const told = { ...(page === "photo" ? {} : begun()?.told), ...typed(form) };
    localStorage.setItem(BEGUN, JSON.stringify({ at: Date.now(), page, draft, told }));
  };
  if (page !== "photo") keep();
  form.addEventListener("input", () => page !== "photo" && keep());
  form.addEventListener("submit", keep);
}

/** @param {{ page: string, draft: string }} kept */
function offersToGoOn(kept) {
  const offer = one("[data-begun]");
  const form = /** @type {HTMLFormElement | null} */ (one("form[data-question]"));
  if (!offer || !form) return;
  offer.hidden = false;
  one("[data-throws-away]", offer)?.addEventListener("click", () => {
    localStorage.removeItem(BEGUN);
    offer.hidden = true;
  });
  one("[data-goes-on]", offer)?.addEventListener("click", () => {
    const draft = /** @type {HTMLInputElement} */ (form.elements.namedItem("draft"));
    draft.value = kept.draft;
    form.append(make("input", { type: "hidden", name: "go", value: `to-${kept.page}` }));
    form.submit();
  });
}

// --- what waits ---------------------------------------------------------------

/** @returns {Promise<IDBDatabase>} */
const opened = () =>
  new Promise((done, failed) => {
    const asked = indexedDB.open("quincunx-resident", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function within(mode, act) {
  const base = await opened();
  return new Promise((done, failed) => {
    const asked = act(base.transaction("waiting", mode).objectStore("waiting"));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/** @returns {Promise<Waiting[]>} */
const waiting = () => within("readonly", (store) => store.getAll());

/** @param {Waiting} report */
const hold = (report) => within("readwrite", (store) => store.put(report));

/** @param {string} key */
const drop = (key) => within("readwrite", (store) => store.delete(key));

/** @param {Waiting} report @param {string} address @returns {Promise<Response>} */
function post(report, address) {
  const form = new FormData();
  for (const [name, value] of Object.entries(report.told)) form.append(name, value);
  for (const photo of report.photos) form.append("photos", photo, photo.name);
  form.append("key", report.key);
  const token = /** @type {HTMLInputElement | null} */ (one("input[name=csrfmiddlewaretoken]"))?.value ?? "";
  return fetch(address, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
}

/** The strip at the top of every page: what waits, what was sent, what needs somebody. */
class Strip {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.sent = /** @type {string[]} */ ([]);
    this.busy = false;
  }

  /** @param {string} name */
  words(name) {
    return this.panel.dataset[`words${name}`] ?? "";
  }

  async draw() {
    const left = await waiting();
    const lines = this.sent.map((code) => this.sentLine(code));
    lines.push(...left.filter((report) => report.needs).map((report) => this.needsLine(report)));
    const quiet = left.filter((report) => !report.needs).length;
    if (quiet) lines.push(this.waitingLine(quiet));
    this.panel.replaceChildren(...lines);
    this.panel.hidden = lines.length === 0;
  }

  /** @param {string} code */
  sentLine(code) {
    const address = (this.panel.dataset.follow ?? "").replace("CODE", code);
    return make("p", {}, `${this.words("Sent")} `, make("a", { href: address }, code));
  }

  /** @param {Waiting} report */
  needsLine(report) {
    const away = make("button", { type: "button", class: "linklike" }, this.words("Drop"));
    away.addEventListener("click", () => drop(report.key).then(() => this.draw()));
    return make("p", {}, `${this.words("Needs")} ${report.needs} “${report.told.text}” `, away);
  }

  /** @param {number} many */
  waitingLine(many) {
    const now = make("button", { type: "button", class: "linklike" }, this.words("Now"));
    now.addEventListener("click", () => this.send());
    const said = this.busy ? this.words("Sending") : this.words("Waiting").replace("%s", String(many));
    return make("p", {}, `${said} `, now);
  }

  async send() {
    if (this.busy || !navigator.onLine) return;
    this.busy = true;
    try {
      for (const report of await waiting()) if (!report.needs) await this.sendOne(report);
    } finally {
      this.busy = false;
      await this.draw();
    }
  }

  /** @param {Waiting} report */
  async sendOne(report) {
    const answer = await post(report, this.panel.dataset.waits ?? "").catch(() => null);
    if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 403) return;
    const told = await answer.json();
    if (answer.status === 201) {
      this.sent.push(told.code);
      await drop(report.key);
    } else await hold({ ...report, needs: told.said.join(" ") });
  }
}

/** @param {HTMLElement} panel */
function strip(panel) {
  const shown = new Strip(panel);
  const look = () => shown.draw().then(() => shown.send());
  look();
  document.addEventListener("report-waits", look);
  window.addEventListener("online", look);
  document.addEventListener("visibilitychange", () => !document.hidden && look());
  setInterval(() => !panel.hidden && look(), AGAIN);
}

// --- finishing without a network ------------------------------------------------

/** @param {HTMLElement} element */
function finishesLater(element) {
  const drawn = /** @type {HTMLTemplateElement} */ (element);
  const asked = /** @type {HTMLFormElement | null} */ (one("form[data-question]"));
  if (!asked) return;
  const turn = () => {
    const off = !navigator.onLine;
    asked.hidden = off;
    one("form[data-later-form]")?.remove();
    if (off) laterForm(drawn, { ...begun()?.told, ...typed(asked) });
  };
  window.addEventListener("offline", turn);
  window.addEventListener("online", turn);
  if (!navigator.onLine) turn();
}

/** @param {HTMLTemplateElement} drawn @param {Record<string, FormDataEntryValue>} told */
function laterForm(drawn, told) {
  drawn.after(drawn.content.cloneNode(true));
  const form = /** @type {HTMLFormElement} */ (one("form[data-later-form]"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepForLater(form);
  });
  fillIn(form, told);
}

/** @param {HTMLFormElement} form @param {Record<string, FormDataEntryValue>} told */
function fillIn(form, told) {
  for (const field of /** @type {HTMLInputElement[]} */ (all("textarea, input:not([type=file])", form)))
    if (!field.value && typeof told[field.name] === "string") field.value = String(told[field.name]);
  one("h1", form)?.focus();
}

/** Where the pin stood, if one was set before the network went. @returns {Record<string, string>} */
function pinned() {
  const told = begun()?.told ?? {};
  return Object.fromEntries(["lon", "lat", "accuracy"].filter((name) => told[name]).map((name) => [name, told[name]]));
}

/** A random UUID; the browser's own wants a newer one than we may ask for. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] % 16) + 0x40;
  bytes[8] = (bytes[8] % 64) + 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {HTMLFormElement} form */
async function keepForLater(form) {
  const missing = /** @type {HTMLElement} */ (one("[data-missing]", form));
  const said = typed(form);
  const whole = String(said.text).trim() !== "" && String(said.words).trim() !== "";
  missing.textContent = whole ? "" : (missing.dataset.missing ?? "");
  missing.hidden = whole;
  if (!whole) return;
  const picker = /** @type {HTMLInputElement} */ (one("input[type=file]", form));
  const told = /** @type {Record<string, string>} */ ({ ...pinned(), ...said, disclosure: "platform" });
  await hold({ key: newKey(), at: Date.now(), told, photos: [...(picker.files ?? [])] });
  localStorage.removeItem(BEGUN);
  form.remove();
  document.dispatchEvent(new CustomEvent("report-waits"));
  window.scrollTo(0, 0);
}

export function reportsWait() {
  each("form[data-question]", keepsBegun);
  each("template[data-later]", finishesLater);
  each("[data-arrived]", () => localStorage.removeItem(BEGUN));
  each("[data-waits]", strip);
}
