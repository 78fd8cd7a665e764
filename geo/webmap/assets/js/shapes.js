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
  areas(data.ukraine, "ukraine").addTo(map);
  areas(data.regions, "border", "edges").addTo(map);
  areas(data.ukraine, "frontier", "edges").addTo(map);
  (data.origin.length
    ? lines(data.origin, "origin", "edges")
    : areas(data.ukraine, "origin", "edges")
  ).addTo(map);

  const at = (list, reach) => list.filter(({ reach_km: km }) => km === reach);
  const shapeOf = (code) => data.regions.find(({ region }) => region === code).shape;
  const parts = (reach) =>
    at(data.inside, reach).map(({ region, shape }) => ({ shape: shape ?? shapeOf(region) }));
  const band = kept((reach) => areas(parts(reach), "band", "paint"));
  const inside = kept((reach) => areas(parts(reach), "inside", "paint"));
  const edge = kept((reach) =>
    L.featureGroup([
      lines(at(data.envelopes, reach), "reach-casing", "reaches"),
      lines(at(data.envelopes, reach), "reach", "reaches"),
    ]),
  );
  const scope = kept((codes) => {
    const named = data.regions.filter(({ region }) => codes.split(" ").includes(region));
    return L.featureGroup([
      areas(named, "scope-casing", "scopes"),
      areas(named, "scope", "scopes"),
    ]);
  });

  const chosen = L.layerGroup().addTo(map);
  const paint = (regime) => {
    const ends = [...new Set(regime.reach_km)];
    chosen.clearLayers();
    ends.slice(1).forEach((reach) => chosen.addLayer(band(reach)));
    chosen.addLayer(inside(ends[0]));
    chosen.addLayer(scope(regime.scope.join(" ")));
    ends.forEach((reach) => chosen.addLayer(edge(reach)));
    regime.rows.forEach(([index, , , standing]) => {
      const shape = regions.get(data.regions[index].region).getElement();
      shape.classList.toggle("touched", standing !== "outside");
    });
  };
  return {
    regions,
    countries: countries.getLayers().map((layer) => layer.getElement()),
    paint,
  };
};
