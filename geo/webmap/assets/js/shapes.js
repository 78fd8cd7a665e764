// The painted map, from the ground up. Colours and strokes are the style sheet's; what cannot be
// pointed at lets the pointer through to the regions beneath.
const drawShapes = (map) => {
  const areas = (list, className) =>
    L.featureGroup(
      list.map(({ shape }) =>
        L.polygon(unpackAreas(shape), { className, interactive: false, smoothFactor: 0.7 }),
      ),
    );
  const lines = (list, className) =>
    L.featureGroup(
      list.map(({ shape }) =>
        L.polyline(unpackLines(shape), { className, interactive: false, smoothFactor: 0.7 }),
      ),
    );

  const countries = areas(data.countries, "land").addTo(map);
  areas(data.beyond, "region beyond").addTo(map);
  const regions = new Map(
    data.regions.map((region) => [
      region.region,
      L.polygon(unpackAreas(region.shape), { className: "region", smoothFactor: 0.7 }).addTo(map),
    ]),
  );
  areas(data.ukraine, "ukraine").addTo(map);
  const upper = L.layerGroup().addTo(map);

  const paint = (regime) => {
    upper.clearLayers();
    const [near, far] = [regime.reach_km[0], regime.reach_km[regime.reach_km.length - 1]];
    const at = (list, reach) => list.filter((item) => item.reach_km === reach);
    const parts = (reach) =>
      at(data.inside, reach).map(({ region, shape }) => ({
        shape: shape ?? data.regions.find((item) => item.region === region).shape,
      }));
    const scope = data.regions.filter(({ region }) => regime.scope.includes(region));
    [
      near !== far && areas(parts(far), "band"),
      areas(parts(near), "inside"),
      areas(data.regions, "border"),
      areas(data.ukraine, "frontier"),
      areas(scope, "scope-casing"),
      areas(scope, "scope"),
      data.origin.length ? lines(data.origin, "origin") : areas(data.ukraine, "origin"),
      ...[...new Set([near, far])].flatMap((reach) => [
        lines(at(data.envelopes, reach), "reach-casing"),
        lines(at(data.envelopes, reach), "reach"),
      ]),
    ]
      .filter(Boolean)
      .forEach((layer) => upper.addLayer(layer));
    regime.rows.forEach(([index, , , standing]) => {
      const code = data.regions[index].region;
      regions.get(code).getElement().classList.toggle("touched", standing !== "outside");
    });
  };
  return {
    regions,
    countries: countries.getLayers().map((layer) => layer.getElement()),
    paint,
  };
};
