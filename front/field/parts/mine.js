// One's own page: what waits, what was reported, which positions are stored, how it looks.

import { make } from "../../parts/dom.js";
import { attend, show } from "./frame.js";
import { asOf, kept } from "./kept.js";
import { ask, SignedOut } from "./net.js";
import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { section } from "./task.js";
import { clock, moment, now, size } from "./times.js";
import { button, dress, icon, isElder, language, local, say, urls } from "./told.js";

/** @param {() => Promise<void>} sync */
export async function mine(sync) {
  const used = await usage();
  show(say("me"), { beside: kept.me?.name ?? "", inside: [
    link("#/outbox", "send", say("to_send"), String(outbox.unsent().length || "")),
    link("#/reports", "doc", say("my_reports"), String(kept.mine.length)),
    link("#/positions", "pin", say("my_positions"), String(located().length)),
    link("#/telephones", "phone", say("my_telephones"), ""),
    look(sync),
    section("", make("p", { class: "meta" }, `${say("used")}: ${size(used)}`), make("p", { class: "meta" }, asOf() ? say("as_of", { time: clock(asOf()) }) : ""), button("btn wide", [icon("again"), say("sync_now")], () => void sync())),
    section("", make("p", {}, make("a", { href: urls.account }, say("account"))), make("p", {}, make("a", { href: urls.complain }, say("complain"))), leaving()),
  ] });
  attend();
}

async function usage() {
  const found = await navigator.storage?.estimate?.();
  return found?.usage ?? 0;
}

/** @param {string} url @param {string} sign @param {string} word @param {string} count */
function link(url, sign, word, count) {
  return make("a", { class: "case fd-link", href: url }, icon(sign), make("b", {}, word), make("span", { class: "r" }, count));
}

function located() {
  return kept.mine.filter((each) => each.accuracy !== null && Date.parse(each.forgotten) > now());
}

/** @param {() => Promise<void>} sync */
function look(sync) {
  const speak = make("div", { class: "seg", role: "group", "aria-label": say("language") }, ...[["zh-hans", "中文"], ["en", "English"]].map(([code, word]) => button("", [word], () => {
    localStorage.setItem("field-language", code);
    dress();
    void mine(sync);
  }, { "aria-pressed": String(language() === code), lang: code === "en" ? "en" : "zh-CN" })));
  const larger = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", role: "switch", id: "elder" }));
  larger.checked = isElder();
  larger.addEventListener("change", () => {
    localStorage.setItem("field-elder", larger.checked ? "1" : "");
    dress();
    void mine(sync);
  });
  return section("", speak, make("label", { class: "choice" }, larger, make("b", {}, say("elder")), make("span", { class: "hint" }, say("elder_hint"))));
}

export function reports() {
  const rows = kept.mine.map((each) => make("li", {}, make("span", { class: "case" }, icon(each.icon), make("span", { class: "w" }, make("b", {}, each.where), make("span", { class: "t" }, local(each.matter))), make("span", { class: "r" }, say(`state.${each.state}`)), make("span", { class: "m" }, each.number, moment(each.at)))));
  show(say("my_reports"), { back: "#/me", inside: [rows.length ? make("ul", { class: "cases fd-list" }, ...rows) : make("div", { class: "empty" }, say("no_tasks_next"))] });
  attend();
}

export function positions() {
  const rows = located().map((each) => make("li", {}, make("span", { class: "case" }, icon("pin"), make("span", { class: "w" }, make("b", {}, `${each.lat?.toFixed(5)}, ${each.lon?.toFixed(5)}`), make("span", { class: "t" }, each.where)), make("span", { class: "r" }, each.accuracy ? `±${Math.round(each.accuracy)} m` : say("by_hand")), make("span", { class: "m" }, each.number, moment(each.at)), make("span", { class: "m" }, say("position_until", { time: moment(each.forgotten) })))));
  const told = section("", make("p", {}, say("positions_text")), make("p", {}, say("positions_distance")), make("p", {}, say("positions_kept")));
  show(say("my_positions"), { back: "#/me", inside: [told, rows.length ? make("ul", { class: "cases fd-list" }, ...rows) : make("div", { class: "empty" }, say("no_positions"))] });
  attend();
}

/** @typedef {{key: number, kind: string, seen: string, here: boolean}} Telephone */

/** Which telephones stay signed in; the server knows, so it needs a network. */
export async function telephones() {
  const list = make("div", { class: "fd-note", role: "status" }, say("loading"));
  show(say("my_telephones"), { back: "#/me", inside: [section("", make("p", {}, say("telephones_text"))), list] });
  attend();
  try {
    const told = await (await ask(urls.telephones)).json();
    const rows = told.telephones.map(telephone);
    list.replaceWith(rows.length ? make("ul", { class: "cases fd-list" }, ...rows) : make("div", { class: "empty" }, say("telephone_none")));
  } catch {
    list.replaceChildren(say("telephones_offline"));
  }
}

/** @param {Telephone} held */
function telephone({ key, kind, seen, here }) {
  const name = make("b", {}, kind || say("telephone_kind"), here ? ` (${say("telephone_here")})` : "");
  const words = make("span", { class: "w" }, name, make("span", { class: "t" }, say("telephone_seen", { time: moment(seen) })));
  const end = button("btn", [say("telephone_end")], () => void ask(`${urls.telephones}/${key}/end`, { method: "POST" }).catch(() => undefined).then(telephones));
  return make("li", { class: "case" }, icon("phone"), words, ...(here ? [] : [make("span", { class: "r" }, end)]));
}

/** Signing out with unsent work is asked twice; then this telephone forgets it. */
function leaving() {
  const box = make("div", { class: "fd-acts" });
  askToLeave(box, 0);
  return box;
}

/** Ask twice while something is unsent. @param {HTMLElement} box @param {number} asked how often we have asked */
function askToLeave(box, asked) {
  const n = outbox.unsent().length;
  const leaves = n === 0 || asked === 2;
  const go = () => (leaves ? void leave() : askToLeave(box, asked + 1));
  if (asked === 0) {
    box.replaceChildren(button("btn wide", [say("sign_out")], go));
    return;
  }
  box.replaceChildren(
    make("p", { role: "alert" }, say(asked === 1 ? "sign_out_unsent" : "really", { n })),
    button("btn risk wide", [say("sign_out_sure", { n })], go),
    button("btn go wide", [say("sign_out_stay")], () => askToLeave(box, 0)),
  );
}

async function leave() {
  await store.forget();
  localStorage.removeItem("field-as-of");
  document.cookie = "unsent=0; path=/; max-age=0; samesite=lax";
  localStorage.setItem("field-leaving", "1");
  await settle().catch(() => undefined);
  location.assign(`${urls.signIn}?next=/field`);
}

/** End this telephone and the session; without a network it is done when there is one. */
export async function settle() {
  if (!localStorage.getItem("field-leaving")) return;
  await ask(urls.leave, { method: "POST" }).catch(unlessOut);
  await ask(urls.signOut, { method: "POST" }).catch(unlessOut);
  localStorage.removeItem("field-leaving");
}

/** @param {unknown} fault */
function unlessOut(fault) {
  if (!(fault instanceof SignedOut)) throw fault;
}
