// Bring the parts together: one state, and every part shows it.
/** @import { Map } from "leaflet" */
/** @import { Place, Regime, State } from "./types" */
import { chooseAgainst, hangGallery, tellChange } from "./compare.js";
import { addConic } from "./conic.js";
import { fillCoverage } from "./coverage.js";
import { data, isRegion, regimeOf } from "./data.js";
import { afterPaint, animate, find, findAll, scrollTo } from "./dom.js";
import { drawLabels } from "./labels.js";
import { arrangeEmbed, readLink, writeLink } from "./link.js";
import { drawMarks } from "./marks.js";
import { drawCard, readRegions } from "./regions.js";
import { offerToSave } from "./save.js";
import { drawShapes } from "./shapes.js";
import { chooseTheme, speakPage, tellPolicies } from "./speak.js";
import { linkEvidence, readText } from "./text.js";
import { keepTime } from "./time.js";
import { controlBoxes, drawScale, holdView, home, isNarrow } from "./view.js";
import { linkTools, lookAhead, lookOf, outgrows, show } from "./view.js";
import { lang, speakIn } from "./words.js";

/** @type {State} */
let state;
/** @typedef {ReturnType<typeof makeParts>} Parts */
/** @typedef {(chosen: Partial<State>, isChoice?: boolean) => void} Choose */

/** @param {Map} map */
const nameMap = (map) => {
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-labelledby", "headline");
  container.setAttribute("aria-describedby", "map-help");
};

/** @param {() => void} go */
const showOnMap = (go) => {
  scrollTo(find("#map"), "nearest");
  go();
};
const showSources = () => {
  const policy = find(`#policy-${state.regime.id}`);
  scrollTo(policy, "start");
  policy.focus({ preventScroll: true });
};

/**
 * Make the parts that lead to one another: the map's regions and marks, the card, the table, the
 * text and its mentions.
 * @param {Map} map @param {Choose} choose @param {() => void} carry
 */
const makeReading = (map, choose, carry) => {
  const shapes = drawShapes(map);
  const marks = drawMarks(map, {
    onPlace: (place) => {
      evidence.only(place);
      if (!text.go({ place })) find("#evidence-filter button").focus();
    },
  });
  // A region of the map is kept open, any other place has its mark; the rest is off the map.
  const indexOf = (/** @type {Place} */ place) => data.places.indexOf(place);
  const onRegion = (/** @type {Place} */ { kind, region }) =>
    kind === "region" && isRegion(region) ? region : null;
  const canShow = (/** @type {Place} */ place) =>
    onRegion(place) !== null || marks.has(indexOf(place));
  const showPlace = (/** @type {Place} */ place) => {
    text.light(place);
    if (!canShow(place)) return;
    const code = onRegion(place);
    showOnMap(() => (code === null ? marks.go(indexOf(place)) : regions.go(code)));
  };
  const evidence = linkEvidence({ canShow, onPlace: showPlace });
  const text = readText({
    onPlace: showPlace,
    onRegime: (agreed) =>
      choose({ regime: agreed[(agreed.indexOf(state.regime) + 1) % agreed.length] }),
  });
  const card = drawCard({
    onText: (item) => text.go({ mention: item.id.replace("mention-", "") }),
    onRow: (code) => coverage.go(code),
    onSources: showSources,
    onRelease: () => regions.release(),
  });
  const regions = readRegions(map, shapes.regions, {
    onShow: (code, how) => {
      card(state.regime, state.against, code, how);
      coverage.mark(code);
    },
    onPin: (region) => {
      state.region = region;
      carry();
    },
  });
  const coverage = fillCoverage({
    onRegion: (code) => showOnMap(() => regions.pin(code)),
    onLook: (code) => regions.look(code),
  });
  return { shapes, marks, evidence, text, regions, coverage };
};

