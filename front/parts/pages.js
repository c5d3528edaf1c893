// Rows of a queue as the server gives them: page by page, each from where one before it
// ended. Where the hand drags further, the server passes over what lies between.

import { all, one } from "./dom.js";
import { inside } from "./parts.js";

export const PAGE = 50;
const KEPT = 40; // pages held at once

export class Pages {
  /** @param {string} url @param {HTMLElement[]} rows the first page @param {string} end */
  constructor(url, rows, end) {
    this.url = url;
    /** @type {Map<number, HTMLElement[]>} */
    this.held = new Map([[0, rows]]);
    /** @type {Map<number, string>} where each page ends */
    this.ends = new Map([[0, end]]);
    /** @type {Map<number, Promise<void>>} */
    this.coming = new Map();
  }

  /** The row of a place, if it is here. @param {number} at @returns {HTMLElement | undefined} */
  row(at) {
    return this.held.get(Math.floor(at / PAGE))?.[at % PAGE];
  }

  /** The pages from one row to another that are not here. @param {number} first @param {number} last */
  missing(first, last) {
    const from = Math.floor(first / PAGE);
    const pages = Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_, n) => from + n);
    return pages.filter((page) => !this.held.has(page));
  }

  /** @param {number} page @returns {Promise<void>} */
  fetch(page) {
    const coming = this.coming.get(page) ?? this.load(page).finally(() => this.coming.delete(page));
    this.coming.set(page, coming);
    return coming;
  }

  /** @param {number} page */
  async load(page) {
    const from = Math.max(...[...this.ends.keys()].filter((each) => each < page));
    const url = new URL(this.url, location.href);
    url.searchParams.set("after", this.ends.get(from) ?? "");
    url.searchParams.set("skip", String((page - from - 1) * PAGE));
    const answer = await fetch(url, { headers: { "X-Part": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    const found = inside(await answer.text());
    this.held.set(page, all("li", found));
    const end = one("[data-after]", found)?.dataset.after;
    if (end) this.ends.set(page, end);
  }

  /** Let go of the page furthest from one, but for the first and one's own. @param {number} page @param {number} own */
  forget(page, own) {
    if (this.held.size <= KEPT) return;
    const far = [...this.held.keys()].filter((each) => each !== 0 && each !== own);
    far.sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    this.held.delete(far[0]);
  }

  /** The link of a case, if its row is here. @param {string} number @returns {HTMLElement | null} */
  find(number) {
    for (const row of [...this.held.values()].flat()) {
      const link = one(`a.case[data-number="${CSS.escape(number)}"]`, row);
      if (link) return link;
    }
    return null;
  }
}
