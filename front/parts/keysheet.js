// Every act that can be done here, found by its words, with its key; Enter does it.

import { all, make, one } from "./dom.js";

/** What an element that acts is called: its words without the key. @param {HTMLElement} element */
function words(element) {
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const key of all("kbd", copy)) key.remove();
  return (copy.textContent ?? "").trim().replace(/\s+/g, " ");
}

class Keysheet {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.input = /** @type {HTMLInputElement} */ (one("input", dialog));
    this.list = /** @type {HTMLElement} */ (one("[role=listbox]", dialog));
    this.none = /** @type {HTMLElement} */ (one("[data-none]", dialog));
    /** @type {HTMLElement[]} */
    this.found = [];
    this.at = 0;
    this.input.addEventListener("input", () => this.lay());
    dialog.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      const item = /** @type {Element} */ (event.target).closest("li");
      if (item) this.take(Number(item.dataset.at));
    });
    document.addEventListener("case-shown", () => dialog.open && this.lay());
    for (const opens of all("[data-opens-keys]")) opens.addEventListener("click", () => this.open());
  }

  open() {
    this.input.value = "";
    this.dialog.showModal();
    this.input.focus();
    this.lay();
  }

  lay() {
    const typed = this.input.value.trim().toLowerCase();
    const here = all("[data-act]").filter((each) => !each.closest("[hidden]")).sort((a, b) => Number(Boolean(b.closest("#mid"))) - Number(Boolean(a.closest("#mid"))));
    this.found = here.filter((each) => words(each).toLowerCase().includes(typed));
    this.at = 0;
    this.list.replaceChildren(...this.found.map(line));
    this.none.hidden = this.found.length > 0;
    this.point();
  }

  point() {
    [...this.list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === this.at)));
    const current = this.list.children[this.at];
    if (!current) return;
    this.input.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  take(at) {
    const act = this.found[at];
    if (!act || act.matches("[aria-disabled=true]")) return;
    this.dialog.close();
    act.closest("details")?.setAttribute("open", "");
    act.click();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % (this.found.length || 1);
      this.point();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.at);
    }
  }
}

/** How a key is written. @param {HTMLElement} act */
function written(act) {
  const key = act.dataset.key ?? (act.matches("[data-enter]") ? "Enter" : "");
  return key.length === 1 ? key.toUpperCase() : key;
}

/** @param {HTMLElement} act @param {number} at */
function line(act, at) {
  const made = make("li", { role: "option", id: `key_${at}`, "data-at": String(at) }, make("span", {}, words(act)));
  if (written(act)) made.append(make("kbd", {}, written(act)));
  if (act.matches("[aria-disabled=true]")) {
    const why = act.parentElement && one(".why", act.parentElement);
    made.setAttribute("aria-disabled", "true");
    made.append(make("span", { class: "meta" }, why?.textContent ?? ""));
  }
  return made;
}

/** The foot names the keys of what can be done with the case shown. */
function foot() {
  const place = one("[data-keys-here]");
  const acts = all("#mid [data-act][data-key]:not([aria-disabled=true])").filter((each) => !each.closest("[hidden]")).slice(0, 7);
  place?.replaceChildren(...acts.map((act) => make("span", {}, make("kbd", {}, written(act)), ` ${words(act)}`)));
}

export function keysheet() {
  const dialog = /** @type {HTMLDialogElement | null} */ (one("dialog[data-keysheet]"));
  if (!dialog) return;
  new Keysheet(dialog);
  const bar = one("[data-footer]");
  if (bar) bar.hidden = false;
  foot();
  document.addEventListener("case-shown", foot);
}
