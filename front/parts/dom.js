// Small words for finding things on a page.

/**
 * @template {Element} [E=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {E[]}
 */
export const all = (selector, within = document) =>
  /** @type {E[]} */ (/** @type {unknown} */ ([...within.querySelectorAll(selector)]));

/**
 * @template {Element} [E=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {E | null}
 */
export const one = (selector, within = document) =>
  /** @type {E | null} */ (within.querySelector(selector));

/**
 * Make an element with text and attributes; never markup, text of residents ends up here.
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(string | Node)} inside
 * @returns {HTMLElement}
 */
export function make(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/**
 * Do something with each element that is there now or is swapped in later.
 * @param {string} selector
 * @param {(element: HTMLElement) => void} act
 */
export function each(selector, act) {
  const met = new WeakSet();
  const run = () => {
    for (const element of all(selector)) {
      if (met.has(element)) continue;
      met.add(element);
      act(element);
    }
  };
  run();
  document.addEventListener("laid", run);
}
