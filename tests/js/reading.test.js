// What the page reads and says: packed lines, rows, words, numbers, lists, changes, links.
import assert from "node:assert/strict";
import test from "node:test";

import { packed } from "./page.js";

const { regimeOf, regionOf, rowOf, unpackAreas, unpackLine } = await import(
  "../../geo/webmap/assets/js/data.js"
);
const words = await import("../../geo/webmap/assets/js/words.js");
const { changes } = await import("../../geo/webmap/assets/js/compare.js");
const { ordered } = await import("../../geo/webmap/assets/js/coverage.js");
const { linkTo, readLink } = await import("../../geo/webmap/assets/js/link.js");
const { ringsOf } = await import("../../geo/webmap/assets/js/shapes.js");
const { whereOf } = await import("../../geo/webmap/assets/js/text.js");
const { data } = await import("../../geo/webmap/assets/js/data.js");
const [short, long] = [regimeOf("short"), regimeOf("long")];

test("a packed line is read to the thousandth, west and south of zero too", () => {
  const points = [
    [-33_868, 151_209],
    [50_450, -30_523],
    [50_451, -30_523],
  ];
  assert.deepEqual(
    unpackLine(packed(points)),
    points.map(([latitude, longitude]) => [latitude / 1000, longitude / 1000]),
  );
  assert.deepEqual(unpackAreas([[packed(points.slice(0, 1))]]), [[[[-33.868, 151.209]]]]);
});

test("a row has the standing of the far end, and whether the region is named", () => {
  assert.equal(rowOf(long, "RU-A").standing, "inside");
  assert.equal(rowOf(long, "RU-B").standing, "partly");
  assert.deepEqual(
    [...long.row.values()].map(({ named }) => named),
    [false, true, false],
  );
});

test("a share is told by the numeral that comes with it", () => {
  assert.equal(words.percent({ numeral: "<1" }), "<1%");
  assert.equal(words.percent({ numeral: "20–40" }), "20–40%");
});

test("a region outside is told so, never as 0 %", () => {
  assert.equal(words.shareOf(rowOf(long, "RU-C")), "outside");
  assert.equal(words.shareOf(rowOf(long, "RU-B")), "0–<1%");
});

test("numerals take the signs of the language", () => {
  assert.equal(words.km("1,234.5"), "1,234.5 km");
  words.speakIn("uk");
  assert.equal(words.km("1,234.5"), "1\u00a0234,5 km");
  assert.equal(words.nameOf(regionOf("RU-A")), "Near Oblast (uk)");
  words.speakIn("en");
});

test("lists are joined as a sentence does, and cut with the rest counted", () => {
  assert.equal(words.listing(["A"]), "A");
  assert.equal(words.listing(["A", "B", "C"]), "A, B and C");
  assert.equal(words.listing(["A", "B", "C", "D"], 3), "A, B and 2 more");
});

test("counts have their own words for none, one and many", () => {
  assert.deepEqual(
    [0, 1, 1234].map((count) => words.counted("regions", count)),
    ["no region", "1 region", "1,234 regions"],
  );
});

test("names are shortened in two steps; dates and crossings are written out", () => {
  const region = regionOf("RU-B");
  assert.equal(words.shortOf(region), 'Far "B"');
  assert.equal(words.bareOf(region), '"B"');
  assert.equal(words.dayOf("2024-11-19"), "19 N 2024");
  assert.equal(words.dayOf("2024-03"), "m 2024");
  assert.equal(words.crossing(region), 'To Far "B" Oblast: across Latvia.');
});

test("a change names what is gained, grown, named and told otherwise", () => {
  assert.deepEqual(changes(short, long), [
    "Reach: up to 80 → up to 200,300.",
    'gained 1 region: Far "B" Oblast',
    "grown 1 region: Near Oblast 40% → 50–100%",
    'named 1 region: Far "B" Oblast',
    "Status: reported → confirmed.",
  ]);
  assert.deepEqual(changes(long, short).slice(1, 3), [
    'lost 1 region: Far "B" Oblast',
    "shrunk 1 region: Near Oblast 50–100% → 40%",
  ]);
  assert.deepEqual(changes(long, long), []);
});

test("beside a refusal, or a claim that is denied, nothing is gained, lost or grown", () => {
  for (const other of [{ stance: "refuses" }, { status: "denied" }]) {
    const told = changes(short, { ...long, ...other });
    assert.deepEqual(told, [
      "Reach: up to 80 → up to 200,300.",
      'named 1 region: Far "B" Oblast',
      "Status: reported → confirmed.",
    ]);
  }
});

test("rings lie widest first and say what is gained or lost", () => {
  assert.deepEqual(ringsOf(long, null), ["band 300", "inside 200"]);
  assert.deepEqual(ringsOf(long, short), ["gain 300", "gain 200", "inside 80"]);
  assert.deepEqual(ringsOf(short, long), ["loss 300", "inside 80"]);
  // No ring lies in one measured from another part of a border, or that is refused.
  for (const other of [{ part: "UA-63" }, { look: "refused" }]) {
    assert.deepEqual(ringsOf(long, { ...short, ...other }), ["band 300", "inside 200"]);
  }
});

test("a place of the text falls where its region or its own distance says", () => {
  const [town, region, home, country] = data.places;
  assert.equal(whereOf(undefined, short), "none");
  assert.equal(whereOf(home, short), "home");
  assert.equal(whereOf(country, short), "else");
  assert.equal(whereOf(region, long), "part");
  assert.equal(whereOf(region, short), "out");
  assert.equal(whereOf(town, short), "in");
  assert.equal(whereOf({ ...town, held_from_km: 81 }, short), "out");
});

test("the table is ordered by any column, equals as the policy has them", () => {
  const by = (column, down) => ordered(long, { by: column, down }).join(" ");
  assert.equal(by("share", true), "RU-A RU-B RU-C");
  assert.equal(by("share", false), "RU-C RU-B RU-A");
  assert.equal(by("name", false), "RU-C RU-B RU-A");
  assert.equal(by("nearest", true), "RU-C RU-B RU-A");
  assert.equal(by("scope", true), "RU-B RU-A RU-C");
});

test("a link says what is chosen and where one looks, and reads back the same", () => {
  const state = {
    ...{ regime: long, against: short, region: "RU-A", theme: "dark", gallery: true, lang: null },
    ...{ embed: true, at: { lat: 51.5, lng: -36.25, zoom: 7.25 } },
  };
  const link = linkTo(state);
  assert.match(link, /^#embed&regime=long&against=short&region=RU-A&theme=dark&view=all&at=/);
  assert.deepEqual(readLink(link), state);
  const nothing = { regime: null, against: null, region: null, lang: null, theme: "auto" };
  const strange = "#regime=no&against=no&region=RU-X&lang=de&theme=pink&view=none&at=1,2,99";
  const read = { ...nothing, gallery: false, embed: false, at: null };
  assert.deepEqual(readLink(strange), read);
  assert.equal(readLink("#at=91,2,5").at, null);
});
