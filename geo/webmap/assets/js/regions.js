// Regions as a reader meets them: pointed at, reached by keyboard, kept open by a click.
/** @import { Map as LeafletMap, Polygon } from "leaflet" */
/** @import { Regime, Row } from "./types" */
import { regionOf } from "./data.js";
import { roving } from "./roving.js";
import { pathOf } from "./shapes.js";
import { km, nameOf, say, shareOf } from "./words.js";

/** @param {Row} row */
const scopeOf = ({ named, excluded }) => {
  if (excluded) return "scope_left_out";
  return named ? "scope_yes" : "scope_no";
};
/** @param {Row} row */
const labelOf = (row) => {
  const region = regionOf(row.region);
  return say(row.standing === "outside" ? "region_label_outside" : "region_label", {
    name: nameOf(region),
    share: shareOf(row),
    nearest: km(row.measured.nearest),
    scope: say(scopeOf(row)),
  });
};

/** @param {LeafletMap} map @param {Map<string, Polygon>} regions */
const haloOf = (map, regions) => {
  const halo = L.layerGroup().addTo(map);
  return (/** @type {string | null} */ code) => {
    halo.clearLayers();
    const latLngs = code && regions.get(code)?.getLatLngs();
    if (!latLngs) return;
    ["halo-casing", "halo"].forEach((className) =>
      halo.addLayer(L.polygon(latLngs, { className, interactive: false, pane: "reaches" })),
    );
  };
};

/**
 * @param {LeafletMap} map @param {Map<string, Polygon>} regions @param {{
 * onShow: (code: string | null, how: { pinned: boolean }) => void,
 * onPin: (code: string | null) => void,
 * }} then
 */
export const readRegions = (map, regions, { onShow, onPin }) => {
  /** @type {string | null} */
  let pinned = null;
  const stops = roving();
  const mark = haloOf(map, regions);
  const path = (/** @type {string} */ code) =>
    pathOf(/** @type {Polygon} */ (regions.get(code)));
  /** @param {string | null} code */
  const look = (code) => {
    mark(code);
    onShow(code, { pinned: code !== null && code === pinned });
  };
  /** @param {string | null} code */
  const pin = (code) => {
    if (pinned) path(pinned).setAttribute("aria-pressed", "false");
    pinned = code === pinned ? null : code;
    if (pinned) path(pinned).setAttribute("aria-pressed", "true");
    look(pinned);
    onPin(pinned);
  };
  const release = () => (pinned ? pin(pinned) : look(null));

  regions.forEach((layer, code) => {
    const shape = path(code);
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-pressed", "false");
    shape.setAttribute("tabindex", "-1");
    shape.dataset.region = code;
    layer.on({
      mouseover: () => look(code),
      mouseout: () => look(pinned),
      click: () => pin(code),
    });
    stops.listen(shape, () => pin(code), release);
    shape.addEventListener("focus", () => look(code));
    shape.addEventListener("blur", () => look(pinned));
  });
  const group = /** @type {SVGGElement} */ (path([...regions.keys()][0]).parentNode);
  group.setAttribute("role", "group");

  return {
    pin,
    release,
    look: (/** @type {string | null} */ code) => look(code ?? pinned),
    set: (/** @type {string | null} */ code) => {
      if (code !== pinned) pin(code ?? pinned);
    },
    go: (/** @type {string} */ code) => {
      if (code !== pinned) pin(code);
      path(code).focus({ preventScroll: true });
    },
    arrange: (/** @type {Regime} */ regime) => {
      group.setAttribute("aria-label", say("map_regions"));
      regime.row.forEach((row, code) => path(code).setAttribute("aria-label", labelOf(row)));
      stops.arrange([...regime.row.keys()].map(path), pinned === null ? null : path(pinned));
      look(pinned);
    },
  };
};
