// A report on one scrolling screen: a photo, what it is, where it is; kept at each change.

import { make, one } from "../../parts/dom.js";
import { album } from "./album.js";
import { attend, faults, show, toast } from "./frame.js";
import { kept } from "./kept.js";
import * as outbox from "./outbox.js";
import { grade, nearest, pinMap, position } from "./place.js";
import * as store from "./store.js";
import { section } from "./task.js";
import { button, full, icon, language, local, say } from "./told.js";

/** @typedef {import("./kept.js").Matter} Matter */
/**
 * @typedef {object} Draft
 * @property {string} matter
 * @property {string} note
 * @property {string} result
 * @property {boolean} spot
 * @property {import("./store.js").Fix | null} fix
 * @property {number | null} area
 * @property {string} words
 * @property {import("./store.js").Photo[]} photos
 */

const NAME = "report";
const TILES = 7;
/** @returns {Draft} */
function blank() {
  return ({ matter: "", note: "", result: "", spot: false, fix: null, area: null, words: "", photos: [] });
}

/** @type {Draft} */
let draft = blank();

/** @param {Draft} left */
function isBegun(left) {
  return Boolean(left.matter || left.note || left.result || left.words || left.photos.length);
}

export async function report() {
  const left = await store.draft(NAME);
  if (left && isBegun(left)) offer(left);
  else begin(blank());
}

/** @param {Draft} left */
function offer(left) {
  const go = button("btn go wide", [say("go_on")], () => begin(left));
  const drop = button("btn wide", [say("throw_away")], () => void store.dropDraft(NAME).then(() => begin(blank())));
  const said = [left.matter && local(matter(left.matter)?.name), left.note].filter(Boolean).join(" · ");
  show(say("report"), { inside: [section("", make("p", {}, make("b", {}, say("draft_found"))), make("p", {}, said))], foot: make("div", { class: "fd-acts" }, go, drop) });
  attend();
}

/** @param {string} code */
function matter(code) {
  return kept.matters.find((each) => each.code === code);
}

let saving = 0;

/** Keep what is written, at every change. */
function changed() {
  window.clearTimeout(saving);
  saving = window.setTimeout(() => void save(), 150);
}

async function save() {
  try {
    await store.keepDraft(NAME, draft);
    const mark = one("#kept");
    if (mark) mark.hidden = false;
  } catch (fault) {
    faults([{ words: store.isFull(fault) ? say("telephone_full") : String(fault) }]);
  }
}

/** @param {Draft} from */
function begin(from) {
  draft = from;
  const word = make("span", { id: "kept", class: "line", hidden: "" }, icon("check", "i-s"), say("draft_kept"));
  show(say("report"), {
    back: "#/tasks", beside: word,
    inside: [photos(), kinds(), where(), spot(), note()],
    foot: button("btn go wide", [say(navigator.onLine ? "submit" : "keep")], () => void submit(), { id: "submit" }),
  });
  attend();
  if (!draft.fix && draft.area === null) void locate();
}

/** @param {string} [kind] */
function photos(kind = "photo-before") {
  return section("", album(NAME, draft.photos, { kind, changed, failed: (words) => faults([{ words }]) }));
}

/** Codes of what was reported most and last on this telephone. @returns {string[]} */
function used() {
  return JSON.parse(localStorage.getItem("field-used") ?? "[]");
}

function kinds() {
  const box = make("section", { class: "fd-sec", id: "what" });
  const draw = () => box.replaceChildren(make("h2", {}, say("what_is_it")), tiles(draw, () => box.append(search(draw))));
  draw();
  return box;
}

/** @param {() => void} redraw @param {() => void} more */
function tiles(redraw, more) {
  const order = [draft.matter, ...used(), ...kept.matters.map((each) => each.code)];
  const shown = [...new Set(order)].map(matter).filter(Boolean).slice(0, TILES);
  const all = /** @type {Matter[]} */ (shown).map((each) => tile(each, redraw));
  const rest = button("", [icon("search"), say("all_matters", { n: kept.matters.length })], () => one("#matters") ?? more());
  return make("div", { class: "fd-tiles" }, ...all, rest);
}

