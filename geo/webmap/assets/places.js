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
if (Object.hasOwn(titles, asked.get("lang") ?? "")) speak(asked.get("lang"));
const drawing = document.querySelector(".drawing");
drawing.scrollLeft = (drawing.scrollWidth - drawing.clientWidth) / 2; // a phone sees the middle

// In another page the map alone fills what room there is, around the places marked.
const MOST_OF_IT = 0.6; // of the frame, whatever its shape
const shown = drawing.querySelector("svg");
const whole = shown.getAttribute("viewBox");
const fill = () => {
  shown.setAttribute("viewBox", whole);
  shown.querySelectorAll("[data-map-label]").forEach((name) => name.removeAttribute("display"));
  if (!page.classList.contains("embed")) return;
  const frame = shown.querySelector("#patch_2").getBBox();
  const named = [...shown.querySelectorAll("[data-map-label^='place:']")];
  const marks = named.length ? named.map((name) => name.getBBox()) : [frame];
  const west = Math.min(...marks.map(({ x }) => x));
  const east = Math.max(...marks.map(({ x, width: across }) => x + across));
  const { clientWidth, clientHeight } = drawing;
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
fill();
addEventListener("resize", fill);
