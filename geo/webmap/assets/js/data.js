// What the page shows, and in which words: written once by Python, read once here.
/** @import { Area, LatLngPair, PageData, Packed, Regime, Region } from "./types" */

/** @type {PageData} */
export const data = JSON.parse(document.getElementById("map-data")?.textContent ?? "");

/**
 * Read an encoded polyline of thousandths of a degree: signs of five bits each, the lowest first;
 * latitude and longitude in turn, each counted from the point before.
 * @param {Packed} text
 */
export const unpackLine = (text) => {
  /** @type {LatLngPair[]} */
  const points = [];
  let at = 0;
  const number = () => {
    let value = 0;
    let shift = 0;
    let bits;
    do {
      bits = text.charCodeAt(at) - 63;
      at += 1;
      value |= (bits & 31) << shift;
      shift += 5;
    } while (bits > 31);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  let latitude = 0;
  let longitude = 0;
  while (at < text.length) {
    latitude += number();
    longitude += number();
    points.push([latitude / 1000, longitude / 1000]);
  }
  return points;
};
/** @param {Packed[]} lines */
export const unpackLines = (lines) => lines.map(unpackLine);
/** @param {Area[]} areas */
export const unpackAreas = (areas) => areas.map(unpackLines);

/** @type {Regime[]} */
export const regimes = data.regimes.map((regime) => ({
  ...regime,
  row: new Map(
    regime.rows.map(([index, shares, standings, numeral, uncertain]) => {
      const bounds = uncertain ?? shares.map((share) => [share, share]);
      const { region } = data.regions[index];
      const standing = standings[standings.length - 1];
      const named = regime.scope.includes(region);
      const excluded = regime.excluded.includes(region);
      const measured = { ...data.regions[index], ...regime.figures[region] };
      return [
        region,
        { region, shares, standings, bounds, numeral, standing, named, excluded, measured },
      ];
    }),
  ),
}));

const regionsByCode = new Map(data.regions.map((region) => [region.region, region]));
const regimesById = new Map(regimes.map((regime) => [regime.id, regime]));

/** @param {string | null | undefined} code */
export const isRegion = (code) => regionsByCode.has(code ?? "");
/** @param {string} code */
export const regionOf = (code) => /** @type {Region} */ (regionsByCode.get(code));
/** @param {string | null | undefined} id */
export const regimeOf = (id) => regimesById.get(id ?? "") ?? null;
/**
 * Give a regime's row of a region: every regime has one of each.
 * @param {Regime} regime @param {string} code
 */
export const rowOf = (regime, code) =>
  /** @type {import("./types").Row} */ (regime.row.get(code));
/** Say whether nothing is permitted by it. @param {Regime} regime */
export const refuses = ({ stance }) => stance === "refuses";
/** @param {{ reach_km: number[] }} regime */
export const farEnd = ({ reach_km: ends }) => ends[ends.length - 1];
