// A file on its way: the part that has been sent, then that it is being read. The page
// that answers is laid in with the file still chosen, so that the second look is one press.

import { one } from "./dom.js";
import { inside, laid } from "./parts.js";

/** @param {string} word @param {number | null} percent null: nobody knows how long */
function tell(word, percent) {
  const box = one("[data-progress]");
  const bar = /** @type {HTMLProgressElement | null} */ (box && one("progress", box));
  const words = box && one("span", box);
  if (!box || !bar || !words) return;
  box.hidden = false;
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
  words.textContent = box.dataset[word] ?? "";
}

/** @param {string} text @param {HTMLElement} form */
function lay(text, form) {
  const found = inside(text);
  const kept = one("input[type=file]", form);
  const fresh = one("input[type=file]", found);
  if (kept && fresh) fresh.replaceWith(kept);
  one("#main")?.replaceChildren(found);
  laid();
}

/** @param {XMLHttpRequest} call @param {HTMLElement} form */
function answered(call, form) {
  if (call.status === 401 || call.status >= 500) {
    location.reload();
    return;
  }
  const kind = call.getResponseHeader("Content-Type") ?? "";
  if (kind.startsWith("application/json")) location.assign(JSON.parse(call.responseText).there);
  else lay(call.responseText, form);
}

/** @param {HTMLElement} element */
export function brings(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const call = new XMLHttpRequest();
    call.open("POST", location.href);
    call.setRequestHeader("X-Part", "1");
    call.upload.addEventListener("progress", ({ loaded, total }) => tell("sending", (100 * loaded) / (total || 1)));
    call.upload.addEventListener("load", () => tell("reading", null));
    call.addEventListener("load", () => answered(call, form));
    call.addEventListener("error", () => {
      delete form.dataset.sent;
      tell("lost", 0);
    });
    call.send(new FormData(form));
  });
}
