// What cannot wait, six times an hour at most; what comes beyond is only counted.

import { one } from "./dom.js";

const EVERY = 30_000;
const HOUR = 3_600_000;
const BUDGET = 6;
const KEY = "alarms"; // when each was first shown or counted, on this desk alone

/** @typedef {{ key: string, words: string, url: string, number: string }} Alarm */

/** @returns {Record<string, { at: number, shown: boolean, seen?: boolean }>} */
const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");

/**
 * Sort what is new into what is shown and what is only counted.
 *
 * What was shown and nobody has seen comes back when the page is loaded anew; it costs nothing again.
 * @param {Alarm[]} found
 * @param {number} now
 * @param {Alarm[]} waiting on this page
 */
export function spend(found, now, waiting) {
  const old = kept();
  const known = Object.fromEntries(Object.entries(old).filter(([, { at }]) => now - at < HOUR));
  const here = new Set(waiting.map((each) => each.key));
  const shown = [];
  // What was only counted an hour ago goes first, or it would never be shown.
  for (const alarm of [...found].sort((a, b) => Number(old[a.key]?.shown ?? 1) - Number(old[b.key]?.shown ?? 1))) {
    const before = known[alarm.key];
    if (before) {
      if (before.shown && !before.seen && !here.has(alarm.key)) shown.push(alarm);
      continue;
    }
    const spent = Object.values(known).filter((each) => each.shown).length;
    known[alarm.key] = { at: now, shown: spent < BUDGET };
    if (spent < BUDGET && !here.has(alarm.key)) shown.push(alarm);
  }
  localStorage.setItem(KEY, JSON.stringify(known));
  const standing = found.filter((each) => !known[each.key].shown).length;
  return { shown, more: standing, spent: Object.values(known).filter((each) => each.shown).length };
}

/** Keep that somebody has seen it. @param {string} key */
function seen(key) {
  const known = kept();
  if (key in known) known[key].seen = true;
  localStorage.setItem(KEY, JSON.stringify(known));
}

class Alarms {
  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.bar = bar;
    /** @type {Alarm[]} */
    this.waiting = [];
    one("[data-dismiss]", bar)?.addEventListener("click", () => this.next());
    one("a", bar)?.addEventListener("click", (event) => {
      event.preventDefault();
      const number = this.waiting[0]?.number;
      if (number) document.dispatchEvent(new CustomEvent("open-case", { detail: number }));
      this.next();
    });
    window.setInterval(() => void this.look(), EVERY);
    document.addEventListener("changed", () => void this.look());
    void this.look();
  }

  async look() {
    const headers = { "X-Part": "1", "X-Beat": "1" };
    const answer = await fetch(this.bar.dataset.url ?? "", { headers }).catch(() => null);
    if (!answer?.ok) return;
    const { shown, more, spent } = spend((await answer.json()).alarms, Date.now(), this.waiting);
    this.waiting.push(...shown);
    this.more = more;
    const count = one("[data-alarm-count]");
    if (count) {
      count.hidden = spent === 0;
      count.textContent = (count.dataset.alarmCount ?? "").replace("{n}", String(spent));
    }
    this.tell();
  }

  next() {
    const gone = this.waiting.shift();
    if (gone) seen(gone.key);
    this.tell();
  }

  /** @param {string} where @param {string} words */
  word(where, words) {
    const place = one(where, this.bar);
    if (place) place.textContent = words;
  }

  tell() {
    const [first] = this.waiting;
    const behind = this.waiting.length - 1 + (this.more ?? 0);
    this.bar.hidden = !first;
    if (!first) return;
    this.word("[data-words]", first.words);
    const told = one("[data-more]", this.bar)?.dataset.more ?? "";
    this.word("[data-more]", behind > 0 ? told.replace("{n}", String(behind)) : "");
    const link = one("a", this.bar);
    if (link) link.hidden = !first.url;
  }
}

export function alarms() {
  const bar = one("[data-alarms]");
  if (bar) new Alarms(bar);
}
