// The table: one row per region, already in the page; a policy, a column or a filter changes it.
/** @import { Region, Regime, Row } from "./types" */
import { refuses, regionOf, rowOf } from "./data.js";
import { button, element, find, findAll, scrollTo, svg } from "./dom.js";
import { crossing, km, lang, nameOf, say, shareOf } from "./words.js";

/** @type {Record<string, (row: Row, region: Region) => string | number>} */
const KEYS = {
  name: (_, region) => nameOf(region),
  share: ({ shares }) => shares[shares.length - 1],
  nearest: ({ measured }) => Number(measured.nearest_km),
  scope: ({ named }) => Number(named),
};

/**
 * Order the regions by a column; equals keep the regime's order, the most covered first.
 * @param {Regime} regime @param {{ by: string, down: boolean }} sorted
 */
export const ordered = (regime, { by, down }) => {
  const codes = [...regime.row.keys()];
  if (by === "share" && down) return codes;
  const key = (/** @type {string} */ code) => KEYS[by](rowOf(regime, code), regionOf(code));
  return codes.sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    const isText = typeof one === "string" && typeof other === "string";
    const after = isText ? one.localeCompare(other, lang) : Number(one) - Number(other);
    return down ? -after : after;
  });
};

/** @param {number[]} shares */
const bar = (shares) => {
  const picture = svg("svg", { "aria-hidden": "true" });
  picture.append(
    svg("rect", { class: "bar-ground", width: "100%" }),
    svg("rect", { class: "bar-far", width: `${shares[shares.length - 1] * 100}%` }),
    svg("rect", { class: "bar-near", width: `${shares[0] * 100}%` }),
  );
  return picture;
};
/** @param {string} key @param {string} word */
const chip = (key, word) => {
  const picture = svg("svg", { class: "key", viewBox: "0 0 16 12", "aria-hidden": "true" });
  picture.append(svg("use", { href: `#${key}` }));
  return [picture, element("span", "", say(word))];
};
/** @param {Row} row */
const chips = ({ named, excluded }) => {
  if (excluded) return chip("excluded-key", "left_out_chip");
  return named ? chip("scope-key", "scope_chip") : [];
};

/** What each line says. @type {WeakMap<HTMLTableRowElement, string>} */
const written = new WeakMap();
/**
 * Fill a line of the table that says something else; by a refusal no region is counted within
 * anything.
 * @param {HTMLTableRowElement} line @param {Row} row @param {Regime} regime
 * @param {() => void} onRegion
 */
const fillLine = (line, row, regime, onRegion) => {
  const region = regionOf(row.region);
  const refused = refuses(regime);
  const { nearest: away, crosses } = row.measured;
  const { standing, shares, numeral, named, excluded } = row;
  const wanted = [lang, refused, standing, shares, numeral, named, excluded, away, crosses].join();
  if (written.get(line) === wanted) return;
  written.set(line, wanted);
  const touched = row.standing !== "outside" && !refused;
  line.classList.remove("inside", "partly", "outside");
  line.classList.add(refused ? "outside" : row.standing);
  const [name, figure, picture, nearest, scope] = line.cells;
  const mark = row.measured.crosses.length && touched ? "\u00a0†" : "";
  // The button stays while the finger is on it, whatever it comes to say.
  const way = name.querySelector("button") ?? button("plain", "", onRegion);
  way.textContent = nameOf(region) + mark;
  if (!way.isConnected) name.replaceChildren(way);
  figure.textContent = refused ? "–" : shareOf(row);
  picture.replaceChildren(...(touched ? [bar(row.shares)] : []));
  nearest.textContent = km(row.measured.nearest);
  scope.replaceChildren(...chips(row));
};

/** A table that counts no region says why. @param {Regime} regime */
const sayWhyNone = (regime) => {
  const isRefusal = refuses(regime);
  const isReached = [...regime.row.values()].some(({ standing }) => standing !== "outside");
  find("#table-refused").hidden = !isRefusal;
  find("#table-none").hidden = isRefusal || isReached;
};

/** @param {(by: string) => void} onSort */
const addSorting = (onSort) =>
  findAll("#coverage [data-sort]").forEach((head) => {
    const sort = button("sort", undefined, () => onSort(head.dataset.sort ?? ""));
    sort.append(...head.childNodes);
    head.append(sort);
  });

/** @param {HTMLTableElement} table @param {Map<string, HTMLTableRowElement>} lines */
const siftLines = (table, lines) => {
  /** @type {HTMLInputElement} */
  const all = find("#show-outside");
  /** @type {HTMLInputElement} */
  const filter = find("#table-filter");
  const sift = () => {
    const wanted = filter.value.trim().toLocaleLowerCase(lang);
    table.classList.toggle("all", all.checked || wanted !== "");
    lines.forEach((line, code) => {
      const { name } = regionOf(code);
      line.hidden = !name.some((each) => each.toLocaleLowerCase(lang).includes(wanted));
    });
    find("#table-empty").hidden = [...lines.values()].some((line) => !line.hidden);
  };
  all.addEventListener("change", sift);
  filter.addEventListener("input", sift);
  const open = (/** @type {boolean} */ outside) => {
    all.checked ||= outside;
    filter.value = "";
    sift();
  };
  return { sift, open };
};

/** @param {{ onRegion: (code: string) => void, onLook: (code: string | null) => void }} then */
export const fillCoverage = ({ onRegion, onLook }) => {
  /** @type {HTMLTableElement} */
  const table = find("#coverage");
  const body = table.tBodies[0];
  const lines = new Map([...body.rows].map((line) => [line.dataset.region ?? "", line]));
  const sieve = siftLines(table, lines);
  /** @type {Regime} */
  let regime;
  let sorted = { by: "share", down: true };

  const order = () => {
    const wanted = ordered(regime, sorted).flatMap((code) => lines.get(code) ?? []);
    if (wanted.some((line, n) => line !== body.rows[n])) body.append(...wanted);
    findAll("#coverage [data-sort]").forEach((head) => {
      const way = sorted.down ? "descending" : "ascending";
      if (head.dataset.sort === sorted.by) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    });
  };
  addSorting((by) => {
    sorted = { by, down: sorted.by === by ? !sorted.down : by === "share" || by === "scope" };
    order();
  });
  lines.forEach((line, code) => {
    line.addEventListener("mouseenter", () => onLook(code));
    line.addEventListener("mouseleave", () => onLook(null));
  });

  return {
    fill: (/** @type {Regime} */ chosen) => {
      regime = chosen;
      lines.forEach((line, code) =>
        fillLine(line, rowOf(regime, code), regime, () => onRegion(code)),
      );
      order();
      sieve.sift();
      sayWhyNone(regime);
      findAll("#crosses [data-region]").forEach((note) => {
        const code = note.dataset.region ?? "";
        const { measured, standing } = rowOf(regime, code);
        note.textContent = crossing(measured);
        note.hidden = standing === "outside" || !measured.crosses.length;
      });
    },
    // The row of the region being looked at.
    mark: (/** @type {string | null} */ code) =>
      lines.forEach((line, each) => line.classList.toggle("here", each === code)),
    go: (/** @type {string} */ code) => {
      const line = lines.get(code);
      if (!line) return;
      sieve.open(line.classList.contains("outside"));
      scrollTo(line, "center");
      find("button", line).focus({ preventScroll: true });
    },
    shown: () =>
      [...body.rows].filter((line) => line.offsetParent).map((line) => line.dataset.region ?? ""),
  };
};
