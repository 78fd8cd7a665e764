// Names on the map: each in its final place before anything is moved, so the browser lays out once.
// A name stands on its own ground or is led to it by a line; without room it waits for a zoom.
/** @import { Map as LeafletMap } from "leaflet" */
/** @import { Against, Regime } from "./types" */
/** @import { Name, Wish } from "./names.js" */
/** @import { Found } from "./numbers.js" */
/** @import { Box, Spot, XY } from "./placing.js" */
/** @import { Look, View } from "./spots.js" */
import { data, regimes } from "./data.js";
import { afterPaint, element, find, svg } from "./dom.js";
import { everyName, isReached, namesFor, ruler } from "./names.js";
import { numbered, numbering, writeKey } from "./numbers.js";
import { choosingAll, middleOf, overlaps, pierces, rules } from "./placing.js";
import { distance, sizeKey, spotsOf, spotsOfNumber, viewOf } from "./spots.js";
import { isNarrow, lookOf } from "./view.js";
import { lang } from "./words.js";

const SLICE_MS = 24;
const LEAST_IDLE_MS = 4;
const MOST_KEPT = 60;
const MOST_PREPARED = 8;

/** What stands written in each place for a name. @type {WeakMap<HTMLElement, string>} */
const written = new WeakMap();
/** @param {HTMLElement} text @param {string[]} lines */
const write = (text, lines) => {
  const wanted = lines.join("\n");
  if (written.get(text) === wanted) return;
  written.set(text, wanted);
  text.replaceChildren(...lines.map((line) => element("span", "label-line", line)));
};
/**
 * Measure once, where nobody sees it, each way a name may be told.
 * @param {HTMLElement} bench @param {Wish[]} names
 */
const measure = (bench, names) => {
  const missing = names.flatMap((name) =>
    name.wanted
      .filter((lines) => !name.sizes.has(sizeKey(name, lines)))
      .map((lines) => {
        const holder = element("div", name.holder.className);
        const text = element("span", name.text.className);
        text.classList.remove("small");
        text.classList.toggle("touched", name.isTouched);
        write(text, lines);
        holder.append(text);
        return { name, lines, holder, text };
      }),
  );
  bench.replaceChildren(...missing.map(({ holder }) => holder));
  missing.forEach(({ name, lines, text: { offsetWidth, offsetHeight } }) =>
    name.sizes.set(sizeKey(name, lines), { x: offsetWidth / 2, y: offsetHeight / 2 }),
  );
  bench.replaceChildren();
};

/**
 * Place names; a town named like a region that is named is not named twice.
 * @param {View} view @param {Wish[]} names @param {Regime} regime @param {boolean} isWide
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
  const more = (/** @type {Wish} */ name) => spotsOf(view, name, costOf, true);
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

/**
 * A town is marked where it is named; any dot gives way to a name on it.
 * @param {Name} name @param {Spot | null} spot @param {XY} at
 */
const markDot = ({ dot, kind }, spot, at) => {
  const isClear = !spot || distance(middleOf(spot.box), at) >= 1;
  const isMarked = Boolean(dot) && isClear && (spot !== null || kind !== "town");
  if (dot && dot.hidden === isMarked) dot.hidden = !isMarked;
  return isMarked;
};

/**
 * Bring a name to its place, and give the line that leads to it.
 * @param {Name} name @param {{ wish: Wish, spot: Spot | null } | undefined} found @param {XY} at
 * @param {XY} origin - of the frame @param {number} number
 */
