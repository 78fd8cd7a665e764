// Where the map looks, the buttons that do what fingers, wheel and keys do, and its scale.
// Boxes are in metres of the projection.
/** @import { Look } from "./spots.js" */
/** @import { Box, Regime } from "./types" */
/** @import { Map, ZoomPanOptions } from "leaflet" */
import { conic, scaleOf, zoomOf } from "./conic.js";
import { data } from "./data.js";
import { animate, find, findAll } from "./dom.js";
import { numeral, say } from "./words.js";

/** @param {Map} map @param {Box} box */
const boxZoom = (map, [west, south, east, north]) => {
  const size = map.getSize();
  return zoomOf(Math.min(size.x / (east - west), size.y / (north - south)));
};

/**
 * Give the middle and the zoom that show a box, and nothing past the edge of what was drawn.
 * @param {Map} map @param {Box} box
 */
const viewing = (map, [west, south, east, north]) => {
  const wanted = Math.min(boxZoom(map, [west, south, east, north]), map.getMaxZoom());
  const zoom = Math.max(map.getMinZoom(), wanted);
  const half = map.getSize().divideBy(2 * (scaleOf(zoom) || 1)); // a hidden map has no scale
  const [left, bottom, right, top] = data.limits;
  /** @type {(at: number, least: number, most: number) => number} */
  const held = (at, least, most) =>
    least < most ? Math.max(least, Math.min(at, most)) : (least + most) / 2;
  const x = held((west + east) / 2, left + half.x, right - half.x);
  const y = held((south + north) / 2, bottom + half.y, top - half.y);
  return { middle: conic.unproject({ x, y }), zoom };
};

/** @param {Map} map @param {Box} box @param {ZoomPanOptions} options */
export const show = (map, box, options) => {
  const { middle, zoom } = viewing(map, box);
  map.setView(middle, zoom, options);
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

/** Give where the map looks. @param {Map} map @returns {Look} */
export const lookOf = (map) => {
  const { x, y } = /** @type {L.Point} */ (map.getPixelBounds().min);
  return { x, y, zoom: map.getZoom(), size: map.getSize() };
};
/**
 * Give where the map will look once a policy is chosen, if the reader has not turned it.
 * @param {Map} map @param {Regime} regime @returns {Look}
 */
export const lookAhead = (map, regime) => {
  if (!outgrows(map, regime)) return lookOf(map);
  const { middle, zoom } = viewing(map, home(map, regime));
  const size = map.getSize();
  const { x, y } = map.project(middle, zoom).subtract(size.divideBy(2)).round();
  return { x, y, zoom, size };
};

const LONGEST_BAR = 130;

/** @param {Map} map @param {{ onHome: () => void }} then */
export const linkTools = (map, { onHome }) => {
  const press = (/** @type {string} */ name, /** @type {() => void} */ act) =>
    find(`[data-tool="${name}"]`).addEventListener("click", act);
  press("in", () => map.zoomIn(undefined, { animate: animate() }));
  press("out", () => map.zoomOut(undefined, { animate: animate() }));
  press("home", onHome);
  /** @type {HTMLButtonElement[]} */
  const [closer, wider] = [find('[data-tool="in"]'), find('[data-tool="out"]')];
  const limit = () => {
    closer.disabled = map.getZoom() >= map.getMaxZoom() - 0.01;
    wider.disabled = map.getZoom() <= map.getMinZoom() + 0.01;
  };
  map.on("zoomend zoomlevelschange", limit);
  limit();
  // One finger scrolls the page; two move the map.
  if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  // The wheel scrolls the page until the reader turns to the map, or holds Ctrl down.
  const container = map.getContainer();
  let turnedTo = false;
  const turn = (/** @type {boolean} */ to) => {
    turnedTo = to;
    map.scrollWheelZoom[to ? "enable" : "disable"]();
  };
  container.addEventListener("pointerdown", () => turn(true));
  container.addEventListener("pointerleave", () => turn(false));
  const mind = (/** @type {WheelEvent} */ { ctrlKey, metaKey }) =>
    map.scrollWheelZoom[turnedTo || ctrlKey || metaKey ? "enable" : "disable"]();
  container.addEventListener("wheel", mind, { capture: true, passive: true });
};

/** Give the room the controls take on the map. @param {Map} map */
export const controlBoxes = (map) => {
  const origin = map.getContainer().getBoundingClientRect();
  return findAll(".tools, .plate, .scale").map((control) => {
    const box = control.getBoundingClientRect();
    return {
      left: Math.floor(box.left - origin.left),
      right: Math.ceil(box.right - origin.left),
      top: Math.floor(box.top - origin.top),
      bottom: Math.ceil(box.bottom - origin.top),
    };
  });
};

/**
 * Draw a bar that is true at the middle of the map, measured there on the sphere at every move.
 * @param {Map} map
 */
export const drawScale = (map) => {
  const bar = find("#scale");
  const measure = () => {
    const middle = map.getSize().divideBy(2);
    const east = map.containerPointToLatLng(middle.add([50, 0]));
    const west = map.containerPointToLatLng(middle.subtract([50, 0]));
    const kmPerPixel = map.distance(west, east) / 100 / 1000;
    const most = kmPerPixel * LONGEST_BAR;
    const power = 10 ** Math.floor(Math.log10(most));
    const round = power * ([5, 2].find((digit) => digit * power <= most) ?? 1);
    bar.style.width = `${round / kmPerPixel}px`;
    bar.textContent = say("scale", { km: numeral(round) });
  };
  map.on("zoomend moveend resize", measure);
  return measure;
};
