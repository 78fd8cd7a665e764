// Names on the map. The more important a name, the earlier it takes its room; a region's name stays
// within its region or is led to it by a line. A name without room waits for the next zoom.
/** @import { Map as LeafletMap } from "leaflet" */
/** @import { Against, Envelope, Named, Place, Point, Regime } from "./types" */
/** @import { Box, Shift, XY } from "./placing.js" */
import { conic } from "./conic.js";
import { data, rowOf, unpackLines } from "./data.js";
import { element, svg } from "./dom.js";
import { FEW_SHIFTS, SHIFTS, beside, isFree, leader, led, room } from "./placing.js";
import { pathOf } from "./shapes.js";
import { bareOf, km, nameOf, percent, shareOf, shortOf } from "./words.js";

/** @type {Shift[]} */
const CORNERS = [-1, -0.5, 0, 0.5, 1].flatMap((part) => [
  /** @type {Shift} */ ([part, -0.55]),
  /** @type {Shift} */ ([part, 0.55]),
]);
const RANKS = [
  ...["reach", "home", "named", "touched", "place"],
  ...["capital", "country", "sea", "outside"],
];

/** @typedef {{ lines: string[], half: XY }} Version */
/** @typedef {ReturnType<typeof labelsOf>["every"][number]} Label */
/** @typedef {(regime: Regime, against: Against) => void} Arrange */
/** @typedef {{ shift: Shift, isLed: boolean, version: Version }} Chosen */

/**
 * Give a distance's corner: the north-east of its line, clear of the regions within.
 * @param {Envelope} envelope @returns {Point}
 */
const corner = ({ shape }) => {
  const far = (/** @type {[number, number]} */ [lat, lng]) => {
    const { x, y } = conic.project({ lat, lng });
    return x + y;
  };
  const points = unpackLines(shape).flat();
  const [lat, lng] = points.reduce((one, other) => (far(other) > far(one) ? other : one));
  return [lng, lat];
};

/**
 * Set up a name, not yet written, at a point of the map.
 * @param {LeafletMap} map @param {string} kind @param {Point} point @param {() => string[]} lines
 */
const labelAt = (map, kind, [longitude, latitude], lines) => {
  const text = element("span", "label-text");
  const marker = L.marker([latitude, longitude], {
    icon: L.divIcon({ className: `label label-${kind}`, html: text, iconSize: undefined }),
    interactive: false,
    keyboard: false,
    pane: "labels",
  }).addTo(map);
  return {
    marker,
    text,
    kind,
    lines,
    rank: kind,
    written: "",
    at: /** @type {XY} */ ({ x: 0, y: 0 }),
    /** @type {Map<string, XY>} */
    sizes: new Map(),
    /** @type {string[][]} */
    wanted: [],
    /** @type {Version[]} */
    versions: [],
    bare: lines,
    region: "",
    reach: 0,
    isPainted: false,
    /** @type {SVGGeometryElement | undefined} */
    shape: undefined, // what it must stay within
    /** @type {SVGGeometryElement | undefined} */
    home: undefined, // what it belongs to
    /** @type {Place | undefined} */
    place: undefined,
  };
};

