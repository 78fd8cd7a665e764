// What is known of one region, beside the map: its figures, what the text says, where to go on.
/** @import { Against, Regime, Row } from "./types" */
import { data, regionOf, rowOf } from "./data.js";
import { button, element, find, findAll } from "./dom.js";
import { crossing, km, lang, nameOf, numeral, say, shareOf } from "./words.js";

const MOST_QUOTES = 2;

/** @param {Row} row @param {Row | undefined} other */
const shareTold = (row, other) => {
  if (!other || shareOf(other) === shareOf(row)) return shareOf(row);
  return `${shareOf(other)} → ${shareOf(row)}`;
};

/** @param {import("./types").Row} row */
const scopeOf = ({ excluded }) => (excluded ? "left_out_chip" : "no");

/** @param {Regime} regime @param {Against} against @param {string} code */
const factsOf = (regime, against, code) => {
  const row = rowOf(regime, code);
  const figure = shareTold(row, against?.row.get(code));
  /** @type {[string, string | Element][]} */
  const told = [
    ["card_share", element("span", `figure ${row.standing}`, figure)],
    ["card_nearest", km(row.measured.nearest)],
    ["card_scope", row.named ? element("span", "chip", say("yes")) : say(scopeOf(row))],
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
    const wanted = [regime.id, against?.id, code, pinned, lang].join(" ");
    if (wanted === shown) return;
    shown = wanted;
    card.replaceChildren();
    card.classList.toggle("pinned", pinned);
    if (code) draw(regime, against, code, pinned);
    else card.append(element("p", "quiet", say("card_none")));
  };
};
