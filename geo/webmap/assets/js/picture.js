// The view as one drawing: what the map shows now, with its finding, its scale and its credit.
const DRAWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"];
const PANES = {
  overlayPane: "land",
  paint: "inside",
  edges: "borders",
  scopes: "scope",
  reaches: "reach",
};
const MARGIN = 24;

const drawPicture = (map, regime) => {
  const size = map.getSize();
  const width = size.x + 2 * MARGIN;
  const looks = (part) => getComputedStyle(part);
  const page = looks(document.documentElement);
  const ink = (name) => page.getPropertyValue(name).trim();
  const copy = (part, made = part.cloneNode(false)) => {
    const style = looks(part);
    ["class", "tabindex", "role", "aria-label", "aria-pressed", "data-region", "pointer-events"].forEach(
      (name) => made.removeAttribute(name),
    );
    ["fill-opacity", "stroke-opacity", "fill-rule"].forEach((name) => made.removeAttribute(name));
    DRAWN.forEach((name) => {
      const value = style.getPropertyValue(name).replaceAll('"', "");
      if (value && value !== "none 0px") made.setAttribute(name, value);
    });
    made.setAttribute("fill-rule", "evenodd");
    return made;
  };

  const measure = document.createElement("canvas").getContext("2d");
  const write = (text, x, y, { size: px = 13, weight = 400, fill = ink("--ink"), ...more } = {}) => {
    const made = svg("text", { x, y, "font-size": px, "font-weight": weight, fill, ...more });
    made.textContent = text;
    return made;
  };
  const wrapped = (text, px, weight) => {
    measure.font = `${weight} ${px}px ${page.fontFamily}`;
    const lines = [""];
    text.split(" ").forEach((word) => {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (measure.measureText(longer).width <= size.x || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    });
    return lines;
  };

  // Head: the finding, then reach, status and scope, each in its own words.
  const head = svg("g", { id: "finding" });
  let y = MARGIN;
  const lines = (text, px, options) =>
    wrapped(text, px, options.weight ?? 400).forEach((line) => {
      y += px * 1.25;
      head.append(write(line, MARGIN, y, { size: px, ...options }));
    });
  const { headline, label, dates, status, scope_short: scope } = told(regime);
  const facts = [label, dates, `${say("status")} ${status}`, `${say("scope")} ${scope}`].join(" · ");
  lines(headline, Math.max(18, Math.min(28, size.x / 28)), { weight: 700 });
  y += 4;
  lines(facts, 13, { fill: ink("--soft") });
  const top = y + 14;

  // The map, layer by layer.
  const view = svg("g", { id: "map", "clip-path": "url(#frame)", transform: `translate(${MARGIN} ${top})` });
  view.append(svg("rect", { width: size.x, height: size.y, fill: ink("--sea") }));
  const origin = map.layerPointToContainerPoint([0, 0]);
  Object.entries(PANES).forEach(([pane, id]) => {
    const layer = svg("g", { id, transform: `translate(${origin.x} ${origin.y})` });
    map.getPane(pane).querySelectorAll("path").forEach((path) => {
      const d = path.getAttribute("d");
      if (!d || d === "M0 0" || path.matches(".halo, .halo-casing")) return;
      layer.append(copy(path));
    });
    view.append(layer);
  });
  const frame = map.getContainer().getBoundingClientRect();
  const marks = svg("g", { id: "places" });
  map.getContainer().querySelectorAll(".mark svg").forEach((mark) => {
    const box = mark.parentNode.getBoundingClientRect();
    const [x, middle] = [box.left + box.width / 2 - frame.left, box.top + box.height / 2 - frame.top];
    const path = copy(mark.firstChild);
    path.setAttribute("transform", `translate(${x} ${middle})`);
    marks.append(path);
  });
  map.getContainer().querySelectorAll(".capital-dot").forEach((dot) => {
    const box = dot.getBoundingClientRect();
    const [x, middle] = [box.left + box.width / 2 - frame.left, box.top + box.height / 2 - frame.top];
    marks.append(svg("rect", { x: x - 3, y: middle - 3, width: 6, height: 6, fill: ink("--ink") }));
  });
  const names = svg("g", { id: "names", "text-anchor": "middle" });
  const ways = svg("g", { id: "leaders", transform: `translate(${origin.x} ${origin.y})` });
  ways.append(...[...map.getPane("labels").querySelectorAll(".leaders > *")].map((part) => copy(part)));
  findAll(".label-text:not(.hidden) .label-line").forEach((line) => {
    const box = line.getBoundingClientRect();
    const style = looks(line);
    const at = [box.left + box.width / 2 - frame.left, box.top + box.height * 0.78 - frame.top];
    const upper = style.textTransform === "uppercase";
    const text = upper ? line.textContent.toLocaleUpperCase(lang) : line.textContent;
    names.append(
      write(text, ...at, {
        size: parseFloat(style.fontSize),
        weight: style.fontWeight,
        fill: style.color,
        stroke: looks(line.parentNode).getPropertyValue("--label-halo").trim() || ink("--halo"),
        "stroke-width": 2.5,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
        "font-style": style.fontStyle,
        "letter-spacing": style.letterSpacing === "normal" ? 0 : style.letterSpacing,
      }),
    );
  });
  const bar = find("#scale").getBoundingClientRect();
  const [left, under] = [bar.left - frame.left, bar.bottom - frame.top];
  const scale = svg("g", { id: "scale" });
  scale.append(
    svg("path", {
      d: `M${left} ${under - 8}V${under}H${left + bar.width}V${under - 8}`,
      fill: "none",
      stroke: ink("--ink"),
      "stroke-width": 1.5,
    }),
    write(find("#scale").textContent, left + bar.width / 2, under - 4, { size: 12, "text-anchor": "middle" }),
  );
  view.append(ways, marks, names, scale);

  const foot = svg("g", { id: "credit" });
  let end = top + size.y + 4;
  wrapped(say("picture_credit"), 11, 400).forEach((line) => {
    end += 15;
    foot.append(write(line, MARGIN, end, { size: 11, fill: ink("--soft") }));
  });
  const height = Math.ceil(end + MARGIN);

  const defs = svg("defs", {});
  const clip = svg("clipPath", { id: "frame" });
  clip.append(svg("rect", { width: size.x, height: size.y }));
  defs.append(clip);
  findAll(".patterns pattern").forEach((pattern) => {
    const made = pattern.cloneNode(false);
    made.append(...[...pattern.children].map((part) => copy(part)));
    defs.append(made);
  });
  const picture = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": page.fontFamily.replaceAll('"', "'"),
    "xml:lang": lang,
  });
  const title = svg("title", {});
  title.textContent = headline;
  const description = svg("desc", {});
  description.textContent = told(regime).detail;
  picture.append(title, description, defs, svg("rect", { width, height, fill: ink("--paper") }));
  picture.append(head, view, foot);
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
