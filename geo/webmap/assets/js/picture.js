// The view as one drawing: what the map shows now, with its finding, its scale and its credit.
/** @import { Map } from "leaflet" */
/** @import { Regime } from "./types" */
import { element, find, findAll, svg } from "./dom.js";
import { lang, say, told } from "./words.js";

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
const CENTRED = { "text-anchor": "middle" };
/** @typedef {Record<string, string | number>} Attributes */

const pageLook = () => getComputedStyle(document.documentElement);
/** @param {string} name */
const ink = (name) => pageLook().getPropertyValue(name).trim();
/** @param {string} id @param {Element[]} parts @param {Attributes} [attributes] */
const group = (id, parts, attributes = {}) => {
  const made = svg("g", { id, ...attributes });
  made.append(...parts);
  return made;
};
/** @param {string} text @param {number} x @param {number} y @param {Attributes} [attributes] */
const write = (text, x, y, attributes = {}) => {
  const made = svg("text", { x, y, "font-size": 13, fill: ink("--ink"), ...attributes });
  made.textContent = text;
  return made;
};
/** Write a path in dots; straight ones without the steps too small to see. @param {Element} part */
const flat = (part) => {
  const d = part.getAttribute("d");
  const pane = /** @type {SVGGElement} */ (part.parentNode);
  const seen = pane.transform?.baseVal[0]?.matrix;
  if (!d || !seen) return d;
  const isCurved = d.includes("C"); // whose points come in threes
  let last = "";
  return d.replace(/(-?\d+) (-?\d+) ?/g, (_, x, y) => {
    const at = `${(seen.a * x + seen.e).toFixed(1)} ${(seen.d * y + seen.f).toFixed(1)} `;
    const step = at === last && !isCurved ? "" : at;
    last = at;
    return step;
  });
};

/**
 * Copy a shape with its look written into it: in a file of its own there is no style sheet.
 * @param {Element} part
 */
const withLook = (part) => {
  const look = getComputedStyle(part);
  const tag = /** @type {"path"} */ (part.tagName);
  const made = svg(tag, { "fill-rule": "evenodd" });
  KEPT.forEach((name) => {
    const value = name === "d" ? flat(part) : part.getAttribute(name);
    if (value !== null) made.setAttribute(name, value);
  });
  DRAWN.forEach((name) => {
    const value = look.getPropertyValue(name).replaceAll('"', "").replace("-map)", ")");
    made.setAttribute(name, value);
  });
  return made;
};

/** Give paragraphs from the top down; each says where the next may begin. @param {number} width */
const column = (width) => {
  const ruler = /** @type {CanvasRenderingContext2D} */ (element("canvas").getContext("2d"));
  const place = { under: MARGIN };
  /** @param {string} text @param {number} px @param {string | number} weight */
  const wrapped = (text, px, weight) => {
    ruler.font = `${weight} ${px}px ${pageLook().fontFamily}`;
    /** @type {string[]} */
    const lines = [];
    text.split(" ").forEach((word) => {
      const longer = `${lines[lines.length - 1]} ${word}`;
      if (lines.length && ruler.measureText(longer).width <= width) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    });
    return lines;
  };
  /** @param {string} text @param {number} px @param {Attributes} [attributes] */
  const paragraph = (text, px, attributes = {}) =>
    wrapped(text, px, attributes["font-weight"] ?? 400).map((line) => {
      place.under += px * 1.3;
      return write(line, MARGIN, place.under, { "font-size": px, ...attributes });
    });
  return { place, paragraph };
};

/** @param {Map} map */
const onMap = (map) => {
  const frame = map.getContainer().getBoundingClientRect();
  return {
    within: (/** @type {string} */ selector) => findAll(selector, map.getContainer()),
    boxOf: (/** @type {Element} */ part) => {
      const box = part.getBoundingClientRect();
      const [left, top] = [box.left - frame.left, box.top - frame.top];
      return { left, top, width: box.width, height: box.height, x: left + box.width / 2 };
    },
  };
};

/** @param {Map} map @param {Attributes} moved */
const layers = (map, moved) =>
  Object.entries(LAYERS).map(([pane, id]) => {
    const isSeen = (/** @type {Element} */ path) =>
      path.getAttribute("d") && !path.matches(".halo, .halo-casing");
    const paths = findAll("path", map.getPane(pane)).filter(isSeen);
    return group(id, paths.map(withLook), moved);
  });

/** @param {HTMLElement} part */
const isShown = (part) => part.offsetWidth > 0;

/** @param {Map} map */
const places = (map) => {
  const { within, boxOf } = onMap(map);
  const marks = within(".mark").map((mark) => {
    const { x, top, height } = boxOf(mark);
    const made = withLook(find("path", mark));
    made.setAttribute("transform", `translate(${x} ${top + height / 2})`);
    return made;
  });
  const dots = within(".capital-dot, .town-dot").filter(isShown).map((dot) => {
    const { x, top, width, height } = boxOf(dot);
    const half = width / 2 - 0.5;
    const size = { width: 2 * half, height: 2 * half, rx: dot.matches(".town-dot") ? half : 0 };
    const at = { x: x - half, y: top + height / 2 - half };
    const isSeat = dot.matches(".seat-dot");
    const look = { fill: ink(isSeat ? "--halo" : "--ink"), stroke: ink("--ink") };
    return svg("rect", { ...at, ...size, ...look, "stroke-width": isSeat ? 2 : 0 });
  });
  return group("places", [...marks, ...dots]);
};

