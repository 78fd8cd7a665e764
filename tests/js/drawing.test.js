// What the page draws and gives away: the projection, places of names, the axis of time, files.
import assert from "node:assert/strict";
import test from "node:test";

import { page } from "./page.js";

const { conicOf } = await import("../../geo/webmap/assets/js/conic.js");
const { regimeOf, regimes } = await import("../../geo/webmap/assets/js/data.js");
const { closed, csvOf, csvRows, geojsonOf } = await import("../../geo/webmap/assets/js/save.js");
const { groundOf } = await import("../../geo/webmap/assets/js/ground.js");
const placing = await import("../../geo/webmap/assets/js/placing.js");
const { crowdOf, numbered, numbering } = await import("../../geo/webmap/assets/js/numbers.js");
const { ticks, timeline } = await import("../../geo/webmap/assets/js/time.js");
const { curved } = await import("../../geo/webmap/assets/js/shapes.js");
const long = regimeOf("long");

/** Follow a path of curves: points of it, and the stored points they lead through. */
const followed = (d) => {
  const [first, ...rest] = d.match(/-?\d+ -?\d+/g).map((pair) => pair.split(" ").map(Number));
  const seen = [];
  let from = first;
  for (let n = 0; n < rest.length; n += 3) {
    const [one, two, to] = rest.slice(n, n + 3);
    for (let t = 0; t < 1; t += 0.05) {
      const u = 1 - t;
      const weights = [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3];
      const corners = [from, one, two, to];
      const along = (axis) => corners.reduce((sum, at, k) => sum + weights[k] * at[axis], 0);
      seen.push([along(0), along(1)]);
    }
    from = to;
  }
  return { through: [first, ...rest.filter((_, n) => n % 3 === 2)], seen };
};

test("a river is curved through each of its points, turning nowhere sharply", () => {
  const { through, seen } = followed(curved([0, 0, 900, 0, 1000, 800, 3000, 900], ""));
  assert.deepEqual(through, [[0, 0], [900, 0], [1000, 800], [3000, 900]]);
  const ways = seen.slice(1).map(([x, y], n) => Math.atan2(y - seen[n][1], x - seen[n][0]));
  const turns = ways.slice(1).map((way, n) => Math.abs(way - ways[n]));
  assert.ok(Math.max(...turns) < 0.45, String(Math.max(...turns)));
  assert.ok(seen.every(([x, y]) => x > -150 && x < 3100 && y > -150 && y < 1050));
});

test("a lake's shore closes in a curve without a loop; a line of two points stays straight", () => {
  const ring = [0, 0, 4000, 0, 4000, 60, 4100, 4000, 4100, 4000, 0, 0];
  const { through, seen } = followed(curved(ring, "z"));
  assert.deepEqual(through, [[0, 0], [4000, 0], [4000, 60], [4100, 4000], [0, 0]]);
  const crossings = seen.flatMap(([x1, y1], n) =>
    seen.slice(n + 2, -1).filter(([x, y], m) => {
      const [x2, y2] = seen[n + 1];
      const [u, v] = seen[n + m + 3];
      const line = (ax, ay, bx, by) => ({ x1: ax, y1: ay, x2: bx, y2: by });
      return placing.crosses(line(x1, y1, x2, y2), line(x, y, u, v));
    }),
  );
  assert.equal(crossings.length, 0);
  assert.equal(curved([0, 0, 10, 20], ""), "M0 0 10 20");
});

test("the conic is true on its standard parallels and turns back, south of the equator too", () => {
  for (const projection of [page.projection, { standard: [-20, -40], centre: [140, -30] }]) {
    const { project, unproject } = conicOf(projection, 180);
    const [lng, middle] = projection.centre;
    const origin = project({ lat: middle, lng });
    assert.ok(Math.hypot(origin.x, origin.y) < 1e-6);
    const lat = projection.standard[0];
    const [west, east] = [project({ lat, lng: lng - 0.005 }), project({ lat, lng: lng + 0.005 })];
    const sine = Math.sin((lat * Math.PI) / 180);
    const degree = 6378137 / Math.sqrt(1 - 0.0066943799901413 * sine * sine);
    const length = ((degree * Math.PI) / 180) * Math.cos((lat * Math.PI) / 180) * 0.01;
    assert.ok(Math.abs(Math.hypot(east.x - west.x, east.y - west.y) - length) < 1e-3);
    const back = unproject(project({ lat: lat + 3, lng: lng + 11 }));
    assert.ok(Math.abs(back.lat - lat - 3) < 1e-9 && Math.abs(back.lng - lng - 11) < 1e-9);
  }
});

