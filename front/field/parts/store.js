// What is kept on this telephone: sealed with a key that cannot leave it.
//
// One database for each person, so that nobody finds another's work. Rows carry in the
// clear only what the order of sending needs.

import { Dexie } from "dexie";

/**
 * @typedef {{iv: Uint8Array, sealed: ArrayBuffer}} Sealed
 * @typedef {{lon: number, lat: number, accuracy: number}} Fix
 * @typedef {{sha: string, kind: string, name: string, size: number, sent: boolean}} Photo
 * @typedef {{code: string, said: string, facts: Record<string, unknown>}} Refused
 * @typedef {{number: string, revision: number, state: string, at: string, received_at: string, content: string}} Receipt
 * @typedef {"waiting" | "sending" | "delivered" | "needs"} State
 *
 * @typedef {object} Item what waits to be sent, was sent, or needs somebody
 * @property {string} id
 * @property {"report" | "record" | "act"} kind
 * @property {State} state
 * @property {number} made
 * @property {string} title
 * @property {string} where
 * @property {string} text what can be copied out
 * @property {string} icon
 * @property {string} number of the case; empty before a report is delivered
 * @property {string} act
 * @property {Record<string, unknown>} body
 * @property {Photo[]} photos
 * @property {number} tries how often it was given another key
 * @property {{origin: number, at: number}} counted when it happened, by the clock nobody sets
 * @property {Receipt | null} text_kept the receipt of a report whose photos follow
 * @property {Receipt | null} receipt
 * @property {Refused | null} refused
 * @property {number} delivered
 */

const WEEK = 7 * 24 * 3600 * 1000;

/** @type {Dexie | null} */
let base = null;
/** @type {CryptoKey | null} */
let key = null;

const tables = { keys: "name", parts: "name", items: "id, made", photos: "[holder+sha], holder, sha", drafts: "name" };

/** Open what is kept for one person. @param {number} person */
export async function open(person) {
  base?.close();
  base = new Dexie(`field-${person}`);
  base.version(1).stores(tables);
  await base.open();
  key = (await base.table("keys").get("main"))?.key ?? (await newKey());
  localStorage.setItem("field-person", String(person));
}

async function newKey() {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await table("keys").put({ name: "main", key: made });
  return made;
}

/** @param {string} name */
function table(name) {
  if (!base) throw new Error("nothing is open");
  return base.table(name);
}

function secret() {
  return /** @type {CryptoKey} */ (key);
}

/** @param {BufferSource} plain @returns {Promise<Sealed>} */
async function seal(plain) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret(), plain) };
}

/** @param {Sealed} row */
function unseal(row) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: /** @type {BufferSource} */ (row.iv) }, secret(), row.sealed);
}

/** @param {unknown} value */
function sealJson(value) {
  return seal(new TextEncoder().encode(JSON.stringify(value)));
}

/** @param {Sealed} row */
async function openJson(row) {
  return JSON.parse(new TextDecoder().decode(await unseal(row)));
}

/** @param {string} name @param {string} revision @param {unknown} value */
export async function keepPart(name, revision, value) {
  return table("parts").put({ name, revision, ...(await sealJson(value)) });
}

/** @returns {Promise<Record<string, {revision: string, value: any}>>} */
export async function parts() {
  const rows = await table("parts").toArray();
  const opened = await Promise.all(rows.map(async (row) => [row.name, { revision: row.revision, value: await openJson(row) }]));
  return Object.fromEntries(opened);
}

/** @param {string[]} names */
export async function dropParts(names) {
  await table("parts").bulkDelete(names);
}

/** Keep what has become of items: of all, or of none. @param {Item[]} changed */
export async function keepItems(changed) {
  const rows = changed.map(async (item) => ({ id: item.id, made: item.made, delivered: item.delivered, ...(await sealJson(item)) }));
  await table("items").bulkPut(await Promise.all(rows));
}

/** @returns {Promise<Item[]>} in the order in which they were made */
export async function items() {
  const rows = await table("items").orderBy("made").toArray();
  return Promise.all(rows.map(openJson));
}

/** @param {string} id */
export async function dropItem(id) {
  await table("items").delete(id);
  await table("photos").where("holder").equals(id).delete();
}

/** @param {string} name @param {unknown} value */
export async function keepDraft(name, value) {
  return table("drafts").put({ name, ...(await sealJson(value)) });
}

/** @param {string} name @returns {Promise<any>} */
export async function draft(name) {
  const row = await table("drafts").get(name);
  return row ? openJson(row) : null;
}

/** Forget a draft, with the photos that nothing else holds. @param {string} name */
export async function dropDraft(name) {
  await table("drafts").delete(name);
  await table("photos").where("holder").equals(name).delete();
}

/** @returns {Promise<string[]>} names of drafts */
export async function drafts() {
  return (await table("drafts").toCollection().primaryKeys()).map(String);
}

/** @param {string} holder a draft or an item @param {string} sha @param {ArrayBuffer} bytes */
export async function keepPhoto(holder, sha, bytes) {
  return table("photos").put({ holder, sha, ...(await seal(bytes)) });
}

/** @param {string} holder @param {string} sha @returns {Promise<ArrayBuffer | null>} */
export async function photo(holder, sha) {
  const row = await table("photos").get([holder, sha]);
  return row ? unseal(row) : null;
}

/**
 * What was written becomes an item: both are there, or neither.
 * @param {string} name of the draft
 * @param {Item} item
 */
export async function hand(name, item) {
  const sealed = await sealJson(item);
  await /** @type {Dexie} */ (base).transaction("rw", ["items", "photos", "drafts"], async () => {
    const taken = await table("photos").where("holder").equals(name).toArray();
    await table("photos").bulkPut(taken.map((photo_) => ({ ...photo_, holder: item.id })));
    await table("photos").where("holder").equals(name).delete();
    await table("items").put({ id: item.id, made: item.made, delivered: 0, ...sealed });
    await table("drafts").delete(name);
  });
}

/**
 * The other way: an item becomes a draft again, with its photos.
 * @param {Item} item
 * @param {string} name
 * @param {unknown} draft_
 */
export async function takeBack(item, name, draft_) {
  const sealed = await sealJson(draft_);
  await /** @type {Dexie} */ (base).transaction("rw", ["items", "photos", "drafts"], async () => {
    const taken = await table("photos").where("holder").equals(item.id).toArray();
    await table("photos").bulkPut(taken.map((photo_) => ({ ...photo_, holder: name })));
    await table("photos").where("holder").equals(item.id).delete();
    await table("drafts").put({ name, ...sealed });
    await table("items").delete(item.id);
  });
}

/** Wipe what was delivered a week ago. @param {number} at */
export async function wipe(at) {
  const rows = await table("items").toArray();
  for (const row of rows) if (row.delivered && row.delivered < at - WEEK) await dropItem(row.id);
}

/** Forget this person on this telephone. */
export async function forget() {
  await base?.delete();
  base = null;
  localStorage.removeItem("field-person");
}

/** Say whether a failure is a full telephone. @param {any} fault @returns {boolean} */
export function isFull(fault) {
  return [fault, fault?.inner, ...(fault?.failures ?? [])].some((each) => each?.name === "QuotaExceededError" || each?.inner?.name === "QuotaExceededError");
}
