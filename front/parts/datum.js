// Three systems of coordinates: ours is WGS 84; a base map may be drawn in GCJ-02 or BD-09.
// The same formulas as src/quincunx/lib/coordinates.py; a test lets the two agree.

/** @typedef {[number, number]} Place longitude and latitude in degrees */
/** @typedef {(place: Place) => Place} Shift */

const MAJOR = 6378245; // Krasovsky 1940
const FLATNESS = 0.006693421622965943;
const BAIDU_WAVE = (Math.PI * 3000) / 180;
const ROUNDS = 10; // each brings the way back some fifty times closer

const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
const wave = (/** @type {number} */ height, /** @type {number} */ turns) => ((height * 2) / 3) * Math.sin(Math.PI * turns);
const ripple = (/** @type {number} */ x) => wave(20, 6 * x) + wave(20, 2 * x);

/** @param {number} x @param {number} y */
const metresEast = (x, y) =>
  300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  + ripple(x) + wave(20, x) + wave(40, x / 3) + wave(150, x / 12) + wave(300, x / 30);

/** @param {number} x @param {number} y */
const metresNorth = (x, y) =>
  -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  + ripple(x) + wave(20, y) + wave(40, y / 3) + wave(160, y / 12) + wave(320, y / 30);

/** @type {Shift} */
function toGcj02([lon, lat]) {
  if (!(lon > 72.004 && lon < 137.8347 && lat > 0.8293 && lat < 55.8271)) return [lon, lat];
  const sine = 1 - FLATNESS * Math.sin(radians(lat)) ** 2;
  const perLat = (radians(1) * MAJOR * (1 - FLATNESS)) / sine ** 1.5;
  const perLon = ((radians(1) * MAJOR) / Math.sqrt(sine)) * Math.cos(radians(lat));
  return [lon + metresEast(lon - 105, lat - 35) / perLon, lat + metresNorth(lon - 105, lat - 35) / perLat];
}

/** @type {Shift} */
function toBd09(place) {
  const [lon, lat] = toGcj02(place);
  const far = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BAIDU_WAVE);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BAIDU_WAVE);
  return [far * Math.cos(angle) + 0.0065, far * Math.sin(angle) + 0.006];
}

/** @type {Record<string, Shift>} */
const SHIFTS = { gcj02: toGcj02, bd09: toBd09 };

/** @param {Shift} shift @returns {Shift} the way back, to less than a centimetre */
const back = (shift) => (there) => {
  let [lon, lat] = there;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [found, high] = shift([lon, lat]);
    [lon, lat] = [lon + there[0] - found, lat + there[1] - high];
  }
  return [lon, lat];
};

/** @type {Shift} */
const stay = (place) => place;

/**
 * The way from WGS 84 onto a map in this system, and from the map back.
 * @param {string | undefined} name as a panel is told it
 * @returns {{ onto: Shift, from: Shift }}
 */
export function system(name) {
  const shift = SHIFTS[name ?? ""];
  return shift ? { onto: shift, from: back(shift) } : { onto: stay, from: stay };
}

/**
 * Every position of a geometry or a collection, moved.
 * @template {import("geojson").GeoJSON} Shape
 * @param {Shape} shape
 * @param {Shift} shift
 * @returns {Shape}
 */
export function moved(shape, shift) {
  const move = (/** @type {any} */ part) => (typeof part[0] === "number" ? shift(part) : part.map(move));
  return JSON.parse(JSON.stringify(shape, (key, value) => (key === "coordinates" ? move(value) : value)));
}
