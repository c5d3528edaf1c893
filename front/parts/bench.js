// The workbench: a row chosen shows its case beside it, an act is done without leaving,
// the map rings the case. The address always leads back to what is shown.

import { dropDraft } from "./drafts.js";
import { all, make, one } from "./dom.js";
import { LongList } from "./longlist.js";
import { inside, laid, part } from "./parts.js";
import { toast } from "./toasts.js";

const FIELDS = ".errsum, .field :is(input, select, textarea):not([type=hidden]):not([hidden])";

class Bench {
  /** @param {HTMLElement} mid */
  constructor(mid) {
    this.mid = mid;
    const panel = one("[data-list]");
    this.list = panel && one("a.case", panel) ? new LongList(panel) : null;
    this.asked = 0;
    document.addEventListener("click", (event) => this.pressed(event));
    document.addEventListener("submit", (event) => void this.sent(/** @type {SubmitEvent} */ (event)));
    document.addEventListener("step", (event) => void this.step(/** @type {CustomEvent<number>} */ (event).detail));
    document.addEventListener("open-case", (event) => this.open(/** @type {CustomEvent<string>} */ (event).detail));
    window.addEventListener("popstate", () => this.goBack());
  }

  /** @param {MouseEvent} event */
  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const there = /** @type {Element} */ (event.target);
    const row = there.closest(".queue a.case");
    const link = there.closest("#mid a[data-part]");
    if (row instanceof HTMLAnchorElement) {
      event.preventDefault();
      this.choose(row);
    } else if (link instanceof HTMLAnchorElement) {
      event.preventDefault();
      void this.load(link.href);
    }
  }

  /** @param {number} by */
  async step(by) {
    const link = this.list ? await this.list.move(by) : this.neighbour(by);
    if (!(link instanceof HTMLAnchorElement)) return;
    link.focus({ preventScroll: true });
    this.choose(link);
  }

  /** The next row of a short list. @param {number} by */
  neighbour(by) {
    const rows = all(".queue a.case");
    const now = rows.findIndex((row) => row.matches("[aria-current]"));
    return rows[Math.min(Math.max(now + by, 0), rows.length - 1)];
  }

  /** @param {HTMLAnchorElement} row */
  choose(row) {
    if (this.list && row.dataset.at) this.list.choose(Number(row.dataset.at));
    else {
      for (const other of all(".queue a.case[aria-current]")) other.removeAttribute("aria-current");
      row.setAttribute("aria-current", "true");
    }
    this.open(row.dataset.number ?? "", row.href);
  }

  /** Show a case, and keep its address. @param {string} number @param {string} [href] */
  open(number, href) {
    const url = new URL(href ?? location.href);
    url.searchParams.set("case", number);
    const reading = new URL(location.href).searchParams.has("case");
    history[reading ? "replaceState" : "pushState"](null, "", url);
    document.body.classList.remove("listing", "mapping");
    document.body.classList.add("reading");
    this.ring(number);
    void this.load(url.href);
  }

  /** @param {string} number */
  ring(number) {
    const map = one("[data-map=cases]");
    if (!map) return;
    map.dataset.case = number;
    map.dispatchEvent(new Event("chosen"));
  }

  /** Lay a part into the middle; only what was asked for last. @param {string} href */
  async load(href) {
    this.asked += 1;
    const mine = this.asked;
    this.mid.setAttribute("aria-busy", "true");
    try {
      const answer = await part(href);
      if (mine === this.asked && answer.inside) this.lay(answer.inside);
    } catch {
      if (mine === this.asked) this.failed();
    }
  }

  /** @param {DocumentFragment} found */
  lay(found) {
    this.mid.replaceChildren(found);
    this.mid.scrollTop = 0;
    this.mid.removeAttribute("aria-busy");
    laid();
    const field = one(FIELDS, this.mid);
    if (field) field.focus();
    document.dispatchEvent(new Event("case-shown"));
  }

  failed() {
    this.mid.removeAttribute("aria-busy");
    const shape = /** @type {HTMLTemplateElement | null} */ (one("[data-failed-shape]"));
    for (const old of all("[data-failed]", this.mid)) old.remove();
    if (shape) this.mid.prepend(make("div", { "data-failed": "", role: "alert" }, shape.content.cloneNode(true)));
    this.mid.scrollTop = 0;
  }

  /** Do an act and stay. @param {SubmitEvent} event */
  async sent(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || !form.matches("#mid form[method=post]")) return;
    event.preventDefault();
    this.asked += 1;
    const mine = this.asked;
    this.mid.setAttribute("aria-busy", "true");
    const body = values(form, event.submitter);
    const answer = await part(form.action, { method: "POST", body }).catch(() => null);
    if (answer?.told) this.done(form, answer.told);
    else if (mine === this.asked) this.undone(form, answer);
  }

  /** Show what the server asks or refuses, or that nobody answered. @param {HTMLFormElement} form @param {import("./parts.js").Answer | null} answer */
  undone(form, answer) {
    if (answer?.inside) 
      this.lay(answer.inside);
     else {
      again(form);
      this.failed();
    }
  }

  /** Take back what was just done, whatever is shown meanwhile. @param {Record<string, any>} told */
  async takeBack(told) {
    const body = new FormData();
    const token = /** @type {HTMLInputElement | null} */ (one("input[name=csrfmiddlewaretoken]"));
    body.append("csrfmiddlewaretoken", token?.value ?? "");
    body.append("revision", told.revision);
    const answer = await part(told.undo, { method: "POST", body }).catch(() => null);
    if (answer?.told) this.done(null, answer.told);
    else if (answer?.inside) this.lay(answer.inside);
    else this.failed();
  }

  /** @param {HTMLFormElement | null} form @param {Record<string, any>} told */
  done(form, told) {
    if (form) dropDraft(form);
    toast(told.told, told.undo ? () => void this.takeBack(told) : null);
    this.renew(told.number, told.row);
    document.dispatchEvent(new CustomEvent("acted", { detail: told.number }));
    const url = new URL(location.href);
    url.searchParams.set("case", told.number);
    void this.load(url.href);
    one(`.queue a.case[data-number="${CSS.escape(told.number)}"]`)?.focus({ preventScroll: true });
  }

  /** Let a row say how its case stands now; it keeps its place. @param {string} number @param {string} markup */
  renew(number, markup) {
    const old = this.list?.find(number) ?? one(`.queue a.case[data-number="${CSS.escape(number)}"]`);
    const row = one("a.case", inside(markup));
    if (!old || !row) return;
    old.replaceChildren(...row.childNodes);
    old.classList.add("moved");
  }

  goBack() {
    const url = new URL(location.href);
    const number = url.searchParams.get("case");
    document.body.classList.toggle("reading", Boolean(number));
    document.body.classList.toggle("listing", !number);
    if (number) void this.load(url.href);
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function values(form, submitter) {
  const found = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) found.append(submitter.name, submitter.value);
  return found;
}

/** Let a form that did not get through be sent again. @param {HTMLFormElement} form */
function again(form) {
  delete form.dataset.sent;
  for (const button of all("[aria-busy]", form)) button.removeAttribute("aria-busy");
  for (const dots of all(".dots", form)) dots.remove();
}

export function bench() {
  const mid = one("#mid");
  if (mid) new Bench(mid);
}
