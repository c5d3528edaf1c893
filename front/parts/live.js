// What changes elsewhere, told as it happens. Nothing moves under the hand: new cases
// wait behind a line, a row says that it changed, the case shown says that it is older
// now. Where the line is cut the server is asked now and then, and a strip says so.

import { all, one } from "./dom.js";

const RETRY = 30_000; // milliseconds
const STALE = 60_000;
const SIGN = 15_000; // between two signs that the case is still open here
const SETTLE = 4_000; // so long changes gather before counts and map are asked anew

/** @typedef {{ number: string, act: string, revision: number, lanes: string[], own: boolean }} Change */

/** @param {string} url @param {RequestInit} [more] */
async function asked(url, more = {}) {
  const headers = { "X-Part": "1", "X-Beat": "1", .../** @type {object} */ (more.headers ?? {}) };
  const answer = await fetch(url, { ...more, headers }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

const token = () => /** @type {HTMLInputElement | null} */ (one("input[name=csrfmiddlewaretoken]"))?.value ?? "";

/** The case shown now, and how it stood when it was laid. */
const shown = () => one("#mid [data-revision]");

/** Say once the changes have settled that counts and map may differ. */
function settles() {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      document.dispatchEvent(new Event("changed"));
      one("[data-map=cases]")?.dispatchEvent(new Event("chosen"));
    }, SETTLE * (0.5 + Math.random()));
  };
}

class Live {
  /** @param {HTMLElement} strip */
  constructor(strip) {
    this.strip = strip;
    this.lane = one("[data-lane][aria-current]")?.dataset.lane ?? "";
    this.heard = Date.now();
    this.had = Number(one("[data-lane][aria-current] b")?.textContent ?? 0);
    this.cutAt = strip.dataset.live ? 0 : Date.now();
    /** @type {Set<string>} cases that came into this lane */
    this.came = new Set();
    this.settle = settles();
    this.open();
    window.setInterval(() => this.tell(), 1000);
    window.setInterval(() => void this.sign(), SIGN);
    document.addEventListener("case-shown", () => void this.sign());
    document.addEventListener("counted", (event) => this.counted(/** @type {CustomEvent} */ (event).detail));
    window.addEventListener("pagehide", () => this.leave());
    void this.sign(); // the page may have come with a case
  }

  open() {
    const address = this.strip.dataset.live;
    if (!address) return;
    const source = new EventSource(address, { withCredentials: true });
    const told = (/** @type {Event} */ event) => JSON.parse(/** @type {MessageEvent} */ (event).data);
    for (const name of ["hello", "beat"]) source.addEventListener(name, () => this.hear(true));
    source.addEventListener("changes", (event) => this.changed(told(event).changes));
    source.addEventListener("beside", (event) => beside(told(event).names));
    source.addEventListener("error", () => {
      this.cutAt ||= Date.now();
      if (source.readyState === EventSource.CLOSED) window.setTimeout(() => this.open(), RETRY);
    });
  }

  /** Without the line, what came is what the lane has more. @param {Record<string, { n: number }>} lanes */
  counted(lanes) {
    this.hear();
    const more = (lanes[this.lane]?.n ?? 0) - this.had;
    if (this.cutAt) document.dispatchEvent(new CustomEvent("came", { detail: Math.max(0, more) }));
  }

  /** @param {boolean} [joined] */
  hear(joined = false) {
    this.heard = Date.now();
    if (joined && this.cutAt) {
      this.cutAt = 0;
      this.settle();
    }
  }

  /** @param {Change[]} changes */
  changed(changes) {
    this.hear(true);
    for (const change of changes) {
      if (!change.own) aged(change);
      this.count(change);
    }
    document.dispatchEvent(new CustomEvent("came", { detail: this.came.size }));
    this.settle();
  }

  /** @param {Change} change */
  count({ number, lanes, own }) {
    const known = Boolean(one(`.queue a.case[data-number="${CSS.escape(number)}"]`));
    if (!known && !own && lanes.includes(this.lane)) this.came.add(number);
    else this.came.delete(number);
  }

  /** Say that the case shown is open here; hear who else has it, and how it stands. */
  async sign() {
    const number = shown()?.dataset.number;
    if (!number || document.hidden) return;
    const body = new URLSearchParams({ case: number });
    const headers = { "X-CSRFToken": token() };
    const told = await asked(this.strip.dataset.here ?? "", { method: "POST", body, headers });
    if (!told || shown()?.dataset.number !== number) return;
    this.hear();
    beside(told.names);
    aged({ number, revision: told.revision });
  }

  leave() {
    if (!shown()) return;
    const headers = { "X-Part": "1", "X-Beat": "1", "X-CSRFToken": token() };
    void fetch(this.strip.dataset.gone ?? "", { method: "POST", keepalive: true, headers }).catch(() => null);
  }

  tell() {
    const stale = Date.now() - this.heard > STALE;
    const cut = this.cutAt > 0 && Boolean(this.strip.dataset.live);
    const seconds = Math.round((Date.now() - this.cutAt) / 1000);
    this.strip.hidden = !stale && !cut;
    this.strip.classList.toggle("soon", stale);
    for (const words of all("[data-when]", this.strip)) {
      words.hidden = words.dataset.when !== (stale ? "stale" : "cut");
      const many = one("[data-seconds]", words);
      if (many) many.textContent = String(seconds);
    }
  }
}

/** Say that a case is older here than it is now. @param {{ number: string, revision: number }} change */
function aged({ number, revision }) {
  const pane = shown();
  if (pane?.dataset.number === number && revision > Number(pane.dataset.revision)) {
    const newer = one("[data-newer]", pane);
    if (newer) newer.hidden = false;
  }
  const row = one(`.queue a.case[data-number="${CSS.escape(number)}"]:not([aria-current])`);
  row?.classList.add("moved");
}

/** Say who else has the case open. @param {string[]} names */
function beside(names) {
  const place = one("#mid [data-beside]");
  const words = place && one("span", place);
  if (!place || !words) return;
  place.hidden = names.length === 0;
  words.textContent = (place.dataset.beside ?? "").replace("{names}", names.join(place.dataset.comma ?? ", "));
}

export function live() {
  const strip = one("[data-live-strip]");
  if (strip) new Live(strip);
}
