// The view in the address: what is chosen can be sent, opens again the same, and small in a frame
// of another page.
/** @import { Lang, Regime, State } from "./types" */
import { data, isRegion, regimeOf } from "./data.js";
import { find, findAll } from "./dom.js";
import { lang, say } from "./words.js";

/** Read a middle and a zoom; what makes no sense is passed over. @param {string | null} at */
const readAt = (at) => {
  const [lat, lng, zoom, ...more] = (at ?? "").split(",").map(Number);
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lng) <= 360;
  const isSound = isPlace && zoom >= 0 && zoom <= data.greatest_zoom;
  return isSound && !more.length ? { lat, lng, zoom } : null;
};

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
    embed: asked.has("embed"),
    at: readAt(asked.get("at")),
  };
};

/** @param {State} state */
export const linkTo = ({ regime, against, region, theme, gallery, embed, at }) => {
  const said = new URLSearchParams({ regime: regime.id });
  if (against) said.set("against", against.id);
  if (region) said.set("region", region);
  if (lang !== data.lang) said.set("lang", lang);
  if (theme !== "auto") said.set("theme", theme);
  if (gallery) said.set("view", "all");
  const written = at ? `&at=${at.lat.toFixed(3)},${at.lng.toFixed(3)},${at.zoom.toFixed(2)}` : "";
  return `#${embed ? "embed&" : ""}${said}${written}`;
};

/**
 * Bring the address up to date; what was chosen, not only moved, can be gone back from.
 * @param {State} state @param {boolean} isChoice
 */
export const writeLink = (state, isChoice) => {
  const link = linkTo(state);
  if (window.location.protocol === "about:" || link === window.location.hash) return;
  if (isChoice) history.pushState(null, "", link);
  else history.replaceState(null, "", link);
};

/** How high a frame of a width would have to be, in parts of it, for the map alone. */
const SHAPE = 0.75;

/** Whether the page stands in a frame that may keep it from doing what it can. */
export const isFramed = () => window.parent !== window;

/** Tell a host that listens how high the page would like to be. @param {boolean} isSmall */
const tellHeight = (isSmall) => {
  const around = document.documentElement;
  const map = find(".frame").offsetHeight;
  const wanted = Math.round(around.clientWidth * SHAPE) + around.clientHeight - map;
  const height = isSmall ? wanted : around.scrollHeight;
  window.parent.postMessage({ type: "policy-map:height", height }, "*");
};

/** Name who reported the policy first, as its list of sources does. @param {string} id */
const sourceOf = (id) => {
  const [source] = findAll(`#policy-${id} .sources .quiet`);
  return source ? say("embed_source", { source: source.textContent.trim() }) : "";
};

/** @param {State} state */
export const arrangeEmbed = (state) => {
  document.documentElement.classList.toggle("embed", state.embed);
  /** @type {HTMLAnchorElement} */
  const way = find("#full-page");
  way.href = linkTo({ ...state, embed: false });
  find("#embed-source").textContent = sourceOf(state.regime.id);
  if (isFramed()) tellHeight(state.embed);
};