/** @param {Matter} each @param {() => void} redraw */
function tile(each, redraw) {
  return button("", [icon(each.icon), local(each.name)], () => choose(each.code, redraw), { "aria-pressed": String(draft.matter === each.code) });
}

/** @param {string} code @param {() => void} redraw */
function choose(code, redraw) {
  draft.matter = draft.matter === code ? "" : code;
  changed();
  redraw();
  drawSpot();
}

/** @param {() => void} redraw */
function search(redraw) {
  const input = /** @type {HTMLInputElement} */ (make("input", { class: "in-t", id: "matters", type: "search", autocomplete: "off", "aria-label": say("find_matter") }));
  const found = make("ul", { class: "fd-found" });
  const draw = () => found.replaceChildren(...matching(input.value).map((each) => make("li", {}, button("opt", [icon(each.icon), local(each.name)], () => choose(each.code, redraw)))));
  input.addEventListener("input", draw);
  draw();
  window.setTimeout(() => input.focus());
  return make("div", { class: "field" }, make("label", { for: "matters" }, say("find_matter")), input, found);
}

/** By name, by what people call it, in either language; then by pinyin initials. @param {string} typed */
function matching(typed) {
  const words = typed.trim().toLowerCase();
  const named = kept.matters.filter((each) => [...Object.values(each.name), ...each.words].some((word) => word.toLowerCase().includes(words)));
  const meant = /^[a-z]{2,}$/.test(words) ? kept.matters.filter((each) => each.initials?.some((told) => begins(told.split(" "), words))) : [];
  return [...new Set([...named, ...meant])].slice(0, 30);
}

/** Whether letters stand somewhere in initials; a character may be read in several ways. @param {string[]} told @param {string} typed */
function begins(told, typed) {
  return told.some((_group, from) => [...typed].every((letter, n) => told[from + n]?.includes(letter)));
}

function where() {
  const chip = make("span", { class: "due rest push", id: "found" }, say("finding"));
  const ground = make("div", { id: "spot-map" });
  const words = /** @type {HTMLInputElement} */ (make("input", { class: "in-t", id: "words", maxlength: "300", autocomplete: "off" }));
  words.value = draft.words;
  words.addEventListener("input", () => {
    draft.words = words.value;
    changed();
  });
  const list = make("details", { class: "fd-more", id: "buildings" }, make("summary", {}, say("choose_building")), make("div"));
  list.addEventListener("toggle", () => buildings());
  const box = section("", make("h2", { class: "line" }, say("where"), chip), ground, list, make("div", { class: "field" }, make("label", { for: "words" }, say("here")), make("p", { class: "hint" }, say("here_hint")), words));
  window.setTimeout(drawPlace);
  return box;
}

/** One position for one report; without one the list of buildings opens. */
async function locate() {
  const mine = draft;
  const found = await position();
  if (draft !== mine || draft.fix || draft.area !== null) return;
  draft.fix = found;
  if (found && isBegun(draft)) changed();
  drawPlace();
  const list = /** @type {HTMLDetailsElement | null} */ (one("#buildings"));
  if (!found && list) list.open = true;
}

function drawPlace() {
  const chip = one("#found");
  if (!chip) return;
  const [tone, words] = placeWords();
  chip.className = `due ${tone} push`;
  chip.replaceChildren(icon("pin"), words);
  const from = draft.fix ?? middle();
  if (!one("#spot-map svg") && from)
    {one("#spot-map")?.replaceChildren(pinMap(kept.areas, { ...from }, (fix) => {
      draft.fix = { ...fix };
      draft.area = null;
      changed();
      drawPlace();
    }));}
}

/** @returns {[string, string]} */
function placeWords() {
  const chosen = kept.areas.find((area) => area.id === draft.area);
  if (chosen) return ["ok", chosen.name];
  return draft.fix ? grade(draft.fix) : ["soon", say("no_position")];
}

/** Where the map begins without a position: the building chosen, else the grid. */
function middle() {
  const area = kept.areas.find((each) => each.id === draft.area) ?? kept.areas.find((each) => each.level === 4 && each.middle) ?? kept.areas.find((each) => each.middle);
  return area?.middle ? { lon: area.middle[0], lat: area.middle[1], accuracy: 0 } : null;
}

