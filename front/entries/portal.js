// Residents' pages. Everything works without this; with it a phone knows where it is.

import { each, one } from "../parts/dom.js";
import { forms } from "../parts/forms.js";
import { typeaheads } from "../parts/typeahead.js";
import { reportsWait } from "../parts/waiting.js";

const PATIENCE = 15_000;

/** @param {HTMLElement} button */
function findsMe(button) {
  if (!navigator.geolocation) return;
  button.hidden = false;
  const words = one("[data-found]");
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      (found) => {
        button.removeAttribute("aria-busy");
        document.dispatchEvent(new CustomEvent("found-me", { detail: found.coords }));
        keep(found.coords);
      },
      () => {
        button.removeAttribute("aria-busy");
        if (words) words.textContent = button.dataset.lost ?? "";
      },
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 30_000 },
    );
  });
}

/** @param {GeolocationCoordinates} coords */
function keep(coords) {
  const told = { lon: coords.longitude.toFixed(6), lat: coords.latitude.toFixed(6), accuracy: String(Math.round(coords.accuracy)) };
  for (const [name, value] of Object.entries(told)) {
    const field = /** @type {HTMLInputElement | null} */ (one(`input[name="${name}"]`));
    if (field) field.value = value;
  }
  const words = one("[data-found]");
  if (words) words.textContent = (words.dataset.found ?? "").replace("%s", told.accuracy);
}

/** @param {HTMLElement} element */
function prints(element) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}

forms();
typeaheads();
reportsWait();
each("[data-finds-me]", findsMe);
each("[data-prints]", prints);
