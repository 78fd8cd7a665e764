// Names on the map: each in its final place before anything is moved, so the browser lays out once.
// A name stands on its own ground or is led to it by a line; without room it waits for a zoom.
/** @import { Map as LeafletMap } from "leaflet" */
/** @import { Against, Regime } from "./types" */
/** @import { Name } from "./names.js" */
/** @import { Box, Form, Spot, XY } from "./placing.js" */
import { inMetres } from "./conic.js";
import { data } from "./data.js";
import { afterPaint, element, svg } from "./dom.js";
import { SEA, extentAround, groundOf } from "./ground.js";
import { everyName, isReached, namesFor, ownerOf, owners } from "./names.js";
import { NEVER, around, beside, boxAt, choosingAll, isFree } from "./placing.js";
import { middleOf, offHome, rules, within } from "./placing.js";
import { isNarrow } from "./view.js";
import { lang } from "./words.js";

const PART_WITHIN = 36; // pixels of the middle of a part of home
const LEAST = { region: rules.region_inside, home: 0.5, country: 0.75, sea: 0.85, part: 0.98 };
const SEA_WITHIN = 60; // of the middle of a sea, whose waters are one with others
const SMALL = 0.86; // of the ordinary size; the style sheet's
const MARK_GAP = { place: 9, capital: 8, town: 6 };
const ABROAD = 12; // what it costs a town to be named across a border of two others
const WATER_GAP = 4;
const CLOSE = 2; // the position of the zoom from which home's own waters are named
const MOST_POINTS = 12; // of a river, beside which its name is tried
const DEEP = 3; // pixels of its ground around a point from which a line sets out
const SLICE_MS = 24;
const MOST_KEPT = 60;
const homes = data.home.map(({ country }) => ownerOf(country));
/** @param {string | undefined} key */
const isAbroad = (key) => data.countries.some(({ country }) => country === key);
/** @type {Record<string, XY>} */
const DOT = { capital: { x: 3, y: 4 }, town: { x: 1, y: 2 } };
const isHome = (/** @type {number} */ owner) => homes.includes(owner);

/** @param {LeafletMap} map @param {Box[]} taken */
const viewOf = (map, taken) => {
  const size = map.getSize();
  const { x: west, y: north } = inMetres(map.containerPointToLatLng([0, 0]));
  const scale = map.options.crs?.scale(map.getZoom()) ?? 1;
  const ground = groundOf(size, owners.map(({ rings }) => rings), { west, north, scale });
  /** @param {XY} point - from metres to pixels of the map's frame */
  const at = ({ x, y }) => ({ x: (x - west) * scale, y: (north - y) * scale });
  const isSeen = (/** @type {XY} */ { x, y }) => x > 0 && y > 0 && x < size.x && y < size.y;
  const shown = everyName.filter(({ dot, zoom }) => dot && zoom <= map.getZoom());
  const dots = shown.flatMap(({ kind, at: place }) => boxAt(at(place), DOT[kind] ?? DOT.town));
  const blocked = [...taken, ...dots];
  /** @type {Map<string, Spot[]>} */
  const kept = new Map();
  const onHome = ground.counter(isHome);
  const isClose = map.getZoom() >= data.town_zooms[CLOSE];
  const seen = { at, isSeen, isClose };
  return { ground, size, taken: blocked, onHome, extents: ground.extents(), kept, ...seen };
};
/** @typedef {ReturnType<typeof viewOf>} View */

