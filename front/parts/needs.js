// A form of several acts shows the fields that the chosen one needs; without script all
// of them stand there.

import { all, one } from "./dom.js";

/** @param {HTMLElement} form its `data-needs` says which fields each act needs */
export function needs(form) {
  /** @type {Record<string, string[]>} */
  const wanted = JSON.parse(form.dataset.needs ?? "{}");
  const names = new Set(Object.values(wanted).flat());
  const show = () => {
    const act = /** @type {HTMLInputElement | null} */ (one('[name="act"]:checked', form))?.value ?? "";
    for (const name of names) {
      const box = one(`[name="${name}"]`, form)?.closest(".field");
      if (!(box instanceof HTMLElement)) continue;
      box.hidden = !(wanted[act] ?? []).includes(name);
      for (const word of all(".optional", box)) word.hidden = true;
    }
  };
  for (const input of all('[name="act"]', form)) input.addEventListener("change", show);
  show();
}
