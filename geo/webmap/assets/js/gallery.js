// All policies at once: the pictures that stand in the page, each a way to its map.
const hangGallery = ({ onChoose, onToggle }) => {
  const pictures = findAll(".still");
  const toggle = find("#gallery-switch");
  toggle.addEventListener("click", () => onToggle(toggle.getAttribute("aria-pressed") !== "true"));
  const ways = pictures.map((picture) => {
    const regime = regimeOf.get(picture.dataset.regime);
    const way = button("plain way", undefined, () => onChoose(regime));
    way.append(element("bdi"));
    picture.querySelector("figcaption").prepend(way);
    return [regime, way];
  });
  const named = new Map([
    ...data.regions.map((region) => [region.region, () => shortOf(region)]),
    ...[...data.home, ...data.countries, ...data.beyond].map((shape) => [
      shape.country,
      () => nameOf(shape).toLocaleUpperCase(lang),
    ]),
  ]);
  return {
    speak: () => {
      ways.forEach(([regime, way]) => {
        way.firstChild.textContent = told(regime).label;
      });
      findAll(".still [data-name]").forEach((name) => {
        name.textContent = named.get(name.dataset.name)();
      });
    },
    show: (open) => {
      document.documentElement.classList.toggle("gallery", open);
      toggle.setAttribute("aria-pressed", String(open));
      toggle.textContent = say(open ? "gallery_back" : "gallery");
    },
  };
};
