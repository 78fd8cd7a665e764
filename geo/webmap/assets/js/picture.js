// The view as one drawing: what the map shows now, with its finding, its scale and its credit.
const DRAWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"];
const KEPT = ["d", "cx", "cy", "r", "x", "y", "x1", "y1", "x2", "y2", "width", "height"];
const LAYERS = {
  overlayPane: "land",
  paint: "inside",
  edges: "borders",
  scopes: "scope",
  reaches: "reach",
};
const MARGIN = 24;

// A shape with its look written into it: in a file of its own there is no style sheet.
const withLook = (part) => {
  const look = getComputedStyle(part);
  const made = svg(part.tagName, { "fill-rule": "evenodd" });
  KEPT.filter((name) => part.hasAttribute(name)).forEach((name) =>
    made.setAttribute(name, part.getAttribute(name)),
  );
  DRAWN.forEach((name) => made.setAttribute(name, look.getPropertyValue(name).replaceAll('"', "")));
  return made;
};

const drawPicture = (map, regime) => {
  const size = map.getSize();
  const page = getComputedStyle(document.documentElement);
  const ink = (name) => page.getPropertyValue(name).trim();
  const frame = map.getContainer().getBoundingClientRect();
  const within = (selector) => [...map.getContainer().querySelectorAll(selector)];
  const boxOf = (part) => {
    const box = part.getBoundingClientRect();
    const [left, top] = [box.left - frame.left, box.top - frame.top];
    return { left, top, width: box.width, height: box.height, x: left + box.width / 2 };
  };
  const group = (id, parts, attributes = {}) => {
    const made = svg("g", { id, ...attributes });
    made.append(...parts);
    return made;
  };
  const write = (text, x, y, attributes = {}) => {
    const made = svg("text", { x, y, "font-size": 13, fill: ink("--ink"), ...attributes });
    made.textContent = text;
    return made;
  };
  const ruler = document.createElement("canvas").getContext("2d");
  const wrapped = (text, px, weight = 400) => {
    ruler.font = `${weight} ${px}px ${page.fontFamily}`;
    return text.split(" ").reduce((lines, word) => {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      const fits = lines.length && ruler.measureText(longer).width <= size.x;
      return fits ? [...lines.slice(0, -1), longer] : [...lines, word];
    }, []);
  };

  // From the top down; each part says where the next may begin.
  let under = MARGIN;
  const paragraph = (text, px, attributes = {}) =>
    wrapped(text, px, attributes["font-weight"]).map((line) => {
      under += px * 1.3;
      return write(line, MARGIN, under, { "font-size": px, ...attributes });
    });
  const head = () => {
    const { headline, label, dates, status, scope_short: scope } = told(regime);
    const facts = [label, dates, `${say("status")} ${status}`, `${say("scope")} ${scope}`];
    const large = Math.max(18, Math.min(28, size.x / 28));
    return group("finding", [
      ...paragraph(headline, large, { "font-weight": 700 }),
      ...paragraph(facts.join(" · "), 13, { fill: ink("--soft") }),
    ]);
  };

  const origin = map.layerPointToContainerPoint([0, 0]);
  const moved = { transform: `translate(${origin.x} ${origin.y})` };
  const layers = () =>
    Object.entries(LAYERS).map(([pane, id]) => {
      const isSeen = (path) =>
        (path.getAttribute("d") ?? "M0 0") !== "M0 0" && !path.matches(".halo, .halo-casing");
      const paths = [...map.getPane(pane).querySelectorAll("path")].filter(isSeen);
      return group(id, paths.map(withLook), moved);
    });
  const places = () => {
    const marks = within(".mark svg").map((mark) => {
      const { x, top, height } = boxOf(mark.parentNode);
      const made = withLook(mark.firstChild);
      made.setAttribute("transform", `translate(${x} ${top + height / 2})`);
      return made;
    });
    const capitals = within(".capital-dot").map((dot) => {
      const { x, top, height } = boxOf(dot);
      const y = top + height / 2 - 3;
      return svg("rect", { x: x - 3, y, width: 6, height: 6, fill: ink("--ink") });
    });
    return group("places", [...marks, ...capitals]);
  };
  const names = () => {
    const lines = within(".label-text:not(.hidden) .label-line").map((line) => {
      const { x, top, height } = boxOf(line);
      const look = getComputedStyle(line);
      const isUpper = look.textTransform === "uppercase";
      const text = line.textContent;
      return write(isUpper ? text.toLocaleUpperCase(lang) : text, x, top + height * 0.78, {
        "font-size": parseFloat(look.fontSize),
        "font-weight": look.fontWeight,
        "font-style": look.fontStyle,
        "letter-spacing": look.letterSpacing === "normal" ? 0 : look.letterSpacing,
        fill: look.color,
        stroke: look.getPropertyValue("--label-halo").trim(),
        "stroke-width": 2.5,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
      });
    });
    return group("names", lines, { "text-anchor": "middle" });
  };
  const scale = () => {
    const bar = find("#scale");
    const { left, top, width, height, x } = boxOf(bar);
    const y = top + height;
    const d = `M${left} ${y - 8}V${y}H${left + width}V${y - 8}`;
    const line = svg("path", { d, fill: "none", stroke: ink("--ink"), "stroke-width": 1.5 });
    const text = { "font-size": 12, "text-anchor": "middle" };
    return group("scale", [line, write(bar.textContent, x, y - 4, text)]);
  };
  const view = () => {
    const sea = svg("rect", { width: size.x, height: size.y, fill: ink("--sea") });
    const leaders = group("leaders", within(".leaders > *").map(withLook), moved);
    const parts = [sea, ...layers(), leaders, places(), names(), scale()];
    const transform = `translate(${MARGIN} ${under + 14})`;
    under += 14 + size.y;
    return group("map", parts, { "clip-path": "url(#frame)", transform });
  };
  const credit = () =>
    group("credit", paragraph(say("picture_credit"), 11, { fill: ink("--soft") }));

  const patterns = () =>
    findAll(".patterns pattern").map((pattern) => {
      const made = pattern.cloneNode(false);
      made.append(...[...pattern.children].map(withLook));
      return made;
    });
  const clip = svg("clipPath", { id: "frame" });
  clip.append(svg("rect", { width: size.x, height: size.y }));
  const defs = svg("defs", {});
  defs.append(clip, ...patterns());
  const [title, description] = [svg("title", {}), svg("desc", {})];
  title.textContent = told(regime).headline;
  description.textContent = told(regime).detail;

  const drawn = [head(), view(), credit()];
  const [width, height] = [size.x + 2 * MARGIN, Math.ceil(under + MARGIN)];
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": page.fontFamily.replaceAll('"', "'"),
    lang,
  });
  const paper = svg("rect", { width, height, fill: ink("--paper") });
  picture.append(title, description, defs, paper, ...drawn);
  return { text: new XMLSerializer().serializeToString(picture), width, height };
};

// The same drawing in dots, twice as fine as the screen.
const inDots = async ({ text, width, height }) => {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = element("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => {
    canvas.toBlob(done, "image/png");
  });
};
