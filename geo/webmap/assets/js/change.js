// What changes from one policy to another, in words; the map marks it while the two are compared.
const MOST_NAMES = 6;

const changes = (before, now) => {
  const name = (code) => nameOf(regionOf.get(code) ?? { name: data.languages.map(() => code) });
  const touches = (regime, code) => regime.row.get(code).standing !== "outside";
  const growth = (code) => now.row.get(code).shares.at(-1) - before.row.get(code).shares.at(-1);
  const step = (code) =>
    say("change_step", {
      name: name(code),
      before: percent(before.row.get(code).shares),
      now: percent(now.row.get(code).shares),
    });

  const codes = [...now.row.keys()];
  const gained = codes.filter((code) => touches(now, code) && !touches(before, code));
  const lost = codes.filter((code) => touches(before, code) && !touches(now, code));
  const resized = codes
    .filter((code) => touches(before, code) && touches(now, code))
    .filter((code) => shareOf(before.row.get(code)) !== shareOf(now.row.get(code)))
    .sort((one, other) => Math.abs(growth(other)) - Math.abs(growth(one)));
  const grown = resized.filter((code) => growth(code) > 0);
  const shrunk = resized.filter((code) => growth(code) < 0);
  const named = now.scope.filter((code) => !before.scope.includes(code));
  const unnamed = before.scope.filter((code) => !now.scope.includes(code));

  const turn = (key, one, other) => (one === other ? [] : [say(key, { before: one, now: other })]);
  const list = (key, found, write = name) => {
    if (!found.length) return [];
    const names = listing(found.map(write), MOST_NAMES);
    return [say(key, { regions: counted("regions", found.length), names })];
  };
  return [
    ...turn("change_reach", told(before).reach, told(now).reach),
    ...list("change_gained", gained),
    ...list("change_lost", lost),
    ...list("change_grown", grown, step),
    ...list("change_shrunk", shrunk, step),
    ...list("change_named", named),
    ...list("change_unnamed", unnamed),
    ...turn("change_status", told(before).status, told(now).status),
  ];
};

const tellChange = (before, now) => {
  const box = find("#change");
  box.hidden = !before || before === now;
  if (box.hidden) return;
  const found = changes(before, now);
  fillMessage(box.querySelector("h2"), say("change"), { label: told(before).label });
  const lines = found.length ? found : [say("change_same")];
  box.querySelector("ul").replaceChildren(...lines.map((line) => element("li", "", line)));
};

// The choice of what to compare with.
const chooseAgainst = ({ onChoose }) => {
  const choice = find("#against");
  choice.addEventListener("change", () => onChoose(regimeOf.get(choice.value) ?? null));
  return (against) => {
    const option = (value, text) => {
      const made = element("option", "", text);
      made.value = value;
      return made;
    };
    choice.replaceChildren(
      option("", say("compare_none")),
      ...data.regimes.map((regime) => option(regime.id, told(regime).label)),
    );
    choice.value = against?.id ?? "";
  };
};
