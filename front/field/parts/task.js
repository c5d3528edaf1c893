// One task: where, until when, what counts as done, and what may be done now.

import { make } from "../../parts/dom.js";
import { album } from "./album.js";
import { actsNow, attend, faults, show, toast, waiting } from "./frame.js";
import { errand, kept } from "./kept.js";
import * as outbox from "./outbox.js";
import { ways } from "./place.js";
import * as store from "./store.js";
import { dueChip, what } from "./tasks.js";
import { moment } from "./times.js";
import { button, full, icon, local, say } from "./told.js";

/** @typedef {import("./kept.js").Way} Way */
/** @typedef {import("./kept.js").Fact} Fact */

const ENDS = new Set(["finish", "make-safe"]);
const SEES = new Set(["checked", "situation", "note", "show"]);

/** @param {string} number */
export function task(number) {
  const way = errand(number);
  if (!way) {
    show(say("tasks"), { back: "#/tasks", inside: [make("div", { class: "empty" }, make("b", {}, say("gone")))] });
    return;
  }
  show(way.where, { back: "#/tasks", inside: page(way), foot: buttons(way) });
  attend();
}

/** @param {Way} way */
function page(way) {
  const inside = [section("", make("p", {}, make("b", {}, what(way))), make("p", {}, dueChip(way.due, true)))];
  if (waiting(way.number).length) inside.push(section("", make("p", { class: "line" }, icon("clock"), say("waits_here"))));
  inside.push(section(say("what"), make("p", { class: "fd-said" }, way.text), make("p", { class: "meta" }, `${say("number")} ${way.number}`)));
  // What is only to be looked at has no matter yet, and so no standard.
  const standard = local(way.standard);
  if (standard || way.evidence.length) inside.push(section(say("done_when"), make("p", {}, standard), evidence(way), ...sample(way)));
  if (way.lon !== null && way.lat !== null) inside.push(section(say("way"), make("div", { class: "line" }, ...links({ lon: way.lon, lat: way.lat, where: way.where }))));
  inside.push(make("details", { class: "fd-sec" }, make("summary", {}, say("history")), history(way)));
  return inside;
}

/** @param {{lon: number, lat: number, where: string}} to */
function links(to) {
  return ways(to).map(({ word, url }) => make("a", { class: "btn", href: url, rel: "noreferrer", target: "_blank" }, word));
}

/** @param {string} title @param {...Node} inside */
export function section(title, ...inside) {
  return make("section", { class: "fd-sec" }, ...(title ? [make("h2", {}, title)] : []), ...inside);
}

/** @param {Way} way */
function evidence(way) {
  return make("ul", { class: "fd-needs" }, ...way.evidence.map(({ kind, least }) => make("li", { class: "line" }, icon("todo"), `${say(`shown.${kind}`)}${least > 1 ? ` × ${least}` : ""}`)));
}

/** How a good word on finishing reads, where the catalogue gives one; what an old sync left has none. @param {Way} way */
function sample({ sample: said }) {
  return said && Object.keys(said).length ? [make("figure", { class: "fd-sample" }, make("figcaption", { class: "meta" }, say("sample")), make("blockquote", {}, local(said)))] : [];
}

/** @param {Way} way */
function history(way) {
  return make("ul", { class: "up" }, ...way.past.map((past) => make("li", {}, make("time", {}, moment(past.at)), make("b", {}, say(`done.${past.act}`)), ...past.said.map((text) => make("p", {}, text)), photos(past.photos))));
}

/** @param {string[]} urls */
function photos(urls) {
  return make("div", { class: "fd-shots" }, ...urls.map((url, n) => make("a", { href: url, class: "photo" }, make("img", { src: url, alt: say("photo", { n: n + 1 }), loading: "lazy" }))));
}

/** @param {Way} way */
function buttons(way) {
  const known = actsNow(way).filter((act) => kept.me?.acts[act]);
  const [first, ...others] = [...known.filter((act) => kept.me?.calling.includes(act)), ...known.filter((act) => !kept.me?.calling.includes(act))];
  const box = make("div", { class: "fd-acts" });
  if (!first) return box;
  box.append(press(way, first, "btn go wide"));
  const main = others.filter((act) => kept.me?.calling.includes(act));
  const rest = others.filter((act) => !main.includes(act));
  box.append(...main.map((act) => press(way, act, "btn wide")));
  if (rest.length) box.append(make("details", { class: "fd-more" }, make("summary", {}, say("more")), make("div", { class: "fd-acts" }, ...rest.map((act) => press(way, act, "btn wide")))));
  return box;
}

/** An act without anything to tell is done by pressing it. @param {Way} way @param {string} act @param {string} look */
function press(way, act, look) {
  const facts = kept.me?.acts[act].facts ?? [];
  const word = say(`act.${act}`);
  if (facts.length) return make("a", { class: look, href: `#/task/${way.number}/${act}` }, word);
  return button(look, [word], () => void send(way, act, { facts: {}, photos: [] }));
}

