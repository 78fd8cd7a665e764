// Parts of the page, found, made, and walked through by keys.

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

/** Set an attribute that differs: to set it anew costs as much. */
export const set = (/** @type {Element} */ part, /** @type {string} */ name, value = "") => {
  if (part.getAttribute(name) !== value) part.setAttribute(name, value);
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

/**
 * Give what does a work once the page is painted, where it is seen; a newer work takes the place of
 * an older one.
 */
export const afterPaint = () => {
  const { port1: here, port2: there } = new MessageChannel();
  let act = () => {};
  here.onmessage = () => act();
  return (/** @type {() => void} */ work) => {
    act = work;
    const start = () => act === work && there.postMessage(0);
    if (document.hidden) start();
    else requestAnimationFrame(start);
  };
};

const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
export const animate = () => !stillness.matches;

/** @param {Element} part @param {ScrollLogicalPosition} block */
export const scrollTo = (part, block) =>
  part.scrollIntoView({ block, behavior: animate() ? "smooth" : "auto" });

/** @typedef {HTMLElement | SVGElement} Member */

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export const roving = () => {
  /** @type {Member[]} */
  let members = [];
  /** @param {Member | undefined | null} member */
  const reach = (member) =>
    members.forEach((other) => set(other, "tabindex", other === member ? "0" : "-1"));
  /** @param {Member} member */
  const go = (member) => {
    reach(member);
    member.focus();
  };
  /** @param {Member} member @param {string} key - says whether it moved the focus */
  const press = (member, key) => {
    if (key in STEPS) {
      go(members[(members.indexOf(member) + STEPS[key] + members.length) % members.length]);
    } else if (key === "Home" || key === "End") {
      go(members[key === "Home" ? 0 : members.length - 1]);
    } else {
      return false;
    }
    return true;
  };
  return {
    reach,
    /** @param {Member[]} list @param {Member | null} [first] */
    arrange: (list, first) => {
      members = list;
      reach(first ?? members[0]);
    },
    /**
     * Let a member act by Enter and by the space bar, and be left by the arrows.
     * @param {Member} member @param {() => void} act @param {() => void} [leave] - what Escape does
     */
    listen: (member, act, leave) => {
      member.addEventListener("focus", () => reach(member));
      member.addEventListener("keydown", (event) => {
        const { key } = /** @type {KeyboardEvent} */ (event);
        if (!press(member, key)) {
          if (key === "Enter" || key === " ") act();
          else if (key === "Escape" && leave) leave();
          else return;
        }
        event.preventDefault();
        event.stopPropagation();
      });
    },
  };
};
