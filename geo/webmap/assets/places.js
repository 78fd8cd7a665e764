const page = document.documentElement;
const { titles } = JSON.parse(document.getElementById("map-data").textContent);
const buttons = [...document.querySelectorAll("[data-language]")];
const asked = new URLSearchParams(location.hash.slice(1));
const speak = (lang) => {
  page.lang = lang;
  document.title = titles[lang];
  document.querySelectorAll("h1, figure > svg > title").forEach((title) => {
    title.textContent = titles[lang];
  });
  buttons.forEach((button) => button.setAttribute("aria-pressed", button.lang === lang));
  fill();
};
buttons.forEach((button) =>
  button.addEventListener("click", () => {
    speak(button.lang);
    asked.set("lang", button.lang);
    history.replaceState(null, "", `#${asked}`.replace("embed=&", "embed&"));
  }),
);
document.querySelector(".languages").hidden = false;
page.classList.toggle("embed", asked.has("embed"));
// In another page the map alone fills what room there is, around the places marked; on a phone it
// is as high as can be, and begins in their middle.
const MOST_OF_IT = 0.6; // of the frame, whatever its shape
const drawing = document.querySelector(".drawing");
const shown = drawing.querySelector("svg");
const whole = shown.getAttribute("viewBox");
const fill = () => {
  shown.setAttribute("viewBox", whole);
  shown.querySelectorAll("[data-map-label]").forEach((name) => name.removeAttribute("display"));
  const frame = shown.querySelector("#patch_2").getBBox();
  const named = [...shown.querySelectorAll("[data-map-label^='place:']")];
  const boxes = named.map((name) => name.getBBox()).filter((box) => box.width);
  const marks = boxes.length ? boxes : [frame];
  const west = Math.min(...marks.map(({ x }) => x));
  const east = Math.max(...marks.map(({ x, width: across }) => x + across));
  const { clientWidth, clientHeight, scrollWidth } = drawing;
  const middle = ((west + east) / 2 - frame.x) / frame.width;
  drawing.scrollLeft = middle * scrollWidth - clientWidth / 2;
  if (!page.classList.contains("embed")) return;
  const part = Math.min(1, (MOST_OF_IT * innerWidth * innerHeight) / (clientWidth * clientHeight));
  const shape = clientWidth / clientHeight;
  const wide = Math.min(frame.width, frame.height * shape);
  const width = east - west > wide ? Math.min(frame.width, (frame.height * shape) / part) : wide;
  const height = Math.min(frame.height, width / shape);
  const x = Math.min(Math.max((west + east - width) / 2, frame.x), frame.x + frame.width - width);
  const y = frame.y + (frame.height - height) / 2;
  shown.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  shown.querySelectorAll("[data-map-label]").forEach((name) => {
    const box = name.getBBox();
    if (box.x < x || box.x + box.width > x + width) name.setAttribute("display", "none");
  });
};
speak(Object.hasOwn(titles, asked.get("lang") ?? "") ? asked.get("lang") : page.lang);
addEventListener("resize", fill);
