// The outbox on a screen: honest states, and what the worker can do about each.

import { make, one } from "../../parts/dom.js";
import { attend, show, toast } from "./frame.js";
import { asItStands } from "./kept.js";
import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { clock, moment, size } from "./times.js";
import { button, icon, local, say } from "./told.js";

/** @typedef {import("./store.js").Item} Item */

// Refusals after which the worker looks at two versions side by side.
const CONFLICTS = new Set(["changed-meanwhile", "act-not-open", "no-such-case", "not-yours-to-do"]);
const MISSING = new Set(["no-such-case", "not-yours-to-do"]);
const OF_PHOTOS = /^(image|file|upload)-/;

/** @type {string[]} */
let drafts = [];

export async function waiting() {
  const left = await store.drafts();
  show(say("to_send"), { back: "#/me", beside: "", inside: [make("ul", { class: "fd-ob", id: "ob" }), make("p", { class: "fd-note" }, say("seven_days"))], foot: foot() });
  drafts = left;
  redraw();
  attend();
}

/** Draw the list anew, where it is shown. */
export function redraw() {
  const list = one("#ob");
  if (!list) return;
  const held = one("#ob details[open]")?.dataset.item; // nothing closes under the hand
  list.replaceChildren(...[...outbox.all()].reverse().map(row), ...drafts.map(draftRow));
  if (!list.childElementCount) list.append(make("li", {}, icon("done"), make("b", {}, say("all_sent"))));
  const kept = held && one(`#ob details[data-item="${held}"]`);
  if (kept instanceof HTMLDetailsElement) kept.open = true;
  const beside = one(".fd-head .meta");
  const { count, bytes } = outbox.room();
  if (beside) beside.textContent = count ? say("sum", { n: count, size: size(bytes) }) : "";
}

function foot() {
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox" }));
  input.checked = outbox.wifiOnly();
  input.addEventListener("change", () => {
    localStorage.setItem("field-wifi", input.checked ? "1" : "");
    void outbox.flush();
  });
  return make("div", {}, make("label", { class: "choice" }, input, make("span", {}, say("wifi_only"))), button("btn go wide", [icon("send"), say("send_now")], () => void outbox.flush()));
}

/** @param {string} name */
function draftRow(name) {
  const [kind, number, act] = name.split(":");
  const url = kind === "report" ? "#/report" : `#/task/${number}/${act}`;
  const title = kind === "report" ? say("report") : `${say(`act.${act}`)} ${number}`;
  return make("li", {}, icon("edit"), make("div", {}, make("b", {}, make("a", { href: url }, title)), make("p", { class: "second" }, say("state_draft"))));
}

/** @type {Record<import("./store.js").State, string>} */
const SIGNS = { waiting: "clock", sending: "send", delivered: "done", needs: "stop" };

/** @param {Item} item */
function row(item) {
  const made = make("li", { class: item.state, "data-item": item.id }, icon(SIGNS[item.state]));
  const inside = make("div", {}, make("b", {}, [item.title, item.where].filter(Boolean).join(", ")));
  inside.append(...(item.state === "needs" ? needs(item) : [make("p", { class: "second" }, state(item))]));
  if (item.state === "sending") inside.append(bar(outbox.percent.get(item.id) ?? 0));
  made.append(inside);
  return made;
}

/** @param {Item} item */
function state(item) {
  if (item.state === "delivered") return say("state_delivered", { time: moment(item.receipt?.received_at ?? item.delivered), number: item.number });
  return item.state === "sending" ? sending(item) : resting(item);
}

/** @param {Item} item */
function sending(item) {
  const n = outbox.percent.get(item.id) ?? 0;
  return item.text_kept ? say("state_sending_text", { n, number: item.number }) : say("state_sending", { n });
}

/** @param {Item} item */
function resting(item) {
  if (item.text_kept && outbox.isForWifi()) return say("state_wifi", { number: item.number });
  return outbox.isBehind(item) ? say("state_behind") : say("state_waiting");
}

/** @param {number} n */
function bar(n) {
  const told = make("progress", { class: "fd-bar", max: "100", "aria-label": say("state_sending", { n }) });
  /** @type {HTMLProgressElement} */ (told).value = n;
  return told;
}

