// The painted map, from the ground up, one pane above the other. Colours and strokes are the style
// sheet's; what cannot be pointed at lets the pointer through to the regions beneath.
/** @import { LayerGroup, Map as LeafletMap, Path, PathOptions } from "leaflet" */
/** @import { Against, Packed, Regime } from "./types" */
import { metresOf } from "./conic.js";
import { data, farEnd, isRegion, regionOf } from "./data.js";
import { findAll } from "./dom.js";

const LEVELS = ["paint", "edges", "scopes", "reaches"];

/** @param {ArrayLike<number>} at @param {string} end */
const straight = (at, end) => `M${Array.from(at, Math.round).join(" ")}${end}`;

/**
 * Write a curve through every point of a line or ring, for what nature bends: a centripetal
 * Catmull-Rom spline, which makes neither loops nor cusps between two points.
 * @param {ArrayLike<number>} at - x and y in turn @param {string} end - '' for a line
 */
export const curved = (at, end) => {
  /** @type {number[][]} */
  const points = [];
  for (let n = 0; n < at.length; n += 2) {
    const [x, y] = points[points.length - 1] ?? [];
    if (at[n] !== x || at[n + 1] !== y) points.push([at[n], at[n + 1]]);
  }
  const last = points[points.length - 1];
  if (end && points.length > 1 && last.join() === points[0].join()) points.pop();
  const count = points.length;
  if (count < 3) return straight(at, end);
  const point = (/** @type {number} */ n) => points[end ? (n + count) % count : n] ?? null;
  /** The handle of a point towards the next; a line's end has none. */
  const handle = (/** @type {number} */ n, way = 1) => {
    const [before, here, next] = [point(n - way), point(n), point(n + way)];
    if (!before) return here;
    const [a, b] = [before, next].map(([x, y]) => Math.hypot(x - here[0], y - here[1]));
    const root = Math.sqrt(a * b);
    return here.map((value, axis) => {
      const bent = a * next[axis] - b * before[axis] + (2 * a + 3 * root + b) * value;
      return bent / (3 * (a + root));
    });
  };
  const steps = Array.from({ length: end ? count : count - 1 }, (_, n) =>
    [...handle(n), ...handle(n + 1, -1), ...point(n + 1)].map(Math.round).join(" "),
  );
  return `M${points[0].map(Math.round).join(" ")}C${steps.join(" ")}${end}`;
};

/** What looks at its shapes already. */
const looking = new WeakSet();
/**
 * Let one transform show all shapes of a pane, in metres, where the map looks: the browser then
 * takes them as one.
 * @param {any} renderer
 */
const lookThrough = (renderer) => {
  if (looking.has(renderer)) return;
  looking.add(renderer);
  const look = () => {
    const { _map: map, _rootGroup: group } = renderer;
    const scale = map.options.crs.scale(map.getZoom());
    const { x, y } = map.getPixelOrigin();
    group.setAttribute("transform", `matrix(${scale} 0 0 ${-scale} ${-x} ${-y})`);
  };
  renderer.on("update", look);
  look();
};

/**
 * Draw rings once, in metres; to look closer or elsewhere only changes how they are seen.
 * @param {Packed[]} rings @param {PathOptions} look @param {"z" | ""} [end] - '' for lines
 * @param {typeof straight} [way] - what is measured goes straight from point to point
 */
export const drawn = (rings, look, end = "z", way = straight) => {
  let known = "";
  const path = () => (known ||= rings.map((ring) => way(metresOf(ring), end)).join(""));
  return Object.assign(L.polyline([], look), {
    path,
    _project: () => {},
    /** @this {any} */
    _update() {
      const { _map: map, _path: shape, _renderer: renderer } = this;
      if (!map) return;
      lookThrough(renderer);
      if (!shape.hasAttribute("d")) shape.setAttribute("d", path());
    },
  });
};
/** @param {string} className @param {string} [pane] */
const still = (className, pane = "overlayPane") => ({ className, pane, interactive: false });
/** @param {Packed[]} shape @param {string} className @param {string} pane */
const line = (shape, className, pane) => drawn(shape, still(className, pane), "");
/** @param {Path} layer */
export const pathOf = (layer) => /** @type {SVGPathElement} */ (layer.getElement());

/**
 * Make what each key stands for once: equal reaches and equal scopes are equal shapes.
 * @param {(className: string, keys: string[]) => Path[]} make
 */
const kept = (make) => {
  /** @type {Map<string, LayerGroup>} */
  const known = new Map();
  return (/** @type {string} */ key) => {
    const [className, ...keys] = key.split(" ");
    const group = known.get(key) ?? L.layerGroup(make(className, keys));
    known.set(key, group);
    return group;
  };
};

const painted = kept((className, [reach]) => {
  const parts = data.inside.filter((each) => each.line === reach);
  const rings = parts.flatMap(({ region, shape }) => shape ?? regionOf(region).shape).flat();
  return rings.length ? [drawn(rings, still(className, "paint"))] : [];
});
const edge = kept((className, [reach]) => {
  const shape = data.envelopes.flatMap((each) => (each.line === reach ? each.shape : []));
  return [`${className}-casing`, className].map((look) => line(shape, look, "reaches"));
});
const scope = kept((className, codes) => {
  const rings = codes.filter(isRegion).flatMap((code) => regionOf(code).shape.flat());
  const looks = rings.length ? ["scope-casing", className] : [];
  return looks.map((look) => drawn(rings, still(look, "scopes")));
});