/** Give what a name is written as, from the fullest to the smallest. @param {Name} name */
const formsOf = (name) => {
  const bold = name.text.classList.contains("touched");
  const every = name.wanted.map((lines, n) => {
    const half = /** @type {XY} */ (name.sizes.get(sizeKey(bold, lines)));
    return { half, form: n, cost: 6 * n };
  });
  if (name.kind !== "region" && !name.isPlace) return every;
  const last = every[every.length - 1];
  const half = { x: last.half.x * SMALL + 0.5, y: last.half.y * SMALL };
  return [...every, { half, form: every.length, cost: last.cost + 5 }];
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
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

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
 * @param {View} view @param {Name} name @param {(box: Box) => number} costOf - where one is led
 * @param {boolean} isHard - whether the usual places left it without one
 */
const spotsOf = (view, name, costOf, isHard) => {
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
  const extent = name.kind === "part" ? extentAround(near, PART_WITHIN) : extents[owner];
  if (!extent.count && !isHard) return [];
  const own = { owner, extent, near, least: LEAST[name.kind], atHome: isHome(owner) };
  const key = [name.key, ...forms.map(({ half }) => half.x)].join(" ");
  const spots = view.kept.get(key) ?? within(view, own, forms).filter(
    ({ box }) => name.kind !== "sea" || distance(middleOf(box), near) < SEA_WITHIN,
  );
  view.kept.set(key, spots);
  if (!name.mayBeLed) return [...spots];
  const starts = startsOf(view, owner, near, isHard);
  const last = forms[forms.length - 1];
  const longer = 1 + 0.2 * Number(isHard);
  const led = starts.flatMap((from) => around(view, owner, from, last, costOf, longer));
  return [...spots, ...led];
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

/** @param {boolean} bold @param {string[]} lines */
const sizeKey = (bold, lines) => `${bold} ${lines.join("\n")}`;
/** @param {Name} name @param {string[]} lines */
const write = (name, lines) => {
  const text = lines.join("\n");
  if (name.written === text) return;
  name.written = text;
  name.text.replaceChildren(...lines.map((line) => element("span", "label-line", line)));
};
/** Write, then measure; what was measured once is kept. @param {Name[]} names */
const measure = (names) => {
  const keyOf = (/** @type {Name} */ { text }, /** @type {string[]} */ lines) =>
    sizeKey(text.classList.contains("touched"), lines);
  const missing = (/** @type {Name} */ name) =>
    name.wanted.find((lines) => !name.sizes.has(keyOf(name, lines)));
  for (let some = names.filter(missing); some.length; some = some.filter(missing)) {
    const once = some.map((name) => ({ name, lines: /** @type {string[]} */ (missing(name)) }));
    once.forEach(({ name, lines }) => {
      name.text.classList.remove("small");
      write(name, lines);
    });
    once.forEach(({ name, lines }) => {
      const { offsetWidth, offsetHeight } = name.text;
      name.sizes.set(keyOf(name, lines), { x: offsetWidth / 2, y: offsetHeight / 2 });
    });
  }
};

/**
 * Place names; a town named like a region that is named is not named twice.
 * @param {View} view @param {Name[]} names @param {Regime} regime
 */
function* placing(view, names, regime) {
  const inReach = view.ground.counter((owner) => isReached(regime, owner));
  const costOf = (/** @type {Box} */ box) => (inReach(box) > 0 ? 2 * rules.led_amiss : 0);
  const every = [];
  for (const name of names) {
    const spots = spotsOf(view, name, costOf, false).sort((one, other) => one.cost - other.cost);
    every.push({ name, spots, worth: name.worth, isDue: name.mayBeLed });
    yield;
  }
  const named = new Set(
    every.flatMap(({ name: { kind, wanted }, spots }) =>
      kind === "region" && spots.length
        ? wanted.flatMap((lines) => [lines[0], lines.join(" ")])
        : [],
    ),
  );
  const kept = every.filter(({ name }) => !name.isPlace || !named.has(name.wanted[0][0]));
  return yield* choosingAll(kept, ({ name }) => spotsOf(view, name, costOf, true));
}


/** Do a long work in slices, the page being drawn between them; a newer one ends an older. */
const inSlices = () => {
  const later = afterPaint();
  const { port1: here, port2: there } = new MessageChannel();
  let go = () => {};
  here.onmessage = () => go();
  /** @type {<T>(work: Generator<undefined, T>, then: (made: T) => void) => void} */
  return (work, then) => {
    go = () => {
      const until = performance.now() + SLICE_MS;
      let step = work.next();
      while (!step.done && performance.now() < until) step = work.next();
      if (step.done) {
        go = () => {};
        then(step.value);
      } else {
        there.postMessage(0);
      }
    };
    const begin = go;
    later(() => go === begin && go());
  };
};

/** A town is marked where it is named; any dot gives way to a name on it. */
const markDot = (/** @type {Name} */ { dot, kind, shown }, /** @type {Spot | null} */ spot) => {
  const isClear = !spot || distance(middleOf(spot.box), shown) >= 1;
  const isMarked = Boolean(dot) && isClear && (spot !== null || kind !== "town");
  if (dot && dot.hidden === isMarked) dot.hidden = !isMarked;
  return isMarked;
};

/**
 * Bring a name to its place, and give the line that leads to it.
 * @param {Name} name @param {Spot | null} spot @param {XY} origin - of the frame
 */
const settle = (name, spot, origin) => {
  const { text, holder, wanted } = name;
  text.classList.toggle("hidden", !spot);
  const hasDot = markDot(name, spot);
  if (!spot && !hasDot) return [];
  const [left, top] = [name.shown.x + origin.x, name.shown.y + origin.y];
  holder.style.left = `${left}px`;
  holder.style.top = `${top}px`;
  if (!spot) return [];
  const middle = middleOf(spot.box);
  write(name, wanted[Math.min(spot.form, wanted.length - 1)]);
  text.classList.toggle("small", spot.form >= wanted.length);
  text.classList.toggle("led", Boolean(spot.line));
  if (name.kind === "water") text.dataset.in = spot.isOwn ? data.home_country : "";
  text.style.left = `${middle.x + origin.x - left}px`;
  text.style.top = `${middle.y + origin.y - top}px`;
  if (!spot.line) return [];
  const { x1, y1, x2, y2 } = spot.line;
  const line = { x1: x1 + origin.x, y1: y1 + origin.y, x2: x2 + origin.x, y2: y2 + origin.y };
  return [
    svg("line", { class: "leader-casing", ...line }),
    svg("line", { class: "leader", ...line, "data-leader": name.key }),
    svg("circle", { class: "leader-end", cx: line.x1, cy: line.y1, r: 2.2 }),
  ];
};

/** @typedef {Map<Name, Spot | null>} Found */
/** @typedef {(regime: Regime, against: Against) => void} Arrange */
/** @type {(map: LeafletMap, taken: () => Box[]) => Arrange} */
export const drawLabels = (map, taken) => {
  const pane = map.createPane("labels"); // the style sheet lifts it
  pane.ariaHidden = "true";
  const leaders = svg("svg", { class: "leaders" });
  pane.append(leaders, ...everyName.map(({ holder }) => holder));
  /** @type {Parameters<Arrange> | null} */
  let asked = null;
  /** @type {View} */
  let view;
  let seen = "";
  /** What was found once for a policy, a language and a view. @type {Map<string, Found>} */
  const found = new Map();
  const run = inSlices();

  function* search() {
    const [regime, against] = /** @type {Parameters<Arrange>} */ (asked);
    const boxes = taken();
    const { x, y } = map.getPixelBounds().getTopLeft();
    const here = JSON.stringify([x, y, map.getZoom().toFixed(4), map.getSize(), boxes]);
    const key = [regime.id, against?.id, lang, here].join(" ");
    const names = namesFor(regime, against, isNarrow(map));
    const now = names.filter(({ zoom }) => zoom <= map.getZoom());
    measure(now);
    yield;
    if (here !== seen) view = viewOf(map, boxes);
    seen = here;
    yield;
    const chosen = found.get(key) ?? (yield* placing(view, now, regime));
    if (found.size > MOST_KEPT) found.clear();
    found.set(key, chosen);
    return chosen;
  }
  /** @param {Found} chosen */
  const show = (chosen) => {
    const origin = map.containerPointToLayerPoint([0, 0]);
    const lines = everyName.flatMap((name) => {
      name.shown = view.at(name.at);
      return settle(name, chosen.get(name) ?? null, origin);
    });
    leaders.replaceChildren(...lines);
    pane.classList.remove("waiting");
    map.getContainer().dataset.map = asked?.[0].id;
    map.getContainer().ariaBusy = null;
  };
  const place = () => {
    if (asked) run(search(), show);
    map.getContainer().ariaBusy = "true";
  };
  // Names wait out a change of scale: their places hold for one only.
  map.on("zoomanim zoomstart viewreset", () => pane.classList.add("waiting"));
  map.on("moveend resize", place);
  return (...what) => {
    asked = what;
    place();
  };
};
