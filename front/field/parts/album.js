// The photos of something being written: taken, drawn anew, kept at once.

import { make } from "../../parts/dom.js";
import { hash } from "./names.js";
import { redrawn } from "./photos.js";
import * as store from "./store.js";
import { button, icon, say } from "./told.js";

const MOST = 12;

/**
 * @param {string} holder the draft that keeps them
 * @param {import("./store.js").Photo[]} photos
 * @param {{kind: string, changed: () => void, failed: (words: string) => void}} told
 */
export function album(holder, photos, told) {
  const tiles = make("div", { class: "fd-shots" });
  /** @param {string} word @param {string} sign @param {Record<string, string>} more */
  function adding(word, sign, more) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "file", accept: "image/*", class: "vh", ...more }));
    input.addEventListener("change", async () => {
      for (const file of [...(input.files ?? [])]) await add(file);
      input.value = "";
    });
    return make("label", { class: "photo add" }, icon(sign), make("span", { class: "vh" }, word), input);
  }
  /** @param {File} file */
  async function add(file) {
    if (photos.length >= MOST) return;
    try {
      const bytes = await redrawn(file);
      const sha = await hash(bytes);
      if (photos.some((photo) => photo.sha === sha)) return;
      await store.keepPhoto(holder, sha, bytes);
      photos.push({ sha, kind: told.kind, name: file.name.slice(0, 120), size: bytes.byteLength, sent: false });
      told.changed();
      await draw();
    } catch (fault) {
      told.failed(store.isFull(fault) ? say("telephone_full") : say("photo_broken", { name: file.name }));
    }
  }
  async function draw() {
    const shown = await Promise.all(photos.filter((photo) => photo.kind === told.kind).map(tile));
    tiles.replaceChildren(
      ...shown,
      adding(say("take_photo"), "camera", { capture: "environment" }),
      adding(say("choose_photo"), "plus", { multiple: "" }),
    );
  }
  /** @param {import("./store.js").Photo} photo @param {number} place */
  async function tile(photo, place) {
    const remove = button("fd-x", [icon("x")], async () => {
      photos.splice(photos.indexOf(photo), 1);
      told.changed();
      await draw();
    }, { "aria-label": say("remove_photo", { n: place + 1 }) });
    return make("span", { class: "photo" }, await picture(holder, photo, say("photo", { n: place + 1 })), remove);
  }
  void draw();
  return tiles;
}

/** @param {string} holder @param {import("./store.js").Photo} photo @param {string} alt */
async function picture(holder, photo, alt) {
  const bytes = await store.photo(holder, photo.sha);
  const url = bytes ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : "";
  const made = make("img", { src: url, alt });
  made.addEventListener("load", () => URL.revokeObjectURL(url));
  return made;
}
