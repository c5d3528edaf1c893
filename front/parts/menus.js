// Menus and explanations open in one press and close by Escape or a press beside them.

import { all } from "./dom.js";
import { goes } from "./toasts.js";

export function menus() {
  const open = () => all("details.menu[open], details.explain[open]");
  document.addEventListener("click", (event) => {
    const there = /** @type {Node} */ (event.target);
    for (const menu of open()) if (!menu.contains(there)) menu.removeAttribute("open");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.removeAttribute("open");
      menu.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const closes = /** @type {Element} */ (event.target).closest("[data-closes]");
    closes?.closest("details")?.removeAttribute("open");
  });
}

export function toasts() {
  for (const toast of all("[data-toast]")) goes(toast);
}
