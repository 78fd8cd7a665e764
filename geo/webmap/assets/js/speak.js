// Everything that stands in the page as written, in another language; and light or dark.
/** @import { Regime, State, Undrawn } from "./types" */
import { data, regimes, regionOf } from "./data.js";
import { fillMessage, find, findAll, set } from "./dom.js";
import { dayOf, lang, nameOf, numeral, say, told, words } from "./words.js";

export const speakPage = () => {
  document.documentElement.lang = lang;
  findAll("[data-say]").forEach((target) => {
    const key = target.dataset.say ?? "";
    fillMessage(target, words()[key], data.values[lang][key] ?? {});
  });
  findAll("[data-label]").forEach((target) => {
    const label = say(target.dataset.label ?? "");
    target.setAttribute("aria-label", label);
    if (target.tagName === "BUTTON") target.title = label;
  });
  findAll("[data-region-name]").forEach((target) => {
    target.textContent = nameOf(regionOf(target.dataset.regionName ?? ""));
  });
  findAll("[data-numeral]").forEach((target) => {
    const [unit, english] = (target.dataset.numeral ?? "").split(" ");
    target.textContent = say(unit, { n: numeral(english) });
  });
  /** @type {HTMLTimeElement[]} */
  const dates = findAll("time[datetime]");
  dates.forEach((day) => {
    day.textContent = dayOf(day.dateTime);
  });
  findAll("[data-language]").forEach((choice) =>
    choice.setAttribute("aria-pressed", String(choice.dataset.language === lang)),
  );
};

/**
 * Tell of each policy where it stands, and of the chosen one everywhere else.
 * @param {HTMLElement} part @param {Undrawn} policy
 */
const tell = (part, policy) => {
  const { told: key, toldLabel, at } = part.dataset;
  if (toldLabel) part.setAttribute("aria-label", told(policy)[toldLabel]);
  if (!key) return;
  const said = /** @type {string | string[]} */ (told(policy)[key]);
  const text = typeof said === "string" ? said : said[Number(at)];
  if (part.textContent !== text) part.textContent = text;
  if (!part.classList.contains("badge")) return;
  set(part, "class", `badge badge-${policy.status} stance-${policy.stance}`);
};
export const tellPolicies = () => {
  /** @type {Map<string | undefined, Undrawn>} */
  const every = new Map([...data.undrawn, ...regimes].map((each) => [each.id, each]));
  const parts = findAll("[data-told], [data-told-label]").map((part) => {
    /** @type {HTMLElement | null} */
    const holder = part.closest("[data-regime]");
    return { part, policy: every.get(holder?.dataset.regime) };
  });
  let spoken = "";
  return (/** @type {Regime} */ regime) => {
    const isNew = spoken !== lang;
    spoken = lang;
    parts.forEach(({ part, policy }) => {
      if (isNew || !policy) tell(part, policy ?? regime);
    });
    document.title = told(regime).headline;
  };
};

/**
 * Let the reader choose light or dark, or leave it to the device. Paper is always light.
 * @param {{ onChoose: (theme: State["theme"]) => void }} then
 */
export const chooseTheme = ({ onChoose }) => {
  /** @type {HTMLStyleElement} */
  const sheet = find("#dark");
  /** @type {HTMLSelectElement} */
  const choice = find("#theme");
  const asDevice = sheet.media;
  choice.addEventListener("change", () =>
    onChoose(/** @type {State["theme"]} */ (choice.value)),
  );
  return (/** @type {State["theme"]} */ theme) => {
    choice.value = theme;
    sheet.media = { auto: asDevice, light: "not all", dark: "screen" }[theme];
  };
};
