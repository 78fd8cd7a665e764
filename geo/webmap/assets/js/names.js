// The names a map can show, each with the ground it belongs to and what it is worth.
/** @import { Against, Country, Envelope, Names, Packed, Point, Regime } from "./types" */
import { inMetres, metresOf } from "./conic.js";
import { data, isRegion, refuses, rowOf } from "./data.js";
import { element } from "./dom.js";
import { bareOf, km, nameOf, percent, shareOf, shortOf } from "./words.js";

const { worth: worths } = data.label_rules;
/** What a name is worth that is not shown. @type {Record<Kind, number>} */
const WORTH = {
  ...{ region: worths.outside, home: worths.home, part: worths.region, country: worths.country },
  ...{ sea: worths.sea, reach: worths.reach, place: worths.settlement, capital: worths.capital },
  ...{ town: worths.town, water: worths.sea },
};
/** @typedef {"region" | "home" | "part" | "country" | "sea" | "reach"} Ground */
/** @typedef {Ground | "place" | "capital" | "town" | "water"} Kind */

/** Every shape that owns ground, from below; what is drawn on top comes last. */
export const owners = [
  ...data.countries.map(({ country, shape }) => ({ key: country, shape })),
  ...data.beyond.map(({ country, shape }) => ({ key: country, shape })),
  ...data.regions.map(({ region, shape }) => ({ key: region, shape })),
  ...data.home.map(({ country, shape }) => ({ key: country, shape })),
].map(({ key, shape }) => ({ key, rings: shape.flat().map(metresOf) }));
/** @param {string} key - of a region or country; 0 is the sea */
export const ownerOf = (key) => owners.findIndex((each) => each.key === key) + 1;

/**
 * @param {Kind} kind @param {string} key @param {Point} point @param {() => string[]} lines
 */
const nameAt = (kind, key, [lng, lat], lines) => {
  const text = element("span", "label-text");
  text.dataset.mapLabel = key;
  const holder = element("div", `label label-${kind}`);
  holder.hidden = true;
  holder.append(text);
  return {
    ...{ kind, key, holder, text, lines, bare: lines },
    at: inMetres({ lat, lng }),
    owner: 0,
    dot: /** @type {HTMLElement | null} */ (null),
    /** Other points it can stand at, in metres. */
    points: /** @type {{ x: number, y: number }[]} */ ([]),
    /** Half of what its lines take, as far as they were measured. */
    sizes: /** @type {Map<string, { x: number, y: number }>} */ (new Map()),
    isPlace: false,
    zoom: 0, // from which it is named
    line: "",
  };
};
/** @typedef {ReturnType<typeof nameAt>} Name */
/**
 * What a policy asks of a name: how it may be told, the fullest first, and how it looks.
 * @typedef {Name & { wanted: string[][], worth: number, mayBeLed: boolean, isTouched: boolean,
 *   isOnPaint: boolean }} Wish
 */
/** @param {Name} name @returns {Wish} */
const wishFor = (name) => {
  const [full, bare] = [name.lines(), name.bare()];
  const wanted = bare[0] === full[0] ? [full] : [full, bare];
  const broken = name.kind === "region" ? full[0].split(" ") : [];
  if (broken.length > 1) wanted.push(broken);
  const worth = name.key === `country:${data.target}` ? worths.target : WORTH[name.kind];
  return { ...name, wanted, worth, mayBeLed: false, isTouched: false, isOnPaint: false };
};

const mentioned = data.places.flatMap(({ kind, region }) => (kind === "region" ? region : []));
const regions = data.regions.map((region) => {
  const key = `region:${region.region}`;
  const name = nameAt("region", key, region.label, () => [shortOf(region)]);
  name.text.classList.toggle("mentioned", mentioned.includes(region.region));
  return { ...name, bare: () => [bareOf(region)], owner: ownerOf(region.region), region };
});

/** Tells what room a number takes. */
export const ruler = { ...wishFor(nameAt("region", "", [0, 0], () => ["00"])), isTouched: true };

/** @param {Kind} kind @param {Country} country */
const ofCountry = (kind, country) => ({
  ...nameAt(kind, `country:${country.country}`, country.label, () => [nameOf(country)]),
  owner: ownerOf(country.country),
});
const countries = [
  ...data.home.map((country) => ofCountry("home", country)),
  ...data.beyond.map((country) => ofCountry("country", country)),
  ...data.countries.map((country) => ofCountry("country", country)),
];
const seas = data.sea.map((sea, n) =>
  nameAt("sea", `sea:${n}`, sea.label, () => nameOf(sea).split(" ")),
);

/**
 * @param {Kind} kind @param {string} key @param {Point} point
 * @param {{ name: string[], country: string, region: string }} place
 */
const ofPlace = (kind, key, point, place) => {
  const name = nameAt(kind, `place:${key}`, point, () => [nameOf(place)]);
  const { country, region } = place;
  name.text.dataset.in = region || country;
  return { ...name, isPlace: true, owner: ownerOf(isRegion(region) ? region : country) };
};
const places = data.places.flatMap((place, n) =>
  place.on_map && place.kind === "settlement"
    ? { ...ofPlace("place", String(n), [place.longitude, place.latitude], place), place }
    : [],
);
/** Whether a place of the text is marked there already. @param {Point} point */
const isMarked = ([longitude, latitude], within = 0.2) =>
  data.places.some(
    (place) => Math.hypot(place.longitude - longitude, place.latitude - latitude) < within,
  );
