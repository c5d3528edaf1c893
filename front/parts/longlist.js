// A queue of any length: only the rows in sight are in the page.

import { all, make, one } from "./dom.js";
import { Lines } from "./lines.js";
import { PAGE, Pages } from "./pages.js";

const BEYOND = 8; // rows drawn above and below what is seen
const PAUSE = 60; // milliseconds the hand must rest before rows are asked for

/** @param {HTMLElement} panel @returns {import("./lines.js").Stretch[]} */
const stretches = (panel) =>
  all("[data-stretches] li", panel).map((item) => ({
    first: Number(item.dataset.first), count: Number(item.dataset.count), word: item.textContent ?? "",
  }));

/** @param {HTMLElement} panel */
function measured(panel) {
  const found = stretches(panel);
  const total = found.reduce((sum, each) => sum + each.count, 0);
  const high = one("a.case", panel)?.offsetHeight ?? 57;
  return new Lines(found, total, { high, head: one(".gh", panel)?.offsetHeight ?? 30 });
}

/** @param {Lines} lines */
const headings = (lines) =>
  lines.stretches.map((each) => {
    const words = [make("span", {}, each.word), make("span", {}, String(each.count))];
    const head = make("div", { class: "gh", role: "heading", "aria-level": "2" }, ...words);
    head.style.top = `${lines.top(each.first) - lines.head}px`;
    return head;
  });

export class LongList {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    const rows = all("ul.cases > li", panel);
    this.panel = panel;
    this.lines = measured(panel);
    this.pages = new Pages(panel.dataset.rows ?? "", rows, panel.dataset.after ?? "");
    /** @type {Map<number, HTMLElement>} what is in the page now */
    this.shown = new Map();
    this.chosen = rows.findIndex((row) => one("[aria-current]", row));
    /** @type {Set<string>} */
    this.seen = new Set();
    this.timer = 0;
    this.run = make("ul", { class: "cases run" });
    this.run.style.height = `${this.lines.height}px`;
    panel.replaceChildren(...headings(this.lines), this.run);
    panel.classList.add("long");
    panel.addEventListener("scroll", () => this.draw(), { passive: true });
    window.addEventListener("resize", () => this.draw());
    this.draw();
    if (this.chosen >= 0) this.show(this.chosen);
  }

  draw() {
    const [first, last] = this.lines.seen(this.panel, BEYOND);
    for (const [at, item] of this.shown) if ((at < first || at > last) && !this.stays(at, item)) this.drop(at, item);
    for (let at = first; at <= last; at += 1) this.lay(at);
    if (this.pages.row(this.chosen)) this.lay(this.chosen);
    this.ask(first, last);
  }

  /** The row chosen and the one with the focus stay in the page. @param {number} at @param {HTMLElement} item */
  stays(at, item) {
    return this.pages.row(at) === item && (at === this.chosen || item.contains(document.activeElement));
  }

  /** @param {number} at @param {HTMLElement} item */
  drop(at, item) {
    item.remove();
    this.shown.delete(at);
  }

  /** Put a row, or a blank one that waits, into the page at its place. @param {number} at */
  lay(at) {
    const row = this.pages.row(at);
    const there = this.shown.get(at);
    if (there && (!row || there === row)) return;
    if (there) this.drop(at, there);
    const item = row ?? make("li", { class: "blank", "aria-hidden": "true" });
    item.style.transform = `translateY(${this.lines.top(at)}px)`;
    item.style.height = `${this.lines.high}px`;
    item.setAttribute("aria-setsize", String(this.lines.total));
    item.setAttribute("aria-posinset", String(at + 1));
    this.mark(item, at);
    this.run.insertBefore(item, this.following(at));
    this.shown.set(at, item);
  }

  /** What stands after a place in the page. @param {number} at */
  following(at) {
    const next = Math.min(...[...this.shown.keys()].filter((each) => each > at));
    return this.shown.get(next) ?? null;
  }

  /** @param {HTMLElement} item @param {number} at */
  mark(item, at) {
    const link = one("a.case", item);
    if (!link) return;
    link.dataset.at = String(at);
    link.classList.toggle("seen", this.seen.has(link.dataset.number ?? ""));
    if (at === this.chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }

  /** Ask for what is missing once the hand rests. @param {number} first @param {number} last */
  ask(first, last) {
    window.clearTimeout(this.timer);
    const wanted = this.pages.missing(first, last);
    if (!wanted.length) return;
    this.timer = window.setTimeout(() => wanted.forEach((page) => void this.fetch(page)), PAUSE);
  }

  /** @param {number} page */
  async fetch(page) {
    await this.pages.fetch(page);
    this.pages.forget(page, Math.floor(this.chosen / PAGE));
    if (this.pages.held.has(page)) this.draw();
  }

  /** Scroll no further than needed to see a row. @param {number} at */
  show(at) {
    const { panel } = this;
    const { high, head } = this.lines;
    const top = this.lines.top(at);
    if (top - head < panel.scrollTop) panel.scrollTop = top - head;
    else if (top + high > panel.scrollTop + panel.clientHeight) panel.scrollTop = top + high - panel.clientHeight;
    this.draw();
  }

  /** Choose the row some steps on, fetching it if need be. @param {number} step */
  async move(step) {
    const last = this.lines.total - 1;
    const at = Math.max(0, Math.min(last, this.chosen < 0 ? 0 : this.chosen + step));
    if (last >= 0 && !this.pages.row(at)) await this.fetch(Math.floor(at / PAGE));
    return this.choose(at);
  }

  /** @param {number} at @returns {HTMLElement | null} the link of the row */
  choose(at) {
    const row = this.pages.row(at);
    const link = row ? one("a.case", row) : null;
    if (!row || !link) return null;
    const before = this.shown.get(this.chosen);
    const was = this.chosen;
    this.chosen = at;
    this.seen.add(link.dataset.number ?? "");
    if (before) this.mark(before, was);
    this.mark(row, at);
    this.show(at);
    return link;
  }

  /** @param {string} number */
  find(number) {
    return this.pages.find(number);
  }
}
