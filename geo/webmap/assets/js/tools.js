// What stands on the map beside its shapes: buttons that do what fingers, wheel and keys do, and a
// scale.
/** @import { Map } from "leaflet" */
import { animate, find, findAll } from "./dom.js";
import { numeral, say } from "./words.js";

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
      left: box.left - origin.left,
      right: box.right - origin.left,
      top: box.top - origin.top,
      bottom: box.bottom - origin.top,
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
