// What the page shows, and in which words: written once by Python, read once here.
const data = JSON.parse(document.getElementById("map-data").textContent);

const say = (key, values = {}) =>
  data.words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

// Shapes come as whole ten-thousandths of a degree, longitude and latitude in turn, each step
// counted from the point before.
const unpackLine = (steps) => {
  const points = [];
  let longitude = 0;
  let latitude = 0;
  for (let n = 0; n < steps.length; n += 2) {
    longitude += steps[n];
    latitude += steps[n + 1];
    points.push([latitude / 1e4, longitude / 1e4]);
  }
  return points;
};
const unpackLines = (lines) => lines.map(unpackLine);
const unpackAreas = (areas) => areas.map(unpackLines);

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

const svg = (tag, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
};
