// A long list one types into. It grows out of a <select>, which works without script;
// an option may carry data-hint (load, reason) and data-keys (Pinyin initials). A list
// too long for the page (data-find) is looked up on the server as one types.

import { each, make } from "./dom.js";

const MOST = 12;
const PAUSE = 150; // milliseconds without a key before the server is asked

/** @typedef {{ key: number, name: string, hint: string }} Found */

/**
 * @param {HTMLOptionElement} option
 * @param {string} typed
 */
function fits(option, typed) {
  if (option.value === "" || !follows(option)) return false;
  const text = `${option.text} ${option.dataset.keys ?? ""} ${option.dataset.hint ?? ""}`;
  return text.toLowerCase().includes(typed);
}

/**
 * A list that follows another shows what belongs to the choice made there: its
 * words begin with the words of that choice.
 * @param {HTMLOptionElement} option
 */
function follows(option) {
  const select = option.closest("select");
  const other = document.getElementById(select?.dataset.follows ?? "");
  if (!(other instanceof HTMLSelectElement) || !other.value) return true;
  return option.text.startsWith(`${other.selectedOptions[0].text}: `);
}

/**
 * The option's words with the typed part underlined.
 * @param {string} text
 * @param {string} typed
 * @returns {(string | Node)[]}
 */
function marked(text, typed) {
  const at = typed ? text.toLowerCase().indexOf(typed) : -1;
  if (at < 0) return [text];
  const end = at + typed.length;
  return [text.slice(0, at), make("mark", {}, text.slice(at, end)), text.slice(end)];
}

class Typeahead {
  /** @param {HTMLSelectElement} select */
  constructor(select) {
    this.select = select;
    this.at = 0;
    this.asked = 0;
    /** @type {HTMLOptionElement[]} */
    this.shown = [];
    this.list = make("ul", { class: "pick", role: "listbox", id: `${select.id}_list` });
    this.input = /** @type {HTMLInputElement} */ (
      make("input", {
        class: "in-t",
        role: "combobox",
        autocomplete: "off",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
        "aria-autocomplete": "list",
      })
    );
    this.place();
    this.listen();
  }

  place() {
    const { select, input, list } = this;
    input.id = `${select.id}_typed`;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = select.getAttribute(name);
      if (value) input.setAttribute(name, value);
    }
    const label = document.querySelector(`label[for="${select.id}"]`);
    label?.setAttribute("for", input.id);
    const box = make("div", { class: "typeahead" }, input, list);
    list.hidden = true;
    select.hidden = true;
    select.after(box);
    input.value = select.value ? select.selectedOptions[0].text : "";
  }

  listen() {
    this.select.addEventListener("change", () => {
      this.input.value = this.select.value ? this.select.selectedOptions[0].text : "";
    });
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("focus", () => {
      this.input.select();
      this.show("");
    });
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => {
      const item = /** @type {HTMLElement} */ (event.target).closest("li");
      event.preventDefault();
      if (item) this.take(Number(item.dataset.at));
    });
  }

  show(typed = this.input.value.trim().toLowerCase()) {
    this.lay([...this.select.options].filter((option) => fits(option, typed)).slice(0, MOST), typed);
    this.asked += 1;
    const mine = this.asked;
    if (this.select.dataset.find && typed) setTimeout(() => this.seek(typed, mine), PAUSE);
  }

  /**
   * Ask the server, unless somebody has typed on meanwhile.
   * @param {string} typed
   * @param {number} mine
   */
  async seek(typed, mine) {
    if (mine !== this.asked) return;
    const url = new URL(this.select.dataset.find ?? "", location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { "X-Part": "1" } }).catch(() => null);
    if (!answer?.ok || mine !== this.asked || document.activeElement !== this.input) return;
    const { found } = /** @type {{ found: Found[] }} */ (await answer.json());
    if (mine === this.asked) this.lay(found.map((one) => this.option(one)), typed);
  }

  /** The option of something found, added if the page did not carry it. @param {Found} found */
  option({ key, name, hint }) {
    const there = [...this.select.options].find((option) => option.value === String(key));
    const option = there ?? new Option(name, String(key));
    option.dataset.hint = hint;
    if (!there) this.select.add(option);
    return option;
  }

  /**
   * @param {HTMLOptionElement[]} options
   * @param {string} typed
   */
  lay(options, typed) {
    this.shown = options;
    this.at = 0;
    this.list.replaceChildren(...this.shown.map((option, at) => this.item(option, at, typed)));
    this.list.hidden = this.shown.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point();
  }

  /**
   * @param {HTMLOptionElement} option
   * @param {number} at
   * @param {string} typed
   */
  item(option, at, typed) {
    const made = make("li", { role: "option", id: `${this.list.id}_${at}`, "data-at": String(at) });
    made.append(make("span", {}, ...marked(option.text, typed)));
    if (option.dataset.hint) made.append(make("span", { class: "meta" }, option.dataset.hint));
    return made;
  }

  point() {
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === this.at)));
    const current = this.list.children[this.at];
    if (!current) return;
    this.input.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  take(at) {
    const option = this.shown[at];
    if (!option) return;
    this.asked += 1;
    this.select.value = option.value;
    this.input.value = option.text;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.hide();
  }

  close() {
    const option = this.select.selectedOptions[0];
    if (this.input.value.trim() === "") this.select.value = "";
    else this.input.value = option && option.value ? option.text : "";
    this.hide();
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.show("");
      this.at = (this.at + step + this.shown.length) % (this.shown.length || 1);
      this.point();
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      this.take(this.at);
    } else if (event.key === "Escape") this.hide();
  }
}

/** @param {HTMLElement} element */
function grows(element) {
  new Typeahead(/** @type {HTMLSelectElement} */ (element)).hide();
}

export const typeaheads = () => each("select[data-typeahead]", grows);
