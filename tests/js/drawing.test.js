// What the page draws and gives away: the projection, places of names, the axis of time, files.
import assert from "node:assert/strict";
import test from "node:test";

import { page } from "./page.js";

const { conicOf } = await import("../../geo/webmap/assets/js/conic.js");
const { regimeOf, regimes } = await import("../../geo/webmap/assets/js/data.js");
const { closed, csvOf, csvRows, geojsonOf } = await import("../../geo/webmap/assets/js/exports.js");
const placing = await import("../../geo/webmap/assets/js/placing.js");
const { ticks, timeline } = await import("../../geo/webmap/assets/js/timeline.js");
const long = regimeOf("long");

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

test("boxes overlap only when they share room", () => {
  const box = { left: 0, right: 10, top: 0, bottom: 10 };
  assert.ok(placing.overlaps(box, { left: 9, right: 20, top: 9, bottom: 20 }));
  assert.ok(!placing.overlaps(box, { left: 10, right: 20, top: 0, bottom: 10 }));
});

test("a led name stands free, near, and its line crosses no other name", () => {
  const [half, at] = [{ x: 30, y: 8 }, { x: 200, y: 200 }];
  const size = { x: 400, y: 400 };
  const wall = { left: 210, right: 400, top: 0, bottom: 400 };
  const shift = placing.led(half, at, [wall], size);
  assert.ok(shift[0] < 0);
  assert.ok(placing.isFree(placing.room(at, half, shift), [wall], size));
  const all = [{ left: 0, right: 400, top: 0, bottom: 400 }];
  assert.equal(placing.led(half, at, all, size), undefined);
});

test("a leader ends before its name", () => {
  const line = placing.leader({ x: 0, y: 0 }, { x: 20, y: 5 }, [100, 0]);
  assert.deepEqual(line, { x1: 0, y1: 0, x2: 78, y2: 0 });
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
  assert.equal(lines[1], "short,80,RU-A,Near Oblast,2000.0,12.000,0.4000,partly,false,,99.000");
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
  const { features } = JSON.parse(geojsonOf(long));
  const count = (layer) => features.filter(({ properties }) => properties.layer === layer).length;
  assert.deepEqual(["region", "inside", "reach", "place"].map(count), [3, 2, 2, 4]);
  const inside = features.find(({ properties }) => properties.layer === "inside");
  assert.equal(inside.geometry.coordinates[0].length, 2);
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
