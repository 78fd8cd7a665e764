// Regions as a reader meets them: pointed at, reached by keyboard, kept open by a click; and the
// card of one beside the map: its figures, what the text says, where to go on.
/** @import { Against, Regime, Row } from "./types" */
/** @import { Map as LeafletMap, Path } from "leaflet" */
import { data, regionOf, rowOf } from "./data.js";
import { button, element, find, findAll, roving, set } from "./dom.js";
import { drawn, pathOf } from "./shapes.js";
import { crossing, km, lang, nameOf, numeral, say, shareOf } from "./words.js";

const MOST_QUOTES = 2;

/** @param {Row} row @param {Row | undefined} other */
const shareTold = (row, other) => {
  if (!other || shareOf(other) === shareOf(row)) return shareOf(row);
  return `${shareOf(other)} → ${shareOf(row)}`;
};

/** @param {Regime} regime @param {Against} against @param {string} code */
const factsOf = (regime, against, code) => {
  const row = rowOf(regime, code);
  const figure = shareTold(row, against?.row.get(code));
  const elsewhere = row.excluded ? "left_out_chip" : "no";
  /** @type {[string, string | Element][]} */
  const told = [
    ["card_share", element("span", `figure ${row.standing}`, figure)],
    ["card_nearest", km(row.measured.nearest)],
    ["card_scope", row.named ? element("span", "chip", say("yes")) : say(elsewhere)],
  ];
  const facts = element("dl", "facts");
  told.forEach(([term, content]) => {
    const value = element("dd");
    value.append(content);
    facts.append(element("dt", "", say(term)), value);
  });
  return facts;
};

/**
 * Quote what the text says of a region: its sentences stand in the list of mentions already.
 * @param {string} code @param {(item: HTMLElement) => void} onText
 */
const quotesOf = (code, onText) => {
  const mentions = findAll("#evidence [data-place]").filter(
    ({ dataset }) => data.places[Number(dataset.place)]?.region === code,
  );
  if (!mentions.length) return [element("p", "quiet", say("never"))];
  const sentences = new Map(mentions.map((item) => [find(".sentence", item).textContent, item]));
  const made = [...sentences.values()].slice(0, MOST_QUOTES).map((item) => {
    const quote = button("quote", undefined, () => onText(item));
    quote.append(...find(".sentence", item).cloneNode(true).childNodes);
    return quote;
  });
  if (mentions.length > 1) {
    const count = numeral(mentions.length);
    made.push(button("plain", say("card_more", { n: count }), () => onText(mentions[0])));
  }
  return made;
};

/**
 * @param {{
 * onText: (item: HTMLElement) => void,
 * onRow: (code: string) => void,
 * onSources: () => void,
 * onRelease: () => void,
 * }} then
 */
export const drawCard = ({ onText, onRow, onSources, onRelease }) => {
  const card = find("#card");
  /** @type {(regime: Regime, against: Against, code: string, pinned: boolean) => void} */
  const draw = (regime, against, code, pinned) => {
    const region = regionOf(code);
    const head = element("div", "card-head");
    head.append(element("h2", "", nameOf(region)));
    if (pinned) head.append(button("plain", say("card_close"), onRelease));
    const says = element("div", "says");
    says.append(element("h3", "", say("card_says")), ...quotesOf(code, onText));
    card.append(head, factsOf(regime, against, code), says);
    const { measured } = rowOf(regime, code);
    if (measured.crosses.length) card.append(element("p", "quiet", crossing(measured)));
    const ways = element("p", "ways");
    ways.append(
      button("plain", say("card_row"), () => onRow(code)),
      " · ",
      button("plain", say("card_sources"), onSources),
    );
    card.append(ways);
  };

  // Drawn anew only for something new: a button must not vanish under the finger that presses it.
  let shown = "";
  /**
   * @param {Regime} regime @param {Against} against @param {string | null} code
   * @param {{ pinned: boolean }} how
   */
  return (regime, against, code, { pinned }) => {
    const wanted = code ? [regime.id, against?.id, code, pinned, lang].join(" ") : lang;
    if (wanted === shown) return;
    shown = wanted;
    card.replaceChildren();
    card.classList.toggle("pinned", pinned);
    if (code) draw(regime, against, code, pinned);
    else card.append(element("p", "quiet", say("card_none")));
  };
};

/** @param {Row} row */
const scopeOf = ({ named, excluded }) => {
  if (excluded) return "scope_left_out";
  return named ? "scope_yes" : "scope_no";
};
/** @param {Row} row */
const labelOf = (row) => {
  const region = regionOf(row.region);
  return say(row.standing === "outside" ? "region_label_outside" : "region_label", {
    name: nameOf(region),
    share: shareOf(row),
    nearest: km(row.measured.nearest),
    scope: say(scopeOf(row)),
  });
};

/** @param {LeafletMap} map */
const haloOf = (map) => {
  const halo = L.layerGroup().addTo(map);
  return (/** @type {string | null} */ code) => {
    halo.clearLayers();
    if (!code) return;
    const shape = regionOf(code).shape.flat();
    ["halo-casing", "halo"].forEach((className) =>
      halo.addLayer(drawn(shape, { className, interactive: false, pane: "reaches" })),
    );
  };
};

/**
 * @param {LeafletMap} map @param {Map<string, Path>} regions @param {{
 * onShow: (code: string | null, how: { pinned: boolean }) => void,
 * onPin: (code: string | null) => void,
 * }} then
 */
export const readRegions = (map, regions, { onShow, onPin }) => {
  /** @type {string | null} */
  let pinned = null;
  const stops = roving();
  const mark = haloOf(map);
  const path = (/** @type {string} */ code) =>
    pathOf(/** @type {Path} */ (regions.get(code)));
  /** @param {string | null} code */
  const look = (code) => {
    mark(code);
    onShow(code, { pinned: code !== null && code === pinned });
  };
  /** @param {string | null} code */
  const pin = (code) => {
    if (pinned) path(pinned).setAttribute("aria-pressed", "false");
    pinned = code === pinned ? null : code;
    if (pinned) path(pinned).setAttribute("aria-pressed", "true");
    look(pinned);
    onPin(pinned);
  };
  const release = () => (pinned ? pin(pinned) : look(null));

  regions.forEach((layer, code) => {
    const shape = path(code);
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-pressed", "false");
    shape.setAttribute("tabindex", "-1");
    shape.dataset.region = code;
    layer.on({
      mouseover: () => look(code),
      mouseout: () => look(pinned),
      click: () => pin(code),
    });
    stops.listen(shape, () => pin(code), release);
    shape.addEventListener("focus", () => look(code));
    shape.addEventListener("blur", () => look(pinned));
  });
  const group = /** @type {SVGGElement} */ (path([...regions.keys()][0]).parentNode);
  group.setAttribute("role", "group");

  return {
    pin,
    release,
    look: (/** @type {string | null} */ code) => look(code ?? pinned),
    set: (/** @type {string | null} */ code) => {
      if (code !== pinned) pin(code ?? pinned);
    },
    go: (/** @type {string} */ code) => {
      if (code !== pinned) pin(code);
      path(code).focus({ preventScroll: true });
    },
    arrange: (/** @type {Regime} */ regime) => {
      group.setAttribute("aria-label", say("map_regions"));
      regime.row.forEach((row, code) => set(path(code), "aria-label", labelOf(row)));
      stops.arrange([...regime.row.keys()].map(path), pinned === null ? null : path(pinned));
      look(pinned);
    },
  };
};
