// The view in the address: what is chosen can be sent, and opens again the same.
/** @import { Lang, Regime, State } from "./types" */
import { data, isRegion, regimeOf } from "./data.js";
import { lang } from "./words.js";

/** @param {string} [hash] @returns {Omit<State, "regime"> & { regime: Regime | null }} */
export const readLink = (hash = window.location.hash) => {
  const asked = new URLSearchParams(hash.slice(1));
  const language = /** @type {Lang} */ (asked.get("lang"));
  const theme = asked.get("theme");
  const region = asked.get("region");
  return {
    regime: regimeOf(asked.get("regime")),
    against: regimeOf(asked.get("against")),
    region: isRegion(region) ? region : null,
    lang: data.languages.includes(language) ? language : null,
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    gallery: asked.get("view") === "all",
  };
};

/** @param {State} state */
export const linkTo = ({ regime, against, region, theme, gallery }) => {
  const said = new URLSearchParams({ regime: regime.id });
  if (against) said.set("against", against.id);
  if (region) said.set("region", region);
  if (lang !== data.lang) said.set("lang", lang);
  if (theme !== "auto") said.set("theme", theme);
  if (gallery) said.set("view", "all");
  return `#${said}`;
};

/** @param {State} state */
export const writeLink = (state) => {
  if (window.location.protocol !== "about:") history.replaceState(null, "", linkTo(state));
};
