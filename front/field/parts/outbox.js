// The outbox: what waits, in order; sent by whatever wakes us; dropped by nobody but
// the worker. Texts of reports go first, photos after them.

import { newId } from "./names.js";
import { put, refusalOf, send, SignedOut } from "./net.js";
import * as store from "./store.js";

import { urls } from "./told.js";

/** @typedef {import("./store.js").Item} Item */
/** @typedef {import("./store.js").Receipt} Receipt */

/** @type {Item[]} */
let items = [];
/** @type {Map<string, number>} percent of what is being sent */
export const percent = new Map();
/** @type {(() => void)[]} */
const listeners = [];

export function all() {
  return items;
}
export function unsent() {
  return items.filter((item) => item.state !== "delivered");
}

/** @param {() => void} listener */
export function whenChanged(listener) {
  return void listeners.push(listener);
}

/** Say how many wait, for the page of another room that signs out. */
function tell() {
  const life = unsent().length ? 90 * 24 * 3600 : 0;
  document.cookie = `unsent=${unsent().length}; path=/; max-age=${life}; samesite=lax`;
  for (const listener of listeners) listener();
}

export async function load() {
  await store.wipe(Date.now());
  items = await store.items();
  for (const item of items) if (item.state === "sending") item.state = "waiting"; // we were killed
  tell();
}

/** @param {Item} item */
export function bytesOf(item) {
  return item.photos.reduce((sum, photo) => sum + photo.size, 2000);
}

export function room() {
  const bytes = unsent().reduce((sum, item) => sum + bytesOf(item), 0);
  return { count: unsent().length, bytes, share: Math.max(bytes / store.MOST_BYTES, unsent().length / store.MOST_ITEMS) };
}

/**
 * Put what was written into the outbox; the draft ends with it.
 * @param {string} draft
 * @param {Pick<Item, "kind" | "title" | "where" | "text" | "icon" | "body" | "photos"> & Partial<Item>} written
 */
export async function take(draft, written) {
  if (room().share >= 1) throw new Error("full");
  const made = Date.now();
  const item = /** @type {Item} */ ({
    number: "", act: "", tries: 0, text_kept: null, receipt: null, refused: null, delivered: 0,
    id: newId(made), state: "waiting", made,
    counted: { origin: performance.timeOrigin, at: performance.now() },
    ...written,
    body: { ...written.body, happened_at: new Date(made).toISOString() },
  });
  await store.hand(draft, item);
  items.push(item);
  tell();
  void flush();
  return item;
}

/** @param {Item} item @param {Partial<Item>} changed */
export async function change(item, changed) {
  Object.assign(item, changed);
  await store.keepItem(item);
  tell();
}

/** Try one again, under another key where what is sent is another thing. @param {Item} item @param {Partial<Item>} more */
export async function again(item, more = {}) {
  await change(item, { state: "waiting", refused: null, tries: item.tries + 1, ...more });
  void flush();
}

/** Let somebody change what was refused: it is a draft again. @param {Item} item @param {string} draft @param {unknown} written */
export async function takeBack(item, draft, written) {
  await store.takeBack(item, draft, written);
  items = items.filter((kept) => kept.id !== item.id);
  tell();
}

/** @param {Item} item */
export async function discard(item) {
  await store.dropItem(item.id);
  items = items.filter((kept) => kept.id !== item.id);
  tell();
}

let running = false;
let once_more = false;
export let signedOut = false;

/** @param {boolean} out */
export function nowSignedOut(out) {
  if (signedOut !== out) {
    signedOut = out;
    tell();
  }
}

/** Send what can be sent; one of all open pages does it. */
export async function flush() {
  if (running) {
    once_more = true;
    return;
  }
  running = true;
  try {
    do {
      once_more = false;
      await (navigator.locks ? navigator.locks.request("field-outbox", { ifAvailable: true }, (mine) => (mine ? round() : undefined)) : round());
    } while (once_more);
  } finally {
    running = false;
  }
}

async function round() {
  if (!navigator.onLine) return;
  try {
    await each(isUntold, sendText);
    await each((item) => item.state === "waiting" && !isUntold(item) && !isBehind(item), sendWhole);
    nowSignedOut(false);
  } catch (fault) {
    if (fault instanceof SignedOut) nowSignedOut(true);
  }
}

/** A report whose text has not arrived: a photo can wait, what happened cannot. @param {Item} item */
function isUntold(item) {
  return item.kind === "report" && item.state === "waiting" && !item.text_kept;
}

/** @param {(item: Item) => boolean} wanted @param {(item: Item) => Promise<void>} step */
async function each(wanted, step) {
  for (const item of [...items]) if (wanted(item)) await attempt(item, step);
}

