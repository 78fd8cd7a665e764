// The figures of one region beside the map.
const drawCard = ({ onPlace, onRelease }) => {
  const card = document.getElementById("card");
  const fact = (list, term, ...content) => {
    const value = element("dd");
    value.append(...content);
    list.append(element("dt", "", say(term)), value);
  };

  return (regime, code, { pinned }) => {
    card.replaceChildren();
    card.classList.toggle("pinned", pinned);
    if (!code) {
      card.append(element("p", "quiet", say("card_none")));
      return;
    }
    const row = regime.rows.find(([at]) => data.regions[at].region === code);
    const [index, share, , standing, named] = row;
    const region = data.regions[index];
    const head = element("div", "card-head");
    head.append(element("h2", "", region.name));
    if (pinned) {
      const close = element("button", "plain", say("card_close"));
      close.type = "button";
      close.addEventListener("click", onRelease);
      head.append(close);
    }
    const facts = element("dl", "facts");
    fact(facts, "card_share", element("span", `figure ${standing}`, share));
    fact(facts, "card_nearest", region.nearest);
    fact(facts, "card_scope", named ? element("span", "chip", say("yes")) : say("no"));
    const places = data.places.filter((place) => place.region === code);
    const links = places.map((place) => {
      const link = element("button", "plain");
      link.type = "button";
      link.append(element("bdi", "", place.name), ` (${place.count})`);
      link.addEventListener("click", () => onPlace(place));
      return link;
    });
    fact(facts, "card_text", ...(links.length ? links : [say("never")]));
    card.append(head, facts);
    if (region.crosses) {
      const note = say("crosses", { region: region.name, countries: region.crosses });
      card.append(element("p", "quiet", note));
    }
  };
};
