// The painted map, from the ground up, one pane above the other. Colours and strokes are the style
// sheet's; what cannot be pointed at lets the pointer through to the regions beneath.
const LEVELS = ["paint", "edges", "scopes", "reaches"];

const drawShapes = (map) => {
  LEVELS.forEach((level, n) => {
    map.createPane(level).style.zIndex = 410 + n;
    map.getPane(level).style.pointerEvents = "none";
  });
  const options = (className, pane = "overlayPane") => ({
    className,
    pane,
    interactive: false,
    smoothFactor: 0.7,
  });
  const areas = (list, ...kind) =>
    L.featureGroup(list.map(({ shape }) => L.polygon(unpackAreas(shape), options(...kind))));
  const lines = (list, ...kind) =>
    L.featureGroup(list.map(({ shape }) => L.polyline(unpackLines(shape), options(...kind))));
  // Equal reaches and equal scopes are equal shapes: each is made once.
  const kept = (make) => {
    const made = new Map();
    return (key) => made.get(key) ?? made.set(key, make(key)).get(key);
  };

  const countries = areas(data.countries, "land").addTo(map);
  areas(data.beyond, "region beyond").addTo(map);
  const regions = new Map(
    data.regions.map((region) => [
      region.region,
      L.polygon(unpackAreas(region.shape), { className: "region", smoothFactor: 0.7 }).addTo(map),
    ]),
  );
  areas(data.home, "home").addTo(map);
  areas(data.regions, "border", "edges").addTo(map);
  areas(data.home, "frontier", "edges").addTo(map);
  (data.origin.length
    ? lines(data.origin, "origin", "edges")
    : areas(data.home, "origin", "edges")
  ).addTo(map);

  const parts = (reach) =>
    data.inside
      .filter(({ reach_km: end }) => end === reach)
      .map(({ region, shape }) => ({ shape: shape ?? regionOf.get(region).shape }));
  const painted = kept((key) => {
    const [className, reach] = key.split(" ");
    return areas(parts(Number(reach)), className, "paint");
  });
  const edge = kept((key) => {
    const [className, reach] = key.split(" ");
    const line = data.envelopes.filter(({ reach_km: end }) => end === Number(reach));
    return L.featureGroup([
      lines(line, `${className}-casing`, "reaches"),
      lines(line, className, "reaches"),
    ]);
  });
  const scope = kept((key) => {
    const [className, ...codes] = key.split(" ");
    const named = data.regions.filter(({ region }) => codes.includes(region));
    return L.featureGroup([
      areas(named, "scope-casing", "scopes"),
      areas(named, className, "scopes"),
    ]);
  });

  // One origin, so envelopes lie in each other: rings between the distances, the widest first.
  const rings = (regime, against) => {
    const [near, far] = [regime.reach_km[0], farEnd(regime)];
    const other = against ? farEnd(against) : far;
    const className = (end) => {
      if (end > far) return "loss";
      if (end > other) return "gain";
      return end > near ? "band" : "inside";
    };
    const ends = [...new Set([near, far, other])].sort((one, two) => two - one);
    return ends.map((end) => painted(`${className(end)} ${end}`));
  };

  const chosen = L.layerGroup().addTo(map);
  const paint = (regime, against) => {
    chosen.clearLayers();
    rings(regime, against).forEach((ring) => chosen.addLayer(ring));
    const before = (against?.scope ?? []).filter((code) => !regime.scope.includes(code));
    chosen.addLayer(scope(["scope-before", ...before].join(" ")));
    chosen.addLayer(scope(["scope", ...regime.scope].join(" ")));
    (against?.reach_km ?? [])
      .filter((end) => !regime.reach_km.includes(end))
      .forEach((end) => chosen.addLayer(edge(`other ${end}`)));
    regime.reach_km.forEach((end) => chosen.addLayer(edge(`reach ${end}`)));
    regime.row.forEach(({ standing }, code) =>
      regions.get(code).getElement().classList.toggle("touched", standing !== "outside"),
    );
  };
  return {
    regions,
    countries: countries.getLayers().map((layer) => layer.getElement()),
    paint,
  };
};
