// Where names can stand, and which of these places each takes, by the rules Python wrote into the
// page. A name never meets another, nor a line that leads to one; what finds no room waits. Nothing
// here touches the page.
/** @import { Extent, Ground } from "./ground.js" */
import { data } from "./data.js";
import { CELL } from "./ground.js";

/** @typedef {{ x: number, y: number }} XY */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {{ x1: number, y1: number, x2: number, y2: number }} Line - from a region to a name */
/** @typedef {{ box: Box, cost: number, line?: Line, form: number, isOwn?: boolean,
 *   isNumber?: boolean }} Spot */
/** @typedef {{ spots: Spot[], worth: number, isDue?: boolean }} Wanting */
/** @typedef {{ half: XY, form: number, cost: number }} Form */
/** @typedef {(owner: number) => boolean} IsOne */
/** @typedef {{ ground: Ground, size: XY, taken: Box[], onHome: (box: Box) => number }} View */

export const rules = data.label_rules;
export const NEVER = 1e9;
const MOST_SPOTS = 40;
const ROUNDS = 4;
const MOST_ANEW = 12; // times that all are placed again, until all that are due stand
const APART = 11; // pixels between two places offered
const DEEP = 3 * rules.leader_depth; // beyond a cell's error
const LENGTHS = [1, 0.8, 0.65, 0.5, 0.37, 0.26, 0.17].map((n) => n * rules.longest_leader_named);
const TURNS = [...Array(24).keys()].map((n) => (n * Math.PI) / 12);
const PADDING = { x: 2, y: 1 };
const SURE = 3; // pixels, the error of a cell
/** Across and down in parts of a name's half size, and what each side costs. */
const SIDES = [
  [0, 0, rules.mark], // on the mark itself, which then gives way
  ...[[1, 0, 0], [1, -1, 2], [1, 1, 3], [-1, 0, 4], [0, -1, 5], [0, 1, 6], [-1, -1, 7]],
  ...[[-1, 1, 8], [0.5, -1, 6], [0.5, 1, 7], [-0.5, -1, 8], [-0.5, 1, 9]],
];

/** @param {XY} at @param {XY} half @returns {Box} */
export const boxAt = ({ x, y }, half) => ({
  left: x - half.x - PADDING.x,
  right: x + half.x + PADDING.x,
  top: y - half.y - PADDING.y,
  bottom: y + half.y + PADDING.y,
});
/** @param {Box} box @returns {XY} */
export const middleOf = ({ left, right, top, bottom }) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});
/** @param {Box} one @param {Box} other */
export const overlaps = (one, other) =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;

/** @param {number} ax @param {number} ay @param {Line} line - which side of it a point is on */
const side = (ax, ay, { x1, y1, x2, y2 }) =>
  Math.sign((x2 - x1) * (ay - y1) - (y2 - y1) * (ax - x1));
/** @param {Line} one @param {Line} other */
export const crosses = (one, other) =>
  side(one.x1, one.y1, other) !== side(one.x2, one.y2, other) &&
  side(other.x1, other.y1, one) !== side(other.x2, other.y2, one);
/** @param {Line} line @param {Box} box @param {number} [air] - kept around the box */
export const pierces = (line, { left, right, top, bottom }, air = 0.5) => {
  const [west, east, north, south] = [left - air, right + air, top - air, bottom + air];
  if (Math.max(line.x1, line.x2) < west || Math.min(line.x1, line.x2) > east) return false;
  if (Math.max(line.y1, line.y2) < north || Math.min(line.y1, line.y2) > south) return false;
  const first = side(west, north, line);
  return (
    first !== side(east, north, line) ||
    first !== side(west, south, line) ||
    first !== side(east, south, line)
  );
};
/** @param {Spot} one @param {Spot} other */
const clash = (one, other) =>
  overlaps(one.box, other.box) ||
  Boolean(one.line && pierces(one.line, other.box, 1.5)) ||
  Boolean(other.line && pierces(other.line, one.box, 1.5)) ||
  Boolean(one.line && other.line && crosses(one.line, other.line));

/** Whether a box is in view and clear of what stands there. @param {View} view @param {Box} box */
export const isFree = ({ size, taken }, box) =>
  box.left > 0 &&
  box.top > 0 &&
  box.right < size.x &&
  box.bottom < size.y &&
  !taken.some((other) => overlaps(box, other));
/** @param {Pick<View, "onHome">} land @param {Box} box */
export const offHome = ({ onHome }, { left, right, top, bottom }) =>
  onHome({ left: left - SURE, right: right + SURE, top: top - SURE, bottom: bottom + SURE }) === 0;
/**
 * Give what it costs, at most, to stand on a point's ground or on what is near.
 * @param {Pick<View, "ground">} land @param {XY} point @param {(owner: number) => number} costOf
 */
const costNear = ({ ground }, { x, y }, costOf) => {
  let worst = 0;
  for (let h = x - SURE; h <= x + SURE; h += SURE) {
    for (let v = y - SURE; v <= y + SURE; v += SURE) {
      worst = Math.max(worst, costOf(ground.at(h, v)));
    }
  }
  return worst;
};

