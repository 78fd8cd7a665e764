// A bar that is true at the middle of the map, measured there on the sphere at every move.
const drawScale = (map) => {
  const bar = document.getElementById("scale");
  const measure = () => {
    const middle = map.getSize().divideBy(2);
    const east = map.containerPointToLatLng(middle.add([50, 0]));
    const west = map.containerPointToLatLng(middle.subtract([50, 0]));
    const perPixel = map.distance(west, east) / 100 / 1000;
    const most = perPixel * 130;
    const power = 10 ** Math.floor(Math.log10(most));
    const round = [5, 2, 1].map((digit) => digit * power).find((length) => length <= most);
    bar.style.width = `${round / perPixel}px`;
    bar.textContent = say("scale", { km: numeral(round) });
  };
  map.on("zoomend moveend resize", measure);
  return measure;
};
