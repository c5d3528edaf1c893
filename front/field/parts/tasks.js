// The tasks: what, where, until when; done ones leave the list.

import { make } from "../../parts/dom.js";
import { attend, openErrands, show, waiting } from "./frame.js";
import { asOf } from "./kept.js";
import { apart, position } from "./place.js";
import { clock, deadline } from "./times.js";
import { button, icon, local, say } from "./told.js";

/** @typedef {import("./kept.js").Way} Way */

/** @type {import("./store.js").Fix | null} */
let here = null; // asked for by pressing "by distance"; kept nowhere
let byDistance = false;

export function tasks() {
  const list = make("div");
  const draw = () => list.replaceChildren(...rows());
  const order = make("div", { class: "seg", role: "group", "aria-label": say("order") });
  const mark = () => order.replaceChildren(...[false, true].map((far) => button("", [say(far ? "by_distance" : "by_deadline")], () => void choose(far), { "aria-pressed": String(byDistance === far) })));
  /** @param {boolean} far */
  async function choose(far) {
    byDistance = far;
    if (far && !here) here = await position();
    mark();
    draw();
  }
  mark();
  draw();
  show(say("tasks"), { beside: asOf() ? say("as_of", { time: clock(asOf()) }) : "", inside: [make("div", { class: "fd-seg" }, order), list] });
  attend();
}

function rows() {
  const open = openErrands();
  if (!open.length) return [make("div", { class: "empty" }, make("b", {}, say("no_tasks")), say("no_tasks_next"))];
  const note = byDistance && !here ? [make("p", { class: "meta fd-note" }, say("no_position_order"))] : [];
  return [...note, make("ul", { class: "cases fd-list" }, ...sorted(open).map((way) => make("li", {}, row(way))))];
}

/** @param {Way[]} open */
function sorted(open) {
  const at = here;
  /** @param {Way} way */
  const far = (way) => (at && way.lon !== null && way.lat !== null ? apart(at, { lon: way.lon, lat: way.lat }) : Infinity);
  /** @param {Way} way */
  const due = (way) => (way.due ? Date.parse(way.due) : Infinity);
  return [...open].sort((a, b) => (byDistance && at ? far(a) - far(b) : due(a) - due(b)) || a.number.localeCompare(b.number));
}

/** @param {Way} way */
export function what(way) {
  return say(way.kind, { what: local(way.matter) || way.text.slice(0, 30) });
}

/** @param {Way} way */
function row(way) {
  const words = make("span", { class: "w" }, make("b", {}, way.where), make("span", { class: "t" }, what(way)));
  if (waiting(way.number).length) words.append(make("span", { class: "t" }, say("waits_here")));
  return make("a", { class: "case", href: `#/task/${way.number}` }, icon(way.icon), words, make("span", { class: "r" }, dueChip(way.due)));
}

/** @param {string | null} due @param {boolean} [long] */
export function dueChip(due, long = false) {
  const { tone, icon: sign, text, by } = deadline(due);
  return make("span", { class: `due ${tone}`, title: by }, icon(sign), make("span", {}, text), ...(long && by ? [make("small", {}, by)] : []));
}
