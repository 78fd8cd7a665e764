// A Lambert conformal conic projection on WGS84, the same as the snapshot's, for Leaflet. On it a
// kilometre is as long in the north as in the south, which Mercator's is not.
/** @import { LatLng, Point } from "leaflet" */
/** @import { Packed } from "./types" */
import { data, unpackLine } from "./data.js";

const RADIUS_M = 6378137;
const ECCENTRICITY = 0.0818191908426215;
/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;
/** @param {number} angle */
const degrees = (angle) => (angle * 180) / Math.PI;
/** @param {number} sine */
const flattening = (sine) =>
  ((1 + ECCENTRICITY * sine) / (1 - ECCENTRICITY * sine)) ** (ECCENTRICITY / 2);
/** @param {number} latitude */
const parallel = (latitude) =>
  Math.cos(latitude) / Math.sqrt(1 - (ECCENTRICITY * Math.sin(latitude)) ** 2);
/** @param {number} latitude */
const colatitude = (latitude) =>
  Math.tan(Math.PI / 4 - latitude / 2) * flattening(Math.sin(latitude));
/** @param {number} angle */
const half = (angle) => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

/**
 * Give the two ways of a conic, in degrees and metres.
 * @param {{ standard: [number, number], centre: [number, number] }} projection
 * @param {number} east - the easternmost longitude of what is drawn
 */
export const conicOf = ({ standard, centre }, east) => {
  const [first, second] = standard.map(radians);
  const [meridian, origin] = centre.map(radians);
  const cone =
    Math.log(parallel(first) / parallel(second)) / Math.log(colatitude(first) / colatitude(second));
  const size = (RADIUS_M * parallel(first)) / (cone * colatitude(first) ** cone);
  /** @param {number} latitude */
  const radius = (latitude) => size * colatitude(latitude) ** cone;
  const middle = radius(origin);
  // South of the equator the cone stands on its head: its lengths are less than nothing.
  const sign = Math.sign(cone);

  return {
    /** @param {{ lat: number, lng: number }} place */
    project: ({ lat, lng }) => {
      const distance = radius(radians(lat));
      const angle = cone * half(radians(lng) - meridian);
      return { x: distance * Math.sin(angle), y: middle - distance * Math.cos(angle) };
    },
    /** @param {{ x: number, y: number }} point */
    unproject: ({ x, y }) => {
      const angle = Math.atan2(sign * x, sign * (middle - y));
      const wanted = (Math.hypot(x, middle - y) / Math.abs(size)) ** (1 / cone);
      let latitude = Math.PI / 2 - 2 * Math.atan(wanted);
      for (let n = 0; n < 6; n += 1) {
        latitude = Math.PI / 2 - 2 * Math.atan(wanted / flattening(Math.sin(latitude)));
      }
      const longitude = degrees(angle / cone + meridian);
      return { lat: degrees(latitude), lng: longitude < east - 360 ? longitude + 360 : longitude };
    },
  };
};

const { project, unproject } = conicOf(data.projection, data.east);
/** A place in metres of the projection. */
export const inMetres = project;
/** Lines and rings in metres: x and y in turn. @type {Map<Packed, Float64Array>} */
const unpacked = new Map();
/** @param {Packed} line */
export const metresOf = (line) => {
  const known = unpacked.get(line);
  if (known) return known;
  const places = unpackLine(line).map(([lat, lng]) => inMetres({ lat, lng }));
  const made = Float64Array.from(places.flatMap(({ x, y }) => [x, y]));
  unpacked.set(line, made);
  return made;
};
export const conic = {
  /**
   * Project a place, which keeps what was found: shapes are drawn anew for every zoom.
   * @param {{ lat: number, lng: number, metres?: { x: number, y: number } }} place
   * @returns {Point}
   */
  project: (place) => {
    place.metres ??= project(place);
    return L.point(place.metres.x, place.metres.y);
  },
  /** @param {{ x: number, y: number }} point @returns {LatLng} */
  unproject: (point) => L.latLng(unproject(point)),
};

// Zoom levels keep their customary sizes: at 0 the equator is 256 pixels long.
const PIXELS_PER_METRE = 256 / 40075016.7;
/** @param {number} scale */
export const zoomOf = (scale) => Math.log2(scale / PIXELS_PER_METRE);
/** @param {number} zoom */
export const scaleOf = (zoom) => PIXELS_PER_METRE * 2 ** zoom;
export const addConic = () =>
  Object.assign(L.CRS, {
    Conic: {
      ...L.CRS.Earth,
      code: "conic",
      wrapLng: undefined,
      infinite: true,
      projection: conic,
      transformation: L.transformation(1, 0, -1, 0),
      scale: scaleOf,
      zoom: zoomOf,
    },
  });
