// The policies along the axis of time: bars from the first day to the last, a slider that stops
// where one begins, and a button that plays them in turn.
const DAY_MS = 86400000;
const STEP_MS = 1800;
const LANE = 11;
const TALLEST = 130;

const keepTime = ({ onChoose }) => {
  const bars = find("#bars");
  const slider = find("#time");
  const play = find("#play");
  const days = (iso) => Date.parse(iso) / DAY_MS;
  const order = [...data.regimes].sort((one, other) => days(one.start) - days(other.start));
  const first = days(order[0].start);
  const ends = data.regimes.map(({ start, until }) => days(until ?? start));
  const span = Math.max(...ends, first + 30) - first;
  const last = first + span * (data.regimes.some(({ until }) => !until) ? 1.12 : 1);

  // Two that begin on one day stop a little apart.
  const stops = [];
  order.forEach((regime) => {
    const gap = (last - first) / (4 * order.length);
    stops.push(Math.max(days(regime.start), stops.length ? stops.at(-1) + gap : -Infinity));
  });
  slider.min = first;
  slider.max = Math.max(last, stops.at(-1));
  slider.step = "any";
  const percentAt = (day) => `${((day - first) / (slider.max - first)) * 100}%`;

  const lanes = [];
  const placed = order.map((regime, n) => {
    const end = regime.until ? days(regime.until) : Number(slider.max);
    const start = stops[n];
    let lane = lanes.findIndex((free) => free <= start);
    if (lane < 0) lane = lanes.length;
    lanes[lane] = Math.max(end, start + 1);
    return { regime, lane, start, end };
  });
  // Many at one time share the height that few would have.
  const step = Math.min(LANE, TALLEST / lanes.length);
  const drawn = placed.map(({ regime, lane, start, end }) => {
    const bar = svg("rect", {
      class: `bar-of ${regime.status}`,
      x: percentAt(start),
      y: lane * step + 2,
      width: percentAt(first + Math.max(end - start, (slider.max - first) / 120)),
      height: Math.max(step - 4, step / 2),
      rx: 2,
    });
    bar.append(svg("title", {}));
    bar.addEventListener("click", () => onChoose(regime));
    return bar;
  });
  const height = lanes.length * step + 18;
  bars.setAttribute("height", height);
  const axis = svg("g", { class: "axis" });
  bars.append(axis, ...drawn);

  // Whole years, or the beginnings of months, as many as there is room for.
  const ticks = () => {
    const date = (day) => new Date(day * DAY_MS);
    const months = (last - first) / 30.4;
    const most = Math.max(2, Math.min(6, bars.clientWidth / 95));
    const every = [1, 2, 3, 6, 12, 24, 60].find((step) => months / step <= most) ?? 120;
    const written = new Intl.DateTimeFormat(lang, {
      ...(every < 12 ? { month: "short" } : {}),
      year: "numeric",
      timeZone: "UTC",
    });
    const found = [];
    let [year, month] = [date(first).getUTCFullYear(), every < 12 ? date(first).getUTCMonth() : 0];
    for (let day = 0; day <= last; month += every) {
      day = Date.UTC(year, month, 1) / DAY_MS;
      if (day >= first && day <= last) found.push([day, written.format(date(day))]);
    }
    return found;
  };

  let timer = null;
  let now = order[0];
  const nameButton = () => play.setAttribute("aria-label", say(timer === null ? "play" : "pause"));
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.setAttribute("aria-pressed", "false");
    nameButton();
  };
  const go = (step) => {
    const next = order[order.indexOf(now) + step];
    if (next) onChoose(next);
    return Boolean(next);
  };
  play.addEventListener("click", () => {
    if (timer !== null) {
      stop();
      return;
    }
    if (now === order.at(-1)) onChoose(order[0]);
    else go(1);
    timer = setInterval(() => {
      if (!go(1)) stop();
    }, STEP_MS);
    play.setAttribute("aria-pressed", "true");
    nameButton();
  });
  slider.addEventListener("input", () => {
    stop();
    const distance = (n) => Math.abs(stops[n] - slider.value);
    const nearest = stops.reduce((best, _, n) => (distance(n) < distance(best) ? n : best), 0);
    onChoose(order[nearest]);
  });
  slider.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const far = { Home: order[0], End: order.at(-1) }[event.key];
    if (!step && !far) return;
    event.preventDefault();
    stop();
    if (far) onChoose(far);
    else go(step);
  });

  const draw = () => {
    const width = bars.clientWidth;
    const names = ticks().map(([day, written]) => {
      const x = percentAt(day);
      const mark = svg("g", {});
      const name = svg("text", { x, y: height - 4, dx: 4 });
      name.textContent = written;
      mark.append(svg("line", { x1: x, x2: x, y1: 0, y2: height }), name);
      return { mark, name, at: ((day - first) / (slider.max - first)) * width };
    });
    axis.replaceChildren(...names.map(({ mark }) => mark));
    // The last name may have to stand before its line, where the one before it then gives way.
    const long = ({ name }) => name.getComputedTextLength() + 8;
    const [before, end] = [names.at(-2), names.at(-1)];
    if (!end || end.at + long(end) <= width) return;
    end.name.setAttribute("dx", -4);
    end.name.setAttribute("text-anchor", "end");
    if (before && before.at + long(before) > end.at - long(end)) before.name.remove();
  };
  window.addEventListener("resize", draw);

  return {
    before: (regime) => order[order.indexOf(regime) - 1] ?? null,
    arrange: (regime) => {
      now = regime;
      const n = order.indexOf(regime);
      slider.value = stops[n];
      slider.setAttribute("aria-valuetext", `${told(regime).dates}: ${told(regime).label}`);
      drawn.forEach((bar, each) => bar.classList.toggle("current", each === n));
    },
    speak: () => {
      nameButton();
      drawn.forEach((bar, n) => {
        bar.firstChild.textContent = `${told(order[n]).dates}: ${told(order[n]).label}`;
      });
      draw();
    },
  };
};