/** @param {Map} map @param {Choose} choose */
const makeParts = (map, choose) => {
  const measure = drawScale(map); // before the names, which keep clear of it
  /** @type {() => void} */
  let offer = () => {};
  const carry = (isChoice = false) => {
    offer();
    arrangeEmbed(state);
    writeLink(state, isChoice);
  };
  const reading = makeReading(map, choose, carry);
  offer = offerToSave(map, { state: () => state, shown: reading.coverage.shown });
  return {
    ...reading,
    measure,
    offer,
    told: tellPolicies(),
    later: afterPaint(),
    carry,
    labels: drawLabels(map, {
      marks: reading.marks.boxes,
      controls: () => controlBoxes(map),
      ready: reading.shapes.prepare,
      ahead: (regime) => (state.at ? lookOf(map) : lookAhead(map, regime)),
    }),
    time: keepTime({ onChoose: (regime) => choose({ regime }) }),
    against: chooseAgainst({ onChoose: (other) => choose({ against: other }) }),
    theme: chooseTheme({ onChoose: (theme) => choose({ theme }) }),
    gallery: hangGallery({
      onChoose: (regime) => choose({ regime, gallery: false }),
      onToggle: (gallery) => choose({ gallery }),
    }),
  };
};

/** @type {() => HTMLInputElement[]} */
const radios = () => findAll('input[name="regime"]');

/**
 * Show the policy chosen at once; its marks in the text when the map is painted, unless all is to
 * be shown at once.
 * @param {Parts} parts @param {boolean} [isAtOnce]
 */
const arrange = (parts, isAtOnce = false) => {
  const { shapes, coverage, regions, text, time, labels, told, later } = parts;
  const { regime } = state;
  const other = state.against === regime ? null : state.against;
  radios().forEach((radio) => {
    radio.checked = radio.value === regime.id;
  });
  told(regime);
  findAll("[data-regime]").forEach((part) =>
    part.classList.toggle("current", part.dataset.regime === regime.id),
  );
  find("#map").dataset.look = regime.look;
  find(".stage").classList.toggle("comparing", other !== null);
  shapes.paint(regime, other);
  time.arrange(regime);
  tellChange(other ?? time.before(regime), regime);
  coverage.fill(regime);
  regions.arrange(regime);
  const mark = () => text.arrange(regime);
  if (isAtOnce) mark();
  else later(mark); // before the names, which ask for the same
  labels(regime, other);
};

/** @param {Parts} parts */
const speak = ({ marks, evidence, text, time, gallery, against, measure }) => {
  [marks, evidence, text, time, gallery].forEach((part) => part.speak());
  against(state.against);
  gallery.show(state.gallery);
  measure();
};

/**
 * Keep the reader's view through every choice; until there is one, the map looks for itself.
 * @param {Map} map
 */
const follow = (map) => {
  let isFitting = false;
  const fit = (animated = false) => {
    isFitting = true;
    show(map, home(map, state.regime), { animate: animated });
    state.at = null;
    if (!animated) isFitting = false;
  };
  const look = () => {
    if (state.at) map.setView(state.at, state.at.zoom, { animate: false });
    else fit();
  };
  look();
  const limit = holdView(map);
  let isTouched = state.at !== null;
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  map.on("resize", () => {
    isFitting = true;
    limit();
    if (!isTouched) fit();
    isFitting = false;
  });
  const listenToMap = (/** @type {() => void} */ onMove) => {
    map.on("zoomstart dragstart", () => {
      isTouched = !isFitting;
    });
    map.on("moveend", () => {
      const wasFitting = isFitting;
      if (wasFitting) isTouched = false;
      isFitting = false;
      state.at = isTouched ? { ...map.getCenter(), zoom: map.getZoom() } : null;
      if (!wasFitting) onMove();
    });
  };
  return {
    fit,
    listenToMap,
    look: () => {
      isTouched = state.at !== null;
      look();
    },
    refit: () => {
      if (!isTouched && outgrows(map, state.regime)) fit();
    },
  };
};

