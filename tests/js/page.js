// A page small enough to read: what Python would write, for the modules that read it on loading.

/** Encode points of latitude and longitude, in thousandths, as Python does. */
export const packed = (points) => {
  const sign = (value) => {
    let rest = value < 0 ? ~(value << 1) : value << 1;
    let text = "";
    for (; rest > 31; rest >>= 5) text += String.fromCharCode((32 | (rest & 31)) + 63);
    return text + String.fromCharCode(rest + 63);
  };
  let [up, across] = [0, 0];
  return points
    .map(([latitude, longitude]) => {
      const step = sign(latitude - up) + sign(longitude - across);
      [up, across] = [latitude, longitude];
      return step;
    })
    .join("");
};
const square = (south, west, size = 1000) =>
  packed([
    [south, west],
    [south, west + size],
    [south + size, west + size],
    [south + size, west],
  ]);

const names = (english) => [english, `${english} (uk)`, `${english} (ru)`];
const region = (code, english, more) => ({
  region: code,
  name: names(english),
  area_km2: "1000.0",
  nearest_km: "12.000",
  farthest_km: "99.000",
  nearest: "12",
  crosses: [],
  label: [0.5, 0.5],
  shape: [[square(0, 0)]],
  ...more,
});
const regime = (id, reach, more) => ({
  id,
  status: "reported",
  stance: "permits",
  reach_km: reach,
  lines: reach.map(String),
  part: "",
  figures: {},
  scope: [],
  excluded: [],
  from: "2024-01-01",
  start: "2024-01-01",
  until: null,
  look: "plain",
  views: {},
  rows: [],
  told: { en: { label: id, reach: `up to ${reach}`, attested: "reported", ...more.told } },
  ...more.facts,
});
const place = (kind, more) => ({
  name: names(kind),
  kind,
  country: "RU",
  region: null,
  longitude: 1.5,
  latitude: 0.5,
  count: 2,
  on_map: true,
  away: "",
  held_from_km: null,
  ...more,
});
const english = {
  thousands: ",",
  decimal: ".",
  km: "{n} km",
  picture_credit: "Data: all.",
  worldview_here: "as all have it",
  shapes_simplified: "Simplified by {tolerance}.",
  percent: "{n}%",
  outside: "outside",
  list_join: " and ",
  more: "{n} more",
  date: "{day} {month} {year}",
  months: [..."JFMAMJJASOND"],
  months_alone: [..."jfmamjjasond"],
  short: [[" Oblast", ""]],
  bare: [["Far ", ""]],
  regions: { none: "no region", one: "{n} region", other: "{n} regions" },
  crosses: "To {region}: across {countries}.",
  change_reach: "Reach: {before} → {now}.",
  change_status: "Status: {before} → {now}.",
  change_step: "{name} {before} → {now}",
  ...Object.fromEntries(
    ["gained", "lost", "grown", "shrunk", "named", "unnamed"].map((key) => [
      `change_${key}`,
      `${key} {regions}: {names}`,
    ]),
  ),
};
const ukrainian = { ...english, thousands: "\u00a0", decimal: ",", percent: "{n}\u00a0%" };

export const page = {
  lang: "en",
  languages: ["en", "uk", "ru"],
  words: { en: english, uk: ukrainian, ru: ukrainian },
  values: { en: { method_share: { tolerance: "1 km" } }, uk: {}, ru: {} },
  licences: ["ODbL-1.0"],
  projection: { standard: [47, 55], centre: [36, 51] },
  east: 180,
  home_country: "UA",
  target: "RU",
  countries_named: { LV: names("Latvia") },
  regions: [
    region("RU-A", "Near Oblast", { area_km2: "2000.0" }),
    region("RU-B", 'Far "B" Oblast', { nearest_km: "150.000", crosses: ["LV"] }),
    region("RU-C", "Away Oblast", { nearest_km: "900.000" }),
  ],
  regimes: [
    regime("short", [80], {
      facts: {
        rows: [
          [0, [0.4], ["partly"], "40", [[0.39, 0.42]]],
          [1, [0], ["outside"], ""],
          [2, [0], ["outside"], ""],
        ],
        until: "2024-06-01",
      },
    }),
    regime("long", [200, 300], {
      facts: {
        scope: ["RU-B"],
        from: "2024-03",
        start: "2024-03",
        rows: [
          [0, [0.5, 1], ["partly", "inside"], "50–100"],
          [1, [0, 0.004], ["outside", "partly"], "0–<1"],
          [2, [0, 0], ["outside", "outside"], ""],
        ],
      },
      told: { attested: "confirmed" },
    }),
  ],
  undrawn: [],
  parts: {},
  elsewhere: {},
  inside: [
    { line: "200", region: "RU-A", shape: [[square(0, 0, 500), square(100, 100, 100)]] },
    { line: "300", region: "RU-A" },
  ],
  envelopes: [
    { line: "200", reach: "200", shape: [square(0, 0, 2000)] },
    { line: "300", reach: "300", shape: [square(0, 0, 3000)] },
  ],
  greatest_zoom: 9,
  label_rules: {
    region_inside: 0.55,
    longest_leader_named: 70,
    leader_depth: 3,
    spill: 40,
    mark: 30,
    led: 32,
    led_amiss: 60,
    per_length: 0.5,
    worth: {},
  },
  home: [{}],
  places: [
    place("settlement", { region: "RU-A", held_from_km: 80 }),
    place("region", { region: "RU-B" }),
    place("settlement", { country: "UA" }),
    place("country", {}),
  ],
};

globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(page) }) };
globalThis.window = { matchMedia: () => ({ matches: true }), location: { hash: "" } };
