// Words, names and numbers in the language being read. What comes in figures is written here as
// Python writes it; a test holds the two against each other.
/** @import { Lang, Named, Plural, Region, Row, Told } from "./types" */
import { data } from "./data.js";

export let lang = data.lang;
/** @param {Lang} chosen */
export const speakIn = (chosen) => {
  lang = chosen;
};

export const words = () => data.words[lang];
/** @param {{ told: Record<Lang, Told> }} regime */
export const told = (regime) => regime.told[lang];
/** @param {Named} named */
export const nameOf = ({ name }) => name[data.languages.indexOf(lang)];

/** @param {string} message @param {Record<string, unknown>} values */
const filled = (message, values) =>
  message.replace(/\{(\w+)\}/g, (whole, key) => String(key in values ? values[key] : whole));
/** @param {string} key @param {Record<string, unknown>} [values] */
export const say = (key, values = {}) =>
  filled(words()[key], { ...data.values[lang][key], ...values });

/** Write a numeral that comes in English signs. @param {string | number} english */
export const numeral = (english) =>
  String(english).replace(/[,.]/g, (sign) => words()[sign === "," ? "thousands" : "decimal"]);
/** @param {string} english */
export const km = (english) => say("km", { n: numeral(english) });

// Made once, with the page: to make them is slow.
const plurals = new Map(data.languages.map((each) => [each, new Intl.PluralRules(each)]));
const grouped = new Intl.NumberFormat("en");
/** @param {string} key @param {number} count */
export const counted = (key, count) => {
  const forms = /** @type {Plural} */ (/** @type {unknown} */ (words()[key]));
  const rule = /** @type {Intl.PluralRules} */ (plurals.get(lang)).select(count);
  const form = /** @type {keyof Plural} */ (count === 0 && forms.none ? "none" : rule);
  return filled(forms[form] ?? forms.many ?? "", { n: numeral(grouped.format(count)) });
};

/**
 * Join names as a sentence does; from the most-th on they are only counted.
 * @param {string[]} names @param {number} [most]
 */
export const listing = (names, most = Infinity) => {
  const kept =
    names.length > most
      ? [...names.slice(0, most - 1), say("more", { n: names.length - most + 1 })]
      : names;
  if (kept.length < 2) return kept.join("");
  const last = kept[kept.length - 1];
  const vowels = /[аеєиіїоуюя]$/.test(kept[kept.length - 2]) && !/^[йєїюя]/i.test(last);
  const join = words()[vowels ? "list_join_vowels" : "list_join"];
  return `${kept.slice(0, -1).join(", ")}${join}${last}`;
};

/** The numeral comes as it is told everywhere. @param {Pick<Row, "numeral">} row */
export const percent = (row) => say("percent", { n: row.numeral || "0" });
/** @param {Pick<Row, "numeral" | "standing">} row */
export const shareOf = (row) => (row.standing === "outside" ? say("outside") : percent(row));

/** @param {string} name @param {[string, string][]} pairs */
const shortened = (name, pairs) =>
  pairs.reduce((text, [long, brief]) => text.replaceAll(long, brief), name).trim();
/** @param {Named} region */
export const shortOf = (region) => shortened(nameOf(region), words().short);
/** @param {Named} region */
export const bareOf = (region) => shortened(shortOf(region), words().bare);

/** A day, or a month alone. @param {string} iso */
export const dayOf = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  if (!day) return `${words().months_alone[month - 1]} ${year}`;
  return say("date", { day, month: words().months[month - 1], year });
};

/** @param {Region} region */
export const crossing = (region) => {
  const countries = region.crosses.map((code) =>
    nameOf({ name: data.countries_named[code] ?? data.languages.map(() => code) }),
  );
  return say("crosses", { region: nameOf(region), countries: listing(countries) });
};
