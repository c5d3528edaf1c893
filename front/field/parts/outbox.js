// The outbox: what waits, in order; sent by whatever wakes us; dropped by nobody but
// the worker. Texts of reports go first, photos after them.

import { newId } from "./names.js";
import { put, refusalOf, Refused, send, SignedOut } from "./net.js";
import * as store from "./store.js";
import { say, told, urls } from "./told.js";

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
  return { count: unsent().length, bytes, share: Math.max(bytes / told.room.bytes, unsent().length / told.room.items) };
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

export let noRoom = false; // the telephone is full: what is here is sent, nothing new is kept

/** Keep what has become of items. On a full telephone it is known to this page only: what
 * is sent once more after a restart is answered as before. @param {Item[]} changed */
async function keep(...changed) {
  try {
    await store.keepItems(changed);
    noRoom = false;
  } catch (fault) {
    if (!store.isFull(fault)) throw fault;
    noRoom = true;
  }
  tell();
}

/** @param {Item} item @param {Partial<Item>} changed */
export async function change(item, changed) {
  Object.assign(item, changed);
  await keep(item);
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

/** @type {Map<string, number>} how often the server broke on one item, one time after the other */
const broke = new Map();
const PATIENCE = 5;

/** Do one step. @param {Item} item @param {(item: Item) => Promise<void>} step */
async function attempt(item, step) {
  item.state = "sending"; // not kept: who is killed meanwhile waits
  tell();
  try {
    await step(item);
    broke.delete(item.id);
  } catch (fault) {
    await comeBack(item, fault);
  } finally {
    percent.delete(item.id);
    tell();
  }
}

/** A refusal stays with the item; anything else is tried again later. @param {Item} item @param {unknown} fault */
async function comeBack(item, fault) {
  const refused = refusalOf(fault) ?? givenUp(item, fault);
  if (refused?.code === "upload-missing" && item.photos.some((photo) => photo.sent)) {
    await sendAllAgain(item); // the server has not waited for us
    return;
  }
  await change(item, refused ? { state: "needs", refused } : { state: "waiting" });
  if (!refused && !isOnThisOne(fault)) throw fault;
}

/** The server breaks on this item; the others shall not wait for it. @param {unknown} fault */
function isOnThisOne(fault) {
  return fault instanceof Refused && (fault.status === 500 || fault.refused.code === "failed");
}

/** @param {Item} item @param {unknown} fault @returns {import("./store.js").Refused | null} */
function givenUp(item, fault) {
  if (!isOnThisOne(fault)) {
    broke.delete(item.id);
    return null;
  }
  const times = (broke.get(item.id) ?? 0) + 1;
  broke.set(item.id, times);
  return times < PATIENCE ? null : { code: "failed", said: say("server_broke"), facts: {} };
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
  Object.assign(item, delivered(kept));
  await keep(item, ...followOn(item, kept));
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
function followOn(done, receipt) {
  const seen = done.body.revision;
  const onTheSame = items.filter((item) => seen !== undefined && item.state === "waiting" && item.number === done.number && item.body.revision === seen);
  for (const item of onTheSame) item.body = { ...item.body, revision: receipt.revision };
  return onTheSame;
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
  let before = 2000;
  for (const photo of item.photos) {
    if (!photo.sent) await sendPhoto(item, photo, before);
    before += photo.size;
  }
}

/** @param {Item} item @param {import("./store.js").Photo} photo @param {number} before bytes of the item that are there */
async function sendPhoto(item, photo, before) {
  const bytes = await store.photo(item.id, photo.sha);
  if (!bytes) throw new Refused(410, { code: "file-lost", said: say("photo_lost", { name: photo.name }), facts: {} });
  const whole = bytesOf(item);
  await put(`${urls.blobs}${photo.sha}`, photo.name, bytes, (sent) => {
    percent.set(item.id, Math.floor((100 * (before + sent)) / whole));
    for (const listener of listeners) listener();
  });
  photo.sent = true;
  await keep(item);
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

