"""Find the faults of names on a map, page or SVG alike, by the marks the drawing carries."""

_FIND = """
(map) => {
  const inside = (shapes, x, y) => shapes.some((shape) => {
    const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
    return shape.isPointInFill(at);
  });
  const paths = (selector) => [...map.querySelectorAll(selector)].flatMap((part) =>
    part.isPointInFill ? [part] : [...part.querySelectorAll("path")]);
  const shown = (part) => {
    const look = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    return look.visibility === "visible" && look.display !== "none" && box.width > 0;
  };
  const names = new Map();
  for (const part of [...map.querySelectorAll("[data-map-label]")].filter(shown)) {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    const key = part.dataset.mapLabel;
    const before = names.get(key);
    names.set(key, {
      key, text: ((before?.text ?? "") + " " + part.textContent).trim(),
      home: part.dataset.in ?? before?.home ?? "",
      left: Math.min(left, before?.left ?? left), right: Math.max(right, before?.right ?? right),
      top: Math.min(top, before?.top ?? top), bottom: Math.max(bottom, before?.bottom ?? bottom),
    });
  }
  const home = paths("[data-home]");
  const country = map.querySelector("[data-home]")?.dataset.home;
  const codes = [...new Set([...map.querySelectorAll("[data-region]")].map((each) =>
    each.dataset.region))];
  const regions = new Map(codes.map((code) => [code, paths(`[data-region="${code}"]`)]));
  const regionAt = (x, y) => codes.find((code) => inside(regions.get(code), x, y));
  const leaders = [...map.querySelectorAll("[data-leader]")].filter((part) =>
    getComputedStyle(part).visibility === "visible").map((part) => {
    const [start, end] = [0, part.getTotalLength()].map((length) =>
      part.getPointAtLength(length).matrixTransform(part.getScreenCTM()));
    return { key: part.dataset.leader, x1: start.x, y1: start.y, x2: end.x, y2: end.y };
  });
  const faults = [];
  const boxes = [...names.values()];
  for (const { key, text, home: at, left, right, top, bottom } of boxes) {
    const [kind, code] = key.split(":");
    const belongs = at === country || at.startsWith(`${country}-`) || code === country
      || code.startsWith(`${country}-`);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (!belongs && country) {
      let [hits, all] = [0, 0];
      for (let h = left; h <= right; h += 2) for (let v = top; v <= bottom; v += 2) {
        all += 1;
        if (inside(home, h, v)) hits += 1;
      }
      if (hits / all > 0.02) faults.push(`home ground: ${text} ${(100 * hits / all).toFixed(0)} %`);
    }
    const stands = regionAt(x, y);
    const led = leaders.find((leader) => leader.key === key);
    if (kind === "region" && !led && stands !== code && regions.has(code)) {
      faults.push(`centred in ${stands ?? "no region"}: ${text}`);
    }
    if (kind === "place" && stands && stands !== at) faults.push(`in ${stands}: ${text}`);
    if (led && regions.has(code) && ![[led.x1, led.y1], [led.x2, led.y2]].some(([h, v]) =>
      inside(regions.get(code), h, v))) faults.push(`leads nowhere: ${text}`);
    for (const other of boxes) {
      const meet = left < other.right && other.left < right && top < other.bottom
        && other.top < bottom;
      if (other.key > key && meet) faults.push(`meet: ${text}, ${other.text}`);
      const isTwice = other.text === text && kind === "place" && other.key.startsWith("region:");
      if (isTwice) faults.push(`twice: ${text}`);
    }
  }
  const side = (x, y, { x1, y1, x2, y2 }) =>
    Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
  const cross = (one, other) =>
    side(one.x1, one.y1, other) * side(one.x2, one.y2, other) < 0
    && side(other.x1, other.y1, one) * side(other.x2, other.y2, one) < 0;
  leaders.forEach((one, n) => {
    leaders.slice(n + 1).forEach((other) => {
      if (cross(one, other)) faults.push(`leaders cross: ${one.key}, ${other.key}`);
    });
    for (const { key, text, left, right, top, bottom } of boxes) {
      if (key === one.key) continue;
      const edges = [[left, top, right, bottom], [left, bottom, right, top]];
      const meets = edges.some(([x1, y1, x2, y2]) => cross(one, { x1, y1, x2, y2 }));
      if (meets) faults.push(`leader of ${one.key} crosses ${text}`);
    }
    const length = Math.hypot(one.x2 - one.x1, one.y2 - one.y1);
    if (length > 90) faults.push(`long leader: ${one.key} ${length.toFixed(0)} px`);
  });
  const count = (kind) => boxes.filter(({ key }) => key.startsWith(`${kind}:`)).length;
  return {
    faults, regions: count("region"), places: count("place"), led: leaders.length,
    keys: boxes.map(({ key }) => key),
  };
}
"""


def names_on(tab, selector="[data-map]"):
    """Judge the one map there is under a selector: its faults, and how many names it shows."""
    return tab.locator(selector).first.evaluate(_FIND)
