"""Let a plain adjusting library name the regions of a drawn map, to be judged as ours is.

adjustText pushes texts apart from where they belong. It is given what ours is given: each region's
name in the form that was drawn, where the region is deepest in view, and all other names of the map
to keep clear of. It knows neither whose ground a name stands on nor where a leader ends.
"""

import time
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

ITERATIONS, SHORTEST_LEADER = 500, 5
"""Rounds it may take; pixels from which on it is told to draw a leader, its own default."""

_READ = """
(map) => {
  const clip = map.querySelector("[clip-path]").getAttribute("clip-path").slice(4, -1);
  const [x, y, width, height] = ["x", "y", "width", "height"].map((side) =>
    Number(document.querySelector(`${clip} rect`).getAttribute(side)));
  const corner = (h, v) => new DOMPoint(h, v).matrixTransform(map.getScreenCTM());
  const [from, to] = [corner(x, y), corner(x + width, y + height)];
  const frame = { left: from.x, right: to.x, top: from.y, bottom: to.y };
  const deepest = (paths) => {
    const spots = [];
    for (const path of paths) {
      const at = path.getScreenCTM().inverse();
      const { left, right, top, bottom } = path.getBoundingClientRect();
      for (let x = Math.max(left, frame.left); x <= Math.min(right, frame.right); x += 3)
        for (let y = Math.max(top, frame.top); y <= Math.min(bottom, frame.bottom); y += 3)
          if (path.isPointInFill(new DOMPoint(x, y).matrixTransform(at))) spots.push([x, y]);
    }
    const middle = [0, 1].map((n) => spots.reduce((sum, at) => sum + at[n], 0) / spots.length);
    const off = ([x, y]) => Math.hypot(x - middle[0], y - middle[1]);
    return spots.sort((one, other) => off(one) - off(other))[0];
  };
  const names = [...map.querySelectorAll("[data-map-label]")].map((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    const [kind, code] = part.dataset.mapLabel.split(":");
    const paths = [...map.querySelectorAll(`[data-region="${code}"]`)].flatMap((each) =>
      each.isPointInFill ? [each] : [...each.querySelectorAll("path")]);
    const at = kind === "region" ? deepest(paths) : undefined;
    return { key: part.dataset.mapLabel, left, right, top, bottom, at: at ?? null };
  });
  return { names, frame };
}
"""

_MOVE = """
(map, moved) => {
  map.querySelectorAll("[data-leader]").forEach((each) => each.remove());
  const svg = map.ownerSVGElement;
  for (const { key, dx, dy, leader } of moved) {
    const part = map.querySelector(`[data-map-label="${key}"]`);
    const { a, d } = part.parentNode.getScreenCTM();
    part.setAttribute("transform",
      `translate(${dx / a} ${dy / d}) ${part.getAttribute("transform") ?? ""}`);
    if (!leader.length) continue;
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const back = map.getScreenCTM().inverse();
    const [from, to] = leader.map(([x, y]) => new DOMPoint(x, y).matrixTransform(back));
    const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: "#000" };
    Object.entries(ends).forEach(([name, value]) => line.setAttribute(name, value));
    line.dataset.leader = key;
    map.append(line);
  }
}
"""


class _Name(Text):
    """A text of a size known beforehand, centred where it stands."""

    def __init__(self, x: float, y: float, *, size: tuple[float, float]) -> None:
        super().__init__(x, y)
        self._size = size

    def get_window_extent(self, *_: Any, **__: Any) -> Bbox:
        (x, y), (width, height) = self.get_position(), self._size
        return Bbox.from_bounds(x - width / 2, y - height / 2, width, height)


def rename(tab: Any, selector: str) -> float:
    """Move the region names of the one map under a selector where adjustText puts them.

    Returns the seconds of processor time it took. Pixels of the page throughout.
    """
    from adjustText import adjust_text  # noqa: PLC0415 - of the tests' packages

    panel = tab.locator(selector).first
    seen = panel.evaluate(_READ)
    names = [each for each in seen["names"] if each["at"]]
    others = [each for each in seen["names"] if not each["at"]]
    left, top, right, bottom = (seen["frame"][side] for side in ("left", "top", "right", "bottom"))
    figure = Figure(figsize=((right - left) / 100, (bottom - top) / 100), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, right - left), ylim=(0, bottom - top))
    texts = []
    for each in names:
        size = each["right"] - each["left"], each["bottom"] - each["top"]
        texts.append(_Name(each["at"][0] - left, bottom - each["at"][1], size=size))
        axes.add_artist(texts[-1])
    start = time.process_time()
    adjust_text(
        texts,
        objects=[
            Bbox([[o["left"] - left, bottom - o["bottom"]], [o["right"] - left, bottom - o["top"]]])
            for o in others
        ],
        avoid_self=False,
        iter_lim=ITERATIONS,
        ax=axes,
    )
    took = time.process_time() - start
    moved = []
    for each, text in zip(names, texts, strict=True):
        x, y = text.get_position()[0] + left, bottom - text.get_position()[1]
        wide, high = each["right"] - each["left"], each["bottom"] - each["top"]
        at = each["at"]
        end = [
            min(max(at[0], x - wide / 2), x + wide / 2),
            min(max(at[1], y - high / 2), y + high / 2),
        ]
        is_far = max(abs(at[0] - end[0]), abs(at[1] - end[1])) >= SHORTEST_LEADER
        dx, dy = x - wide / 2 - each["left"], y - high / 2 - each["top"]
        moved.append(
            {"key": each["key"], "dx": dx, "dy": dy, "leader": [at, end] if is_far else []}
        )
    panel.evaluate(_MOVE, moved)
    return took
