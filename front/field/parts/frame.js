// The frame of every screen: its head, the banners, the bar of three.

import { make, one } from "../../parts/dom.js";
import { kept } from "./kept.js";
import * as outbox from "./outbox.js";
import { skew, span } from "./times.js";
import { button, icon, isElder, say, urls } from "./told.js";

function main() {
  return /** @type {HTMLElement} */ (one("#main"));
}

/**
 * Show a screen: its head stands still, what is under it scrolls.
 * @param {string} title
 * @param {{back?: string, beside?: Node | string, inside: (Node | string)[], foot?: Node}} parts
 */
export function show(title, { back, beside, inside, foot }) {
  const h1 = make("h1", { tabindex: "-1" }, title);
  const head = make("header", { class: `fd-head${back ? " sub" : ""}` });
  if (back) head.append(make("a", { class: "btn bare fd-back", href: back, "aria-label": say("back") }, icon("left")));
  head.append(h1);
  if (beside) head.append(make("span", { class: "meta" }, beside));
  const body = make("div", { class: "fd-body" }, ...inside);
  if (isElder() && kept.me?.telephone) body.append(help());
  main().replaceChildren(head, body, ...(foot ? [make("div", { class: "fd-foot" }, foot)] : []));
  document.title = title;
  ways();
  banners();
}

/** Put the reader's focus on the head of a screen that was opened. */
export function attend() {
  return one("#main h1")?.focus({ preventScroll: true });
}

function help() {
  const { house, telephone } = /** @type {import("./kept.js").Me} */ (kept.me);
  return make("a", { class: "fd-help", href: `tel:${telephone}` }, icon("phone"), make("span", {}, say("call", { name: house }), make("b", { class: "nw" }, telephone)));
}

/** The bar of three, with what waits. */
export function ways() {
  const bar = one("#ways");
  if (!bar) return;
  const here = location.hash.split("/")[1] || "tasks";
  /** @param {string} way @param {string} sign @param {string} look @param {number} count */
  const link = (way, sign, look, count) => {
    const made = make("a", { href: `#/${way}`, class: look, ...(way === here ? { "aria-current": "page" } : {}) }, icon(sign), say(way));
    if (count) made.append(make("span", { class: "dot" }, String(count)));
    return made;
  };
  bar.hidden = kept.me === null;
  bar.setAttribute("aria-label", say("main"));
  bar.replaceChildren(
    link("tasks", "list", "", openErrands().length),
    link("report", "camera", "big", 0),
    link("me", "me", "", outbox.unsent().length),
  );
}

/** Errands that nothing waiting here has ended already. */
export function openErrands() {
  return kept.errands.filter((way) => actsNow(way).some((act) => kept.me?.calling.includes(act)));
}

/** What may be done, as if what waits here had arrived. @param {import("./kept.js").Way} way @returns {string[]} */
export function actsNow(way) {
  let acts = way.acts;
  for (const item of waiting(way.number)) if (item.act && endsOrLeads(item.act)) acts = kept.me?.acts[item.act].next ?? [];
  return acts;
}

/** @param {string} act */
function endsOrLeads(act) {
  return kept.me?.calling.includes(act) && !["situation"].includes(act);
}

/** @param {string} number */
export function waiting(number) {
  return outbox.all().filter((item) => item.number === number && item.kind === "act" && item.state !== "delivered");
}

/** What everybody should know now: no network, signed out, a wrong clock, little room. */
export function banners() {
  const waitingNow = outbox.unsent().length;
  /** @type {(Node | null)[]} */
  const found = [
    navigator.onLine ? null : banner("cloudoff", "", say("offline"), waitingNow ? say("offline_waiting", { n: waitingNow }) : say("offline_go_on")),
    outbox.signedOut ? banner("key", "soon", "", say("signed_out"), make("a", { href: `${urls.signIn}?next=/field` }, say("sign_in"))) : null,
    Math.abs(skew()) > 300 ? banner("clock", "", "", say("clock_off", { span: span(skew() * 1000) })) : null,
    outbox.noRoom ? banner("soon", "soon", "", say("no_room")) : null,
    outbox.room().share >= 0.8 ? banner("soon", "soon", "", say("nearly_full", { n: Math.round(outbox.room().share * 100) })) : null,
  ];
  one("#banners")?.replaceChildren(.../** @type {Node[]} */ (found.filter(Boolean)));
}

/** @param {string} sign @param {string} tone @param {string} strong @param {string} words @param {...Node} more */
function banner(sign, tone, strong, words, ...more) {
  const told = make("span", {}, ...(strong ? [make("b", {}, strong), " "] : []), words, ...(more.length ? [" ", ...more] : []));
  return make("div", { class: `banner ${tone}` }, icon(sign), told);
}

/** Say something for a moment, without taking the focus. @param {string} words @param {Node} [more] */
export function toast(words, more) {
  one("#toast")?.remove();
  const made = make("div", { id: "toast", class: "toast fd-toast", role: "status" }, make("span", {}, words), ...(more ? [more] : []));
  document.body.append(made);
  window.setTimeout(() => made.remove(), 8000);
}

/**
 * What is wrong, at the top, where the focus goes.
 * @param {{words: string, field?: string}[]} found
 */
export function faults(found) {
  one("#faults")?.remove();
  if (!found.length) return;
  const lines = found.map(({ words, field }) => make("li", {}, field ? button("linklike", [words], () => document.getElementById(field)?.focus()) : words));
  const box = make("div", { id: "faults", class: "errsum", role: "alert", tabindex: "-1" }, make("h2", {}, say("errors")), make("ul", {}, ...lines));
  one(".fd-body")?.prepend(box);
  box.focus();
  box.scrollIntoView({ block: "start" });
}