/** @param {LeafletMap} map @param {Shapes} shapes */
const labelsOf = (map, shapes) => {
  const shapeOf = (/** @type {string | null} */ code) => {
    const layer = shapes.regions.get(code ?? "");
    return layer && pathOf(layer);
  };
  /** @param {string} kind @param {Named & { label: Point }} named */
  const plain = (kind, named) => labelAt(map, kind, named.label, () => [nameOf(named)]);
  const isMarked = (/** @type {Point} */ [longitude, latitude]) =>
    data.places.some(
      (place) => Math.hypot(place.longitude - longitude, place.latitude - latitude) < 0.2,
    );
  const named = data.places.flatMap(({ kind, region }) => (kind === "region" ? region : []));
  const sign = (/** @type {string} */ code) => (named.includes(code) ? "◆\u2009" : "");

  const fixed = [
    ...data.home.map((shape) => plain("home", shape)),
    ...data.beyond.map((shape) => plain("country", shape)),
    ...data.countries.map((shape, n) => ({
      ...plain("country", shape),
      shape: shapes.countries[n],
    })),
    ...data.sea.map((sea) => labelAt(map, "sea", sea.label, () => nameOf(sea).split(" "))),
  ];
  const capitals = data.capitals
    .filter(({ label }) => !isMarked(label))
    .map((capital) => {
      const made = plain("capital", capital);
      made.marker.getElement()?.prepend(element("span", "capital-dot"));
      return made;
    });
  const regions = data.regions.map((region) => ({
    ...labelAt(map, "region", region.label, () => [sign(region.region) + shortOf(region)]),
    bare: () => [sign(region.region) + bareOf(region)],
    region: region.region,
    shape: shapeOf(region.region),
  }));
  const places = data.places
    .filter((place) => place.on_map && place.kind === "settlement")
    .slice(0, data.most_marks)
    .map((place) => ({
      ...labelAt(map, "place", [place.longitude, place.latitude], () => [nameOf(place)]),
      place,
      home: shapeOf(place.region),
    }));
  const distances = data.envelopes
    .filter(({ shape }) => shape.length)
    .map((line) => ({
      ...labelAt(map, "reach", corner(line), () => [km(line.reach)]),
      reach: line.line,
    }));
  const every = [...distances, ...fixed, ...capitals, ...regions, ...places];
  return { distances, fixed, capitals, regions, places, every };
};

/** @type {(shape: SVGGeometryElement | undefined, at: XY, half: XY, shift: Shift) => boolean} */
const holds = (shape, at, half, [across, down]) => {
  if (!shape) return true;
  const x = at.x + across;
  const y = at.y + down;
  return CORNERS.every(([right, under]) =>
    shape.isPointInFill(new DOMPoint(x + right * half.x, y + under * half.y)),
  );
};

/** @param {Label} item @param {XY} half */
const shiftsOf = (item, half) => {
  if (item.kind === "place" || item.kind === "capital") return beside(half);
  return item.rank === "outside" ? FEW_SHIFTS : SHIFTS;
};

/**
 * Choose a place for a name and take its room from the boxes, or give nothing.
 * @param {LeafletMap} map @param {Label} item @param {Box[]} boxes @returns {Chosen | null}
 */
const choose = (map, item, boxes) => {
  const size = map.getSize();
  item.at = map.latLngToLayerPoint(item.marker.getLatLng());
  const at = map.layerPointToContainerPoint([item.at.x, item.at.y]);
  if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) return null;
  /** @param {Version} version @param {Shift} shift @param {boolean} isLed */
  const take = (version, shift, isLed) => {
    boxes.push(room(at, version.half, shift));
    return { shift, isLed, version };
  };
  for (const version of item.versions) {
    const { half } = version;
    const shift = shiftsOf(item, half).find(
      (each) => isFree(room(at, half, each), boxes, size) && holds(item.shape, item.at, half, each),
    );
    if (shift) return take(version, shift, false);
  }
  if (item.rank !== "named" && item.rank !== "touched") return null;
  const version = item.versions[item.versions.length - 1];
  const shift = led(version.half, at, boxes, size);
  return shift ? take(version, shift, true) : null;
};

/** @param {Label} item @param {string[]} lines */
const write = (item, lines) => {
  const text = lines.join("\n");
  if (item.written === text) return;
  item.written = text;
  item.text.replaceChildren(...lines.map((line) => element("span", "label-line", line)));
};

/**
 * Write, then measure, the longest version last; what was measured once is kept.
 * @param {Label[]} order
 */
