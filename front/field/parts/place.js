// Where something is: the position once, a building from the list, a pin, or words.

import { make } from "../../parts/dom.js";
import { button, say } from "./told.js";

/** @typedef {import("./store.js").Fix} Fix */
/** @typedef {{id: number, parent: number | null, level: number, kind: string, name: string, middle?: [number, number], rings?: [number, number][][]}} Area */

const PATIENCE = 15_000;
const STEP = 0.00009; // about ten metres
const DEGREE = 111_320; // metres, of latitude

/** Ask for the position, once; nothing when there is none in time. @returns {Promise<Fix | null>} */
export function position() {
  return new Promise((done) => {
    if (!navigator.geolocation) {
      done(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ lon: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      () => done(null),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 30_000 },
    );
  });
}

/** Metres between two positions. @param {{lon: number, lat: number}} one @param {{lon: number, lat: number}} other */
export function apart(one, other) {
  const squeeze = Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot((one.lon - other.lon) * squeeze, one.lat - other.lat) * DEGREE;
}

/** How good a position is, in words. @param {Fix} fix @returns {[string, string]} tone and words */
export function grade(fix) {
  if (fix.accuracy === 0) return ["rest", say("by_hand")];
  if (fix.accuracy <= 30) return ["ok", say("good", { n: fix.accuracy })];
  if (fix.accuracy <= 100) return ["rest", say("fair", { n: fix.accuracy })];
  return ["soon", say("poor", { n: fix.accuracy })];
}

/** The buildings nearest to a position first; else by name. @param {Area[]} areas @param {Fix | null} fix */
export function nearest(areas, fix) {
  const listed = areas.filter((area) => area.level >= 4);
  /** @param {Area} area */
  const far = (area) => (fix && area.middle ? apart(fix, { lon: area.middle[0], lat: area.middle[1] }) : 0);
  return listed.sort((a, b) => far(a) - far(b) || b.level - a.level || a.name.localeCompare(b.name, "zh", { numeric: true }));
}

const SPACE = "http://www.w3.org/2000/svg";
const WIDE = 360;
const HIGH = 190;
const PIXEL = 1 / (DEGREE * 1.1); // degrees of latitude in one pixel: a view of some 330 m

/** @param {string} name @param {Record<string, string>} attributes */
function drawn(name, attributes) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/**
 * A small map of the grid, from what is kept here: press, drag or step the pin.
 * @param {Area[]} areas
 * @param {Fix} fix
 * @param {(moved: Fix) => void} moved
 */
export function pinMap(areas, fix, moved) {
  const squeeze = Math.cos((fix.lat * Math.PI) / 180);
  const middle = { ...fix };
  /** @param {[number, number]} spot */
  const to = ([lon, lat]) => [WIDE / 2 + ((lon - middle.lon) * squeeze) / PIXEL, HIGH / 2 - (lat - middle.lat) / PIXEL];
  const svg = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "fd-map", role: "img", "aria-label": say("pin") });
  const redraw = () => svg.replaceChildren(...surfaces(areas, to), ...pin(to([fix.lon, fix.lat]), fix, squeeze));
  /** @param {number} lon @param {number} lat */
  const put = (lon, lat) => {
    Object.assign(fix, { lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)), accuracy: 0 });
    redraw();
    moved(fix);
  };
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const box = svg.getBoundingClientRect();
    const right = ((event.clientX - box.left) / box.width) * WIDE - WIDE / 2;
    const down = ((event.clientY - box.top) / box.height) * HIGH - HIGH / 2;
    put(middle.lon + (right * PIXEL) / squeeze, middle.lat - down * PIXEL);
  };
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    follow(event);
  });
  svg.addEventListener("pointermove", (event) => svg.hasPointerCapture(event.pointerId) && follow(event));
  redraw();
  return make("div", { class: "fd-pin" }, svg, arrows((right, up) => {
    put(fix.lon + right * STEP, fix.lat + up * STEP);
    Object.assign(middle, { lon: fix.lon, lat: fix.lat });
    redraw();
  }));
}

/** @param {(right: number, up: number) => void} step */
function arrows(step) {
  /** @type {[string, string, number, number][]} */
  const sides = [["west", "←", -1, 0], ["north", "↑", 0, 1], ["south", "↓", 0, -1], ["east", "→", 1, 0]];
  return make("div", { class: "fd-arrows" }, ...sides.map(([name, sign, right, up]) => button("btn", [sign], () => step(right, up), { "aria-label": say(name) })));
}

/** @param {Area[]} areas @param {(spot: [number, number]) => number[]} to */
function* surfaces(areas, to) {
  for (const area of areas)
    {for (const ring of area.rings ?? []) {
      const points = ring.map((spot) => to(spot).map((n) => n.toFixed(1)).join(",")).join(" ");
      yield drawn("polygon", { points, class: area.level >= 5 ? "bld" : "grid" });
    }}
}

/** @param {number[]} at @param {Fix} fix @param {number} squeeze */
function pin([x, y], fix, squeeze) {
  const around = fix.accuracy / (DEGREE * PIXEL * squeeze);
  const drop = drawn("path", { transform: `translate(${x} ${y}) scale(.8)`, d: "M0 0s-13-14-13-24a13 13 0 0 1 26 0C13-14 0 0 0 0z", class: "drop" });
  const parts = [drop, drawn("circle", { cx: String(x), cy: String(y - 19), r: "3.5", class: "eye" })];
  return around ? [drawn("circle", { cx: String(x), cy: String(y), r: String(Math.min(around, WIDE)), class: "around" }), ...parts] : parts;
}

/** Addresses of map apps; each is told in which system we speak. @param {{lon: number, lat: number, where: string}} to */
export function ways({ lon, lat, where }) {
  const name = encodeURIComponent(where);
  return [
    { word: say("map_app"), url: `geo:${lat},${lon}?q=${lat},${lon}(${name})` },
    { word: say("amap"), url: `https://uri.amap.com/marker?position=${lon},${lat}&name=${name}&coordinate=wgs84` },
    { word: say("baidu"), url: `https://api.map.baidu.com/marker?location=${lat},${lon}&title=${name}&content=${name}&output=html&coord_type=wgs84` },
    { word: say("tencent"), url: `https://apis.map.qq.com/uri/v1/marker?marker=coord:${lat},${lon};title:${name}&coord_type=1` },
  ];
}

