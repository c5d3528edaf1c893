// What Chromium 90 lacks and the map library uses.

/** @param {unknown} value */
const copied = (value) => JSON.parse(JSON.stringify(value));

/**
 * @this {{length: number} & Record<number, unknown>}
 * @param {number} place
 */
function at(place) {
  return this[place < 0 ? this.length + place : place];
}

/** @type {[object, string, unknown][]} */
const missing = [
  [Object, "hasOwn", (/** @type {object} */ there, /** @type {string} */ key) => Object.prototype.hasOwnProperty.call(there, key)],
  [globalThis, "structuredClone", copied],
  ...[Array, Uint8Array, Float32Array, Float64Array, Int32Array, String].map(
    (kind) => /** @type {[object, string, unknown]} */ ([kind.prototype, "at", at]),
  ),
];
for (const [there, name, value] of missing)
  if (!(name in there)) Object.defineProperty(there, name, { value, configurable: true });
