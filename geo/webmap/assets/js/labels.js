// Names on the map: each in its final place before anything is moved, so the browser lays out once.
// A name stands on its own ground or is led to it by a line; without room it waits for a zoom.
/** @import { Map as LeafletMap } from "leaflet" */
/** @import { Against, Regime } from "./types" */
/** @import { Name } from "./names.js" */
/** @import { Found } from "./numbers.js" */
/** @import { Box, Spot, XY } from "./placing.js" */
/** @import { View } from "./spots.js" */
import { data, regimes } from "./data.js";
import { afterPaint, element, find, svg } from "./dom.js";
import { everyName, isReached, namesFor, ruler } from "./names.js";
import { numbered, numbering, writeKey } from "./numbers.js";
import { choosingAll, middleOf, rules } from "./placing.js";
import { distance, prepare, sizeKey, spotsOf, spotsOfNumber, viewOf } from "./spots.js";
import { isNarrow, lookAhead, lookOf } from "./view.js";
import { lang } from "./words.js";

const SLICE_MS = 24;
const LEAST_IDLE_MS = 4;
const MOST_KEPT = 60;
const MOST_PREPARED = 8;

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
 * @param {View} view @param {Name[]} names @param {Regime} regime @param {boolean} isWide
 */
function* placing(view, names, regime, isWide) {
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
  const more = (/** @type {Name} */ name) => spotsOf(view, name, costOf, true);
  const chosen = yield* choosingAll(kept, ({ name }) => more(name));
  if (document.documentElement.classList.contains("embed")) return chosen; // has no room for a key
  return yield* numbering(kept, chosen, {
    ...{ isWide, more, anywhere: (name) => spotsOfNumber(view, name, costOf) },
    inside: (name) => spotsOfNumber(view, name, null),
  });
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

/** Do a long work while nobody waits for anything; a newer one ends an older. */
const whenIdle = () => {
  let asked = 0;
  return (/** @type {Generator} */ work) => {
    window.cancelIdleCallback?.(asked);
    const go = (/** @type {IdleDeadline} */ deadline) => {
      let step = /** @type {IteratorResult<unknown>} */ ({ done: false });
      while (!step.done && deadline.timeRemaining() > LEAST_IDLE_MS) step = work.next();
      if (!step.done) asked = window.requestIdleCallback(go);
    };
    asked = window.requestIdleCallback?.(go) ?? 0;
  };
};

/** Find what another policy's names will ask for, most of its cost. @param {LeafletMap} map */
function* preparing(map) {
  for (const regime of regimes.slice(0, MOST_PREPARED)) {
    const look = lookAhead(map, regime);
    yield* prepare(look, everyName.filter(({ zoom }) => zoom <= look.zoom));
  }
}

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
 * @param {number} number
 */
const settle = (name, spot, origin, number) => {
  const { text, holder, wanted } = name;
  text.classList.toggle("hidden", !spot);
  const hasDot = markDot(name, spot);
  if (!spot && !hasDot) return [];
  const [left, top] = [name.shown.x + origin.x, name.shown.y + origin.y];
  holder.style.left = `${left}px`;
  holder.style.top = `${top}px`;
  if (!spot) return [];
  const middle = middleOf(spot.box);
  write(name, spot.isNumber ? [String(number)] : wanted[Math.min(spot.form, wanted.length - 1)]);
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

/** @typedef {(regime: Regime, against: Against) => void} Arrange */
/** @type {(map: LeafletMap, taken: () => Box[]) => Arrange} */
export const drawLabels = (map, taken) => {
  const pane = map.createPane("labels"); // the style sheet lifts it
  pane.ariaHidden = "true";
  const leaders = svg("svg", { class: "leaders" });
  pane.append(leaders, ruler.holder, ...everyName.map(({ holder }) => holder));
  const key = element("p", "map-key");
  find("#map .frame").after(key);
  /** @type {Parameters<Arrange> | null} */
  let asked = null;
  /** @type {View} */
  let view;
  let seen = "";
  /** What was found once for a policy, a language and a view. @type {Map<string, Found>} */
  const found = new Map();
  const [run, later] = [inSlices(), whenIdle()];
  function* search() {
    const [regime, against] = /** @type {Parameters<Arrange>} */ (asked);
    const boxes = taken();
    const look = lookOf(map);
    const here = JSON.stringify([look, boxes]);
    const id = [regime.id, against?.id, lang, here].join(" ");
    const names = namesFor(regime, against, isNarrow(map));
    const now = names.filter(({ zoom }) => zoom <= map.getZoom());
    measure([ruler, ...now]);
    yield;
    if (here !== seen) view = viewOf(look, boxes);
    seen = here;
    yield;
    const chosen = found.get(id) ?? (yield* placing(view, now, regime, !isNarrow(map)));
    if (found.size > MOST_KEPT) found.clear();
    found.set(id, chosen);
    return chosen;
  }
  /** @param {Found} chosen */
  const show = (chosen) => {
    const origin = map.containerPointToLayerPoint([0, 0]);
    const told = numbered(chosen);
    const lines = everyName.flatMap((name) => {
      name.shown = view.at(name.at);
      return settle(name, chosen.get(name) ?? null, origin, told.indexOf(name) + 1);
    });
    writeKey(key, told);
    leaders.replaceChildren(...lines);
    pane.classList.remove("waiting");
    map.getContainer().dataset.map = asked?.[0].id;
    map.getContainer().ariaBusy = null;
    if (!document.documentElement.classList.contains("embed")) later(preparing(map));
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
