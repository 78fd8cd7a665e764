// The list of mentions: from one to its mark on the map, and from a mark to all of its mentions.
/** @import { Place } from "./types" */
import { data } from "./data.js";
import { button, fillMessage, find } from "./dom.js";
import { km, nameOf, say, words } from "./words.js";

/** @param {HTMLElement} item @returns {Place | undefined} */
const placeOf = ({ dataset }) => data.places[Number(dataset.place)];

/** @param {HTMLElement} item */
const tell = (item) => {
  const place = placeOf(item);
  const { kind = "", status = "" } = item.dataset;
  const away = place?.away && say("distance", { distance: km(place.away) });
  const about = [words().kinds[kind], away, words().states[status]];
  find(".meta > span", item).textContent = about.filter(Boolean).join(" · ");
  if (place) find(".place", item).textContent = nameOf(place);
  const link = item.querySelector("button");
  if (link) link.title = say("show_on_map");
};

/** @param {{ canShow: (place: Place) => boolean, onPlace: (place: Place) => void }} then */
export const linkEvidence = ({ canShow, onPlace }) => {
  const list = find("#evidence");
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  const filter = find("#evidence-filter");
  items.forEach((item) => {
    const place = placeOf(item);
    if (!place || !canShow(place)) return;
    const name = find(".place", item);
    const link = button("plain", undefined, () => onPlace(place));
    name.replaceWith(link);
    link.append(name);
  });

  /** @type {Place | null} */
  let narrowed = null;
  /** @param {Place | null} place */
  const only = (place) => {
    narrowed = place;
    list.classList.toggle("narrowed", place !== null);
    items.forEach((item) => {
      item.hidden = place !== null && placeOf(item) !== place;
    });
    filter.hidden = place === null;
    if (place) fillMessage(find("span", filter), say("only"), { place: nameOf(place) });
  };
  find("button", filter).addEventListener("click", () => {
    only(null);
    list.focus();
  });
  return {
    only,
    speak: () => {
      items.forEach(tell);
      only(narrowed);
    },
  };
};
