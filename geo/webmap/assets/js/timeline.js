// The policies along the axis of time, laid out in days; nothing here touches the page.
/** @import { WrittenRegime } from "./types" */

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
 * @template {Pick<WrittenRegime, "start" | "until">} R @param {R[]} regimes
 */
export const timeline = (regimes) => {
  const order = [...regimes].sort((one, other) => days(one.start) - days(other.start));
  const first = days(order[0].start);
  const ends = regimes.map(({ start, until }) => days(until ?? start));
  const span = Math.max(...ends, first + 30) - first;
  const last = first + span * (regimes.some(({ until }) => !until) ? 1.12 : 1);
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
 * @param {string} lang @returns {[number, string][]} - days, and how they are written
 */
export const ticks = ({ first, last }, width, lang) => {
  const date = (/** @type {number} */ day) => new Date(day * DAY_MS);
  const months = (last - first) / 30.4;
  const most = Math.max(2, Math.min(6, width / 95));
  const every = [1, 2, 3, 6, 12, 24, 60].find((step) => months / step <= most) ?? 120;
  const written = new Intl.DateTimeFormat(lang, {
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