/** @param {Name} name @param {string} look */
const withDot = (name, look) => {
  const dot = element("span", look);
  name.holder.prepend(dot);
  return { ...name, dot };
};
const capitals = data.capitals
  .filter(({ label }) => !isMarked(label))
  .map((capital) =>
    withDot(ofPlace("capital", capital.country, capital.label, capital), "capital-dot"),
  );

/** @param {Packed[]} lines */
const pointsOf = (lines) =>
  lines.map(metresOf).flatMap((at) =>
    Array.from({ length: at.length / 2 }, (_, n) => ({ x: at[2 * n], y: at[2 * n + 1] })),
  );
/** A distance stands on its line, best at its north-east. @param {Envelope} envelope */
const ofReach = ({ line, reach, shape }) => {
  const points = pointsOf(shape);
  points.sort((one, other) => other.x + other.y - one.x - one.y);
  return { ...nameAt("reach", `reach:${line}`, [0, 0], () => [km(reach)]), points, line };
};
/** Towns to be found when zoomed in, from their own zoom on. */
const towns = data.towns
  .filter(([, ...at]) => !isMarked([at[0], at[1]], 0.05))
  .filter(([names]) => !data.capitals.some(({ name }) => name[0] === names[0]))
  .map(([name, longitude, latitude, region, level, isSeat], n) => {
    const place = { name, country: region.slice(0, 2), region };
    const made = ofPlace("town", `t${n}`, [longitude, latitude], place);
    const look = isSeat ? "town-dot seat-dot" : "town-dot";
    return { ...withDot(made, look), zoom: data.town_zooms[level] };
  });
/**
 * Rivers and lakes are named from their own zoom on, beside what is seen of them.
 * @param {string} kind @param {{ shape: Packed[], name?: Names, zoom?: number }} water
 */
const ofWater = (kind, { shape, name, zoom = 0 }) => {
  if (!name) return [];
  const made = nameAt("water", `${kind}:${name[0]}`, [0, 0], () => [nameOf({ name })]);
  return [{ ...made, points: pointsOf(shape), zoom: data.town_zooms[zoom] }];
};
const waters = [
  ...data.rivers.flatMap((river) => ofWater("river", river)),
  ...data.lakes.flatMap(({ shape, ...lake }) => ofWater("lake", { ...lake, shape: shape.flat() })),
];
/** Home's own regions, named on their ground from the first closer look on. */
const parts = data.home_parts.map((part) => {
  const name = nameAt("part", `part:${part.region}`, part.label, () => [shortOf(part)]);
  return { ...name, owner: ownerOf(data.home_country), zoom: data.town_zooms[0] };
});

const reaches = data.envelopes.filter(({ shape }) => shape.length).map(ofReach);
export const everyName = [
  ...[...regions, ...countries, ...seas, ...places, ...capitals, ...reaches, ...towns, ...parts],
  ...waters,
];

/**
 * Give the names a policy asks for, the worthiest first.
 * @param {Regime} regime @param {Against} against @param {boolean} isNarrow
 */
export const namesFor = (regime, against, isNarrow) => {
  const forRegion = (/** @type {typeof regions[0]} */ name) => {
    const wish = wishFor(name);
    const row = rowOf(regime, name.region.region);
    const other = against?.row.get(name.region.region);
    const isTouched = row.standing !== "outside";
    const isNamed = row.named || row.excluded;
    if (isTouched) wish.worth = (isNarrow ? worths.narrow : worths.touched) * (1 + row.shares[0]);
    if (isNamed) wish.worth = worths.named;
    if (other && shareOf(other) !== shareOf(row)) {
      wish.wanted.unshift([...name.lines(), `${percent(other)} → ${percent(row)}`]);
    }
    const isOnPaint = row.shares[0] >= 0.5 && !row.named && !refuses(regime);
    return { ...wish, isTouched, isOnPaint, mayBeLed: isNamed || (isTouched && !isNarrow) };
  };
  const forPlace = (/** @type {typeof places[0]} */ name) => {
    const { country, held_from_km: from } = name.place;
    const isHeld = country === data.target && from !== null && regime.reach_km[0] >= from;
    return { ...wishFor(name), isOnPaint: isHeld && !refuses(regime) };
  };
  const lines = [...regime.lines, ...(against?.lines ?? [])];
  const drawn = reaches.filter(({ line }) => lines.includes(line));
  const wishes = [
    ...regions.map(forRegion),
    ...[...countries, ...seas].map(wishFor),
    ...places.map(forPlace),
    ...[...capitals, ...drawn, ...towns, ...parts, ...waters].map(wishFor),
  ];
  return wishes.sort((one, other) => other.worth - one.worth);
};

/** Whether ground is reached. @param {Regime} regime @param {number} owner */
export const isReached = (regime, owner) => {
  const key = owners[owner - 1]?.key ?? "";
  return isRegion(key) && rowOf(regime, key).standing !== "outside";
};
