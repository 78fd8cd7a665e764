// Names on the map. The more important a name, the earlier it takes its room; a region's name stays
// within its region. A name without room waits for the next zoom.
const SHIFTS = [0, -15, 15, -26, 26]
  .flatMap((down) => [0, -22, 22, -44, 44].map((across) => [across, down]))
  .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
const PARTS = [-1, -0.5, 0, 0.5, 1];
const BESIDE = [
  [1, 0],
  [-1, 0],
  [0, -15],
  [0, 15],
];
const RANKS = ["reach", "ukraine", "named", "touched", "place", "country", "sea", "outside"];

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
  // A distance stands at the north-east of its line, where Russia begins to be out of reach.
  const corner = ({ shape }) => {
    const points = unpackLines(shape).flat();
    const far = ([lat, lng]) => {
      const { x, y } = conic.project({ lat, lng });
      return x + y;
    };
    const [lat, lng] = points.reduce((one, other) => (far(other) > far(one) ? other : one));
    return [lng, lat];
  };
  const distances = data.envelopes
    .filter(({ shape }) => shape.length)
    .map((line) => ({ ...label(line.name, corner(line), "reach"), reach: line.reach_km }));
  let order = [];
  let taken = () => [];

  const overlaps = (one, other) =>
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom;

  const room = (at, { half }, [across, down]) => ({
    left: at.x + across - half.x - 2,
    right: at.x + across + half.x + 2,
    top: at.y + down - half.y - 1,
    bottom: at.y + down + half.y + 1,
  });

  // Beside a mark: a shift of one stands for half the name's own width, and the mark's.
  const shifts = ({ kind, half }) =>
    kind === "place" ? BESIDE.map(([across, down]) => [across * (half.x + 11), down]) : SHIFTS;

  // How much of a name lies within its shape, 0 to 1; nothing, where not even its middle does.
  const hold = ({ shape, marker, half }, [across, down]) => {
    if (!shape) return 1;
    const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
    const within = (part) =>
      shape.isPointInFill(new DOMPoint(x + across + part * half.x, y + down));
    return within(0) ? PARTS.filter(within).length / PARTS.length : 0;
  };

  const choose = (item, boxes, size) => {
    const at = map.latLngToContainerPoint(item.marker.getLatLng());
    if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) return null;
    const free = shifts(item).filter((shift) => {
      const box = room(at, item, shift);
      const seen = box.left > 0 && box.top > 0 && box.right < size.x && box.bottom < size.y;
      return seen && !boxes.some((other) => overlaps(box, other));
    });
    const mayCross = item.rank !== "outside" && ["region", "place"].includes(item.kind);
    const held = free.map((shift) => ({ shift, share: hold(item, shift) }));
    const { shift: best } = held
      .filter(({ share }) => share > (mayCross ? 0 : 0.99))
      .reduce((one, other) => (other.share > one.share ? other : one), { share: 0 });
    if (best) boxes.push(room(at, item, best));
    return best ?? null;
  };

  // All is measured and chosen before anything is moved: the browser lays out once.
  const place = () => {
    const size = map.getSize();
    const boxes = taken();
    const chosen = order.map((item) => choose(item, boxes, size));
    order.forEach(({ text }, n) => {
      text.classList.toggle("hidden", !chosen[n]);
      if (!chosen[n]) return;
      text.style.left = `${chosen[n][0]}px`;
      text.style.top = `${chosen[n][1]}px`;
    });
  };

  map.on("moveend resize", place);
  return {
    // Room that marks take, asked for anew at each placing.
    avoid: (boxes) => {
      taken = boxes;
    },
    arrange: (regime) => {
      const standing = new Map(
        regime.rows.map(([index, , , state]) => [data.regions[index].region, state]),
      );
      regions.forEach((item) => {
        const outside = standing.get(item.region.region) === "outside";
        item.text.classList.toggle("on-paint", !outside);
        item.rank = outside ? "outside" : "touched";
        if (regime.scope.includes(item.region.region)) item.rank = "named";
      });
      const rank = (item) => RANKS.indexOf(item.rank ?? item.kind);
      distances.forEach(({ text }) => text.classList.add("hidden"));
      const ends = distances.filter(({ reach }) => regime.reach_km.includes(reach));
      order = [...ends, ...fixed, ...regions, ...places].sort(
        (one, other) => rank(one) - rank(other),
      );
      order.forEach((item) => {
        item.half = L.point(item.text.offsetWidth / 2, item.text.offsetHeight / 2);
      });
      place();
    },
  };
};
