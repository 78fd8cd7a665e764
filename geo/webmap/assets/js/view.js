// Where the map looks. Boxes are in metres of the projection: west, south, east, north.
const boxZoom = (map, [west, south, east, north]) => {
  const size = map.getSize();
  return L.CRS.Conic.zoom(Math.min(size.x / (east - west), size.y / (north - south)));
};

const show = (map, box, options) => {
  const [west, south, east, north] = box;
  const middle = conic.unproject({ x: (west + east) / 2, y: (south + north) / 2 });
  map.setView(middle, Math.min(boxZoom(map, box), map.getMaxZoom()), options);
};

// A phone's narrow map starts on the regions within reach rather than on all of the line.
const home = (map, regime) => (map.getSize().x < 560 ? regime.views.near : regime.views.whole);

// The reader never sees past the edge of what was drawn.
const holdView = (map) => {
  const [west, south, east, north] = data.limits;
  const limit = () => {
    const size = map.getSize();
    map.setMinZoom(L.CRS.Conic.zoom(Math.max(size.x / (east - west), size.y / (north - south))));
  };
  map.setMaxBounds(
    L.latLngBounds(conic.unproject({ x: west, y: south }), conic.unproject({ x: east, y: north })),
  );
  limit();
  map.on("resize", limit);
};

// Whether a policy's line leaves the view, or gets lost in it.
const outgrows = (map, regime) => {
  const wanted = boxZoom(map, home(map, regime));
  return wanted < map.getZoom() - 0.05 || wanted > map.getZoom() + 1.3;
};

const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
const scrolling = () => (stillness.matches ? "auto" : "smooth");