/** Keep the cheapest places, not too near one another. @param {Spot[]} spots */
const spread = (spots) => {
  /** @type {Spot[]} */
  const kept = [];
  spots.sort((one, other) => one.cost - other.cost);
  for (const spot of spots) {
    const isNear = (/** @type {Spot} */ { box, form }) =>
      form === spot.form && Math.hypot(box.left - spot.box.left, box.top - spot.box.top) < APART;
    if (kept.length === MOST_SPOTS) break;
    if (!kept.some(isNear)) kept.push(spot);
  }
  return kept;
};

/** @typedef {{ owner: number, extent: Extent, least: number, near: XY, atHome: boolean }} Own */
/**
 * Give the places within a name's own ground, whatever else stands there.
 * @param {Pick<View, "ground" | "onHome">} land @param {Own} own @param {Form[]} forms
 */
export const standings = (land, { owner, extent, least, near, atHome }, forms) => {
  const { ground } = land;
  const step = Math.max(2, Math.sqrt(extent.count) / 10) * CELL;
  const middle = ground.at(near.x, near.y) === owner ? near : extent;
  const isOther = (/** @type {number} */ each) => Number(each !== owner);
  /** @type {Spot[]} */
  const spots = [];
  for (let y = extent.top + 1; y < extent.bottom; y += step) {
    for (let x = extent.left + 1; x < extent.right; x += step) {
      if (ground.at(x, y) !== owner || costNear(land, { x, y }, isOther) > 0) continue;
      const away = 0.12 * Math.hypot(x - middle.x, y - middle.y);
      forms.forEach(({ half, form, cost }) => {
        const box = boxAt({ x, y }, half);
        if (!(atHome || offHome(land, box))) return;
        const share = ground.share(box, owner);
        if (share < least) return;
        spots.push({ box, form, cost: cost + rules.spill * (1 - share) + away });
      });
    }
  }
  return spots;
};
/**
 * Keep those in view and clear of what stands there, the roomiest and most central first.
 * @param {View} view @param {Spot[]} spots
 */
export const clearOf = (view, spots) => spread(spots.filter(({ box }) => isFree(view, box)));
/** @param {View} view @param {Own} own @param {Form[]} forms */
export const within = (view, own, forms) => clearOf(view, standings(view, own, forms));

/**
 * Go from a point within a name's own ground straight to its edge: to a little before it.
 * @param {Ground} ground @param {number} owner @param {XY} from @param {XY} way
 */
const edgeOf = (ground, owner, from, way) => {
  let length = 0;
  while (ground.at(from.x + way.x * (length + 2), from.y + way.y * (length + 2)) === owner) {
    length += 2;
  }
  const start = Math.max(0, length - DEEP);
  return { x: from.x + way.x * start, y: from.y + way.y * start };
};

/**
 * Give the places around a name's own ground to which a short line can lead.
 * @param {View} view @param {number} owner @param {XY} from - a point well within
 * @param {Form} form @param {(box: Box) => number} costOf - of standing there
 * @param {number} longer - times as long as usual
 */
export const around = (view, owner, from, { half, form, cost }, costOf, longer = 1) => {
  const spots = TURNS.flatMap((turn) => {
    const way = { x: Math.cos(turn), y: Math.sin(turn) };
    const { x: x1, y: y1 } = edgeOf(view.ground, owner, from, way);
    const beside = (half.x + PADDING.x) / Math.max(Math.abs(way.x), 1e-9);
    const reach = Math.min(beside, (half.y + PADDING.y) / Math.max(Math.abs(way.y), 1e-9));
    const start = { left: x1, right: x1, top: y1, bottom: y1 };
    const others = view.taken.filter((box) => !overlaps(start, box));
    return LENGTHS.flatMap((usual) => {
      const length = usual * longer;
      const line = { x1, y1, x2: x1 + way.x * length, y2: y1 + way.y * length };
      const box = boxAt({ x: line.x2 + way.x * reach, y: line.y2 + way.y * reach }, half);
      if (!isFree(view, box) || !offHome(view, box)) return [];
      if (others.some((other) => pierces(line, other))) return [];
      const led = rules.led + rules.per_length * length;
      return { box, line, form, cost: cost + led + costOf(box) };
    });
  });
  return spread(spots);
};

/** @param {XY} at - keeps what does not lie around a point */
const isNot = (at) => (/** @type {Box} */ box) => {
  const middle = middleOf(box);
  return Math.hypot(middle.x - at.x, middle.y - at.y) > 1;
};

/**
 * Give the places beside a mark, by whose ground a name's middle would stand on.
 * @param {View} view @param {XY} at
 * @param {{ forms: Form[], atHome: boolean, gap: number, mayCover: boolean,
 *   costOf: (owner: number) => number }} mark
 */
