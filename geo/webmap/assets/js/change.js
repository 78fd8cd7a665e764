// What changes from one policy to another, in words; the map marks it while the two are compared.
const MOST_NAMES = 6;

const changes = (before, now) => {
  const name = (code) => nameOf(regionOf.get(code) ?? { name: data.languages.map(() => code) });
  const touches = (regime, code) => regime.row.get(code).standing !== "outside";
  const step = (code) =>
    say("change_step", {
      name: name(code),
      before: percent(before.row.get(code).shares),
      now: percent(now.row.get(code).shares),
    });
  const codes = [...now.row.keys()];
  const size = (code) => now.row.get(code).shares.at(-1) - before.row.get(code).shares.at(-1);
  const both = codes
    .filter((code) => touches(before, code) && touches(now, code))
    .filter((code) => shareOf(before.row.get(code)) !== shareOf(now.row.get(code)))
    .sort((one, other) => Math.abs(size(other)) - Math.abs(size(one)));
  const list = (key, found, say1 = name) =>
    found.length
      ? [
          say(key, {
            regions: counted("regions", found.length),
            names: listing(found.map(say1), MOST_NAMES),
          }),
        ]
      : [];
  const step2 = (key, one, other) => (one === other ? [] : [say(key, { before: one, now: other })]);
  const without = (one, other) => one.scope.filter((code) => !other.scope.includes(code));
  return [
    ...step2("change_reach", told(before).reach, told(now).reach),
    ...list("change_gained", codes.filter((code) => touches(now, code) && !touches(before, code))),
    ...list("change_lost", codes.filter((code) => touches(before, code) && !touches(now, code))),
    ...list("change_grown", both.filter((code) => size(code) > 0), step),
    ...list("change_shrunk", both.filter((code) => size(code) < 0), step),
    ...list("change_named", without(now, before)),
    ...list("change_unnamed", without(before, now)),
    ...step2("change_status", told(before).status, told(now).status),
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
