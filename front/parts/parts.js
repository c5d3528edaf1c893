// Parts of the workbench come by themselves: a case, a form, the answer to an act.

import { one } from "./dom.js";

/**
 * What the server said: values for a script, or markup for a pane.
 * @typedef {{ ok: boolean, told: Record<string, any> | null, inside: DocumentFragment | null }} Answer
 */

/**
 * Markup of a part, or what stands in the main part of a whole page.
 * @param {string} text
 */
export function inside(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const from = one("#main", page) ?? page.body;
  const found = document.createDocumentFragment();
  found.append(...from.childNodes);
  return found;
}

/**
 * Ask for a part. Throws where nobody answers; leads to the sign-in page where the
 * session is over.
 * @param {string} url
 * @param {RequestInit} [more]
 * @returns {Promise<Answer>}
 */
export async function part(url, more = {}) {
  const answer = await fetch(url, { ...more, headers: { "X-Part": "1" } });
  if (answer.status === 401) {
    location.reload();
    return new Promise(() => {});
  }
  const kind = answer.headers.get("Content-Type") ?? "";
  if (kind.startsWith("application/json")) return { ok: answer.ok, told: await answer.json(), inside: null };
  return { ok: answer.ok, told: null, inside: inside(await answer.text()) };
}

/** Let what was laid into the page grow its behaviour. */
export const laid = () => document.dispatchEvent(new Event("laid"));
