// Three panes side by side, the map to be folded away; on a phone one at a time.

import { all, one } from "./dom.js";

const KEY = "map-folded";
const PANES = ["listing", "reading", "mapping"];

/** @param {HTMLElement} button */
function folds(button) {
  /** @param {boolean} folded */
  const set = (folded) => {
    document.body.classList.toggle("map-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    window.dispatchEvent(new Event("resize")); // the map fits itself again
  };
  set(localStorage.getItem(KEY) === "1");
  button.addEventListener("click", () => {
    const folded = !document.body.classList.contains("map-folded");
    localStorage.setItem(KEY, folded ? "1" : "");
    set(folded);
  });
}

/** @param {HTMLElement} bar */
function tabs(bar) {
  const buttons = all("[data-pane]", bar);
  const tell = () => {
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(document.body.classList.contains(button.dataset.pane ?? "")));
  };
  for (const button of buttons)
    {button.addEventListener("click", () => {
      document.body.classList.remove(...PANES);
      document.body.classList.add(button.dataset.pane ?? "listing");
      window.dispatchEvent(new Event("resize"));
      tell();
    });}
  document.addEventListener("case-shown", tell);
  window.addEventListener("popstate", tell);
  bar.hidden = false;
  tell();
}

export function panes() {
  const toggle = one("[data-map-toggle]");
  const bar = one("[data-panetabs]");
  if (toggle) folds(toggle);
  if (bar) tabs(bar);
}
