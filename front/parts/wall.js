// The parts of a wall screen: asked for now and then, and at once when the live process
// says that something has happened. One question is under way at a time.

import { all, one } from "./dom.js";

const EVERY = 20_000; // milliseconds between two looks
const SETTLE = 5_000; // at most one look in so long, however much happens
const MAP = 600_000;
const STALE = 60_000;
const PATIENCE = 15_000; // after which a question is given up
const RETRY = 30_000;
const GONE = [401, 403, 404]; // it was taken down, or its time is over

/** Which build of the program a page is of. @param {Document} page */
const build = (page) => /** @type {HTMLElement | null} */ (page.querySelector("[data-build]"))?.dataset.build ?? "";

export class Wall {
  /** @param {HTMLElement} page */
  constructor(page) {
    this.page = page;
    this.build = build(document);
    this.heard = this.mapped = this.looked = Date.now();
    this.stirred = false;
    this.asking = false;
    this.listen();
    window.setInterval(() => void this.turn(), 1000);
  }

  /** Hear that something happened; never what. */
  listen() {
    const address = this.page.dataset.live;
    if (!address) return;
    const source = new EventSource(address, { withCredentials: true });
    source.addEventListener("stir", () => {
      this.stirred = true;
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) window.setTimeout(() => this.listen(), RETRY);
    });
  }

  /** Once a second: is it time to look, and how old is what is shown? */
  async turn() {
    const now = Date.now();
    this.page.classList.toggle("stale", now - this.heard > STALE);
    if (this.asking || now - this.looked < (this.stirred ? SETTLE : EVERY)) return;
    this.asking = true;
    this.stirred = false;
    this.looked = now;
    if (await this.look(this.page.dataset.figures)) this.heard = Date.now();
    if (now - this.mapped > MAP && (await this.look(this.page.dataset.map))) this.mapped = now;
    this.asking = false;
  }

  /** Lay what an address answers; say whether it came. @param {string} [url] */
  async look(url = "") {
    const waiting = new AbortController();
    const timer = window.setTimeout(() => waiting.abort(), PATIENCE);
    try {
      const answer = await fetch(url, { headers: { "X-Part": "1" }, cache: "no-store", signal: waiting.signal });
      if (GONE.includes(answer.status)) window.location.reload();
      if (!answer.ok) return false;
      this.lay(await answer.text());
      return true;
    } catch {
      return false; // the strip says how old the figures are
    } finally {
      window.clearTimeout(timer);
    }
  }

  /** @param {string} html */
  lay(html) {
    const told = new DOMParser().parseFromString(html, "text/html");
    if (build(told) !== "" && build(told) !== this.build) window.location.reload();
    for (const part of all("[data-part]", told))
      one(`[data-part="${part.dataset.part}"]`)?.replaceWith(document.adoptNode(part));
  }
}
