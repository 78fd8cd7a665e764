// The axis of time: a bar for each policy, a slider that stops where one begins, and a button that
// plays them in turn.
/** @import { Regime } from "./types" */
import { regimes } from "./data.js";
import { find, svg } from "./dom.js";
import { ticks, timeline } from "./timeline.js";
import { lang, say, told } from "./words.js";

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
