// The list of mentions: from one to its mark on the map, and from a mark to all of its mentions.
const linkEvidence = ({ canShow, onPlace }) => {
  const list = find("#evidence");
  const items = [...list.children];
  const filter = find("#evidence-filter");
  items.forEach((item) => {
    const place = data.places[item.dataset.place];
    if (!place || !canShow(place)) return;
    const name = item.querySelector(".place");
    const link = button("plain", undefined, () => onPlace(place));
    name.replaceWith(link);
    link.append(name);
  });

  const tell = (item) => {
    const place = data.places[item.dataset.place];
    const { kind, status } = item.dataset;
    const about = [words().kinds[kind], place?.away && awayOf(place), words().states[status]];
    item.querySelector(".meta > span").textContent = about.filter(Boolean).join(" · ");
    if (place) item.querySelector(".place").textContent = nameOf(place);
    const link = item.querySelector(".meta button");
    if (link) link.title = say("show_on_map");
  };
  const awayOf = ({ away }) => say("distance", { distance: km(away) });

  let narrowed = null;
  const only = (place) => {
    narrowed = place;
    const index = data.places.indexOf(place);
    list.classList.toggle("narrowed", place !== null);
    items.forEach((item) => {
      item.hidden = place !== null && item.dataset.place !== String(index);
    });
    filter.hidden = place === null;
    if (place) fillMessage(filter.querySelector("span"), say("only"), { place: nameOf(place) });
  };
  filter.querySelector("button").addEventListener("click", () => {
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

const showOnMap = (go) => {
  find("#map").scrollIntoView({ block: "nearest", behavior: scrolling() });
  go();
};
