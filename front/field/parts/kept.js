// What was brought along at the last sync, as the screens read it.

import { ask, SignedOut } from "./net.js";
import * as store from "./store.js";
import { keepSkew } from "./times.js";
import { urls } from "./told.js";

/** @typedef {import("./place.js").Area} Area */
/** @typedef {import("./told.js").Named} Named */
/** @typedef {{kind: string, least: number}} Evidence */
/** @typedef {{name: string, kind: string, required: boolean, choices: string[], most: number}} Fact */
/** @typedef {{code: string, name: Named, icon: string, tier: string, spot: boolean, words: string[], initials: string[], standard: Named, evidence: Evidence[], conditions: {code: string, name: Named}[]}} Matter */
/** @typedef {{number: string, state: string, where: string, matter: Named, icon: string, lon: number | null, lat: number | null}} Case */
/** @typedef {Case & {kind: string, acts: string[], text: string, grid: string, unit: string, due: string | null, revision: number, standard: Named, sample?: Named, evidence: Evidence[], past: {act: string, at: string, said: string[], photos: string[]}[]}} Way */
/** @typedef {Case & {at: string, accuracy: number | null, forgotten: string}} Mine */
/** @typedef {{person: number, name: string, grid: string, house: string, telephone: string, acts: Record<string, {facts: Fact[], next: string[]}>, calling: string[]}} Me */

/** @type {{me: Me | null, areas: Area[], matters: Matter[], errands: Way[], mine: Mine[]}} */
export const kept = { me: null, areas: [], matters: [], errands: [], mine: [] };

/** @type {Record<string, string>} */
let revisions = {};
let tag = "";

/** When what is kept was true. */
export function asOf() {
  return localStorage.getItem("field-as-of") ?? "";
}

/** Open what this telephone has of the last person; say whether there is anything. */
export async function reopen() {
  const person = localStorage.getItem("field-person");
  if (!person) return false;
  await store.open(Number(person));
  const found = await store.parts();
  for (const [name, part] of Object.entries(found)) Object.assign(kept, { [name]: part.value });
  revisions = Object.fromEntries(Object.entries(found).map(([name, part]) => [name, part.revision]));
  return kept.me !== null;
}

/**
 * Fetch what differs. Another person than before gets a database of their own.
 * @returns {Promise<boolean>} whether somebody else has signed in
 */
export async function fetchNew() {
  const answer = await asked();
  const person = kept.me?.person;
  if (answer.status === 304) {
    localStorage.setItem("field-as-of", new Date().toISOString());
    return false;
  }
  const got = await answer.json();
  if (got.parts.me && got.parts.me.person !== person) {
    await store.open(got.parts.me.person);
    if (person !== undefined) return true; // start anew with what is theirs
  }
  await keepAll(got);
  tag = answer.headers.get("ETag") ?? "";
  return false;
}

/** Ask for what differs; a telephone that is not bound yet is bound to who has signed in. */
async function asked() {
  const query = new URLSearchParams(revisions);
  const answer = await ask(`${urls.sync}?${query}`, { headers: tag ? { "If-None-Match": tag } : {} }).catch(letGo);
  keepSkew(Number(answer.headers.get("Device-Skew")));
  if (answer.headers.get("Device-Bound") === "no") void ask(urls.telephones, { method: "POST" }).catch(() => undefined);
  return answer;
}

/** A telephone that was ended lets go of its tasks; what waits to be sent stays. @param {unknown} fault @returns {Promise<never>} */
async function letGo(fault) {
  if (fault instanceof SignedOut && fault.ended) {
    await store.dropParts(["errands", "mine"]);
    Object.assign(kept, { errands: [], mine: [] });
    revisions = { ...revisions, errands: "", mine: "" };
    tag = "";
  }
  throw fault;
}

/** @param {{at: string, parts: Record<string, unknown>, revisions: Record<string, string>}} got */
async function keepAll(got) {
  Object.assign(kept, got.parts);
  ({ revisions } = got);
  for (const [name, value] of Object.entries(got.parts)) await store.keepPart(name, got.revisions[name], value).catch(unlessFull);
  localStorage.setItem("field-as-of", got.at);
}

/** A full telephone goes on with what this page knows. @param {unknown} fault */
function unlessFull(fault) {
  if (!store.isFull(fault)) throw fault;
}

/** One case as the server has it now; nothing if it is not ours any more. @param {string} number @returns {Promise<Way | null>} */
export async function asItStands(number) {
  try {
    return await (await ask(`${urls.cases}${number}`)).json();
  } catch {
    return null;
  }
}

/** @param {string} number */
export function errand(number) {
  return kept.errands.find((way) => way.number === number);
}
