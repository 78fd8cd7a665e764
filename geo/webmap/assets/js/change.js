// What changes from one policy to another, in words; the map marks it while the two are compared.
/** @import { Against, Regime } from "./types" */
import { data, isRegion, regimeOf, regimes, regionOf, rowOf } from "./data.js";
import { element, fillMessage, find } from "./dom.js";
import { counted, listing, nameOf, percent, say, shareOf, told } from "./words.js";

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

  const codes = [...now.row.keys()];
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
