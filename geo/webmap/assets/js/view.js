// Where the map looks. Boxes are in metres of the projection.
/** @import { Map, ZoomPanOptions } from "leaflet" */
/** @import { Box, Regime } from "./types" */
import { conic, zoomOf } from "./conic.js";
import { data } from "./data.js";

/** @param {Map} map @param {Box} box */
const boxZoom = (map, [west, south, east, north]) => {
  const size = map.getSize();
  return zoomOf(Math.min(size.x / (east - west), size.y / (north - south)));
};

/** @param {Map} map @param {Box} box @param {ZoomPanOptions} options */
export const show = (map, box, options) => {
  const [west, south, east, north] = box;
  const middle = conic.unproject({ x: (west + east) / 2, y: (south + north) / 2 });
  map.setView(middle, Math.min(boxZoom(map, box), map.getMaxZoom()), options);
};

/** @param {Map} map */
export const isNarrow = (map) => map.getSize().x < 560;

/**
 * Give the box to begin with: a phone's, the regions within reach rather than all of the line.
 * @param {Map} map @param {Regime} regime
 */
export const home = (map, regime) => (isNarrow(map) ? regime.views.near : regime.views.whole);

/**
 * Never let the reader see past the edge of what was drawn; give what sees to it at a new size.
 * @param {Map} map
 */
export const holdView = (map) => {
  const [west, south, east, north] = data.limits;
  const limit = () => {
    const size = map.getSize();
    const least = zoomOf(Math.max(size.x / (east - west), size.y / (north - south)));
    if (map.getZoom() < least) map.setZoom(least, { animate: false });
    map.setMinZoom(least);
  };
  map.setMaxBounds(
    L.latLngBounds(conic.unproject({ x: west, y: south }), conic.unproject({ x: east, y: north })),
  );
  map.setMaxZoom(data.greatest_zoom);
  limit();
  return limit;
};

/**
 * Say whether a policy's line leaves the view, or gets lost in it.
 * @param {Map} map @param {Regime} regime
 */
export const outgrows = (map, regime) => {
  const wanted = boxZoom(map, home(map, regime));
  return wanted < map.getZoom() - 0.05 || wanted > map.getZoom() + 1.3;
};