test("a view over the far meridian goes on counting eastwards", () => {
  const projection = { standard: [60, 70], centre: [180, 65] };
  const { project, unproject } = conicOf(projection, 200);
  assert.ok(Math.abs(unproject(project({ lat: 65, lng: -175 })).lng - 185) < 1e-9);
});

test("longitudes west of the far meridian are told as the view counts them", () => {
  const { project, unproject } = conicOf({ standard: [60, 70], centre: [-165, 65] }, 220);
  for (const [lng, counted] of [
    [175, 175],
    [-165, 195],
    [-150, 210],
  ]) {
    assert.ok(Math.abs(unproject(project({ lat: 65, lng })).lng - counted) < 1e-9);
  }
});

const spot = (left, top, cost, line) => ({
  box: { left, top, right: left + 10, bottom: top + 10 },
  cost,
  form: 0,
  line,
});

test("boxes overlap only when they share room", () => {
  const { box } = spot(0, 0, 0);
  assert.ok(placing.overlaps(box, spot(9, 9, 0).box));
  assert.ok(!placing.overlaps(box, spot(10, 0, 0).box));
});

test("a line crosses another, or a box, only where they meet", () => {
  const line = { x1: 0, y1: 0, x2: 10, y2: 10 };
  assert.ok(placing.crosses(line, { x1: 0, y1: 10, x2: 10, y2: 0 }));
  assert.ok(!placing.crosses(line, { x1: 0, y1: 10, x2: 4, y2: 6 }));
  assert.ok(placing.pierces(line, spot(2, 2, 0).box));
  assert.ok(!placing.pierces(line, spot(0, 11, 0).box));
  assert.ok(!placing.pierces({ x1: 0, y1: 30, x2: 30, y2: 0 }, spot(0, 0, 0).box));
});

test("cells belong to the shape on top, holes to what is beneath", () => {
  const square = (west, south, east, north) =>
    Float64Array.of(west, south, east, south, east, north, west, north);
  const shapes = [[square(0, 0, 60, 60)], [square(30, 0, 60, 60), square(42, 24, 54, 36)]];
  const ground = groundOf({ x: 60, y: 90 }, shapes, { west: 0, north: 60, scale: 1 });
  assert.deepEqual(
    [ground.at(10, 10), ground.at(40, 10), ground.at(48, 30), ground.at(10, 80), ground.at(-1, 0)],
    [1, 2, 1, 0, -1],
  );
  assert.equal(ground.share({ left: 24, right: 35.9, top: 0, bottom: 9 }, 1), 0.5);
  assert.equal(ground.extents()[2].left, 30);
});

test("a name finds places within its own ground, off home and off what stands there", () => {
  const half = (west, east) => [Float64Array.of(west, 0, east, 0, east, 90, west, 90)];
  const size = { x: 180, y: 90 };
  const ground = groundOf(size, [half(0, 90), half(90, 180)], { west: 0, north: 90, scale: 1 });
  const taken = [{ left: 90, right: 180, top: 0, bottom: 45 }];
  const view = { ground, size, taken, onHome: ground.counter((owner) => owner === 1) };
  const own = { owner: 2, extent: ground.extents()[2], near: { x: 135, y: 45 }, least: 0.55 };
  const forms = [{ half: { x: 20, y: 6 }, form: 0, cost: 0 }];
  const spots = placing.within(view, { ...own, atHome: false }, forms);
  assert.ok(spots.length > 3);
  assert.ok(spots.every(({ box }) => box.left > 90 && box.top > 45 && box.right < 180));
  assert.ok(spots.every(({ cost }, n) => n === 0 || cost >= spots[n - 1].cost));
  // Found before it is known what else stands there, they are kept for any policy.
  const kept = placing.standings({ ground, onHome: view.onHome }, { ...own, atHome: false }, forms);
  const [count, first] = [kept.length, JSON.stringify(kept)];
  assert.ok(kept.some(({ box }) => box.top < 45));
  assert.deepEqual(placing.clearOf(view, kept), spots);
  assert.ok(kept.length === count && JSON.stringify(kept) === first);
});

test("a led name stands where it costs least, its line from within its region", () => {
  const band = (west, east) => [Float64Array.of(west, 0, east, 0, east, 200, west, 200)];
  const size = { x: 400, y: 200 };
  const shapes = [band(0, 150), band(180, 400)];
  const ground = groundOf(size, shapes, { west: 0, north: 200, scale: 1 });
  const view = { ground, size, taken: [], onHome: ground.counter((owner) => owner === 1) };
  const form = { half: { x: 30, y: 6 }, form: 1, cost: 0 };
  const inReach = ground.counter((owner) => owner === 2);
  const costOf = (box) => (inReach(box) > 0 ? 100 : 0);
  const [first] = placing.around(view, 0, { x: 165, y: 100 }, form, costOf);
  assert.ok(ground.at(first.line.x1, first.line.y1) === 0);
  assert.ok(first.box.left > 150);
});

