// The text's sentences: from a mention to its mark, and from a mark to its mentions.
const linkEvidence = ({ marks }) => {
  const list = document.getElementById("evidence");
  const items = [...list.children];
  const filter = document.getElementById("evidence-filter");
  const name = filter.querySelector("bdi");
  items.forEach((item) => {
    const index = Number(item.dataset.place);
    if (item.dataset.place === undefined || !marks.has(index)) return;
    const place = item.querySelector(".place");
    const button = element("button", "plain");
    button.type = "button";
    button.title = say("show_on_map");
    place.replaceWith(button);
    button.append(place);
    button.addEventListener("click", () => {
      document.getElementById("map").scrollIntoView({ block: "nearest", behavior: scrolling() });
      marks.go(index);
    });
  });

  const only = (place) => {
    const index = data.places.indexOf(place);
    list.classList.toggle("narrowed", place !== null);
    items.forEach((item) => {
      item.hidden = place !== null && item.dataset.place !== String(index);
    });
    filter.hidden = place === null;
    name.textContent = place ? place.name : "";
  };
  const every = filter.querySelector("button");
  every.addEventListener("click", () => {
    only(null);
    list.focus();
  });
  return (place) => {
    only(place);
    filter.scrollIntoView({ block: "start", behavior: scrolling() });
    every.focus({ preventScroll: true });
  };
};
