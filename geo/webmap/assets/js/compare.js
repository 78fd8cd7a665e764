// Policies side by side: in words what changes from one to another, and the pictures of all.
/** @import { Against, Regime } from "./types" */
import { data, isRegion, refuses, regimeOf, regimes, regionOf, rowOf } from "./data.js";
import { button, element, fillMessage, find, findAll } from "./dom.js";
import { counted, lang, listing, nameOf, percent, say, shareOf, shortOf, told } from "./words.js";

const MOST_NAMES = 6;

/** @param {import("./types").Row} row */
const farShare = ({ shares }) => shares[shares.length - 1];
/** @param {string} code */
const nameOfCode = (code) =>
  nameOf(isRegion(code) ? regionOf(code) : { name: data.languages.map(() => code) });

/** List what changes, one line a kind. @param {Regime} before @param {Regime} now */
export const changes = (before, now) => {
  /** @param {Regime} regime @param {string} code */
  const touches = (regime, code) => rowOf(regime, code).standing !== "outside";
  const growth = (/** @type {string} */ code) =>
    farShare(rowOf(now, code)) - farShare(rowOf(before, code));
  const step = (/** @type {string} */ code) =>
    say("change_step", {
      name: nameOfCode(code),
      before: percent(rowOf(before, code)),
      now: percent(rowOf(now, code)),
    });

  // What a refusal spans, or a claim that is denied, is no more and no less than a permission.
  const comparable = [before, now].every((each) => !refuses(each) && each.status !== "denied");
  const codes = comparable ? [...now.row.keys()] : [];
  const resized = codes
    .filter((code) => touches(before, code) && touches(now, code))
    .filter((code) => shareOf(rowOf(before, code)) !== shareOf(rowOf(now, code)))
    .sort((one, other) => Math.abs(growth(other)) - Math.abs(growth(one)));

  const turn = (/** @type {string} */ key, /** @type {string} */ fact) => {
    const [one, other] = [told(before)[fact], told(now)[fact]];
    return one === other ? [] : [say(key, { before: one, now: other })];
  };
  const list = (/** @type {string} */ key, /** @type {string[]} */ found, write = nameOfCode) => {
    if (!found.length) return [];
    const names = listing(found.map(write), MOST_NAMES);
    return [say(key, { regions: counted("regions", found.length), names })];
  };
  return [
    ...turn("change_reach", "reach"),
    ...list("change_gained", codes.filter((code) => touches(now, code) && !touches(before, code))),
    ...list("change_lost", codes.filter((code) => touches(before, code) && !touches(now, code))),
    ...list("change_grown", resized.filter((code) => growth(code) > 0), step),
    ...list("change_shrunk", resized.filter((code) => growth(code) < 0), step),
    ...list("change_named", now.scope.filter((code) => !before.scope.includes(code))),
    ...list("change_unnamed", before.scope.filter((code) => !now.scope.includes(code))),
    ...turn("change_status", "attested"),
  ];
};

/** @param {Against} before @param {Regime} now */
export const tellChange = (before, now) => {
  const box = find("#change");
  box.hidden = !before || before === now;
  if (!before || before === now) return;
  const found = changes(before, now);
  fillMessage(find("h2", box), say("change"), { label: told(before).label });
  const lines = found.length ? found : [say("change_same")];
  find("ul", box).replaceChildren(...lines.map((line) => element("li", "", line)));
};

/**
 * Let the reader choose what to compare with.
 * @param {{ onChoose: (against: Regime | null) => void }} then
 */
export const chooseAgainst = ({ onChoose }) => {
  /** @type {HTMLSelectElement} */
  const choice = find("#against");
  choice.addEventListener("change", () => onChoose(regimeOf(choice.value)));
  const option = (/** @type {string} */ value, /** @type {string} */ text) => {
    const made = element("option", "", text);
    made.value = value;
    return made;
  };
  return (/** @type {Against} */ against) => {
    choice.replaceChildren(
      option("", say("compare_none")),
      ...regimes.map((regime) => option(regime.id, told(regime).label)),
    );
    choice.value = against?.id ?? "";
  };
};

/** @param {{ onChoose: (regime: Regime) => void, onToggle: (open: boolean) => void }} then */
export const hangGallery = ({ onChoose, onToggle }) => {
  const toggle = find("#gallery-switch");
  toggle.addEventListener("click", () => onToggle(toggle.getAttribute("aria-pressed") !== "true"));
  const ways = findAll(".still").map((picture) => {
    const regime = /** @type {Regime} */ (regimeOf(picture.dataset.regime));
    const label = element("bdi");
    const way = button("plain way", undefined, () => onChoose(regime));
    way.append(label);
    find("figcaption", picture).prepend(way);
    return { regime, label };
  });
  /** @type {Map<string, () => string>} */
  const named = new Map([
    ...data.regions.map((region) => pair(region.region, () => shortOf(region))),
    ...[...data.home, ...data.countries, ...data.beyond].map((shape) =>
      pair(shape.country, () => nameOf(shape).toLocaleUpperCase(lang)),
    ),
  ]);
  return {
    speak: () => {
      ways.forEach(({ regime, label }) => {
        label.textContent = told(regime).label;
      });
      findAll(".still [data-name]").forEach((name) => {
        name.textContent = named.get(name.dataset.name ?? "")?.() ?? "";
      });
    },
    show: (/** @type {boolean} */ open) => {
      document.documentElement.classList.toggle("gallery", open);
      toggle.setAttribute("aria-pressed", String(open));
      toggle.textContent = say(open ? "gallery_back" : "gallery");
    },
  };
};

/** @param {string} key @param {() => string} name @returns {[string, () => string]} */
const pair = (key, name) => [key, name];