test("the earlier name takes the better place, unless all stand better otherwise", () => {
  const first = { worth: 1000, spots: [spot(0, 0, 0), spot(50, 0, 2)] };
  const second = { worth: 500, spots: [spot(5, 5, 0)] };
  assert.deepEqual(placing.choosePlaces([first, second]), [first.spots[1], second.spots[0]]);
  const alone = { worth: 500, spots: [spot(5, 5, 0)] };
  const stubborn = { worth: 1000, spots: [spot(0, 0, 0)] };
  assert.deepEqual(placing.choosePlaces([stubborn, alone]), [stubborn.spots[0], null]);
});

test("a name that is due and finds no room is given more places, and goes first", () => {
  const others = { name: "other", worth: 1000, spots: [spot(0, 0, 0)] };
  const due = { name: "due", worth: 10, isDue: true, spots: [spot(5, 5, 0)] };
  const placed = (more) => {
    const steps = placing.choosingAll([others, due], () => more);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return [value.get("other"), value.get("due")];
    }
  };
  const free = spot(80, 0, 9);
  assert.deepEqual(placed([spot(5, 5, 0), free]), [others.spots[0], free]);
  assert.deepEqual(placed(due.spots), [null, due.spots[0]]);
  assert.deepEqual(placed([]), [others.spots[0], null]);
});

const region = (text, spots) => ({
  ...{ name: { kind: "region", text, lines: () => [text] }, worth: 240, isDue: true, spots },
});
const ledTo = (at, length) =>
  spot(at, 100 + length, 40, { x1: at, y1: 100, x2: at, y2: 100 + length });
/** Choose, then number; say of each region whether it has a name, a leader, a number. */
const named = (regions, inside, isWide = true) => {
  const first = new Map(regions.map(({ name, spots }) => [name, spots[0] ?? null]));
  const places = ({ text }) => (inside[text] ?? []).map((one) => ({ ...one, isNumber: true }));
  const steps = numbering(regions, first, {
    ...{ isWide, inside: places, anywhere: places, more: () => [] },
  });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};

test("of those led to beyond one in six, the farthest are too many; on a phone none is", () => {
  const regions = [10, 30, 20].map((length, n) => region(`r${n}`, [ledTo(40 * n, length)]));
  regions.push(...[3, 4, 5, 6, 7, 8].map((n) => region(`r${n}`, [spot(40 * n, 0, 0)])));
  const chosen = new Map(regions.map(({ name, spots }) => [name, spots[0]]));
  const { left, led, beyond } = crowdOf(regions, chosen, true);
  assert.deepEqual([left, beyond], [[], 2]);
  assert.deepEqual(led.map(({ name }) => name.text), ["r1", "r2", "r0"]);
  assert.equal(crowdOf(regions, chosen, false).beyond, 0);
});

test("numbers stand for names without room, and for as many led to as are too many", () => {
  const regions = [10, 30, 20].map((length, n) => region(`r${n}`, [ledTo(40 * n, length)]));
  regions.push(...[3, 4, 5, 6, 7, 8].map((n) => region(`r${n}`, [spot(40 * n, 0, 0)])));
  const room = { r0: [spot(0, 50, 10)], r1: [spot(40, 50, 10)], r2: [spot(80, 50, 10)] };
  const told = (chosen) => numbered(chosen).map(({ text }) => text);
  assert.deepEqual(told(named(regions, room)), ["r1", "r2"]);
  assert.deepEqual(told(named(regions, room, false)), []);
  assert.deepEqual(told(named(regions, { r1: room.r1 })), ["r1"]);
  const lost = region("lost", []);
  assert.deepEqual(told(named([...regions, lost], {}, false)), []);
  const found = named([lost, ...regions], { lost: [spot(120, 50, 10)] }, false);
  assert.deepEqual(told(found), ["lost"]);
  assert.equal(found.size, 10);
});

test("no name stands on the line that leads to another", () => {
  const led = spot(40, 0, 60, { x1: 0, y1: 5, x2: 40, y2: 5 });
  const beneath = { worth: 90, spots: [spot(20, 0, 0)] };
  assert.deepEqual(placing.choosePlaces([{ worth: 1e5, spots: [led] }, beneath]), [led, null]);
});

