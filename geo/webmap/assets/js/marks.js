// The places the text names, each with a mark of its kind. A region of the map needs none: its name
// there has the sign, and its shape can be chosen.
const drawMarks = (map, { onPlace }) => {
  const draw = (kind) => {
    const picture = svg("svg", {
      viewBox: "-9 -9 18 18",
      width: 18,
      height: 18,
      "aria-hidden": "true",
    });
    picture.append(svg("path", { d: data.symbols[kind] ?? data.symbols.area }));
    return picture;
  };
  const shown = data.places
    .map((place, index) => ({ place, index }))
    .filter(({ place }) => place.on_map && !(place.kind === "region" && regionOf.has(place.region)))
    .sort((one, other) => other.place.count - one.place.count)
    .slice(0, data.most_marks);
  const marks = new Map();
  const stops = roving();
  shown.forEach(({ place, index }) => {
    const marker = L.marker([place.latitude, place.longitude], {
      icon: L.divIcon({
        className: `mark mark-${place.kind}`,
        html: draw(place.kind),
        iconSize: [24, 24],
      }),
    }).addTo(map);
    const mark = marker.getElement();
    marker.on("click", () => onPlace(place));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") onPlace(place);
      else if (!stops.press(mark, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    mark.addEventListener("focus", () => stops.reach(mark));
    marks.set(index, marker);
  });
  if (marks.size) stops.arrange([...marks.values()].map((marker) => marker.getElement()));

  const name = (marker, place) => {
    const mark = marker.getElement();
    mark.title = nameOf(place);
    mark.setAttribute(
      "aria-label",
      say("mark_label", {
        name: nameOf(place),
        kind: words().kinds[place.kind] ?? "",
        times: counted("times", place.count),
      }),
    );
  };
  return {
    speak: () => {
      const pane = map.getPane("markerPane");
      pane.setAttribute("role", "group");
      pane.setAttribute("aria-label", say("map_places"));
      marks.forEach((marker, index) => name(marker, data.places[index]));
    },
    boxes: () =>
      [...marks.values()].map((marker) => {
        const at = map.latLngToContainerPoint(marker.getLatLng());
        return { left: at.x - 7, right: at.x + 7, top: at.y - 7, bottom: at.y + 7 };
      }),
    go: (index) => {
      const marker = marks.get(index);
      if (!marker) return false;
      map.setView(marker.getLatLng(), Math.max(map.getZoom(), 6.5), {
        animate: !stillness.matches,
      });
      document.querySelectorAll(".mark.here").forEach((other) => other.classList.remove("here"));
      marker.getElement().classList.add("here");
      marker.getElement().focus({ preventScroll: true });
      return true;
    },
    has: (index) => marks.has(index),
  };
};
