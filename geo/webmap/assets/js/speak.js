// Everything that stands in the page as written, in another language.
const isolated = (text) => element("bdi", "", text);

// A message with its values put in, each in its own writing direction.
const fillMessage = (target, message, values) => {
  const parts = message.split(/(\{\w+\})/).filter(Boolean);
  target.replaceChildren(
    ...parts.flatMap((part) => {
      const value = part.startsWith("{") ? values[part.slice(1, -1)] : undefined;
      if (value === undefined) return [part];
      return [value].flat().flatMap((each, n) => (n ? [", ", isolated(each)] : [isolated(each)]));
    }),
  );
};

const speakPage = () => {
  document.documentElement.lang = lang;
  findAll("[data-say]").forEach((target) =>
    fillMessage(target, words()[target.dataset.say], data.values[lang][target.dataset.say] ?? {}),
  );
  findAll("[data-label]").forEach((target) => {
    const label = say(target.dataset.label);
    target.setAttribute("aria-label", label);
    if (target.tagName === "BUTTON") target.title = label;
  });
  findAll("[data-region-name]").forEach((target) => {
    target.textContent = nameOf(regionOf.get(target.dataset.regionName));
  });
  findAll("[data-numeral]").forEach((target) => {
    const [unit, english] = target.dataset.numeral.split(" ");
    target.textContent = say(unit, { n: numeral(english) });
  });
  findAll("time[datetime]").forEach((day) => {
    day.textContent = dayOf(day.dateTime);
  });
  findAll("[data-language]").forEach((choice) =>
    choice.setAttribute("aria-pressed", String(choice.dataset.language === lang)),
  );
};

// What is told of each policy where it stands, and of the chosen one everywhere else.
const speakTold = (regime) => {
  const every = new Map([...data.undrawn, ...data.regimes].map((each) => [each.id, each]));
  const of = (part) => every.get(part.closest("[data-regime]")?.dataset.regime) ?? regime;
  findAll("[data-told]").forEach((part) => {
    const policy = of(part);
    const said = told(policy)[part.dataset.told];
    part.textContent = part.dataset.at ? said[part.dataset.at] : said;
    if (part.classList.contains("badge")) part.className = `badge badge-${policy.status}`;
  });
  findAll("[data-told-label]").forEach((part) =>
    part.setAttribute("aria-label", told(of(part))[part.dataset.toldLabel]),
  );
  document.title = told(regime).headline;
};
