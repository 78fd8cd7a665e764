// Names on the map. The more important a name, the earlier it takes its room; a region's name stays
// within its region. A name without room waits for the next zoom.
const SHIFTS = [0, -13, 13, -24, 24].flatMap((down) => [0, -22, 22].map((across) => [across, down]));
const BESIDE = [[1, 0], [-1, 0], [0, -15], [0, 15]];
const RANKS = ["ukraine", "touched", "place", "country", "sea", "outside"];

const drawLabels = (map, shapes) => {
  const label = (name, [longitude, latitude], kind, lines = [name]) => {
    const text = element("span", "label-text");
    lines.forEach((line) => text.append(element("span", "label-line", line)));
    const marker = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: `label label-${kind}`, html: text, iconSize: null }),
      interactive: false,
      keyboard: false,
      pane: "labels",
    }).addTo(map);
    return { marker, text, kind, name };
  };
  const words = (name) => name.split(" ");

  const pane = map.createPane("labels");
  pane.style.zIndex = 620;
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");

  const fixed = [
    ...data.ukraine.map((shape) => label(shape.name, shape.label, "ukraine")),
    ...data.beyond.map((shape) => label(shape.name, shape.label, "country")),
    ...data.countries.map((shape, n) => ({
      ...label(shape.name, shape.label, "country"),
      shape: shapes.countries[n],
    })),
    ...data.sea.map((shape) => label(shape.name, shape.label, "sea", words(shape.name))),
  ];
  const regions = data.regions.map((region) => ({
    ...label(region.name, region.label, "region", [region.short]),
    region,
    shape: shapes.regions.get(region.region).getElement(),
  }));
  const places = data.places
    .filter((place) => place.on_map && place.kind === "settlement")
    .slice(0, data.most_marks)
    .map((place) => ({
      ...label(place.name, [place.longitude, place.latitude], "place"),
      shape: shapes.regions.get(place.region)?.getElement(),
    }));
  let order = [];
  let taken = () => [];

  const overlaps = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

  const room = (at, text, [across, down]) => {
    const [width, height] = [text.offsetWidth / 2 + 2, text.offsetHeight / 2 + 1];
    const [x, y] = [at.x + across, at.y + down];
    return { left: x - width, right: x + width, top: y - height, bottom: y + height };
  };

  // Beside a mark: a shift of one stands for half the name's own width, and the mark's.
  const shifts = ({ kind, text }) =>
    kind === "place"
      ? BESIDE.map(([across, down]) => [across * (text.offsetWidth / 2 + 11), down])
      : SHIFTS;

  // How much of a name lies within its shape: all of it, its middle, or nothing.
  const hold = ({ shape, marker, text }, [across, down]) => {
    if (!shape) return 2;
    const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
    const half = text.offsetWidth / 2;
    const within = (at) => shape.isPointInFill(new DOMPoint(x + across + at, y + down));
    return within(0) ? 1 + (within(-half) && within(half)) : 0;
  };

  const place = () => {
    const size = map.getSize();
    const boxes = taken();
    order.forEach((item) => {
      const { marker, text, rank, kind } = item;
      const at = map.latLngToContainerPoint(marker.getLatLng());
      const free = shifts(item).filter((shift) => {
        const box = room(at, text, shift);
        const seen = box.left > 0 && box.top > 0 && box.right < size.x && box.bottom < size.y;
        return seen && !boxes.some((other) => overlaps(box, other));
      });
      const best =
        free.find((shift) => hold(item, shift) === 2) ??
        (rank === "touched" || kind === "place" ? free.find((shift) => hold(item, shift) === 1) : undefined);
      text.classList.toggle("hidden", !best);
      if (!best) return;
      text.style.left = `${best[0]}px`;
      text.style.top = `${best[1]}px`;
      boxes.push(room(at, text, best));
    });
  };

  map.on("moveend resize", place);
  return {
    // Room that marks take, asked for anew at each placing.
    avoid: (boxes) => {
      taken = boxes;
    },
    arrange: (regime) => {
      const standing = new Map(regime.rows.map(([index, , , state]) => [data.regions[index].region, state]));
      regions.forEach((item) => {
        const outside = standing.get(item.region.region) === "outside";
        item.text.classList.toggle("on-paint", !outside);
        item.rank = outside ? "outside" : "touched";
      });
      const rank = (item) => RANKS.indexOf(item.rank ?? item.kind);
      order = [...fixed, ...regions, ...places].sort((one, other) => rank(one) - rank(other));
      place();
    },
  };
};