/** Whether one before it, of the same case, is not delivered yet. @param {Item} item */
export function isBehind(item) {
  return items.some((before) => before.made < item.made && before.state !== "delivered" && before.number !== "" && before.number === item.number);
}

/** Do one step; a refusal stays with the item, anything else is tried again later. @param {Item} item @param {(item: Item) => Promise<void>} step */
async function attempt(item, step) {
  await change(item, { state: "sending" });
  try {
    await step(item);
  } catch (fault) {
    const refused = refusalOf(fault);
    if (refused?.code === "upload-missing" && item.photos.some((photo) => photo.sent)) {
      await sendAllAgain(item); // the server has not waited for us
      return;
    }
    await change(item, refused ? { state: "needs", refused } : { state: "waiting" });
    if (!refused) throw fault;
  } finally {
    percent.delete(item.id);
    tell();
  }
}

/** @param {Item} item */
async function sendAllAgain(item) {
  await change(item, { state: "waiting", photos: item.photos.map((photo) => ({ ...photo, sent: false })) });
  once_more = true;
}

/** @param {Item} item @param {string} part */
function keyOf(item, part) {
  return `${item.id}:${part}${item.tries || ""}`;
}

/** How long ago it happened, if this page has counted it all along. @param {Item} item */
function waited(item) {
  return (item.counted.origin === performance.timeOrigin ? Math.round(performance.now() - item.counted.at) : null);
}

/** @param {Item} item @param {string} url @param {string} part @param {unknown} body @returns {Promise<Receipt>} */
function post(item, url, part, body) {
  return send(url, { key: keyOf(item, part), body, waited: waited(item) });
}

/** @param {Item} item */
async function sendText(item) {
  const kept = await post(item, urls.reports, "text", item.body);
  const done = item.photos.length === 0;
  await change(item, { text_kept: kept, number: kept.number, ...(done ? delivered(kept) : { state: "waiting" }) });
}

/** @param {Item} item */
async function sendWhole(item) {
  if (item.photos.length && isForWifi()) {
    await change(item, { state: "waiting" });
    return;
  }
  await sendPhotos(item);
  const files = item.photos.map(({ sha, kind, name }) => ({ sha, kind, name }));
  const kept = await post(item, ...whatAndWhere(item, files));
  await change(item, delivered(kept));
  await followOn(item, kept);
}

/** @param {Item} item @param {unknown[]} files @returns {[string, string, unknown]} */
function whatAndWhere(item, files) {
  if (item.kind === "record") return [urls.records, "record", { ...item.body, files }];
  if (item.kind === "act") return [`${urls.cases}${item.number}/${item.act}`, "act", { ...item.body, files }];
  return [`${urls.cases}${item.number}/show`, "photos", { files, happened_at: item.body.happened_at }];
}

/** @param {Receipt} receipt @returns {Partial<Item>} */
function delivered(receipt) {
  return ({ state: "delivered", receipt, number: receipt.number, delivered: Date.now(), refused: null });
}

/** What waits for the same case was done on what we have just changed ourselves. @param {Item} done @param {Receipt} receipt */
async function followOn(done, receipt) {
  const seen = done.body.revision;
  if (seen === undefined) return;
  const onTheSame = items.filter((item) => item.state === "waiting" && item.number === done.number && item.body.revision === seen);
  for (const item of onTheSame) await change(item, { body: { ...item.body, revision: receipt.revision } });
}

export function wifiOnly() {
  return localStorage.getItem("field-wifi") === "1";
}

/** Whether photos must wait; a telephone that does not say how it is connected sends. */
export function isForWifi() {
  const connection = /** @type {{type?: string} | undefined} */ (/** @type {any} */ (navigator).connection);
  return wifiOnly() && connection?.type !== undefined && !["wifi", "ethernet", "unknown"].includes(connection.type);
}

/** @param {Item} item */
async function sendPhotos(item) {
  const whole = bytesOf(item);
  let before = 2000;
  for (const photo of item.photos) {
    if (!photo.sent) {
      const bytes = await store.photo(item.id, photo.sha);
      if (bytes) {
        const from = before;
        await put(`${urls.blobs}${photo.sha}`, photo.name, bytes, (sent) => {
          percent.set(item.id, Math.floor((100 * (from + sent)) / whole));
          for (const listener of listeners) listener();
        });
      }
      photo.sent = true;
      await store.keepItem(item);
    }
    before += photo.size;
  }
}

/** Flush whenever something may have changed: no background needed. */
export function wakeUp() {
  const wake = () => void flush();
  window.addEventListener("online", wake);
  window.addEventListener("focus", wake);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  window.setInterval(wake, 20_000);
  wake();
}