/** What is wrong, and what can be done: nothing is thrown away by itself. @param {Item} item */
function needs(item) {
  const refused = /** @type {import("./store.js").Refused} */ (item.refused);
  const said = [make("p", { class: "due late" }, say("state_needs")), make("p", {}, refused.said || refused.code)];
  if (item.kind === "act" && CONFLICTS.has(refused.code)) return [...said, versions(item)];
  const acts = [button("btn", [say("try_again")], () => void outbox.again(item))];
  if (!item.text_kept) acts.push(button("btn", [say("edit")], () => void edit(item)));
  if (item.photos.length && OF_PHOTOS.test(refused.code)) acts.push(button("btn", [say("without_photos")], () => void withoutPhotos(item)));
  return [...said, make("div", { class: "line" }, ...acts, ...leave(item))];
}

/** @param {Item} item */
async function edit(item) {
  const photos = item.photos.map((photo) => ({ ...photo, sent: false }));
  if (item.kind === "act") {
    await outbox.takeBack(item, `act:${item.number}:${item.act}`, { facts: item.body.facts, photos });
    location.hash = `#/task/${item.number}/${item.act}`;
    return;
  }
  await outbox.takeBack(item, "report", { ...asDraft(item), photos });
  location.hash = "#/report";
}

/** @param {Item} item */
function asDraft(item) {
  const { text, matter, result = "", place } = /** @type {{text: string, matter: string, result?: string, place: any}} */ (item.body);
  const fix = place.lon === undefined ? null : { lon: place.lon, lat: place.lat, accuracy: place.accuracy };
  return { note: text, matter: matter ?? "", result, spot: item.kind === "record", fix, area: place.area, words: place.words };
}

/** @param {Item} item */
async function withoutPhotos(item) {
  if (item.text_kept) await outbox.change(item, { state: "delivered", receipt: item.text_kept, delivered: Date.now(), refused: null, photos: [] });
  else await outbox.again(item, { photos: [] });
}

/** Copy first, then discard: what somebody wrote is never just gone. @param {Item} item @returns {HTMLElement[]} */
function leave(item) {
  const copy = () => navigator.clipboard.writeText(item.text).then(() => toast(say("copied")), () => undefined);
  const words = /** @type {HTMLTextAreaElement} */ (make("textarea", { class: "in-t", readonly: "", rows: "3", "aria-label": say("my_version") }));
  words.value = item.text;
  const sure = make("details", { class: "fd-more", "data-item": item.id }, make("summary", {}, say("discard")), words, make("p", {}, say("sure_discard")), button("btn risk", [say("discard")], () => void copy().finally(() => outbox.discard(item))));
  return [button("btn bare", [say("copy")], () => void copy()), sure];
}

/** My version beside theirs; theirs is asked for when somebody looks. @param {Item} item */
function versions(item) {
  const theirs = make("div", {}, say("loading"));
  const acts = make("div", { class: "line" });
  const box = make("details", { class: "fd-versions", "data-item": item.id }, make("summary", {}, say("conflict")),
    make("div", { class: "two" }, make("div", {}, make("h3", {}, say("my_version")), make("p", {}, say(`act.${item.act}`)), make("p", { class: "fd-said" }, item.text), make("p", { class: "meta" }, clock(item.made))), make("div", {}, make("h3", {}, say("their_version")), theirs)), acts);
  box.addEventListener("toggle", async () => {
    if (!(box instanceof HTMLDetailsElement && box.open) || acts.childElementCount) return;
    const now = await asItStands(item.number);
    theirs.replaceChildren(...standing(now, item));
    acts.replaceChildren(...choices(item, now), ...leave(item));
  });
  return box;
}

/** @param {import("./kept.js").Way | null} now @param {Item} item */
function standing(now, item) {
  if (!now || MISSING.has(item.refused?.code ?? "")) return [make("p", {}, say("not_yours_now"))];
  const [last] = now.past;
  return [make("p", {}, say(`state.${now.state}`)), make("p", {}, now.unit || local(now.matter)), ...(last ? [make("p", { class: "second" }, `${moment(last.at)} ${say(`done.${last.act}`)}`), ...last.said.map((text) => make("p", { class: "fd-said" }, text))] : [])];
}

/** @param {Item} item @param {import("./kept.js").Way | null} now */
function choices(item, now) {
  const made = [];
  if (now?.acts.includes(item.act)) made.push(button("btn", [say("all_the_same")], () => void outbox.again(item, { body: { ...item.body, revision: now.revision } })));
  if (now?.acts.includes("note")) made.push(button("btn go", [say("as_remark")], () => void outbox.again(item, { act: "note", body: { facts: { text: `${say(`act.${item.act}`)}\n${item.text}` }, happened_at: item.body.happened_at } })));
  return made;
}

