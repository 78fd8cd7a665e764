// All policies at once: the pictures that stand in the page, each a way to its map.
/** @import { Regime } from "./types" */
import { data, regimeOf } from "./data.js";
import { button, element, find, findAll } from "./dom.js";
import { lang, nameOf, say, shortOf, told } from "./words.js";

/** @param {{ onChoose: (regime: Regime) => void, onToggle: (open: boolean) => void }} then */
export const hangGallery = ({ onChoose, onToggle }) => {
  const toggle = find("#gallery-switch");
  toggle.addEventListener("click", () => onToggle(toggle.getAttribute("aria-pressed") !== "true"));
  const ways = findAll(".still").map((picture) => {
    const regime = /** @type {Regime} */ (regimeOf(picture.dataset.regime));
    const label = element("bdi");
    const way = button("plain way", undefined, () => onChoose(regime));
    way.append(label);
    find("figcaption", picture).prepend(way);
    return { regime, label };
  });
  /** @type {Map<string, () => string>} */
  const named = new Map([
    ...data.regions.map((region) => pair(region.region, () => shortOf(region))),
    ...[...data.home, ...data.countries, ...data.beyond].map((shape) =>
      pair(shape.country, () => nameOf(shape).toLocaleUpperCase(lang)),
    ),
  ]);
  return {
    speak: () => {
      ways.forEach(({ regime, label }) => {
        label.textContent = told(regime).label;
      });
      findAll(".still [data-name]").forEach((name) => {
        name.textContent = named.get(name.dataset.name ?? "")?.() ?? "";
      });
    },
    show: (/** @type {boolean} */ open) => {
      document.documentElement.classList.toggle("gallery", open);
      toggle.setAttribute("aria-pressed", String(open));
      toggle.textContent = say(open ? "gallery_back" : "gallery");
    },
  };
};

/** @param {string} key @param {() => string} name @returns {[string, () => string]} */
const pair = (key, name) => [key, name];
