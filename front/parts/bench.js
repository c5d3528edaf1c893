// The workbench: the row chosen is marked, and the map rings its case.

import { all, one } from "./dom.js";

/** @param {HTMLElement} row */
function choose(row) {
  for (const other of all("a.case[aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.classList.add("seen");
  document.body.classList.replace("listing", "reading");
  const map = one("[data-map=cases]");
  if (!map) return;
  map.dataset.case = row.dataset.number ?? "";
  map.dispatchEvent(new Event("chosen"));
}

/** On a narrow screen the browser's own way back leads to the list. */
function listAgain() {
  if (!new URL(window.location.href).searchParams.has("case")) document.body.classList.replace("reading", "listing");
}

export function bench() {
  document.addEventListener("click", (event) => {
    const row = /** @type {Element} */ (event.target).closest("a.case[hx-get]");
    if (row instanceof HTMLElement) choose(row);
  });
  window.addEventListener("popstate", listAgain);
}