test("bars lie by date, in the topmost free lane, those of one day apart", () => {
  const made = timeline([
    { start: "2024-03-01", until: null },
    { start: "2024-01-01", until: "2024-02-01" },
    { start: "2024-01-01", until: "2024-06-01" },
  ]);
  assert.deepEqual(
    made.bars.map(({ lane }) => lane),
    [0, 1, 0],
  );
  assert.ok(made.stops[0] < made.stops[1] && made.stops[1] < made.stops[2]);
  assert.equal(made.percentAt(made.first), "0%");
  assert.equal(made.percentAt(made.end), "100%");
});

test("a bar may begin where the one before it in its lane ends", () => {
  const { bars, lanes } = timeline([
    { start: "2024-01-01", until: "2024-03-01" },
    { start: "2024-03-01", until: "2024-06-01" },
    { start: "2024-05-01", until: null },
  ]);
  assert.deepEqual(
    bars.map(({ lane }) => lane),
    [0, 0, 1],
  );
  assert.equal(lanes, 2);
});

test("dates under the axis are months or years, as there is room", () => {
  const [first, last] = [Date.UTC(2022, 1, 10) / 864e5, Date.UTC(2024, 10, 19) / 864e5];
  const years = ticks({ first, last }, 100, "en").map(([, written]) => written);
  assert.deepEqual(years, ["2024"]);
  const months = ticks({ first, last: first + 100 }, 600, "en").map(([, written]) => written);
  assert.deepEqual(months, ["Mar 2022", "Apr 2022", "May 2022"]);
});

test("the table is written as coverage.csv is: by share, then by code, quoted as needed", () => {
  const lines = csvOf(regimes.flatMap((each) => csvRows(each))).split("\n");
  assert.match(lines[0], /^regime,reach_km,region,name,area_km2,nearest_km,share,standing/);
  assert.equal(
    lines[1],
    "short,80,RU-A,Near Oblast,2000.0,12.000,0.4000,partly,false,,99.000,0.3900,0.4200",
  );
  assert.deepEqual(
    lines.slice(4, 10).map((line) => line.split(",").slice(1, 3).join(" ")),
    ["200 RU-A", "200 RU-B", "200 RU-C", "300 RU-A", "300 RU-B", "300 RU-C"],
  );
  assert.ok(lines[5].includes(',"Far ""B"" Oblast",'));
  assert.ok(lines[8].includes("0.0040,partly,true,LV,"));
  assert.deepEqual(
    csvRows(long, ["RU-C", "RU-A"]).map(([, , code]) => code),
    ["RU-C", "RU-A", "RU-C", "RU-A"],
  );
});

test("outer rings run against the clock, holes with it, and both are closed", () => {
  const clockwise = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const area = (ring) =>
    ring.slice(1).reduce((sum, [x, y], n) => sum + ring[n][0] * y - x * ring[n][1], 0);
  for (const ring of [clockwise, [...clockwise].reverse()]) {
    assert.ok(area(closed(ring, false)) > 0);
    assert.ok(area(closed(ring, true)) < 0);
    assert.deepEqual(closed(ring, false)[0], closed(ring, false).at(-1));
  }
});

test("the GeoJSON has each layer, longitude first, with holes kept", () => {
  const { features, ...about } = JSON.parse(geojsonOf(long));
  assert.deepEqual(about, {
    type: "FeatureCollection",
    name: "long",
    licence: "ODbL-1.0",
    attribution: "Data: all.",
    worldview: "as all have it",
    note: "Simplified by 1 km.",
  });
  const count = (layer) => features.filter(({ properties }) => properties.layer === layer).length;
  assert.deepEqual(["region", "inside", "reach", "place"].map(count), [3, 2, 2, 4]);
  const inside = features.find(({ properties }) => properties.layer === "inside");
  assert.equal(inside.geometry.coordinates[0].length, 2);
  const { stance, status, from, until } = inside.properties;
  assert.deepEqual([stance, status, from, until], ["permits", "reported", "2024-03", null]);
  const place = features.find(({ properties }) => properties.layer === "place");
  assert.deepEqual(place.geometry.coordinates, [1.5, 0.5]);
});

test("of an area in the GeoJSON the first ring winds against the clock, holes with it", () => {
  const { features } = JSON.parse(geojsonOf(long));
  const area = (ring) =>
    ring.slice(1).reduce((sum, [x, y], n) => sum + ring[n][0] * y - x * ring[n][1], 0);
  const [outer, hole] = features
    .find(({ properties }) => properties.layer === "inside")
    .geometry.coordinates[0].map(area);
  assert.ok(outer > 0 && hole < 0 && Math.abs(hole) < outer);
});