function buildings() {
  const box = one("#buildings > div");
  if (!box || box.childElementCount) return;
  const input = /** @type {HTMLInputElement} */ (make("input", { class: "in-t", id: "building", type: "search", autocomplete: "off" }));
  const found = make("ul", { class: "fd-found" });
  const draw = () => {
    const fits = nearest(kept.areas, draft.fix).filter((area) => area.name.toLowerCase().includes(input.value.trim().toLowerCase()));
    found.replaceChildren(...fits.slice(0, 40).map((area) => make("li", {}, button("opt", [area.name], () => pick(area.id)))));
  };
  input.addEventListener("input", draw);
  draw();
  box.replaceChildren(make("div", { class: "field" }, make("label", { for: "building" }, say("find_building")), input), found);
}

/** @param {number} area */
function pick(area) {
  draft.area = area;
  draft.fix = null;
  changed();
  one("#spot-map")?.replaceChildren();
  drawPlace();
  const list = /** @type {HTMLDetailsElement | null} */ (one("#buildings"));
  if (list) list.open = false;
}

function spot() {
  const box = make("section", { class: "fd-sec", id: "spot" });
  window.setTimeout(drawSpot);
  return box;
}

/** The switch stands only where the matter is on the list for it. */
function drawSpot() {
  const box = one("#spot");
  if (!box) return;
  const may = matter(draft.matter)?.spot ?? false;
  if (!may) draft.spot = false;
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", role: "switch", id: "spotted" }));
  input.checked = draft.spot;
  input.disabled = !may;
  input.addEventListener("change", () => {
    draft.spot = input.checked;
    changed();
    drawSpot();
  });
  const hint = say(may || !draft.matter ? "spot_hint" : "spot_not");
  const label = make("label", { class: "choice" }, input, make("b", {}, say("spot")), make("span", { class: "hint" }, hint));
  box.replaceChildren(label, ...(draft.spot ? [make("h2", {}, say("shown.photo-after")), photos("photo-after"), lines("result", say("result"))] : []));
}

function note() {
  return make("section", { class: "fd-sec" }, lines("note", `${say("note")} (${say("optional")})`));
}

/** @param {"note" | "result"} name @param {string} label */
function lines(name, label) {
  const text = /** @type {HTMLTextAreaElement} */ (make("textarea", { class: "in-t", rows: "2", id: name, maxlength: "1900" }));
  text.value = draft[name];
  text.addEventListener("input", () => {
    draft[name] = text.value;
    changed();
  });
  return make("div", { class: "field" }, make("label", { for: name }, label), text);
}

function wrong() {
  const found = [];
  if (!draft.matter && !draft.note.trim()) found.push({ words: say("say_what"), field: "note" });
  if (draft.spot && !draft.result.trim()) found.push({ words: say("say_result"), field: "result" });
  return found;
}

async function submit() {
  const found = wrong();
  if (found.length) {
    faults(found);
    return;
  }
  window.clearTimeout(saving);
  try {
    await save();
    await outbox.take(NAME, written());
  } catch (fault) {
    faults([{ words: fault instanceof Error && fault.message === "full" ? full() : say("telephone_full") }]);
    return;
  }
  if (draft.matter) localStorage.setItem("field-used", JSON.stringify([...new Set([draft.matter, ...used()])].slice(0, 20)));
  draft = blank();
  toast(say("kept_report"));
  location.hash = "#/outbox";
}

/** @returns {Parameters<typeof outbox.take>[1]} */
function written() {
  const chosen = matter(draft.matter);
  const named = local(chosen?.name);
  const at = placeName();
  const text = draft.note.trim() || named;
  return {
    kind: draft.spot ? "record" : "report", title: named || text.slice(0, 40), where: at, body: body(text),
    text: [named, at, draft.note, draft.result].filter(Boolean).join("\n"), icon: chosen?.icon || "doc", photos: draft.photos,
  };
}

function placeName() {
  return kept.areas.find((area) => area.id === draft.area)?.name ?? draft.words.trim();
}

/** @param {string} text */
function body(text) {
  const place = { ...draft.fix, area: draft.area, words: draft.words.trim() };
  const result = draft.spot ? { result: draft.result.trim() } : {};
  return { text, place, matter: draft.matter || null, language: language(), ...result };
}
