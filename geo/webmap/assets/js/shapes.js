// The painted map, from the ground up, one pane above the other. Colours and strokes are the style
// sheet's; what cannot be pointed at lets the pointer through to the regions beneath.
/** @import { FeatureGroup, Map as LeafletMap, Polygon } from "leaflet" */
/** @import { Against, Area, Packed, Regime } from "./types" */
import { data, farEnd, regionOf, unpackAreas, unpackLines } from "./data.js";

const LEVELS = ["paint", "edges", "scopes", "reaches"];
const SMOOTH = 0.7;

const options = (/** @type {string} */ className, pane = "overlayPane") => ({
  className,
  pane,
  interactive: false,
  smoothFactor: SMOOTH,
});
/** @param {{ shape: Area[] }[]} list @param {[string, string?]} kind */
const areas = (list, ...kind) =>
  L.featureGroup(list.map(({ shape }) => L.polygon(unpackAreas(shape), options(...kind))));
/** @param {{ shape: Packed[] }[]} list @param {[string, string?]} kind */
const lines = (list, ...kind) =>
  L.featureGroup(list.map(({ shape }) => L.polyline(unpackLines(shape), options(...kind))));

/**
 * Make the group of each key once: equal reaches and equal scopes are equal shapes.
 * @param {(key: string) => FeatureGroup} make
 */
const kept = (make) => {
  /** @type {Map<string, FeatureGroup>} */
  const made = new Map();
  return (/** @type {string} */ key) => {
    const group = made.get(key) ?? make(key);
    made.set(key, group);
    return group;
  };
};

const painted = kept((key) => {
  const [className, reach] = key.split(" ");
  const parts = data.inside
    .filter(({ line }) => line === reach)
    .map(({ region, shape }) => ({ shape: shape ?? regionOf(region).shape }));
  return areas(parts, className, "paint");
});
const edge = kept((key) => {
  const [className, reach] = key.split(" ");
  const line = data.envelopes.filter((each) => each.line === reach);
  const looks = [`${className}-casing`, className];
  return L.featureGroup(looks.map((look) => lines(line, look, "reaches")));
});
const scope = kept((key) => {
  const [className, ...codes] = key.split(" ");
  const named = data.regions.filter(({ region }) => codes.includes(region));
  return L.featureGroup(
    ["scope-casing", className].map((look) => areas(named, look, "scopes")),
  );
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

/** @param {Polygon} layer */
export const pathOf = (layer) => /** @type {SVGPathElement} */ (layer.getElement());

/** @param {LeafletMap} map */
const drawGround = (map) => {
  LEVELS.forEach((level, n) => {
    const { style } = map.createPane(level);
    style.zIndex = String(410 + n);
    style.pointerEvents = "none";
  });
  areas(data.countries, "land").addTo(map);
  areas(data.beyond, "region beyond").addTo(map);
  const regions = new Map(
    data.regions.map(({ region, shape }) => {
      const look = { className: "region", smoothFactor: SMOOTH };
      return [region, L.polygon(unpackAreas(shape), look).addTo(map)];
    }),
  );
  areas(data.home, "home")
    .addTo(map)
    .getLayers()
    .forEach((layer, n) => {
      pathOf(/** @type {Polygon} */ (layer)).dataset.home = data.home[n].country;
    });
  areas(data.regions, "border", "edges").addTo(map);
  lines([{ shape: data.home_lines }], "part-line", "edges").addTo(map);
  areas(data.home, "frontier", "edges").addTo(map);
  if (data.origin.length) lines(data.origin, "origin", "edges").addTo(map);
  else areas(data.home, "origin", "edges").addTo(map);
  return regions;
};

/** @param {LeafletMap} map */
export const drawShapes = (map) => {
  const regions = drawGround(map);
  const chosen = L.layerGroup().addTo(map);
  /** @param {Regime} regime @param {Against} against */
  const paint = (regime, against) => {
    chosen.clearLayers();
    ringsOf(regime, against).forEach((ring) => chosen.addLayer(painted(ring)));
    const before = (against?.scope ?? []).filter((code) => !regime.scope.includes(code));
    chosen.addLayer(scope(["scope-before", ...before].join(" ")));
    chosen.addLayer(scope(["scope", ...regime.scope].join(" ")));
    chosen.addLayer(scope(["excluded", ...regime.excluded].join(" ")));
    (against?.lines ?? [])
      .filter((line) => !regime.lines.includes(line))
      .forEach((line) => chosen.addLayer(edge(`other ${line}`)));
    regime.lines.forEach((line) => chosen.addLayer(edge(`reach ${line}`)));
    if (data.parts[regime.part]) {
      chosen.addLayer(lines([{ shape: data.parts[regime.part] }], "origin part", "edges"));
    }
    regions.forEach((layer, code) =>
      pathOf(layer).classList.toggle("touched", regime.row.get(code)?.standing !== "outside"),
    );
  };
  return { regions, paint };
};
