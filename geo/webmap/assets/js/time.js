// The policies along the axis of time: laid out in days, drawn, walked through and played.
/** @import { Regime, WrittenRegime } from "./types" */
import { regimes } from "./data.js";
import { find, svg } from "./dom.js";
import { lang, say, told } from "./words.js";

const DAY_MS = 86400000;
const LANE = 11;
const TALLEST = 130;
/** @param {string} iso */
const days = (iso) => Date.parse(iso) / DAY_MS;

/**
 * @template {Pick<WrittenRegime, "start" | "until">} R
 * @typedef {{ regime: R, lane: number, start: number, end: number }} Bar
 */

/**
 * Lay out regimes as bars: by their first days, those of one day a little apart, each in the
 * topmost lane that is free.
 * @template {Pick<WrittenRegime, "start" | "until">} R @param {R[]} all
 */
export const timeline = (all) => {
  const order = [...all].sort((one, other) => days(one.start) - days(other.start));
  const first = days(order[0].start);
  const ends = all.map(({ start, until }) => days(until ?? start));
  const span = Math.max(...ends, first + 30) - first;
  const last = first + span * (all.some(({ until }) => !until) ? 1.12 : 1);
  const gap = (last - first) / (4 * order.length);
  /** @type {number[]} */
  const stops = [];
  order.forEach(({ start }) => {
    const before = stops.length ? stops[stops.length - 1] + gap : -Infinity;
    stops.push(Math.max(days(start), before));
  });
  const end = Math.max(last, stops[stops.length - 1]);

  /** @type {number[]} */
  const lanes = [];
  /** @type {Bar<R>[]} */
  const bars = order.map((regime, n) => {
    const until = regime.until ? days(regime.until) : end;
    const free = lanes.findIndex((taken) => taken <= stops[n]);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = Math.max(until, stops[n] + 1);
    return { regime, lane, start: stops[n], end: until };
  });
  return {
    first,
    last,
    end,
    order,
    stops,
    bars,
    // Many at one time share the height that few would have.
    step: Math.min(LANE, TALLEST / lanes.length),
    lanes: lanes.length,
    percentAt: (/** @type {number} */ day) => `${((day - first) / (end - first)) * 100}%`,
  };
};

/**
 * Give whole years, or the beginnings of months, as many as there is room for.
 * @param {{ first: number, last: number }} span
 * @param {number} width - in pixels
 * @param {string} locale @returns {[number, string][]} - days, and how they are written
 */
export const ticks = ({ first, last }, width, locale) => {
  const date = (/** @type {number} */ day) => new Date(day * DAY_MS);
  const months = (last - first) / 30.4;
  const most = Math.max(2, Math.min(6, width / 95));
  const every = [1, 2, 3, 6, 12, 24, 60].find((step) => months / step <= most) ?? 120;
  const written = new Intl.DateTimeFormat(locale, {
    ...(every < 12 ? { month: "short" } : {}),
    year: "numeric",
    timeZone: "UTC",
  });
  /** @type {[number, string][]} */
  const found = [];
  const year = date(first).getUTCFullYear();
  let month = every < 12 ? date(first).getUTCMonth() : 0;
  for (let day = 0; day <= last; month += every) {
    day = Date.UTC(year, month, 1) / DAY_MS;
    if (day >= first && day <= last) found.push([day, written.format(date(day))]);
  }
  return found;
};

const STEP_MS = 1800;
/** @typedef {ReturnType<typeof timeline<Regime>>} Line */
/** @typedef {(regime: Regime) => void} OnChoose */

/** @param {Line} line @param {OnChoose} onChoose */
const drawBars = ({ bars, first, end, step, percentAt }, onChoose) =>
  bars.map(({ regime, lane, start, end: until }) => {
    const bar = svg("rect", {
      class: `bar-of ${regime.status}`,
      x: percentAt(start),
      y: lane * step + 2,
      width: percentAt(first + Math.max(until - start, (end - first) / 120)),
      height: Math.max(step - 4, step / 2),
      rx: 2,
    });
    const title = svg("title");
    bar.append(title);
    bar.addEventListener("click", () => onChoose(regime));
    return { bar, title };
  });

/**
 * Draw the dates under the bars, as many as there is room for.
 * @param {Line} line @param {SVGSVGElement} bars
 */
