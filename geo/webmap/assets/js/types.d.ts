/** What Python writes into the page, and what the script makes of it. */

export type Lang = "en" | "uk" | "ru";
export type Standing = "inside" | "partly" | "outside";
/** One name a language, in the order of `PageData.languages`. */
export type Names = string[];
export type Named = { name: Names };
/** Longitude and latitude. */
export type Point = [number, number];
/** West, south, east and north, in metres of the projection. */
export type Box = [number, number, number, number];
/** An encoded line; rings of a polygon are encoded lines, the outer one first. */
export type Packed = string;
export type Area = Packed[];
export type LatLngPair = [number, number];

export type Plural = { none?: string; one?: string; few?: string; many?: string; other?: string };
export type Words = Record<string, string> & {
  kinds: Record<string, string>;
  states: Record<string, string>;
  months: string[];
  months_alone: string[];
  short: [string, string][];
  bare: [string, string][];
};
export type Values = Record<string, Record<string, string | string[]>>;
export type Told = Record<string, string> & { systems: string[]; conflicts: string[]; says: string[] };

export type Row = {
  region: string;
  shares: number[];
  standings: Standing[];
  /** The least and the most each share may be. */
  bounds: number[][];
  /** The share in whole per cents as it is told; '' outside. */
  numeral: string;
  /** At the far end of the reach. */
  standing: Standing;
  named: boolean;
  excluded: boolean;
  /** The region with the figures it has under this policy. */
  measured: Region;
};
export type WrittenRegime = {
  id: string;
  status: string;
  stance: string;
  reach_km: number[];
  /** Keys of its lines among the envelopes, the nearer first. */
  lines: string[];
  /** The part of the border it is measured from; '' for all of it. */
  part: string;
  /** What differs of a region's figures where it is measured from a part. */
  figures: Record<string, Partial<Region>>;
  /** Regions it names, those inside whatever the distance among them. */
  scope: string[];
  excluded: string[];
  /** The first day, of a placeholder the month; null where it is not told. */
  from: string | null;
  /** Where its bar begins. */
  start: string;
  until: string | null;
  /** plain, case-by-case, doubted or refused */
  look: string;
  views: { near: Box; whole: Box };
  /** The region's index, its shares and its standings, nearest end first, its numeral, and what
   *  the shares may be at least and at most, where that is not what they are. */
  rows: [number, number[], Standing[], string, number[][]?][];
  told: Record<Lang, Told>;
};
export type Regime = WrittenRegime & { row: Map<string, Row> };
export type Undrawn = Pick<WrittenRegime, "id" | "status" | "stance" | "told">;
export type Against = Regime | null | undefined;

export type Region = Named & {
  region: string;
  area_km2: string;
  nearest_km: string;
  farthest_km: string;
  nearest: string;
  crosses: string[];
  label: Point;
  shape: Area[];
};
export type Country = Named & { country: string; label: Point; shape: Area[] };
export type Place = Named & {
  kind: string;
  country: string;
  region: string;
  longitude: number;
  latitude: number;
  count: number;
  on_map: boolean;
  away: string;
  held_from_km: number | null;
};
export type Envelope = { line: string; reach: string; shape: Packed[] };

type RuleName =
  | "region_inside" | "longest_leader_named" | "leader_depth" | "spill" | "mark" | "led"
  | "led_amiss" | "per_length";
export type PageData = {
  lang: Lang;
  languages: Lang[];
  words: Record<Lang, Words>;
  values: Record<Lang, Values>;
  projection: { standard: Point; centre: Point };
  east: number;
  home_country: string;
  target: string;
  limits: Box;
  licences: string[];
  most_marks: number;
  /** The share from which a region counts as wholly inside. */
  symbols: Record<string, string>;
  regimes: WrittenRegime[];
  undrawn: Undrawn[];
  countries_named: Record<string, Names>;
  regions: Region[];
  inside: { line: string; region: string; shape?: Area[] }[];
  /** Parts of the border that policies are measured from. */
  parts: Record<string, Packed[]>;
  envelopes: Envelope[];
  /** What policies would reach from the origin compared with. */
  elsewhere: Record<string, Packed[]>;
  origin: { shape: Packed[] }[];
  home: Country[];
  countries: Country[];
  beyond: Country[];
  sea: (Named & { label: Point })[];
  capitals: (Named & { label: Point; country: string; region: string })[];
  /** Names, longitude, latitude, region or country, position in `town_zooms`; 1 for a seat. */
  towns: [Names, number, number, string, number, number?][];
  town_zooms: number[];
  greatest_zoom: number;
  /** The rules of names, in pixels, as `geo.labels` has them. */
  label_rules: Record<RuleName, number> & { worth: Record<string, number> };
  home_parts: (Named & { region: string; label: Point })[];
  home_lines: Packed[];
  /** Those that are named have a position in `town_zooms`, too. */
  rivers: { shape: Packed[]; name?: Names; zoom?: number }[];
  lakes: { shape: Area[]; name?: Names; zoom?: number }[];
  places: Place[];
};

/** What the reader has chosen. */
export type State = {
  regime: Regime;
  against: Regime | null;
  region: string | null;
  lang: Lang | null;
  theme: "auto" | "light" | "dark";
  gallery: boolean;
  /** Shown small, in another page. */
  embed: boolean;
  /** Where the reader looks; null: where the map looks by itself. */
  at: { lat: number; lng: number; zoom: number } | null;
};

declare global {
  interface Window {
    policyMap: { start: (map: import("leaflet").Map) => void };
    trustedTypes?: {
      createPolicy: (name: string, rules: { createHTML: (markup: string) => string | null }) => void;
    };
  }
}
