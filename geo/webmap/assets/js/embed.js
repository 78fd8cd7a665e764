// The page within another page: small, with its finding, its source and a way to the whole of it.
/** @import { State } from "./types" */
import { find, findAll } from "./dom.js";
import { linkTo } from "./link.js";
import { say } from "./words.js";

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
