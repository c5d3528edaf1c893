// Menus and explanations open in one press and close by Escape or a press beside them.

import { all } from "./dom.js";

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

/** A toast goes by its button, or by itself after ten seconds. */
export function toasts() {
  for (const toast of all("[data-toast]")) {
    const away = () => toast.remove();
    toast.querySelector("[data-dismiss]")?.addEventListener("click", away);
    setTimeout(away, 10_000);
  }
}
