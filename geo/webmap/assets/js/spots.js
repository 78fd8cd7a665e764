// The places that each kind of name may take in a view of the map. Nothing here touches the page.
/** @import { Name, Wish } from "./names.js" */
/** @import { Box, Form, Spot, XY } from "./placing.js" */
import { scaleOf } from "./conic.js";
import { data } from "./data.js";
import { SEA, extentAround, groundOf } from "./ground.js";
import { everyName, ownerOf, owners, ruler } from "./names.js";
import { NEVER, around, beside, boxAt, clearOf, isFree, middleOf } from "./placing.js";
import { offHome, rules, standings, within } from "./placing.js";

const PART_WITHIN = 36; // pixels of the middle of a part of home
const LEAST = { region: rules.region_inside, home: 0.5, country: 0.75, sea: 0.85, part: 0.98 };
const SEA_WITHIN = 60; // of the middle of a sea, whose waters are one with others
const SMALL = 0.86; // of the ordinary size; the style sheet's
const MARK_GAP = { place: 9, capital: 8, town: 6 };
const ABROAD = 12; // what it costs a town to be named across a border of two others
const WATER_GAP = 4;
const MOST_LANDS = 12;
const CLOSE = 2; // the position of the zoom from which home's own waters are named
const MOST_POINTS = 12; // of a river, beside which its name is tried
const DEEP = 3; // pixels of its ground around a point from which a line sets out
const LONGER = 1.2; // times as long as usual, a line to a name hard to place
const NUMBERED = 10; // what it costs to be named by a number
const NUMBER_INSIDE = 0.4; // the least part of it on its own ground
const homes = data.home.map(({ country }) => ownerOf(country));
/** @param {string | undefined} key */
const isAbroad = (key) => data.countries.some(({ country }) => country === key);
/** @type {Record<string, XY>} */
const DOT = { capital: { x: 3, y: 4 }, town: { x: 1, y: 2 } };
export const isHome = (/** @type {number} */ owner) => homes.includes(owner);

/** @typedef {{ x: number, y: number, zoom: number, size: XY }} Look - the corner, in pixels */
/** @type {Map<string, ReturnType<typeof landFor>>} */
const lands = new Map();
/** @param {Look} look */
const landFor = ({ x, y, zoom, size }) => {
  const scale = scaleOf(zoom);
  const [west, north] = [x / scale, -y / scale];
  const ground = groundOf(size, owners.map(({ rings }) => rings), { west, north, scale });
  return {
    ...{ ground, size, zoom, onHome: ground.counter(isHome), extents: ground.extents() },
    /** From metres to pixels of the map's frame. @param {XY} point */
    at: (point) => ({ x: (point.x - west) * scale, y: (north - point.y) * scale }),
    /** Where names can stand on their own ground, whatever else stands there. */
    kept: /** @type {Map<string, Spot[]>} */ (new Map()),
  };
};
/** Give the ground as one looks at it, which no policy changes. @param {Look} look */
export const landOf = (look) => {
  const key = JSON.stringify(look);
  const land = lands.get(key) ?? landFor(look);
  if (lands.size > MOST_LANDS) lands.clear();
  lands.set(key, land);
  return land;
};

/** @param {Look} look @param {Box[]} taken */
export const viewOf = (look, taken) => {
  const land = landOf(look);
  const { at, size, zoom } = land;
  const isSeen = (/** @type {XY} */ { x, y }) => x > 0 && y > 0 && x < size.x && y < size.y;
  const shown = everyName.filter((name) => name.dot && name.zoom <= zoom);
  const dots = shown.flatMap(({ kind, at: place }) => boxAt(at(place), DOT[kind] ?? DOT.town));
  /** @type {Map<string, Spot[]>} */
  const clear = new Map();
  const isClose = zoom >= data.town_zooms[CLOSE];
  return { ...land, taken: [...taken, ...dots], clear, isSeen, isClose };
};
/** @typedef {ReturnType<typeof viewOf>} View */

/** Give half of what a name takes, as measured. @param {Wish} name @param {string[]} lines */
const halfOf = (name, lines) => /** @type {XY} */ (name.sizes.get(sizeKey(name, lines)));
/** Give what a name is written as, from the fullest to the smallest. @param {Wish} name */
const formsOf = (name) => {
  const every = name.wanted.map((lines, form) => {
    const half = halfOf(name, lines);
    return { half, form, cost: 6 * form };
  });
  if (name.kind !== "region" && !name.isPlace) return every;
  const last = every[every.length - 1];
  const half = { x: last.half.x * SMALL + 0.5, y: last.half.y * SMALL };
  return [...every, { half, form: every.length, cost: last.cost + 5 }];
};

/** @param {Name} name @param {Form[]} forms */
const keyOf = ({ key }, forms) => [key, ...forms.map(({ half }) => half.x)].join(" ");
/**
 * Give where a name can stand on its own ground, whatever else stands there.
 * @param {ReturnType<typeof landOf>} land @param {Name} name @param {Form[]} forms
 */
const ownSpots = (land, name, forms) => {
  const { kind, owner } = name;
  const near = land.at(name.at);
  const key = keyOf(name, forms);
  const extent = kind === "part" ? extentAround(near, PART_WITHIN) : land.extents[owner];
  const least = /** @type {Record<string, number>} */ (LEAST)[kind];
  const spots =
    land.kept.get(key) ??
    standings(land, { owner, extent, near, least, atHome: isHome(owner) }, forms);
  land.kept.set(key, spots);
  return spots;
};
/**
 * A town's name stands in its region or on the sea; abroad, if need be, across the border.
 * @param {Name} name
 */
