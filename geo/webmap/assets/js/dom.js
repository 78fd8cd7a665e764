// Parts of the page, found and made.

/**
 * @template {Element} [E=HTMLElement] @param {string} selector @param {ParentNode} [within]
 * @returns {E}
 */
export const find = (selector, within = document) => {
  const found = /** @type {E | null} */ (within.querySelector(selector));
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
};

/**
 * @template {Element} [E=HTMLElement] @param {string} selector @param {ParentNode} [within]
 * @returns {E[]}
 */
export const findAll = (selector, within = document) =>
  /** @type {E[]} */ ([...within.querySelectorAll(selector)]);

/**
 * @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} [className]
 * @param {string} [text]
 */
export const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

/** @param {string} className @param {string | undefined} text @param {() => unknown} act */
export const button = (className, text, act) => {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

/**
 * @template {keyof SVGElementTagNameMap} T @param {T} tag
 * @param {Record<string, string | number>} [attributes]
 */
export const svg = (tag, attributes = {}) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
  return made;
};

/** @param {string} text */
const isolated = (text) => element("bdi", "", text);

/**
 * Write a message with its values put in, each in its own writing direction.
 * @param {Element} target @param {string} message @param {Record<string, string | string[]>} values
 */
export const fillMessage = (target, message, values) => {
  const parts = message.split(/(\{\w+\})/).filter(Boolean);
  target.replaceChildren(
    ...parts.flatMap((part) => {
      const value = part.startsWith("{") ? values[part.slice(1, -1)] : undefined;
      if (value === undefined) return [part];
      return [value].flat().flatMap((each, n) => (n ? [", ", isolated(each)] : [isolated(each)]));
    }),
  );
};

const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
export const animate = () => !stillness.matches;

/** @param {Element} part @param {ScrollLogicalPosition} block */
export const scrollTo = (part, block) =>
  part.scrollIntoView({ block, behavior: animate() ? "smooth" : "auto" });
