// The rings of an outline, as numbers in a text and as features on the map. A ring in
// another is a hole; the server puts them together.

/** @typedef {import("geojson").Position} Position */
/** @typedef {Position[]} Ring open: its first corner is not said again */

export const DIGITS = 9;

/** @param {number} number */
export const round = (number) => Number(number.toFixed(DIGITS));

/** @param {Position[]} closed @returns {Ring} */
export const opened = (closed) => closed.slice(0, -1).map(([lon, lat]) => [round(lon), round(lat)]);

/** @param {Ring} ring */
export const closed = (ring) => [...ring, ring[0]];

/** @param {any} geometry @returns {Ring[]} all rings of a surface; none of anything else */
export function ringsOf(geometry) {
  const pieces = { Polygon: [geometry.coordinates], MultiPolygon: geometry.coordinates }[/** @type {"Polygon"} */ (geometry.type)] ?? [];
  return pieces.flat().map(opened);
}

/** @param {Ring[]} rings */
export const written = (rings) =>
  rings.map((ring) => ring.map(([lon, lat]) => `${lon.toFixed(7)}, ${lat.toFixed(7)}`).join("\n")).join("\n\n");

/** @param {string} lines @returns {Ring} */
const ring = (lines) =>
  lines.split("\n").map((line) => line.split(/[,，\t]/u).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite)).map(([lon, lat]) => [round(lon), round(lat)]);

/** @param {string} text @returns {Ring[]} */
export const read = (text) =>
  text.split(/\n\s*\n/u).map(ring).filter((found) => found.length > 0);

/** @param {Position} place @param {Ring} around */
function within([lon, lat], around) {
  let inside = false;
  for (const [n, [x, y]] of around.entries()) {
    const [fromX, fromY] = around[(n || around.length) - 1];
    if (y > lat !== fromY > lat && lon < ((fromX - x) * (lat - y)) / (fromY - y) + x) inside = !inside;
  }
  return inside;
}

/** @param {Ring} one @param {Ring[]} rings whether it is cut out of what surrounds it */
export const isHole = (one, rings) => rings.filter((other) => other !== one && within(one[0], other)).length % 2 === 1;
