// What a reader takes along: the table as coverage.csv has it, shapes as GeoJSON, pictures, a link,
// a frame for another page.
/** @import { Area, LatLngPair, Regime, State } from "./types" */
/** @import { Map } from "leaflet" */
import { data, refuses, regimes, regionOf, rowOf, unpackAreas, unpackLines } from "./data.js";
import { element, find, findAll } from "./dom.js";
import { isFramed, linkTo } from "./link.js";
import { drawPicture, inDots } from "./picture.js";
import { lang, nameOf, say, told } from "./words.js";

/** @param {unknown} value */
const quoted = (value) => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const CSV_COLUMNS =
  "regime,reach_km,region,name,area_km2,nearest_km,share,standing,in_scope,crosses,farthest_km," +
  "share_low,share_high";

/**
 * Give the table's rows for every end of a regime's reach, as coverage.csv orders them or as asked.
 * @param {Regime} regime @param {string[]} [codes]
 */
export const csvRows = (regime, codes) =>
  regime.reach_km.flatMap((reach, end) => {
    const rows = (codes ?? [...regime.row.keys()]).map((code) => rowOf(regime, code));
    if (!codes) {
      rows.sort((a, b) => b.shares[end] - a.shares[end] || (a.region < b.region ? -1 : 1));
    }
    return rows.map(({ region: code, shares, standings, bounds, named, measured }) => {
      const region = regionOf(code);
      return [
        regime.id,
        reach,
        code,
        nameOf(region),
        region.area_km2,
        measured.nearest_km,
        shares[end].toFixed(4),
        standings[end],
        named,
        measured.crosses.join(";"),
        measured.farthest_km,
        ...bounds[end].map((bound) => bound.toFixed(4)),
      ];
    });
  });
/** @param {unknown[][]} rows */
export const csvOf = (rows) =>
  `${[CSV_COLUMNS, ...rows.map((row) => row.map(quoted).join(","))].join("\n")}\n`;

/** @param {LatLngPair[]} line */
const turned = (line) => line.map(([latitude, longitude]) => [longitude, latitude]);
/** @param {number[][]} ring */
const areaOf = (ring) =>
  ring.reduce((sum, [x, y], n) => {
    const [nextX, nextY] = ring[(n + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
/**
 * Close a ring; outer rings run against the clock, holes with it.
 * @param {LatLngPair[]} ring @param {boolean} isHole
 */
export const closed = (ring, isHole) => {
  const points = turned(ring);
  if (areaOf(points) > 0 === isHole) points.reverse();
  return [...points, points[0]];
};
/** @param {Area[]} shape */
const areas = (shape) => ({
  type: "MultiPolygon",
  coordinates: unpackAreas(shape).map((rings) => rings.map((ring, n) => closed(ring, n > 0))),
});
/** @param {object} geometry @param {object} properties */
const feature = (geometry, properties) => ({ type: "Feature", properties, geometry });

/** @param {Regime} regime */
const permissionOf = ({ id, stance, status, from, until }) => ({
  ...{ regime: id, stance, status, from, until },
});

/** @param {Regime} regime @param {number} reach */
const reachFeatures = (regime, reach) => {
  const key = regime.lines[regime.reach_km.indexOf(reach)];
  const within = (/** @type {{ line: string }} */ { line }) => line === key;
  const about = { ...permissionOf(regime), reach_km: reach };
  return [
    ...data.inside.filter(within).map(({ region, shape }) =>
      feature(areas(shape ?? regionOf(region).shape), { layer: "inside", ...about, region }),
    ),
    ...data.envelopes.filter(within).map(({ shape }) =>
      feature(
        { type: "MultiLineString", coordinates: unpackLines(shape).map(turned) },
        { layer: "reach", ...about },
      ),
    ),
  ];
};

/** @param {Regime} regime */
export const geojsonOf = (regime) => {
  const features = [
    ...data.regions.map((region) => {
      const { shares, standing, named, measured } = rowOf(regime, region.region);
      return feature(areas(region.shape), {
        layer: "region",
        ...permissionOf(regime),
        region: region.region,
        name: nameOf(region),
        share: shares[shares.length - 1],
        standing,
        in_scope: named,
        nearest_km: Number(measured.nearest_km),
      });
    }),
    ...regime.reach_km.flatMap((reach) => reachFeatures(regime, reach)),
    ...data.places.map((place) =>
      feature(
        { type: "Point", coordinates: [place.longitude, place.latitude] },
        { layer: "place", name: nameOf(place), kind: place.kind, mentions: place.count },
      ),
    ),
  ];
  return JSON.stringify({
    type: "FeatureCollection",
    name: regime.id,
    licence: data.licences.join("; "),
    attribution: say("picture_credit"),
    worldview: say("worldview_here"),
    note: say("shapes_simplified", data.values[lang].method_share),
    features,
  });
};

/** @param {string} message */
const tell = (message) => {
  find("#said").textContent = message;
};

/** @param {string} name @param {BlobPart} content @param {string} type */
const saveAs = (name, content, type) => {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(say(isFramed() ? "maybe_blocked" : "saved", { file: name }));
};

/** @param {string} text */
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    tell(say("copied"));
  } catch {
    const field = element("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    tell(say(done ? "copied" : "not_copied"));
  }
};

/** Write a text for another page's markup. @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {Map} map @param {{ state: () => State, shown: () => string[] }} now */
export const offerToSave = (map, { state, shown }) => {
  const file = (/** @type {string} */ ending) => `policy-map-${state().regime.id}.${ending}`;
  const drawn = async () => {
    // Names are still looked for a moment after a change.
    while (map.getContainer().ariaBusy) await new Promise((go) => setTimeout(go, 20));
    return drawPicture(map, state().regime);
  };
  /** @type {Record<string, () => unknown>} */
  const make = {
    svg: async () => saveAs(file("svg"), (await drawn()).text, "image/svg+xml"),
    png: async () => saveAs(file("png"), await inDots(await drawn()), "image/png"),
    csv: () =>
      saveAs(
        "coverage.csv",
        csvOf(regimes.filter((each) => !refuses(each)).flatMap((each) => csvRows(each))),
        "text/csv",
      ),
    geojson: () => saveAs(file("geojson"), geojsonOf(state().regime), "application/geo+json"),
  };
  findAll("[data-save]").forEach((each) =>
    each.addEventListener("click", () => make[each.dataset.save ?? ""]()),
  );
  /** @type {HTMLTextAreaElement} */
  const frame = find("#embed-code");
  /** @type {Record<string, () => string>} */
  const texts = {
    // Nothing is within a permission by a refusal: of one, what it says is copied.
    "#copy-table": () =>
      refuses(state().regime)
        ? told(state().regime).headline
        : csvOf(csvRows(state().regime, shown())),
    "#copy-link": () => window.location.href,
    "#copy-embed": () => frame.value,
  };
  Object.entries(texts).forEach(([selector, text]) =>
    find(selector).addEventListener("click", () => copyText(text())),
  );
  return () => {
    const title = escaped(told(state().regime).headline);
    const source = escaped(`policy-map.html${linkTo({ ...state(), embed: true })}`);
    frame.value =
      `<iframe src="${source}" title="${title}" width="100%" height="640" loading="lazy" ` +
      'sandbox="allow-scripts allow-downloads allow-popups"></iframe>';
  };
};
