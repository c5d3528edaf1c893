// Looks again while something is under way, so that its page tells how far it is.

const SOON = 2000;

/** @param {Element} _element */
export function again(_element) {
  setTimeout(() => location.reload(), SOON);
}
