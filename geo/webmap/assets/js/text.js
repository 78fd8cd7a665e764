// The text itself, its places in the colour of where they fall, its distances and dates with the
// policies they agree with. A place leads to the map, a distance or date to its policy.
// The list of mentions leads to marks on the map, and a mark to all of its mentions.
/** @import { Place, Regime } from "./types" */
import { data, farEnd, regimes } from "./data.js";
import { button, fillMessage, find, findAll, roving, scrollTo, set } from "./dom.js";
import { km, listing, nameOf, say, told, words } from "./words.js";

const MOST_STATED = 12;
const MOST_LABELS = 4;

/** @param {HTMLElement} mark @returns {Place | undefined} */
const placeOf = ({ dataset }) => data.places[Number(dataset.place)];
/** @param {HTMLElement} mark */
const regimesOf = ({ dataset }) =>
  (dataset.regimes ?? "")
    .split(" ")
    .filter(Boolean)
    .map((index) => regimes[Number(index)]);

/**
 * Say where a place falls under a regime.
 * @param {Place | undefined} place @param {Regime} regime
 */
export const whereOf = (place, regime) => {
  if (!place) return "none";
  if (place.country === data.home_country && data.home.length) return "home";
  if (place.country !== data.target || place.kind === "country") return "else";
  const row = regime.row.get(place.region ?? "");
  if (place.kind === "region" && row) {
    return { inside: "in", partly: "part", outside: "out" }[row.standing];
  }
  return place.held_from_km !== null && farEnd(regime) >= place.held_from_km ? "in" : "out";
};

/** @param {HTMLElement} mark @param {Regime} regime */
const arrangeStated = (mark, regime) => {
  const agreed = regimesOf(mark);
  mark.classList.toggle("supports", agreed.includes(regime));
  const labels = listing(agreed.map((each) => told(each).label), MOST_LABELS);
  mark.title = agreed.length ? say("stated_agrees", { labels }) : say("stated_none");
};
/** @param {HTMLElement} mark @param {Regime} regime @param {Place | null} here */
const arrangePlace = (mark, regime, here) => {
  const place = placeOf(mark);
  const where = whereOf(place, regime);
  const isNamed = place?.kind === "region" && regime.scope.includes(place.region ?? "");
  const isHere = place !== undefined && place === here;
  const looks = [`at-${where}`, ...(isNamed ? ["at-named"] : []), ...(isHere ? ["here"] : [])];
  set(mark, "class", looks.join(" "));
  set(mark, "title", say(`at_${where}`) + (isNamed ? `, ${say("at_named")}` : ""));
};

/** @param {HTMLElement} mark */
const point = (mark) => {
  scrollTo(mark, "center");
  mark.focus({ preventScroll: true });
};

/**
 * Give each policy the line under it that lists what the text states in agreement.
 * @param {HTMLElement[]} marks
 */
const statedUnder = (marks) => {
  const stated = regimes.map((regime) => ({
    line: find(`#policy-${regime.id} .stated-here`),
    agreed: marks.filter((mark) => regimesOf(mark).includes(regime)),
  }));
  return () =>
    stated.forEach(({ line, agreed }) => {
      line.hidden = agreed.length === 0;
      const ways = agreed
        .slice(0, MOST_STATED)
        .flatMap((mark) => [" ", button("plain", mark.textContent, () => point(mark))]);
      line.replaceChildren(say("stated_here"), ...ways);
    });
};

/** @param {{ onPlace: (place: Place) => void, onRegime: (agreed: Regime[]) => void }} then */
export const readText = ({ onPlace, onRegime }) => {
  const marks = findAll("#text mark");
  const stops = roving();
  /** @type {Place | null} */
  let here = null;

  const able = marks.filter((mark) => placeOf(mark) || mark.dataset.regimes);
  able.forEach((mark) => {
    const act = () => {
      const [agreed, place] = [regimesOf(mark), placeOf(mark)];
      if (agreed.length) onRegime(agreed);
      else if (place) onPlace(place);
    };
    mark.setAttribute("role", "button");
    mark.addEventListener("click", act);
    stops.listen(mark, act);
  });
  if (able.length) stops.arrange(able);

  /** @param {Place | null} place */
  const light = (place) => {
    here = place;
    marks.forEach((mark) =>
      mark.classList.toggle("here", place !== null && placeOf(mark) === place),
    );
  };
  return {
    speak: statedUnder(marks),
    arrange: (/** @type {Regime} */ regime) =>
      marks.forEach((mark) => {
        if (mark.classList.contains("stated")) arrangeStated(mark, regime);
        else arrangePlace(mark, regime, here);
      }),
    light,
    // To the mention of a list item, or the first of a place.
    go: (/** @type {{ mention?: string, place?: Place }} */ { mention, place }) => {
      const mark = marks.find((each) =>
        mention ? each.dataset.mention === mention : placeOf(each) === place,
      );
      light((mark && placeOf(mark)) ?? place ?? null);
      if (mark) point(mark);
      return Boolean(mark);
    },
  };
};

/** @param {HTMLElement} item */
const tell = (item) => {
  const place = placeOf(item);
  const { kind = "", status = "" } = item.dataset;
  const away = place?.away && say("distance", { distance: km(place.away) });
  const about = [words().kinds[kind], away, words().states[status]];
  find(".meta > span", item).textContent = about.filter(Boolean).join(" · ");
  if (place) find(".place", item).textContent = nameOf(place);
  const link = item.querySelector("button");
  if (link) link.title = say("show_on_map");
};

/** @param {{ canShow: (place: Place) => boolean, onPlace: (place: Place) => void }} then */
export const linkEvidence = ({ canShow, onPlace }) => {
  const list = find("#evidence");
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  const filter = find("#evidence-filter");
  items.forEach((item) => {
    const place = placeOf(item);
    if (!place || !canShow(place)) return;
    const name = find(".place", item);
    const link = button("plain", undefined, () => onPlace(place));
    name.replaceWith(link);
    link.append(name);
  });

  /** @type {Place | null} */
  let narrowed = null;
  /** @param {Place | null} place */
  const only = (place) => {
    narrowed = place;
    list.classList.toggle("narrowed", place !== null);
    items.forEach((item) => {
      item.hidden = place !== null && placeOf(item) !== place;
    });
    filter.hidden = place === null;
    if (place) fillMessage(find("span", filter), say("only"), { place: nameOf(place) });
  };
  find("button", filter).addEventListener("click", () => {
    only(null);
    list.focus();
  });
  return {
    only,
    speak: () => {
      items.forEach(tell);
      only(narrowed);
    },
  };
};
