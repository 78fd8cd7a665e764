// Whose each spot of the map in view is: a grid of cells a few pixels wide. Nothing here touches
// the page.
/** @import { Box, XY } from "./placing.js" */

/** @typedef {Float64Array[]} Rings - x and y in turn, in metres */
/** @typedef {{ west: number, north: number, scale: number }} Frame - metres, pixels a metre */
/** @typedef {Box & { count: number, x: number, y: number }} Extent - of cells; x, y the middle */
/** @typedef {ReturnType<typeof groundOf>} Ground */

export const CELL = 3;
export const SEA = 0;

/**
 * Collect where a shape's edges cross the middle of each row of cells.
 * @param {Rings} rings @param {Frame} frame @param {number[][]} rows
 */
const crossings = (rings, { west, north, scale }, rows) => {
  const unit = scale / CELL;
  rings.forEach((ring) => {
    let ax = (ring[ring.length - 2] - west) * unit;
    let ay = (north - ring[ring.length - 1]) * unit;
    for (let at = 0; at < ring.length; at += 2) {
      const bx = (ring[at] - west) * unit;
      const by = (north - ring[at + 1]) * unit;
      const first = Math.max(0, Math.ceil(Math.min(ay, by) - 0.5));
      const last = Math.min(rows.length - 1, Math.ceil(Math.max(ay, by) - 0.5) - 1);
      for (let row = first; row <= last; row += 1) {
        rows[row].push(ax + ((row + 0.5 - ay) * (bx - ax)) / (by - ay));
      }
      [ax, ay] = [bx, by];
    }
  });
};

/**
 * Fill the grid with the number of the shape each cell's middle lies in, the last one on top; 0 is
 * the sea.
 * @param {XY} size @param {Rings[]} shapes @param {Frame} frame
 */
export const groundOf = (size, shapes, frame) => {
  const [columns, height] = [Math.ceil(size.x / CELL), Math.ceil(size.y / CELL)]; // in cells
  const cells = new Uint16Array(columns * height);
  /** @type {number[][]} */
  const rows = Array.from({ length: height }, () => []);
  shapes.forEach((rings, n) => {
    crossings(rings, frame, rows);
    rows.forEach((hits, row) => {
      if (!hits.length) return;
      hits.sort((one, other) => one - other);
      for (let at = 0; at + 1 < hits.length; at += 2) {
        const from = Math.max(0, Math.ceil(hits[at] - 0.5));
        const until = Math.min(columns, Math.ceil(hits[at + 1] - 0.5));
        if (until > from) cells.fill(n + 1, row * columns + from, row * columns + until);
      }
      hits.length = 0;
    });
  });
  return {
    /** @param {number} x @param {number} y */
    at: (x, y) => {
      const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
      const isIn = column >= 0 && row >= 0 && column < columns && row < height;
      return isIn ? cells[row * columns + column] : -1;
    },
    /** Count the cells of some owners in any box. @param {(owner: number) => boolean} wanted */
    counter: (wanted) => {
      const isWanted = Array.from({ length: shapes.length + 1 }, (_, owner) => wanted(owner));
      return counterOf(cells, columns, height, isWanted);
    },
    /** @param {Box} box @param {number} owner */
    share: ({ left, right, top, bottom }, owner) => {
      let [hits, all] = [0, 0];
      const [first, last] = [Math.floor(left / CELL), Math.floor(right / CELL)];
      for (let row = Math.floor(top / CELL); row * CELL < bottom; row += 1) {
        for (let column = first; column <= last; column += 1) {
          all += 1;
          if (cells[row * columns + column] === owner) hits += 1;
        }
      }
      return hits / all;
    },
    extents: () => extentsOf(cells, columns, shapes.length),
  };
};

/**
 * Count at once, by sums from the corner of the grid.
 * @param {Uint16Array} cells @param {number} columns @param {number} rows @param {boolean[]} wanted
 */
const counterOf = (cells, columns, rows, wanted) => {
  const wide = columns + 1;
  const sums = new Int32Array(wide * (rows + 1));
  for (let row = 0; row < rows; row += 1) {
    let inRow = 0;
    for (let column = 0; column < columns; column += 1) {
      if (wanted[cells[row * columns + column]]) inRow += 1;
      sums[(row + 1) * wide + column + 1] = sums[row * wide + column + 1] + inRow;
    }
  }
  /** @param {number} at @param {number} most */
  const clip = (at, most) => Math.min(Math.max(at, 0), most);
  return (/** @type {Box} */ { left, right, top, bottom }) => {
    const upper = clip(Math.floor(top / CELL), rows) * wide;
    const lower = clip(Math.ceil(bottom / CELL), rows) * wide;
    const first = clip(Math.floor(left / CELL), columns);
    const last = clip(Math.floor(right / CELL) + 1, columns);
    return sums[lower + last] - sums[lower + first] - sums[upper + last] + sums[upper + first];
  };
};

/** Give a square around a point. @param {XY} point @param {number} by @returns {Extent} */
export const extentAround = ({ x, y }, by) => {
  const count = (2 * by * by) / (CELL * CELL);
  return { left: x - by, right: x + by, top: y - by / 2, bottom: y + by / 2, count, x, y };
};

/**
 * Give what is in view of each shape: its box, its size in cells, and its middle.
 * @param {Uint16Array} cells @param {number} columns @param {number} count
 */
const extentsOf = (cells, columns, count) => {
  /** @type {Extent[]} */
  const found = Array.from({ length: count + 1 }, () => ({
    left: Infinity,
    right: -Infinity,
    top: Infinity,
    bottom: -Infinity,
    count: 0,
    x: 0,
    y: 0,
  }));
  cells.forEach((owner, at) => {
    const extent = found[owner];
    const [x, y] = [(at % columns) * CELL, Math.floor(at / columns) * CELL];
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x + CELL);
    extent.top = Math.min(extent.top, y);
    extent.bottom = y + CELL;
    extent.count += 1;
    extent.x += x;
    extent.y += y;
  });
  found.forEach((extent) => {
    extent.x /= extent.count;
    extent.y /= extent.count;
  });
  return found;
};
