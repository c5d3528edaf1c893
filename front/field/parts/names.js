// Keys that sort by time and cannot be guessed (UUIDv7), and hashes.

/** @param {number} [at] @returns {string} */
export function newId(at = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = at;
  for (let place = 5; place >= 0; place--) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 + (bytes[6] % 16);
  bytes[8] = 0x80 + (bytes[8] % 64);
  const digits = hex(bytes);
  return [0, 8, 12, 16, 20].map((from, n, all) => digits.slice(from, all[n + 1])).join("-");
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {ArrayBuffer} bytes */
export async function hash(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
