// Names on the map. The more important a name, the earlier it takes its room; a region's name stays
// within its region or is led to it by a line. A name without room waits for the next zoom.
const SHIFTS = [0, -13, 13, -26, 26, -40, 40, -56, 56]
  .flatMap((down) => [0, -18, 18, -36, 36, -56, 56, -80, 80].map((across) => [across, down]))
  .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
const FEW_SHIFTS = SHIFTS.slice(0, 17);
const CORNERS = [-1, -0.5, 0, 0.5, 1].flatMap((part) => [
  [part, -0.55],
  [part, 0.55],
]);
const BESIDE = [
  [1, 0],
  [-1, 0],
  [0, -15],
  [0, 15],
];
const TURNS = [...Array(16).keys()].map((n) => (n * Math.PI) / 8);
const RADII = [26, 40, 56, 74, 94, 116];
const RANKS = [
  ...["reach", "home", "named", "touched", "place"],
  ...["capital", "country", "sea", "outside"],
];

const drawLabels = (map, shapes) => {
  const pane = map.createPane("labels");
  pane.style.zIndex = 620;
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");
  const leaders = svg("svg", { class: "leaders" });
  pane.append(leaders);

  const label = (kind, [longitude, latitude], lines, more = {}) => {
    const text = element("span", "label-text");
    const marker = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: `label label-${kind}`, html: text, iconSize: null }),
      interactive: false,
      keyboard: false,
      pane: "labels",
    }).addTo(map);
    return { marker, text, kind, lines, sizes: new Map(), ...more };
  };
  const plain = (shape) => () => [nameOf(shape)];

  const fixed = [
    ...data.home.map((shape) => label("home", shape.label, plain(shape))),
    ...data.beyond.map((shape) => label("country", shape.label, plain(shape))),
    ...data.countries.map((shape, n) =>
      label("country", shape.label, plain(shape), { shape: shapes.countries[n] }),
    ),
    ...data.sea.map((shape) => label("sea", shape.label, () => nameOf(shape).split(" "))),
  ];
  const isMarked = ([longitude, latitude]) =>
    data.places.some(
      (place) => Math.hypot(place.longitude - longitude, place.latitude - latitude) < 0.2,
    );
  const capitals = data.capitals
    .filter(({ label: at }) => !isMarked(at))
    .map((capital) => {
      const made = label("capital", capital.label, plain(capital));
      made.marker.getElement().prepend(element("span", "capital-dot"));
      return made;
    });
  const isNamed = new Set(data.places.map(({ kind, region }) => kind === "region" && region));
  const sign = (code) => (isNamed.has(code) ? "◆\u2009" : "");
  const regions = data.regions.map((region) =>
    label("region", region.label, () => [sign(region.region) + shortOf(region)], {
      bare: () => [sign(region.region) + bareOf(region)],
      region: region.region,
      shape: shapes.regions.get(region.region).getElement(),
    }),
  );
  const places = data.places
    .filter((place) => place.on_map && place.kind === "settlement")
    .slice(0, data.most_marks)
    .map((place) =>
      label("place", [place.longitude, place.latitude], plain(place), {
        place,
        home: shapes.regions.get(place.region)?.getElement(),
      }),
    );

  // A distance stands at the north-east of its line, clear of the regions within.
  const corner = ({ shape }) => {
    const far = ([lat, lng]) => {
      const { x, y } = conic.project({ lat, lng });
      return x + y;
    };
    const points = unpackLines(shape).flat();
    const [lat, lng] = points.reduce((one, other) => (far(other) > far(one) ? other : one));
    return [lng, lat];
  };
  const distances = data.envelopes
    .filter(({ shape }) => shape.length)
    .map((line) =>
      label("reach", corner(line), () => [km(line.reach)], { reach: line.reach_km }),
    );
  const every = [...distances, ...fixed, ...capitals, ...regions, ...places];

  let order = [];
  let taken = () => [];
  const overlaps = (one, other) =>
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom;
  const room = (at, half, [across, down]) => ({
    left: at.x + across - half.x - 2,
    right: at.x + across + half.x + 2,
    top: at.y + down - half.y - 1,
    bottom: at.y + down + half.y + 1,
  });
  const isFree = (box, boxes, size) =>
    box.left > 0 &&
    box.top > 0 &&
    box.right < size.x &&
    box.bottom < size.y &&
    !boxes.some((other) => overlaps(box, other));

  // Beside a mark: a shift of one stands for half the name's own width, and the mark's.
  const isBeside = ({ kind }) => kind === "place" || kind === "capital";
  const shifts = (item, half) => {
    if (isBeside(item)) return BESIDE.map(([across, down]) => [across * (half.x + 11), down]);
    return item.rank === "outside" ? FEW_SHIFTS : SHIFTS;
  };
  const holds = ({ shape, at }, half, [across, down]) => {
    if (!shape) return true;
    const x = at.x + across;
    const y = at.y + down;
    return CORNERS.every(([right, under]) =>
      shape.isPointInFill(new DOMPoint(x + right * half.x, y + under * half.y)),
    );
  };

  // A line from the region to its name, away from the middle of the map where there is a choice.
  const led = (half, at, boxes, size) => {
    const outward = Math.atan2(at.y - size.y / 2, at.x - size.x / 2);
    const bent = (turn) => 1 - Math.cos(turn - outward);
    const ways = RADII.flatMap((radius) =>
      TURNS.map((turn) => ({
        cost: radius + 22 * bent(turn),
        shift: [Math.cos(turn) * (radius + half.x), Math.sin(turn) * (radius + half.y)],
      })),
    ).sort((one, other) => one.cost - other.cost);
    const crosses = ([across, down]) =>
      [0.15, 0.3, 0.45, 0.6, 0.75].some((part) => {
        const x = at.x + across * part;
        const y = at.y + down * part;
        return boxes.some((b) => b.left < x && x < b.right && b.top < y && y < b.bottom);
      });
    return ways.find(
      ({ shift }) => isFree(room(at, half, shift), boxes, size) && !crosses(shift),
    )?.shift;
  };

  const choose = (item, boxes, size) => {
    item.at = map.latLngToLayerPoint(item.marker.getLatLng());
    const at = map.layerPointToContainerPoint(item.at);
    if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) return null;
    const fits = ({ half }) =>
      shifts(item, half).find(
        (each) => isFree(room(at, half, each), boxes, size) && holds(item, half, each),
      );
    let version = item.versions.find(fits);
    let shift = version && fits(version);
    const isLed = !shift && (item.rank === "named" || item.rank === "touched");
    if (isLed) {
      version = item.versions.at(-1);
      shift = led(version.half, at, boxes, size);
    }
    if (!shift) return null;
    boxes.push(room(at, version.half, shift));
    return { shift, isLed, version };
  };

  const lead = ({ at: { x, y } }, half, [across, down]) => {
    const before = (shift, edge) => 1 - (edge + 2) / Math.max(Math.abs(shift), edge + 2);
    const part = Math.max(before(across, half.x), before(down, half.y));
    const line = { x1: x, y1: y, x2: x + across * part, y2: y + down * part };
    leaders.append(
      svg("line", { class: "leader-casing", ...line }),
      svg("line", { class: "leader", ...line }),
      svg("circle", { class: "leader-end", cx: x, cy: y, r: 2.2 }),
    );
  };

  // All is measured and chosen before anything is moved: the browser lays out once.
  const place = () => {
    const size = map.getSize();
    const boxes = taken();
    const chosen = order.map((item) => choose(item, boxes, size));
    leaders.replaceChildren();
    order.forEach((item, n) => {
      const { text } = item;
      text.classList.toggle("hidden", !chosen[n]);
      if (!chosen[n]) return;
      const { shift, isLed, version } = chosen[n];
      write(item, version.lines);
      text.classList.toggle("led", isLed);
      if (item.kind === "place") {
        const home = { at: item.at, shape: item.home };
        const isOn = item.isPainted && item.home && holds(home, version.half, shift);
        text.classList.toggle("on-paint", Boolean(isOn));
      }
      text.style.left = `${shift[0]}px`;
      text.style.top = `${shift[1]}px`;
      if (isLed) lead(item, version.half, shift);
    });
  };

  // Names wait out a zoom: their places hold for one scale only.
  map.on("zoomanim", () => pane.classList.add("waiting"));
  map.on("moveend resize", () => {
    place();
    pane.classList.remove("waiting");
  });
  const write = (item, lines) => {
    const text = lines.join("\n");
    if (item.written === text) return;
    item.written = text;
    item.text.replaceChildren(...lines.map((line) => element("span", "label-line", line)));
  };
  // Written, then measured, the longest version last; what was measured once is kept.
  const measure = () => {
    const isBold = ({ text }) => text.classList.contains("touched");
    const sizeKey = (item, lines) => `${isBold(item)} ${lines.join("\n")}`;
    const versions = order.flatMap((item) => item.wanted.map((lines) => ({ item, lines })));
    const isNew = ({ item, lines }) => !item.sizes.has(sizeKey(item, lines));
    for (let some = versions.filter(isNew); some.length; some = some.filter(isNew)) {
      const once = [...new Map(some.map((version) => [version.item, version])).values()];
      once.forEach(({ item, lines }) => write(item, lines));
      once.forEach(({ item, lines }) => {
        const half = L.point(item.text.offsetWidth / 2, item.text.offsetHeight / 2);
        item.sizes.set(sizeKey(item, lines), half);
      });
    }
    order.forEach((item) => {
      item.versions = item.wanted.map((lines) => ({
        lines,
        half: item.sizes.get(sizeKey(item, lines)),
      }));
    });
  };

  return {
    // Room that marks take, asked for anew at each placing.
    avoid: (boxes) => {
      taken = boxes;
    },
    arrange: (regime, against) => {
      every.forEach((item) => {
        const bare = item.bare?.() ?? item.lines();
        item.wanted = [item.lines(), bare].slice(bare[0] === item.lines()[0] ? 1 : 0);
      });
      regions.forEach((item) => {
        const row = regime.row.get(item.region);
        const other = against?.row.get(item.region);
        const isOutside = row.standing === "outside";
        item.text.classList.toggle("touched", !isOutside);
        item.text.classList.toggle("on-paint", row.shares[0] >= 0.5 && !row.named);
        item.rank = isOutside ? "outside" : "touched";
        if (row.named) item.rank = "named";
        if (other && shareOf(other) !== shareOf(row)) {
          const [before, now] = [percent(other.shares), percent(row.shares)];
          item.wanted.unshift([...item.lines(), `${before} → ${now}`]);
        }
      });
      places.forEach((item) => {
        const { country, held_from_km: from } = item.place;
        item.isPainted = country === data.target && from !== null && regime.reach_km[0] >= from;
      });
      const rank = (item) => RANKS.indexOf(item.rank ?? item.kind);
      distances.forEach(({ text }) => text.classList.add("hidden"));
      const reaches = [...regime.reach_km, ...(against?.reach_km ?? [])];
      const ends = distances.filter(({ reach }) => reaches.includes(reach));
      order = [...ends, ...fixed, ...capitals, ...regions, ...places].sort(
        (one, other) => rank(one) - rank(other),
      );
      measure();
      place();
    },
  };
};
