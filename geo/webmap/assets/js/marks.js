// The places the text names, each with a mark of its kind. A region of the map needs none: its name
// there has the sign, and its shape can be chosen.
/** @import { Map as LeafletMap, Marker } from "leaflet" */
/** @import { Look } from "./spots.js" */
/** @import { Place } from "./types" */
import { data, isRegion } from "./data.js";
import { animate, find, findAll, roving, svg } from "./dom.js";
import { counted, nameOf, say, words } from "./words.js";

const NEAR_ZOOM = 6.5;

/** @param {string} kind */
const symbolOf = (kind) => {
  const size = { viewBox: "-9 -9 18 18", width: 18, height: 18 };
  const picture = svg("svg", { ...size, "aria-hidden": "true" });
  picture.append(svg("path", { d: data.symbols[kind] ?? data.symbols.area }));
  return /** @type {HTMLElement} */ (/** @type {unknown} */ (picture)); // Leaflet takes any element
};

/** @param {Marker} marker */
const markOf = (marker) => /** @type {HTMLElement} */ (marker.getElement());

/** @param {Marker} marker @param {Place} place */
const name = (marker, place) => {
  const mark = markOf(marker);
  mark.title = nameOf(place);
  const label = say("mark_label", {
    name: nameOf(place),
    kind: words().kinds[place.kind] ?? "",
    times: counted("times", place.count),
  });
  mark.setAttribute("aria-label", label);
};

/** @param {LeafletMap} map @param {{ onPlace: (place: Place) => void }} then */
export const drawMarks = (map, { onPlace }) => {
  const shown = data.places
    .map((place, index) => ({ place, index }))
    .filter(({ place }) => place.on_map && !(place.kind === "region" && isRegion(place.region)))
    .sort((one, other) => other.place.count - one.place.count)
    .slice(0, data.most_marks);
  /** @type {Map<number, Marker>} */
  const marks = new Map();
  const stops = roving();
  shown.forEach(({ place, index }) => {
    const marker = L.marker([place.latitude, place.longitude], {
      icon: L.divIcon({
        className: `mark mark-${place.kind}`,
        html: symbolOf(place.kind),
        iconSize: [24, 24],
      }),
    }).addTo(map);
    marker.on("click", () => onPlace(place));
    stops.listen(markOf(marker), () => onPlace(place));
    marks.set(index, marker);
  });
  if (marks.size) stops.arrange([...marks.values()].map(markOf));

  return {
    speak: () => {
      const pane = find(".leaflet-marker-pane");
      pane.setAttribute("role", "group");
      pane.setAttribute("aria-label", say("map_places"));
      marks.forEach((marker, index) => name(marker, data.places[index]));
    },
    boxes: (/** @type {Look} */ { x, y, zoom }) =>
      [...marks.values()].map((marker) => {
        const at = map.project(marker.getLatLng(), zoom).round().subtract([x, y]);
        return { left: at.x - 7, right: at.x + 7, top: at.y - 7, bottom: at.y + 7 };
      }),
    go: (/** @type {number} */ index) => {
      const marker = marks.get(index);
      if (!marker) return;
      const zoom = Math.max(map.getZoom(), NEAR_ZOOM);
      map.setView(marker.getLatLng(), zoom, { animate: animate() });
      findAll(".mark.here").forEach((other) => other.classList.remove("here"));
      markOf(marker).classList.add("here");
      markOf(marker).focus({ preventScroll: true });
    },
    has: (/** @type {number} */ index) => marks.has(index),
  };
};