const drawAxis = (line, bars) => {
  const height = line.lanes * line.step + 18;
  bars.setAttribute("height", String(height));
  const axis = svg("g", { class: "axis" });
  bars.append(axis);
  return () => {
    const width = bars.clientWidth;
    const names = ticks(line, width, lang).map(([day, written]) => {
      const x = line.percentAt(day);
      const mark = svg("g");
      const name = svg("text", { x, y: height - 4, dx: 4 });
      name.textContent = written;
      mark.append(svg("line", { x1: x, x2: x, y1: 0, y2: height }), name);
      return { mark, name, at: ((day - line.first) / (line.end - line.first)) * width };
    });
    axis.replaceChildren(...names.map(({ mark }) => mark));
    // The last name may have to stand before its line, where the one before it then gives way.
    const [before, end] = [names[names.length - 2], names[names.length - 1]];
    const long = (/** @type {typeof end} */ { name }) => name.getComputedTextLength() + 8;
    if (!end || end.at + long(end) <= width) return;
    end.name.setAttribute("dx", "-4");
    end.name.setAttribute("text-anchor", "end");
    if (before && before.at + long(before) > end.at - long(end)) before.name.remove();
  };
};

/** Play the policies in turn. @param {Regime[]} order @param {OnChoose} onChoose */
const player = (order, onChoose) => {
  const play = find("#play");
  /** @type {number | undefined} */
  let timer;
  let now = order[0];
  const speak = () =>
    play.setAttribute("aria-label", say(timer === undefined ? "play" : "pause"));
  /** @param {number} [started] */
  const set = (started) => {
    clearInterval(timer);
    timer = started;
    play.setAttribute("aria-pressed", String(timer !== undefined));
    speak();
  };
  const stop = () => set(undefined);
  /** @param {number} step */
  const go = (step) => {
    const next = order[order.indexOf(now) + step];
    if (next) onChoose(next);
    return Boolean(next);
  };
  play.addEventListener("click", () => {
    if (timer !== undefined) {
      stop();
      return;
    }
    if (now === order[order.length - 1]) onChoose(order[0]);
    else go(1);
    set(window.setInterval(() => go(1) || stop(), STEP_MS));
  });
  return {
    speak,
    stop,
    go,
    reached: (/** @type {Regime} */ regime) => {
      now = regime;
    },
  };
};

/** @param {Line} line @param {ReturnType<typeof player>} play @param {OnChoose} onChoose */
const readSlider = ({ first, end, order, stops }, play, onChoose) => {
  /** @type {HTMLInputElement} */
  const slider = find("#time");
  slider.min = String(first);
  slider.max = String(end);
  slider.step = "any";
  slider.addEventListener("input", () => {
    play.stop();
    const distance = (/** @type {number} */ n) => Math.abs(stops[n] - Number(slider.value));
    const nearest = stops.reduce((best, _, n) => (distance(n) < distance(best) ? n : best), 0);
    onChoose(order[nearest]);
  });
  slider.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
    /** @type {Record<string, Regime>} */
    const ends = { Home: order[0], End: order[order.length - 1] };
    const [step, far] = [steps[event.key], ends[event.key]];
    if (!step && !far) return;
    event.preventDefault();
    play.stop();
    if (far) onChoose(far);
    else play.go(step);
  });
  return slider;
};

/** @param {{ onChoose: OnChoose }} then */
export const keepTime = ({ onChoose }) => {
  const line = timeline(regimes);
  /** @type {SVGSVGElement} */
  const bars = find("#bars");
  const play = player(line.order, onChoose);
  const slider = readSlider(line, play, onChoose);
  const draw = drawAxis(line, bars);
  const drawn = drawBars(line, onChoose);
  bars.append(...drawn.map(({ bar }) => bar));
  window.addEventListener("resize", draw);
  const title = (/** @type {Regime} */ regime) => `${told(regime).dates}: ${told(regime).label}`;

  return {
    before: (/** @type {Regime} */ regime) => line.order[line.order.indexOf(regime) - 1] ?? null,
    arrange: (/** @type {Regime} */ regime) => {
      play.reached(regime);
      const n = line.order.indexOf(regime);
      slider.value = String(line.stops[n]);
      slider.setAttribute("aria-valuetext", title(regime));
      drawn.forEach(({ bar }, each) => bar.classList.toggle("current", each === n));
    },
    speak: () => {
      play.speak();
      drawn.forEach(({ title: name }, n) => {
        name.textContent = title(line.order[n]);
      });
      draw();
    },
  };
};