const standingBeside =
  ({ owner }) =>
  (/** @type {number} */ stands) => {
    if (stands === owner || stands === SEA) return 0;
    const { key } = owners[owner - 1] ?? {};
    return isAbroad(key) && isAbroad(owners[stands - 1]?.key) ? ABROAD : NEVER;
  };

/** @param {XY} one @param {XY} other */
export const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/**
 * A river's or a lake's name stands beside it, off home's ground or, closer in, wholly on it.
 * @param {View} view @param {Name} name @param {Form[]} forms
 */
const spotsOfWater = (view, { points }, forms) => {
  const seen = points.map(view.at).filter(view.isSeen);
  const some = seen.filter((_, n) => n % Math.ceil(seen.length / MOST_POINTS) === 0);
  const middle = { x: view.size.x / 2, y: view.size.y / 2 };
  const mark = { forms, atHome: true, gap: WATER_GAP, mayCover: false, costOf: () => 0 };
  return some.flatMap((point) =>
    beside(view, point, mark).flatMap((spot) => {
      const owner = view.ground.at(point.x, point.y);
      const isOwn = view.isClose && isHome(owner) && view.ground.share(spot.box, owner) === 1;
      const cost = spot.cost + distance(point, middle) / 40;
      return isOwn || offHome(view, spot.box) ? { ...spot, cost, isOwn } : [];
    }),
  );
};

/** A reach stands on its line. @param {View} view @param {Name} name @param {Form} form */
const spotsOfReach = (view, { points }, { half }) => {
  const seen = points.map(view.at).filter(view.isSeen);
  const some = seen.filter((_, n) => n % Math.ceil(seen.length / 60) === 0);
  return some.flatMap((point, n) => {
    const box = boxAt(point, half);
    return isFree(view, box) && offHome(view, box) ? { box, form: 0, cost: n / 10 } : [];
  });
};

/**
 * @param {View} view @param {Wish} name @param {(box: Box) => number} costOf - where one is led
 * @param {boolean} isHard - whether the usual places left it without one
 */
export const spotsOf = (view, name, costOf, isHard) => {
  const { extents, at, isSeen } = view;
  const forms = formsOf(name);
  const near = at(name.at);
  if (name.kind === "place" || name.kind === "capital" || name.kind === "town") {
    const atHome = isHome(name.owner);
    const mark = {
      forms,
      atHome,
      gap: MARK_GAP[name.kind],
      mayCover: name.kind === "capital",
      costOf: standingBeside(name),
    };
    return isSeen(near) ? beside(view, near, mark) : [];
  }
  if (name.kind === "reach") return spotsOfReach(view, name, forms[0]);
  if (name.kind === "water") return spotsOfWater(view, name, forms);
  const { owner } = name;
  if (name.kind !== "part" && !extents[owner].count && !isHard) return [];
  const key = keyOf(name, forms);
  const spots = view.clear.get(key) ?? clearOf(view, ownSpots(view, name, forms)).filter(
    ({ box }) => name.kind !== "sea" || distance(middleOf(box), near) < SEA_WITHIN,
  );
  view.clear.set(key, spots);
  if (!name.mayBeLed) return [...spots];
  const starts = startsOf(view, owner, near, isHard);
  const last = forms[forms.length - 1];
  const longer = LONGER ** Number(isHard);
  const led = starts.flatMap((from) => around(view, owner, from, last, costOf, longer));
  return [...spots, ...led];
};

/**
 * Give the places of a number that stands for a region's name, the led ones if asked for.
 * @param {View} view @param {Name} name @param {((box: Box) => number) | null} costOf
 */
export const spotsOfNumber = (view, { owner, at }, costOf) => {
  const near = view.at(at);
  const form = { half: halfOf(ruler, ruler.wanted[0]), form: 0, cost: NUMBERED };
  const own = { owner, extent: view.extents[owner], near, least: NUMBER_INSIDE, atHome: false };
  const starts = costOf ? startsOf(view, owner, near, true) : [];
  const led = starts.flatMap((from) =>
    around(view, owner, from, form, /** @type {(box: Box) => number} */ (costOf), LONGER),
  );
  return [...within(view, own, [form]), ...led].map((spot) => ({ ...spot, isNumber: true }));
};

/**
 * Give points of a region from which a line may set out: one, or several where one found no room;
 * of a region smaller than a cell the point that is known to lie in it.
 * @param {View} view @param {number} owner @param {XY} near @param {boolean} isHard
 */
const startsOf = ({ extents, ground, isSeen }, owner, near, isHard) => {
  const { x, y, left, right, top, bottom } = extents[owner];
  const isOwn = (/** @type {XY} */ at) => ground.at(at.x, at.y) === owner;
  const usual = [near, { x, y }].filter(isOwn);
  if (!isHard) return usual.slice(0, 1);
  const parts = [0.12, 0.37, 0.63, 0.88];
  const grid = parts.flatMap((across) =>
    parts.map((down) => ({ x: left + across * (right - left), y: top + down * (bottom - top) })),
  );
  const isWithin = (/** @type {XY} */ at) =>
    [-DEEP, 0, DEEP].every((by) =>
      [{ x: at.x + by, y: at.y }, { x: at.x, y: at.y + by }].every(isOwn),
    );
  const held = [...usual.slice(0, 1), ...grid.filter(isWithin)];
  return held.length || !isSeen(near) ? held : [near];
};

/** @param {Wish} name @param {string[]} lines */
export const sizeKey = ({ isTouched }, lines) => `${isTouched} ${lines.join("\n")}`;
