// Where names can stand: boxes and shifts in pixels; nothing here touches the page.

/** @typedef {{ x: number, y: number }} XY */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {[number, number]} Shift - across and down */

/** @type {Shift[]} */
export const SHIFTS = [0, -13, 13, -26, 26, -40, 40, -56, 56]
  .flatMap((down) =>
    [0, -18, 18, -36, 36, -56, 56, -80, 80].map((across) => /** @type {Shift} */ ([across, down])),
  )
  .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
export const FEW_SHIFTS = SHIFTS.slice(0, 17);
/** @type {Shift[]} */
const BESIDE = [
  [1, 0],
  [-1, 0],
  [0, -15],
  [0, 15],
];
const TURNS = [...Array(16).keys()].map((n) => (n * Math.PI) / 8);
const RADII = [26, 40, 56, 74, 94, 116];

/**
 * Give the places beside a mark, for a name of that half size.
 * @param {XY} half @returns {Shift[]}
 */
export const beside = (half) => BESIDE.map(([across, down]) => [across * (half.x + 11), down]);

/** @param {Box} one @param {Box} other */
export const overlaps = (one, other) =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;

/**
 * Give the room a name takes.
 * @param {XY} at @param {XY} half @param {Shift} shift @returns {Box}
 */
export const room = (at, half, [across, down]) => ({
  left: at.x + across - half.x - 2,
  right: at.x + across + half.x + 2,
  top: at.y + down - half.y - 1,
  bottom: at.y + down + half.y + 1,
});

/** @param {Box} box @param {Box[]} boxes @param {XY} size */
export const isFree = (box, boxes, size) =>
  box.left > 0 &&
  box.top > 0 &&
  box.right < size.x &&
  box.bottom < size.y &&
  !boxes.some((other) => overlaps(box, other));

/**
 * Find the nearest free place that a line leads to from the region, away from the middle of the map
 * where there is a choice.
 * @param {XY} half @param {XY} at @param {Box[]} boxes @param {XY} size
 */
export const led = (half, at, boxes, size) => {
  const outward = Math.atan2(at.y - size.y / 2, at.x - size.x / 2);
  const ways = RADII.flatMap((radius) =>
    TURNS.map((turn) => ({
      cost: radius + 22 * (1 - Math.cos(turn - outward)),
      shift: /** @type {Shift} */ ([
        Math.cos(turn) * (radius + half.x),
        Math.sin(turn) * (radius + half.y),
      ]),
    })),
  ).sort((one, other) => one.cost - other.cost);
  const crosses = (/** @type {Shift} */ [across, down]) =>
    [0.15, 0.3, 0.45, 0.6, 0.75].some((part) => {
      const x = at.x + across * part;
      const y = at.y + down * part;
      return boxes.some((b) => b.left < x && x < b.right && b.top < y && y < b.bottom);
    });
  return ways.find(({ shift }) => isFree(room(at, half, shift), boxes, size) && !crosses(shift))
    ?.shift;
};

/**
 * Give the part of a line that shows between a region and the edge of its name.
 * @param {XY} at @param {XY} half @param {Shift} shift
 */
export const leader = ({ x, y }, half, [across, down]) => {
  const before = (/** @type {number} */ shift, /** @type {number} */ edge) =>
    1 - (edge + 2) / Math.max(Math.abs(shift), edge + 2);
  const part = Math.max(before(across, half.x), before(down, half.y));
  return { x1: x, y1: y, x2: x + across * part, y2: y + down * part };
};
