// Words, names and numbers in the language being read. What comes in figures is written here as
// Python writes it; a test holds the two against each other.
let lang = data.lang;
const words = () => data.words[lang];
const told = (regime) => regime.told[lang];
const nameOf = ({ name }) => name[data.languages.indexOf(lang)];

const filled = (message, values) =>
  message.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
const say = (key, values = {}) =>
  filled(words()[key], { ...data.values[lang][key], ...values });

// A numeral comes in English signs.
const numeral = (english) =>
  String(english).replace(/[,.]/g, (sign) => words()[sign === "," ? "thousands" : "decimal"]);
const km = (english) => say("km", { n: numeral(english) });

const counted = (key, count) => {
  const forms = words()[key];
  const form = count === 0 && forms.none ? "none" : new Intl.PluralRules(lang).select(count);
  return filled(forms[form] ?? forms.many, { n: numeral(count.toLocaleString("en")) });
};

// As a sentence joins names; from the most-th on they are only counted.
const listing = (names, most = Infinity) => {
  const kept =
    names.length > most
      ? [...names.slice(0, most - 1), say("more", { n: names.length - most + 1 })]
      : names;
  if (kept.length < 2) return kept.join("");
  return [kept.slice(0, -1).join(", "), kept[kept.length - 1]].join(words().list_join);
};

// Whole per cents: never 0 for a part, never 100 for less than all.
const perCent = (share) => {
  const nearest = Math.floor(share * 100 + 0.5);
  if (share === 0 || share >= 0.9995) return String(nearest);
  if (nearest === 0) return "<1";
  return nearest === 100 ? ">99" : String(nearest);
};
const percent = (shares) => say("percent", { n: [...new Set(shares.map(perCent))].join("–") });
const shareOf = ({ shares, standing }) =>
  standing === "outside" ? say("outside") : percent(shares);

const shortened = (name, pairs) =>
  pairs.reduce((text, [long, brief]) => text.replaceAll(long, brief), name).trim();
const shortOf = (region) => shortened(nameOf(region), words().short);
const bareOf = (region) => shortened(shortOf(region), words().bare);

const dayOf = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return say("date", { day, month: words().months[month - 1], year });
};

const crossing = (region) => {
  const countries = region.crosses.map((code) =>
    nameOf({ name: data.countries_named[code] ?? data.languages.map(() => code) }),
  );
  return say("crosses", { region: nameOf(region), countries: listing(countries) });
};