export const beside = (view, at, { forms, atHome, gap, mayCover, costOf }) =>
  forms.flatMap(({ half, form, cost: formCost }) =>
    SIDES.slice(mayCover ? 0 : 1).flatMap(([across, down, sideCost]) => {
      const x = at.x + across * (half.x + gap - Math.abs(down) * 3);
      const y = at.y + down * (half.y + gap - Math.abs(across) * 4);
      const box = boxAt({ x, y }, half);
      const clear = across || down ? view : { ...view, taken: view.taken.filter(isNot(at)) };
      if (!isFree(clear, box) || !(atHome || offHome(view, box))) return [];
      const cost = sideCost + formCost + costNear(view, { x, y }, costOf);
      return cost < NEVER ? { box, form, cost } : [];
    }),
  );

/** @typedef {(Spot | null)[]} Chosen - a place for each name, as far as there is one */
/** Whom a name would meet. @param {Chosen} chosen @param {number} n @param {Spot} spot */
const rivals = (chosen, n, spot) =>
  chosen.flatMap((other, m) => (m !== n && other && clash(spot, other) ? m : []));
/** @param {Wanting[]} names @param {Chosen} chosen @param {number} n */
const firstClear = (names, chosen, n) =>
  names[n].spots.find(
    (spot) => !chosen.some((other, m) => m !== n && other && clash(spot, other)),
  ) ?? null;
/** @param {Wanting[]} names @param {Chosen} chosen @param {number} n */
const costAt = (names, chosen, n) => chosen[n]?.cost ?? names[n].worth;

/**
 * Let a name take a place and those it meets give way; say what is gained, and leave all as it was.
 * @param {Wanting[]} names @param {Chosen} chosen @param {number} n @param {Spot} spot
 * @param {number} least - the gain it must be worth
 */
const taking = (names, chosen, n, spot, least) => {
  const moved = [n, ...rivals(chosen, n, spot)];
  const before = moved.map((m) => chosen[m]);
  const costs = moved.map((m) => costAt(names, chosen, m));
  let gain = costs[0] - spot.cost;
  moved.forEach((m) => {
    chosen[m] = null;
  });
  chosen[n] = spot;
  moved.slice(1).forEach((m, at) => {
    if (gain > least) chosen[m] = firstClear(names, chosen, m);
    gain -= costAt(names, chosen, m) - costs[at + 1];
  });
  const after = moved.map((m) => ({ m, spot: chosen[m] }));
  moved.forEach((m, at) => {
    chosen[m] = before[at];
  });
  return { gain, after };
};

/**
 * Choose a place for each name, the earlier name first; where one finds none, or only a poor one,
 * others give way if all together stand better. Yields where it can be interrupted.
 * @param {Wanting[]} names - the places of each cheapest first
 */
export function* choosing(names) {
  /** @type {Chosen} */
  const chosen = names.map(() => null);
  names.forEach((_, n) => {
    chosen[n] = firstClear(names, chosen, n);
  });
  /** @param {number} n */
  const improve = (n) => {
    let best = { gain: 0.5, after: /** @type {{ m: number, spot: Spot | null }[]} */ ([]) };
    for (const spot of names[n].spots) {
      if (costAt(names, chosen, n) - spot.cost <= best.gain) break; // dearer ones gain no more
      const one = taking(names, chosen, n, spot, best.gain);
      if (one.gain > best.gain) best = one;
    }
    best.after.forEach(({ m, spot }) => {
      chosen[m] = spot;
    });
    return best.after.length > 0;
  };
  for (let round = 0, isBetter = true; isBetter && round < ROUNDS; round += 1) {
    isBetter = false;
    for (let n = 0; n < names.length; n += 1) {
      if (improve(n)) isBetter = true;
      yield;
    }
  }
  return chosen;
}
/**
 * Choose a place for each name; where one that is due finds none, choose anew with more places for
 * it and it before the others. The choice that leaves out fewest stands.
 * @template {Wanting & { name: unknown }} T
 * @param {T[]} names @param {(one: T) => Spot[]} morePlaces
 * @returns {Generator<undefined, Map<T["name"], Spot | null>>}
 */
export function* choosingAll(names, morePlaces) {
  let order = names;
  let chosen = yield* choosing(order);
  let best = { order, chosen, left: names.length };
  for (let again = 0; ; again += 1) {
    const left = order.filter(({ isDue }, n) => isDue && !chosen[n]);
    if (left.length < best.left) best = { order, chosen, left: left.length };
    if (best.left === 0 || again === MOST_ANEW) break;
    const hard = left.map((one) => ({
      ...one,
      spots: morePlaces(one).sort((some, other) => some.cost - other.cost),
      worth: rules.worth.named * (2 + again),
    }));
    order = [...hard, ...order.filter((one) => !left.includes(one))];
    chosen = yield* choosing(order);
  }
  return new Map(best.order.map(({ name }, n) => [name, best.chosen[n]]));
}

/** @param {Wanting[]} names */
export const choosePlaces = (names) => {
  const steps = choosing(names);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
};