const settle = (name, found, at, origin, number) => {
  const { text, holder } = name;
  const spot = found?.spot ?? null;
  const hasDot = markDot(name, spot, at);
  holder.hidden = !spot && !hasDot;
  if (holder.hidden) return [];
  text.hidden = !spot;
  const [left, top] = [at.x + origin.x, at.y + origin.y];
  holder.style.left = `${left}px`;
  holder.style.top = `${top}px`;
  if (!found || !spot) return [];
  const { wanted, isTouched, isOnPaint } = found.wish;
  const middle = middleOf(spot.box);
  write(text, spot.isNumber ? [String(number)] : wanted[Math.min(spot.form, wanted.length - 1)]);
  text.classList.toggle("touched", isTouched);
  text.classList.toggle("on-paint", isOnPaint);
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

/**
 * Whether names keep clear of the controls, which take more room for some policies.
 * @param {Found} chosen @param {Box[]} controls
 */
const keepsClear = (chosen, controls) =>
  [...chosen.values()].every((spot) =>
    controls.every(
      (box) => !spot || !(overlaps(spot.box, box) || (spot.line && pierces(spot.line, box))),
    ),
  );

/**
 * @typedef {{ marks: (look: Look) => Box[], controls: () => Box[],
 *   ahead: (regime: Regime) => Look, ready: (...asked: Asked) => void }} Around - what else stands
 *   on the map, where it will look once a policy is chosen, and what makes the rest ready for that
 */
/** @typedef {[regime: Regime, against: Against]} Asked */
/** @typedef {{ chosen: Found, at: (point: XY) => XY }} Laid - at: from metres to pixels */
/**
 * Find the names of a view, and keep what was found once for a policy and a language.
 * @param {LeafletMap} map @param {Around} around @param {HTMLElement} bench - where to measure
 */
const finder = (map, { marks, controls, ahead, ready }, bench) => {
  /** @type {Map<string, Laid>} */
  const found = new Map();
  /** @param {Asked} asked @param {Look} look */
  const keyOf = ([regime, against], look) => JSON.stringify([regime.id, against?.id, lang, look]);
  /** @param {Asked} asked @param {Look} look @returns {Generator<undefined, Laid>} */
  function* search(asked, look) {
    const known = found.get(keyOf(asked, look));
    if (known && keepsClear(known.chosen, controls())) return known;
    const every = namesFor(...asked, isNarrow(map));
    const names = every.filter(({ zoom }) => zoom <= look.zoom);
    measure(bench, [ruler, ...names]);
    yield;
    const view = viewOf(look, [...marks(look), ...controls()]);
    yield;
    const chosen = yield* placing(view, names, asked[0], !isNarrow(map));
    const laid = { chosen, at: view.at };
    if (found.size > MOST_KEPT) found.clear();
    found.set(keyOf(asked, look), laid);
    return laid;
  }
  /** Find beforehand what the policies ask for that may be chosen next. @param {Asked} asked */
  function* prepare([now, against]) {
    const away = (/** @type {Regime} */ regime) =>
      Math.abs(regimes.indexOf(regime) - regimes.indexOf(now));
    const next = [...regimes].sort((one, other) => away(one) - away(other));
    for (const regime of next.slice(1, MOST_PREPARED)) {
      const other = against === regime ? null : against;
      ready(regime, other);
      yield;
      yield* search([regime, other], ahead(regime));
    }
  }
  return { search, prepare };
};

/**
 * @param {LeafletMap} map @param {Around} around
 * @returns {(...asked: Asked) => void}
 */
export const drawLabels = (map, around) => {
  const pane = map.createPane("labels"); // the style sheet lifts it
  pane.ariaHidden = "true";
  const leaders = svg("svg", { class: "leaders" });
  const bench = element("div", "bench");
  pane.append(leaders, bench, ...everyName.map(({ holder }) => holder));
  const key = element("p", "map-key");
  find("#map .frame").after(key);
  /** @type {Asked | null} */
  let asked = null;
  const [run, later] = [inSlices(), whenIdle()];
  const { search, prepare } = finder(map, around, bench);
  /** @param {Laid} laid */
  const show = ({ chosen, at }) => {
    const origin = map.containerPointToLayerPoint([0, 0]);
    const told = numbered(chosen);
    const placed = new Map([...chosen].map(([wish, spot]) => [wish.text, { wish, spot }]));
    const lines = everyName.flatMap((name) => {
      const one = placed.get(name.text);
      return settle(name, one, at(name.at), origin, one ? told.indexOf(one.wish) + 1 : 0);
    });
    writeKey(key, told);
    leaders.replaceChildren(...lines);
    pane.classList.remove("waiting");
    map.getContainer().dataset.map = asked?.[0].id;
    map.getContainer().ariaBusy = null;
    const isEmbed = document.documentElement.classList.contains("embed");
    if (asked && !isEmbed) later(prepare(asked));
  };
  const place = () => {
    if (!asked || !map.getSize().x) return; // a hidden map names nothing
    run(search(asked, lookOf(map)), show);
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
