// How we talk to the server: every sending under a key, every refusal by its name.

import { language, urls } from "./told.js";

const PIECE = 64 * 1024;
const PATIENCE = 60_000;

/** Nobody is signed in; what waits is not lost. */
export class SignedOut extends Error {
  /** @param {boolean} ended somebody has ended this telephone, or it slept too long */
  constructor(ended = false) {
    super("signed out");
    this.ended = ended;
  }
}

/** The server said no, and why. */
export class Refused extends Error {
  /** @param {number} status @param {import("./store.js").Refused} refused */
  constructor(status, refused) {
    super(refused.code);
    this.status = status;
    this.refused = refused;
  }
}

// What goes by itself, or by doing it again.
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504, 507]);
// "failed" is no word of ours: an answer that was cut off, or of somebody between us. Our
// pieces have the right size: one that does not was cut off on its way.
const PASSING_CODES = new Set(["receipt-in-flight", "stale-form", "failed", "upload-piece-too-large"]);

/** Return what a worker must see to; nothing for what passes. @param {unknown} fault */
export function refusalOf(fault) {
  if (!(fault instanceof Refused)) return null;
  return PASSING.has(fault.status) || PASSING_CODES.has(fault.refused.code) ? null : fault.refused;
}

function token() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** @param {string} url @param {RequestInit} [more] */
export async function ask(url, more = {}) {
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), PATIENCE);
  const headers = {
    "X-CSRFToken": token(), "Accept-Language": language() === "en" ? "en" : "zh-hans",
    "Device-Clock": new Date().toISOString(), ...more.headers,
  };
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", ...more, headers, signal: stop.signal });
    if (answer.status === 401) throw new SignedOut((await saidNo(answer)).code === "device-ended");
    if (answer.type === "opaqueredirect") throw new SignedOut();
    if (!answer.ok && answer.status !== 304) throw new Refused(answer.status, await saidNo(answer));
    return answer;
  } finally {
    window.clearTimeout(timer);
  }
}

/** @param {Response} answer @returns {Promise<import("./store.js").Refused>} */
async function saidNo(answer) {
  const isOurs = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (isOurs) return { said: "", facts: {}, ...(await answer.json()) };
  return { code: answer.status === 403 ? "stale-form" : "failed", said: "", facts: {} };
}

/**
 * Send one thing; twice is once. A form that has gone stale gets its token anew.
 * @param {string} url
 * @param {{key: string, body: unknown, waited: number | null}} what
 * @returns {Promise<any>}
 */
export async function send(url, { key, body, waited }) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key, ...(waited === null ? {} : { "Device-Waited": String(waited) }) };
  const post = () => ask(url, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await post().catch(async (fault) => {
    if (!(fault instanceof Refused) || fault.refused.code !== "stale-form") throw fault;
    await ask(urls.sync, { headers: {} });
    return post();
  });
  return answer.json();
}

/**
 * Send a file in pieces; ask first how far it came the last time.
 * @param {string} url
 * @param {string} name
 * @param {ArrayBuffer} bytes
 * @param {(sent: number) => void} tell
 */
export async function put(url, name, bytes, tell) {
  let { offset, whole } = await (await ask(url)).json();
  for (let gaps = 0; !whole; tell(offset)) {
    const piece = bytes.slice(offset, offset + PIECE);
    const query = new URLSearchParams({ offset: String(offset), size: String(bytes.byteLength), name });
    try {
      ({ offset, whole } = await (await ask(`${url}?${query}`, { method: "PUT", body: piece })).json());
    } catch (fault) {
      if (!(fault instanceof Refused) || fault.refused.code !== "upload-gap" || ++gaps > 3) throw fault;
      offset = Number(fault.refused.facts.offset);
    }
  }
}