/** @param {Map} map */
const names = (map) => {
  const { within, boxOf } = onMap(map);
  const lines = within(".label-line").filter(isShown).map((line) => {
    const { x, top, height } = boxOf(line);
    const look = getComputedStyle(line);
    const text = line.textContent;
    const isUpper = look.textTransform === "uppercase";
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
  return group("names", lines, CENTRED);
};

/** @param {Map} map */
const scale = (map) => {
  const bar = find("#scale");
  const { left, top, width, height, x } = onMap(map).boxOf(bar);
  const y = top + height;
  const d = `M${left} ${y - 8}V${y}H${left + width}V${y - 8}`;
  const line = svg("path", { d, fill: "none", stroke: ink("--ink"), "stroke-width": 1.5 });
  return group("scale", [line, write(bar.textContent, x, y - 4, { "font-size": 12, ...CENTRED })]);
};

/** @param {Map} map @param {number} top */
const view = (map, top) => {
  const { x: width, y: height } = map.getSize();
  const origin = map.layerPointToContainerPoint([0, 0]);
  const moved = { transform: `translate(${origin.x} ${origin.y})` };
  const sea = svg("rect", { width, height, fill: ink("--sea") });
  const leaders = group("leaders", onMap(map).within(".leaders > *").map(withLook), moved);
  const parts = [sea, ...layers(map, moved), leaders, places(map), names(map), scale(map)];
  return group("map", parts, {
    "clip-path": "url(#frame)",
    transform: `translate(${MARGIN} ${top})`,
  });
};

/** @param {number} width @param {number} height */
const definitions = (width, height) => {
  const clip = svg("clipPath", { id: "frame" });
  clip.append(svg("rect", { width, height }));
  const patterns = findAll(".patterns pattern:not([id$=-map])").map((pattern) => {
    const made = /** @type {Element} */ (pattern.cloneNode(false));
    made.append(...[...pattern.children].map(withLook));
    return made;
  });
  const made = svg("defs");
  made.append(clip, ...patterns);
  return made;
};

/**
 * Draw the key as it stands beside the map: each sign with its words, as many in a row as fit.
 * @param {ReturnType<typeof column>["place"]} place @param {number} width
 */
const keyOf = (place, width) => {
  const ruler = /** @type {CanvasRenderingContext2D} */ (element("canvas").getContext("2d"));
  ruler.font = `12px ${pageLook().fontFamily}`;
  let across = 0;
  place.under += 24;
  const rows = findAll(".legend li").flatMap((row) => {
    const signs = findAll(".key", row);
    if (getComputedStyle(row).display === "none" || !signs.length) return [];
    const text = row.textContent.trim();
    const wide = signs.length > 1 ? 18 * signs.length + 6 : 42;
    const room = wide + ruler.measureText(text).width + 22;
    if (across && across + room > width) {
      across = 0;
      place.under += 24;
    }
    const left = MARGIN + across;
    across += room;
    const drawn = signs.map((sign, n) => {
      const [x, y] = sign.classList.contains("mark-key") ? [9 + 18 * n, 4] : [0, 13];
      const made = svg("g", { transform: `translate(${left + x} ${place.under - y})` });
      made.append(...[...sign.children].map(withLook));
      return made;
    });
    return [...drawn, write(text, left + wide, place.under, { "font-size": 12 })];
  });
  return group("key", rows);
};

/** Name who reported a policy. @param {Regime} regime */
const sourcesOf = (regime) => {
  const sources = findAll(`#policy-${regime.id} .sources .quiet bdi`);
  const named = sources.map((each) => each.textContent);
  const source = [...new Set(named)].join(", ");
  return source ? [say("embed_source", { source })] : [];
};

/** @param {Map} map @param {Regime} regime */
export const drawPicture = (map, regime) => {
  const size = map.getSize();
  const { headline, label, dates, attested, detail, scope_short: scope } = told(regime);
  const { place, paragraph } = column(size.x);
  const facts = [label, dates, attested, `${say("scope")} ${scope}`];
  const px = Math.max(18, Math.min(28, size.x / 28));
  const heading = paragraph(headline, px, { "font-weight": 700 });
  place.under += 6;
  const under = paragraph(facts.join(" · "), 13, { fill: ink("--soft") });
  const finding = group("finding", [...heading, ...under]);
  const drawn = view(map, place.under + 14);
  place.under += 14 + size.y;
  const stood = find(".map-key").textContent;
  const numbers = stood ? paragraph(stood, 12) : [];
  const key = keyOf(place, size.x);
  place.under += 4;
  const small = [say("method_origin"), ...sourcesOf(regime), say("worldview_here")];
  const credit = group(
    "credit",
    [...small, say("picture_credit")].flatMap((text) =>
      paragraph(text, 11, { fill: ink("--soft") }),
    ),
  );

  const [title, description] = [svg("title"), svg("desc")];
  title.textContent = headline;
  description.textContent = detail;
  const [width, height] = [size.x + 2 * MARGIN, Math.ceil(place.under + MARGIN)];
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": pageLook().fontFamily.replaceAll('"', "'"),
    lang,
  });
  const paper = svg("rect", { width, height, fill: ink("--paper") });
  const parts = [definitions(size.x, size.y), paper, finding, drawn, ...numbers, key, credit];
  picture.append(title, description, ...parts);
  return { text: new XMLSerializer().serializeToString(picture), width, height };
};

/**
 * Give the same drawing in dots, twice as fine as the screen.
 * @param {{ text: string, width: number, height: number }} picture
 * @returns {Promise<Blob>}
 */
export const inDots = async ({ text, width, height }) => {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = element("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
  });
};