/** @typedef {{facts: Record<string, string>, photos: import("./store.js").Photo[]}} Written */

/** The form of one act, from the facts of its row. @param {string} number @param {string} act */
export async function actPage(number, act) {
  const way = errand(number);
  const facts = kept.me?.acts[act]?.facts;
  if (!way || !facts) {
    task(number);
    return;
  }
  const name = draftName(number, act);
  /** @type {Written} */
  const written = (await store.draft(name)) ?? { facts: {}, photos: [] };
  const keep = () => void store.keepDraft(name, written).catch(failed);
  const fields = facts.map((fact) => field(fact, { way, act, name, written, keep }));
  const submit = button("btn go wide", [say(`act.${act}`)], () => void check(way, act, written));
  show(say(`act.${act}`), { back: `#/task/${number}`, inside: [section("", make("b", {}, way.where), make("p", {}, local(way.standard)), ...(ENDS.has(act) ? sample(way) : [])), ...fields], foot: submit });
  attend();
}

/** @param {unknown} fault */
function failed(fault) {
  return faults([{ words: store.isFull(fault) ? say("telephone_full") : String(fault) }]);
}

/** @param {string} number @param {string} act */
function draftName(number, act) {
  return `act:${number}:${act}`;
}

/** What the photos of an act show: what the standard asks for, where it is the end. @param {Way} way @param {string} act */
function shownBy(way, act) {
  const wanted = way.evidence.map(({ kind }) => kind).filter((kind) => kind.startsWith("photo-"));
  if (ENDS.has(act) && wanted.length) return wanted;
  return [SEES.has(act) ? "photo-before" : "photo-after"];
}

/**
 * @param {Fact} fact
 * @param {{way: Way, act: string, name: string, written: Written, keep: () => void}} told
 */
function field(fact, { way, act, name, written, keep }) {
  const label = `${say(`fact.${fact.name}`)}${fact.required ? "" : ` (${say("optional")})`}`;
  if (fact.kind === "files") return make("div", {}, ...shownBy(way, act).map((kind) => section(say(`shown.${kind}`), album(name, written.photos, { kind, changed: keep, failed: (words) => faults([{ words }]) }))));
  if (fact.kind === "choice") return choices(fact, label, written, keep);
  const text = /** @type {HTMLTextAreaElement} */ (make("textarea", { class: "in-t", rows: "3", id: `f-${fact.name}`, maxlength: String(fact.most) }));
  text.value = written.facts[fact.name] ?? "";
  text.addEventListener("input", () => {
    written.facts[fact.name] = text.value;
    keep();
  });
  return make("section", { class: "fd-sec field" }, make("label", { for: text.id }, label), text);
}

/** @param {Fact} fact @param {string} label @param {Written} written @param {() => void} keep */
function choices(fact, label, written, keep) {
  const made = fact.choices.map((code, place) => {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "radio", name: fact.name, value: code, ...(place ? {} : { id: `f-${fact.name}` }) }));
    input.checked = written.facts[fact.name] === code;
    input.addEventListener("change", () => {
      written.facts[fact.name] = code;
      keep();
    });
    return make("label", { class: "choice" }, input, make("span", {}, say(`choice.${code}`)));
  });
  return make("fieldset", { class: "fd-sec field" }, make("legend", {}, label), ...made);
}

/** @param {Way} way @param {string} act @param {Written} written */
async function check(way, act, written) {
  const facts = kept.me?.acts[act].facts ?? [];
  const missing = facts.filter((fact) => fact.required && (fact.kind === "files" ? !written.photos.length : !written.facts[fact.name]?.trim()));
  if (missing.length) {
    faults(missing.map((fact) => ({ words: say("say_fact", { name: say(`fact.${fact.name}`) }), field: `f-${fact.name}` })));
    return;
  }
  await send(way, act, written);
}

/** @param {Way} way @param {string} act @param {Written} written */
async function send(way, act, written) {
  const facts = Object.fromEntries(Object.entries(written.facts).filter(([, said]) => said.trim()));
  const said = Object.entries(facts).map(([name, text]) => say(`choice.${text}`) === `choice.${text}` ? text : `${say(`fact.${name}`)}: ${say(`choice.${text}`)}`);
  const seen = ["note", "show", "situation", "interim"].includes(act) ? {} : { revision: way.revision };
  try {
    await outbox.take(draftName(way.number, act), {
      kind: "act", act, number: way.number, title: [say(`act.${act}`), local(way.matter)].filter(Boolean).join(": "), where: way.where,
      text: said.join("\n"), icon: way.icon, photos: written.photos, body: { facts, ...seen },
    });
  } catch (fault) {
    faults([{ words: fault instanceof Error && fault.message === "full" ? full() : say("telephone_full") }]);
    return;
  }
  toast(say("done_here"));
  location.hash = "#/tasks";
}
