// What the page shows, and in which words: written once by Python, read once here.
const data = JSON.parse(document.getElementById("map-data").textContent);

// Shapes come as encoded polylines of thousandths of a degree: signs of five bits each, the lowest
// first; latitude and longitude in turn, each counted from the point before.
const unpackLine = (text) => {
  const points = [];
  let at = 0;
  const number = () => {
    let value = 0;
    let shift = 0;
    let bits;
    do {
      bits = text.charCodeAt(at) - 63;
      at += 1;
      value |= (bits & 31) << shift;
      shift += 5;
    } while (bits > 31);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  let latitude = 0;
  let longitude = 0;
  while (at < text.length) {
    latitude += number();
    longitude += number();
    points.push([latitude / 1000, longitude / 1000]);
  }
  return points;
};
const unpackLines = (lines) => lines.map(unpackLine);
const unpackAreas = (areas) => areas.map(unpackLines);

const regionOf = new Map(data.regions.map((region) => [region.region, region]));
const regimeOf = new Map(data.regimes.map((regime) => [regime.id, regime]));
const farEnd = ({ reach_km: ends }) => ends.at(-1);

// The rows of a regime by region: share and standing at the far end, both shares, named or not.
data.regimes.forEach((regime) => {
  regime.row = new Map(
    regime.rows.map(([index, shares, standings]) => {
      const { region } = data.regions[index];
      const named = regime.scope.includes(region);
      return [region, { region, shares, standings, standing: standings.at(-1), named }];
    }),
  );
});

const find = (selector) => document.querySelector(selector);
const findAll = (selector) => [...document.querySelectorAll(selector)];

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

const button = (className, text, act) => {
  const made = element("button", className, text);
  made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
};

const svg = (tag, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
};
