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
