// What a reader takes along: files, a link, a frame for another page.
/** @import { Map } from "leaflet" */
/** @import { State } from "./types" */
import { regimes } from "./data.js";
import { element, find, findAll } from "./dom.js";
import { isFramed } from "./embed.js";
import { csvOf, csvRows, geojsonOf } from "./exports.js";
import { linkTo } from "./link.js";
import { drawPicture, inDots } from "./picture.js";
import { say, told } from "./words.js";

/** @param {string} message */
const tell = (message) => {
  find("#said").textContent = message;
};

/** @param {string} name @param {BlobPart} content @param {string} type */
const saveAs = (name, content, type) => {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(say(isFramed() ? "maybe_blocked" : "saved", { file: name }));
};

/** @param {string} text */
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    tell(say("copied"));
  } catch {
    const field = element("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    tell(say(done ? "copied" : "not_copied"));
  }
};

/** Write a text for another page's markup. @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {Map} map @param {{ state: () => State, shown: () => string[] }} now */
export const offerToSave = (map, { state, shown }) => {
  const file = (/** @type {string} */ ending) => `policy-map-${state().regime.id}.${ending}`;
  /** @type {Record<string, () => unknown>} */
  const make = {
    svg: () => saveAs(file("svg"), drawPicture(map, state().regime).text, "image/svg+xml"),
    png: async () =>
      saveAs(file("png"), await inDots(drawPicture(map, state().regime)), "image/png"),
    csv: () =>
      saveAs("coverage.csv", csvOf(regimes.flatMap((each) => csvRows(each))), "text/csv"),
    geojson: () => saveAs(file("geojson"), geojsonOf(state().regime), "application/geo+json"),
  };
  findAll("[data-save]").forEach((each) =>
    each.addEventListener("click", () => make[each.dataset.save ?? ""]()),
  );
  /** @type {HTMLTextAreaElement} */
  const frame = find("#embed-code");
  /** @type {Record<string, () => string>} */
  const texts = {
    "#copy-table": () => csvOf(csvRows(state().regime, shown())),
    "#copy-link": () => window.location.href,
    "#copy-embed": () => frame.value,
  };
  Object.entries(texts).forEach(([selector, text]) =>
    find(selector).addEventListener("click", () => copyText(text())),
  );
  return () => {
    const title = escaped(told(state().regime).headline);
    const source = escaped(`policy-map.html${linkTo({ ...state(), embed: true })}`);
    frame.value =
      `<iframe src="${source}" title="${title}" width="100%" height="640" loading="lazy" ` +
      'sandbox="allow-scripts allow-downloads allow-popups"></iframe>';
  };
};