const elsewhere = kept((_, [id]) => {
  const lines = data.elsewhere[id] ?? [];
  return ["elsewhere-casing", "elsewhere"].map((look) => line(lines, look, "reaches"));
});
const originPart = kept((_, [key]) => {
  const lines = data.parts[key];
  return lines ? [line(lines, "origin part", "edges")] : [];
});

/**
 * Say whether two policies are measured from one line and both permit: then rings lie in rings.
 * @param {Regime} regime @param {Regime} against
 */
const isAlike = (regime, against) =>
  regime.part === against.part && [regime, against].every(({ look }) => look !== "refused");

/**
 * Give the rings between the distances, the widest first: one origin, so each lies in the next.
 * @param {Regime} regime @param {Against} against
 */
export const ringsOf = (regime, against) => {
  const [near, far] = [regime.reach_km[0], farEnd(regime)];
  const other = against && isAlike(regime, against) ? farEnd(against) : far;
  const className = (/** @type {number} */ end) => {
    if (end > far) return "loss";
    if (end > other) return "gain";
    return end > near ? "band" : "inside";
  };
  const ends = [...new Set([near, far, other])].sort((one, two) => two - one);
  const lineAt = (/** @type {number} */ end) =>
    [regime, against].map((each) => each?.lines[each.reach_km.indexOf(end)]).find(Boolean);
  return ends.map((end) => `${className(end)} ${lineAt(end)}`);
};

/** Keep hatches as wide as they are, whatever the scale. @param {LeafletMap} map */
const holdPatterns = (map) => {
  const copies = findAll(".patterns pattern").map((pattern) => {
    const copy = /** @type {Element} */ (pattern.cloneNode(true));
    copy.id = `${pattern.id}-map`;
    pattern.after(copy);
    return { copy, turned: pattern.getAttribute("patternTransform") ?? "" };
  });
  const hold = () => {
    const part = 1 / (map.options.crs?.scale(map.getZoom()) ?? 1);
    if (!Number.isFinite(part)) return; // a map that is hidden has no size
    copies.forEach(({ copy, turned }) =>
      copy.setAttribute("patternTransform", `scale(${part} ${-part}) ${turned}`),
    );
  };
  map.on("zoomend viewreset", hold);
  hold();
};

/** @param {LeafletMap} map */
const drawGround = (map) => {
  LEVELS.forEach((level, n) => {
    const { style } = map.createPane(level);
    style.zIndex = String(410 + n);
    style.pointerEvents = "none";
  });
  /** @param {{ shape: Packed[][] }[]} list @param {[string, string?]} look */
  const lay = (list, ...look) =>
    list.map(({ shape }) => drawn(shape.flat(), still(...look)).addTo(map));
  lay(data.countries, "land");
  lay(data.beyond, "region beyond");
  const regions = new Map(
    data.regions.map(({ region, shape }) => [
      region,
      drawn(shape.flat(), { className: "region" }).addTo(map),
    ]),
  );
  lay(data.home, "home").forEach((layer, n) => {
    pathOf(layer).dataset.home = data.home[n].country;
  });
  // What is within reach lies over a lake, its shore over that: reach is the same on water.
  const shores = data.lakes.flatMap(({ shape }) => shape.flat());
  const rivers = data.rivers.flatMap(({ shape }) => shape);
  if (shores.length) {
    drawn(shores, still("lake"), "z", curved).addTo(map);
    drawn(shores, still("shore", "edges"), "z", curved).addTo(map);
  }
  drawn(rivers, still("river", "edges"), "", curved).addTo(map);
  lay(data.regions, "border", "edges");
  line(data.home_lines, "part-line", "edges").addTo(map);
  lay(data.home, "frontier", "edges");
  data.origin.forEach(({ shape }) => line(shape, "origin", "edges").addTo(map));
  if (!data.origin.length) lay(data.home, "origin", "edges");
  return regions;
};

/** @param {LeafletMap} map */
export const drawShapes = (map) => {
  holdPatterns(map);
  const regions = drawGround(map);
  const chosen = L.layerGroup().addTo(map);
  const clear = () => chosen.clearLayers();
  /** Give what a policy draws, from below. @param {Regime} regime @param {Against} against */
  const layersOf = (regime, against) => {
    const before = (against?.scope ?? []).filter((code) => !regime.scope.includes(code));
    const others = (against?.lines ?? []).filter((each) => !regime.lines.includes(each));
    return [
      ...ringsOf(regime, against).map(painted),
      scope(["scope-before", ...before].join(" ")),
      scope(["scope", ...regime.scope].join(" ")),
      scope(["excluded", ...regime.excluded].join(" ")),
      ...others.map((each) => edge(`other ${each}`)),
      elsewhere(`elsewhere ${regime.id}`),
      ...regime.lines.map((each) => edge(`reach ${each}`)),
      originPart(`part ${regime.part}`),
    ];
  };
  /** @param {Regime} regime @param {Against} against */
  const paint = (regime, against) => {
    clear();
    layersOf(regime, against).forEach((layer) => chosen.addLayer(layer));
    regions.forEach((layer, code) =>
      pathOf(layer).classList.toggle("touched", regime.row.get(code)?.standing !== "outside"),
    );
  };
  /** Write beforehand the paths of a policy. @param {Regime} regime @param {Against} against */
  const prepare = (regime, against) =>
    layersOf(regime, against).forEach((group) =>
      group.eachLayer((layer) => /** @type {ReturnType<typeof drawn>} */ (layer).path()),
    );
  return { regions, clear, paint, prepare };
};
