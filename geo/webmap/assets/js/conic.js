// A Lambert conformal conic projection on WGS84, the same as the snapshot's, for Leaflet. On it a
// kilometre is as long in the north as in the south, which Mercator's is not.
const conic = (({ standard, centre }) => {
  const RADIUS_M = 6378137;
  const ECCENTRICITY = 0.0818191908426215;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const degrees = (angle) => (angle * 180) / Math.PI;
  const flattening = (sine) =>
    ((1 + ECCENTRICITY * sine) / (1 - ECCENTRICITY * sine)) ** (ECCENTRICITY / 2);
  const parallel = (latitude) =>
    Math.cos(latitude) / Math.sqrt(1 - (ECCENTRICITY * Math.sin(latitude)) ** 2);
  const colatitude = (latitude) =>
    Math.tan(Math.PI / 4 - latitude / 2) * flattening(Math.sin(latitude));

  const [first, second] = standard.map(radians);
  const [meridian, origin] = centre.map(radians);
  const cone =
    Math.log(parallel(first) / parallel(second)) / Math.log(colatitude(first) / colatitude(second));
  const size = (RADIUS_M * parallel(first)) / (cone * colatitude(first) ** cone);
  const radius = (latitude) => size * colatitude(latitude) ** cone;
  const middle = radius(origin);
  // South of the equator the cone stands on its head: its lengths are less than nothing.
  const sign = Math.sign(cone);
  const turn = 2 * Math.PI;
  const half = (angle) => angle - turn * Math.round(angle / turn);

  return {
    project({ lat, lng }) {
      const distance = radius(radians(lat));
      const angle = cone * half(radians(lng) - meridian);
      return L.point(distance * Math.sin(angle), middle - distance * Math.cos(angle));
    },
    unproject({ x, y }) {
      const angle = Math.atan2(sign * x, sign * (middle - y));
      const wanted = (Math.hypot(x, middle - y) / Math.abs(size)) ** (1 / cone);
      let latitude = Math.PI / 2 - 2 * Math.atan(wanted);
      for (let n = 0; n < 6; n += 1) {
        latitude = Math.PI / 2 - 2 * Math.atan(wanted / flattening(Math.sin(latitude)));
      }
      const longitude = degrees(angle / cone + meridian);
      return L.latLng(degrees(latitude), longitude < data.east - 360 ? longitude + 360 : longitude);
    },
  };
})(data.projection);

// Zoom levels keep their customary sizes: at 0 the equator is 256 pixels long.
const PIXELS_PER_METRE = 256 / 40075016.7;
L.CRS.Conic = {
  ...L.CRS.Earth,
  code: "conic",
  wrapLng: undefined,
  infinite: true,
  projection: conic,
  transformation: L.transformation(1, 0, -1, 0),
  scale: (zoom) => PIXELS_PER_METRE * 2 ** zoom,
  zoom: (scale) => Math.log2(scale / PIXELS_PER_METRE),
};
