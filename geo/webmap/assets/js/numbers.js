// Numbers that stand for names of regions where these find no room, and the key that tells them.
/** @import { Wish } from "./names.js" */
/** @import { Spot, Wanting } from "./placing.js" */
import { element } from "./dom.js";
import { choosingAll } from "./placing.js";
import { lang } from "./words.js";

/** @typedef {Wanting & { name: Wish }} Due */
/** @typedef {Map<Wish, Spot | null>} Found */
/** @typedef {(name: Wish) => Spot[]} Places */

const ONE_IN = 6; // names of regions may be led to
const MOST_TRIES = 4;
const LEFT_OUT = 1000; // what a name left out weighs, against one led to

/** @param {Spot | null | undefined} spot */
const lengthOf = (spot) => {
  const { x1, y1, x2, y2 } = spot?.line ?? { x1: 0, y1: 0, x2: 0, y2: 0 };
  return Math.hypot(x2 - x1, y2 - y1);
};

/**
 * List the names that are due and have no room, and those that are led to, the farthest first;
 * say how many more these are than there may be.
 * @param {Due[]} names @param {Found} chosen @param {boolean} isWide - fewer may be led to there
 */
export const crowdOf = (names, chosen, isWide) => {
  const due = names.filter(({ isDue }) => isDue);
  const left = due.filter(({ name }) => !chosen.get(name));
  const led = due.filter(({ name }) => chosen.get(name)?.line);
  led.sort((one, other) => lengthOf(chosen.get(other.name)) - lengthOf(chosen.get(one.name)));
  const shown = names.filter(({ name }) => name.kind === "region" && chosen.get(name)).length;
  const beyond = isWide ? Math.max(0, led.length - Math.floor(shown / ONE_IN)) : 0;
  return { left, led, beyond };
};

/**
 * Choose anew with numbers for names without room, and for as many of those led to as are too many;
 * the choice that leaves out fewest, then leads to fewest, stands.
 * @param {Due[]} names @param {Found} first
 * @param {{ isWide: boolean, inside: Places, anywhere: Places, more: Places }} offers - places of
 *   a number within its region, of a number led to as well, and more of a name
 * @returns {Generator<undefined, Found>}
 */
export function* numbering(names, first, { isWide, inside, anywhere, more }) {
  /** @type {Set<Wish>} */
  const numbered = new Set();
  const placesOf = (/** @type {Due} */ { name, spots }) =>
    [...spots.filter(({ line }) => !line), ...anywhere(name)].sort((a, b) => a.cost - b.cost);
  let [best, chosen, least] = [first, first, Infinity];
  for (let tried = 0; ; tried += 1) {
    const { left, led, beyond } = crowdOf(names, chosen, isWide);
    const amiss = LEFT_OUT * left.length + beyond;
    if (amiss < least) [best, least] = [chosen, amiss];
    const [lost, far] = [left, led].map((some) => some.filter(({ name }) => !numbered.has(name)));
    const held = far.filter(({ name }) => inside(name).length).slice(0, beyond);
    const next = left.length > 0 && lost.length === 0 ? far : [...lost, ...held];
    if (amiss === 0 || next.length === 0 || tried === MOST_TRIES) return best;
    next.forEach(({ name }) => numbered.add(name));
    const offered = names.map((one) =>
      numbered.has(one.name) ? { ...one, spots: placesOf(one) } : one,
    );
    chosen = yield* choosingAll(offered, (one) =>
      numbered.has(one.name) ? placesOf(one) : more(one.name),
    );
  }
}

/** Number the names that stand as numbers, in the order of the alphabet. @param {Found} chosen */
export const numbered = (chosen) =>
  [...chosen]
    .flatMap(([name, spot]) => (spot?.isNumber ? name : []))
    .sort((one, other) => one.lines()[0].localeCompare(other.lines()[0], lang));

/** Tell what the numbers stand for. @param {HTMLElement} key @param {Wish[]} names */
export const writeKey = (key, names) => {
  const told = names.map(({ lines }, n) => {
    const [bold, name] = [element("b", "", String(n + 1)), lines()[0].replaceAll(" ", "\u00a0")];
    return [bold, `\u00a0${name}${n + 1 < names.length ? "; " : ""}`];
  });
  key.replaceChildren(...told.flat());
  key.hidden = names.length === 0;
};