/** @param {Choose} choose */
const listen = (choose) => {
  radios().forEach((radio) =>
    radio.addEventListener("change", () => choose({ regime: regimeOf(radio.value) ?? undefined })),
  );
  findAll("[data-draw]").forEach((each) =>
    each.addEventListener("click", () => {
      choose({ regime: regimeOf(each.dataset.draw ?? "") ?? undefined });
      scrollTo(find("#map"), "nearest");
    }),
  );
  findAll("[data-language]").forEach((each) =>
    each.addEventListener("click", () =>
      choose({ lang: /** @type {State["lang"]} */ (each.dataset.language) }),
    ),
  );
  // A link to a part of the page says nothing of the view, and changes nothing of it.
  const first = { ...state };
  window.addEventListener("hashchange", () => {
    const { regime, ...asked } = readLink();
    if (regime) choose({ ...asked, regime, lang: asked.lang ?? data.lang }, false);
    else if (!window.location.hash) choose({ ...first, lang: first.lang ?? data.lang }, false);
    scrollToChosen();
  });
};

/** @param {Parts} parts @param {Partial<State>} chosen */
const apply = (parts, chosen) => {
  const { gallery, theme, against, regions } = parts;
  if ("gallery" in chosen) gallery.show(state.gallery);
  if ("theme" in chosen) theme(state.theme);
  if ("against" in chosen) against(state.against);
  if (chosen.lang) {
    speakIn(chosen.lang);
    speakPage();
    speak(parts);
  }
  if (chosen.region !== undefined) regions.set(chosen.region);
  const isAtOnce = Boolean(chosen.lang);
  if (chosen.regime || chosen.lang || "against" in chosen) arrange(parts, isAtOnce);
};

const scrollToChosen = () => {
  const [list, chosen] = [find(".choices"), find(".regime.current")];
  list.scrollTop = chosen.offsetTop - list.offsetTop;
  list.scrollLeft = chosen.offsetLeft - list.offsetLeft;
};

/** @param {Map} map */
const start = (map) => {
  document.documentElement.classList.add("js");
  findAll(".only-js").forEach((part) => {
    part.hidden = false;
  });
  const asked = readLink();
  document.documentElement.classList.toggle("embed", asked.embed);
  map.invalidateSize({ animate: false });
  const checked = radios().find((radio) => radio.checked)?.value;
  state = { ...asked, regime: asked.regime ?? /** @type {Regime} */ (regimeOf(checked)) };
  if (state.lang) speakIn(state.lang);
  nameMap(map);

  const view = follow(map);
  /** @type {Choose} */
  const choose = (chosen, isChoice = true) => {
    const wasGallery = state.gallery;
    Object.assign(state, chosen);
    if (chosen.regime) parts.shapes.clear(); // what is seen anew is what is painted then
    if ("at" in chosen) view.look();
    else if (chosen.regime) view.refit();
    apply(parts, chosen);
    if (wasGallery && !state.gallery) map.invalidateSize({ animate: false });
    const isNew = "regime" in chosen || "against" in chosen || "gallery" in chosen;
    parts.carry(isNew && isChoice);
  };
  const parts = makeParts(map, choose);
  view.listenToMap(() => parts.carry());
  listen(choose);
  linkTools(map, {
    onHome: () => {
      view.fit(animate());
      parts.carry();
    },
  });

  parts.theme(state.theme);
  if (lang !== data.lang) speakPage();
  speak(parts);
  arrange(parts, true);
  if (state.region) parts.regions.set(state.region);
  parts.carry();
  scrollToChosen();
  /** @type {HTMLDetailsElement} */
  const legend = find(".legend");
  if (isNarrow(map) && !state.embed) legend.open = false;
  window.addEventListener("resize", () => arrangeEmbed(state));
  window.addEventListener("beforeprint", () => {
    legend.open = true;
  });
};

addConic();
window.policyMap = { start };