const measure = (order) => {
  /** @typedef {{ item: Label, lines: string[] }} Wanted */
  const sizeKey = (/** @type {Wanted} */ { item: { text }, lines }) =>
    `${text.classList.contains("touched")} ${lines.join("\n")}`;
  const isNew = (/** @type {Wanted} */ one) => !one.item.sizes.has(sizeKey(one));
  const wanted = order.flatMap((item) => item.wanted.map((lines) => ({ item, lines })));
  for (let some = wanted.filter(isNew); some.length; some = some.filter(isNew)) {
    const once = [...new Map(some.map((each) => [each.item, each])).values()];
    once.forEach(({ item, lines }) => write(item, lines));
    once.forEach((each) => {
      const { offsetWidth, offsetHeight } = each.item.text;
      each.item.sizes.set(sizeKey(each), { x: offsetWidth / 2, y: offsetHeight / 2 });
    });
  }
  order.forEach((item) => {
    item.versions = item.wanted.map((lines) => ({
      lines,
      half: /** @type {XY} */ (item.sizes.get(sizeKey({ item, lines }))),
    }));
  });
};

/** @param {Label} item @param {Chosen | null} chosen */
const settle = (item, chosen) => {
  const { text } = item;
  text.classList.toggle("hidden", !chosen);
  if (!chosen) return [];
  const { shift, isLed, version } = chosen;
  write(item, version.lines);
  text.classList.toggle("led", isLed);
  if (item.place) {
    const isOn = item.isPainted && item.home && holds(item.home, item.at, version.half, shift);
    text.classList.toggle("on-paint", Boolean(isOn));
  }
  text.style.left = `${shift[0]}px`;
  text.style.top = `${shift[1]}px`;
  if (!isLed) return [];
  const line = leader(item.at, version.half, shift);
  return [
    svg("line", { class: "leader-casing", ...line }),
    svg("line", { class: "leader", ...line }),
    svg("circle", { class: "leader-end", cx: item.at.x, cy: item.at.y, r: 2.2 }),
  ];
};

/** @param {ReturnType<typeof labelsOf>} labels @param {Regime} regime @param {Against} against */
const rankNames = ({ every, regions, places }, regime, against) => {
  every.forEach((item) => {
    const [full, bare] = [item.lines(), item.bare()];
    item.wanted = bare[0] === full[0] ? [full] : [full, bare];
  });
  regions.forEach((item) => {
    const row = rowOf(regime, item.region);
    const other = against?.row.get(item.region);
    const isOutside = row.standing === "outside";
    item.text.classList.toggle("touched", !isOutside);
    item.text.classList.toggle("on-paint", row.shares[0] >= 0.5 && !row.named);
    item.rank = isOutside ? "outside" : "touched";
    if (row.named) item.rank = "named";
    if (other && shareOf(other) !== shareOf(row)) {
      item.wanted.unshift([...item.lines(), `${percent(other)} → ${percent(row)}`]);
    }
  });
  places.forEach((item) => {
    const { country, held_from_km: from } = item.place;
    item.isPainted = country === data.target && from !== null && regime.reach_km[0] >= from;
  });
};

/** @typedef {ReturnType<typeof import("./shapes.js").drawShapes>} Shapes */

/** @type {(map: LeafletMap, shapes: Shapes, taken: () => Box[]) => Arrange} */
export const drawLabels = (map, shapes, taken) => {
  const pane = map.createPane("labels");
  pane.style.zIndex = "620";
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");
  const leaders = svg("svg", { class: "leaders" });
  pane.append(leaders);
  const labels = labelsOf(map, shapes);
  /** @type {Label[]} */
  let order = [];

  // All is measured and chosen before anything is moved: the browser lays out once.
  const place = () => {
    const boxes = taken();
    const chosen = order.map((item) => choose(map, item, boxes));
    leaders.replaceChildren(...order.flatMap((item, n) => settle(item, chosen[n])));
  };
  // Names wait out a zoom: their places hold for one scale only.
  map.on("zoomanim", () => pane.classList.add("waiting"));
  map.on("moveend resize", () => {
    place();
    pane.classList.remove("waiting");
  });
  return (regime, against) => {
    rankNames(labels, regime, against);
    const { distances, fixed, capitals, regions, places } = labels;
    distances.forEach(({ text }) => text.classList.add("hidden"));
    const reaches = [...regime.lines, ...(against?.lines ?? [])];
    const ends = distances.filter(({ reach }) => reaches.includes(reach));
    order = [...ends, ...fixed, ...capitals, ...regions, ...places].sort(
      (one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank),
    );
    measure(order);
    place();
  };
};
