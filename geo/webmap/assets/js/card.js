// What is known of one region, beside the map: its figures, what the text says, where to go on.
const MOST_QUOTES = 2;

const drawCard = ({ onText, onRow, onSources, onRelease }) => {
  const card = find("#card");
  const fact = (list, term, ...content) => {
    const value = element("dd");
    value.append(...content);
    list.append(element("dt", "", say(term)), value);
  };
  const share = (row, other) => {
    if (!other || shareOf(other) === shareOf(row)) return shareOf(row);
    return `${shareOf(other)} → ${shareOf(row)}`;
  };
  // The sentences stand in the list of mentions already.
  const mentionsOf = (code) => {
    const isOf = (item) => data.places[item.dataset.place]?.region === code;
    return findAll("#evidence [data-place]").filter(isOf);
  };
  const quotes = (mentions) => {
    const sentences = new Map(
      mentions.map((item) => [item.querySelector(".sentence").textContent, item]),
    );
    const made = [...sentences.values()].slice(0, MOST_QUOTES).map((item) => {
      const quote = button("quote", undefined, () => onText(item));
      quote.append(...item.querySelector(".sentence").cloneNode(true).childNodes);
      return quote;
    });
    if (mentions.length > 1) {
      const count = numeral(mentions.length);
      made.push(button("plain", say("card_more", { n: count }), () => onText(mentions[0])));
    }
    return made;
  };

  // Drawn anew only for something new: a button must not vanish under the finger that presses it.
  let shown = null;
  return (regime, against, code, { pinned }) => {
    const wanted = [regime.id, against?.id, code, pinned, lang].join(" ");
    if (wanted === shown) return;
    shown = wanted;
    card.replaceChildren();
    card.classList.toggle("pinned", pinned);
    if (!code) {
      card.append(element("p", "quiet", say("card_none")));
      return;
    }
    const region = regionOf.get(code);
    const row = regime.row.get(code);
    const head = element("div", "card-head");
    head.append(element("h2", "", nameOf(region)));
    if (pinned) head.append(button("plain", say("card_close"), onRelease));
    const facts = element("dl", "facts");
    const figure = share(row, against?.row.get(code));
    fact(facts, "card_share", element("span", `figure ${row.standing}`, figure));
    fact(facts, "card_nearest", km(region.nearest));
    fact(facts, "card_scope", row.named ? element("span", "chip", say("yes")) : say("no"));
    card.append(head, facts);
    const mentions = mentionsOf(code);
    const says = element("div", "says");
    says.append(element("h3", "", say("card_says")));
    says.append(...(mentions.length ? quotes(mentions) : [element("p", "quiet", say("never"))]));
    card.append(says);
    if (region.crosses.length) card.append(element("p", "quiet", crossing(region)));
    const ways = element("p", "ways");
    ways.append(
      button("plain", say("card_row"), () => onRow(code)),
      " · ",
      button("plain", say("card_sources"), onSources),
    );
    card.append(ways);
  };
};
