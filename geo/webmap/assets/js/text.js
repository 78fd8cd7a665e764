// The text itself, its places in the colour of where they fall, its distances and dates with the
// policies they agree with. A place leads to the map, a distance or date to its policy.
const MOST_STATED = 12;

const readText = ({ onPlace, onRegime }) => {
  const marks = findAll("#text mark");
  const stops = roving();
  let here = null;

  const placeOf = ({ dataset }) => data.places[dataset.place];
  const regimesOf = ({ dataset }) =>
    (dataset.regimes ?? "")
      .split(" ")
      .filter(Boolean)
      .map((index) => data.regimes[index]);

  const whereOf = (place, regime) => {
    if (!place) return "none";
    if (place.country === data.home_country && data.home.length) return "home";
    if (place.country !== data.target || place.kind === "country") return "else";
    const row = regime.row.get(place.region);
    if (place.kind === "region" && row) {
      return { inside: "in", partly: "part", outside: "out" }[row.standing];
    }
    return place.held_from_km !== null && farEnd(regime) >= place.held_from_km ? "in" : "out";
  };
  const act = (mark) => {
    if (mark.dataset.regimes) onRegime(regimesOf(mark));
    else if (placeOf(mark)) onPlace(placeOf(mark));
  };

  const able = marks.filter((mark) => placeOf(mark) || mark.dataset.regimes);
  able.forEach((mark) => {
    mark.setAttribute("role", "button");
    mark.addEventListener("click", () => act(mark));
    mark.addEventListener("focus", () => stops.reach(mark));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") act(mark);
      else if (!stops.press(mark, event.key)) return;
      event.preventDefault();
    });
  });
  if (able.length) stops.arrange(able);

  const point = (mark) => {
    mark.scrollIntoView({ block: "center", behavior: scrolling() });
    mark.focus({ preventScroll: true });
  };
  const light = (place) => {
    here = place;
    marks.forEach((mark) =>
      mark.classList.toggle("here", place !== null && placeOf(mark) === place),
    );
  };

  // Under each policy, what the text states that agrees with it.
  const stated = data.regimes.map((regime) => [
    find(`#policy-${regime.id} .stated-here`),
    marks.filter((mark) => mark.dataset.regimes && regimesOf(mark).includes(regime)),
  ]);

  return {
    speak: () =>
      stated.forEach(([line, agreed]) => {
        line.hidden = agreed.length === 0;
        const ways = agreed.slice(0, MOST_STATED).flatMap((mark) => [
          " ",
          button("plain", mark.textContent, () => point(mark)),
        ]);
        line.replaceChildren(say("stated_here"), ...ways);
      }),
    arrange: (regime) =>
      marks.forEach((mark) => {
        if (mark.classList.contains("stated")) {
          const agreed = regimesOf(mark);
          mark.classList.toggle("supports", agreed.includes(regime));
          const labels = listing(agreed.map((each) => told(each).label), 4);
          mark.title = agreed.length ? say("stated_agrees", { labels }) : say("stated_none");
          return;
        }
        const place = placeOf(mark);
        const where = whereOf(place, regime);
        const isNamed = place?.kind === "region" && regime.scope.includes(place.region);
        mark.className = `at-${where}`;
        mark.classList.toggle("at-named", Boolean(isNamed));
        mark.classList.toggle("here", place !== undefined && place === here);
        mark.title = say(`at_${where}`) + (isNamed ? `, ${say("at_named")}` : "");
      }),
    light,
    // To the mention of a list item, or the first of a place.
    go: ({ mention, place }) => {
      const mark = marks.find((each) =>
        mention ? each.dataset.mention === mention : placeOf(each) === place,
      );
      light(mark ? placeOf(mark) : (place ?? null));
      if (mark) point(mark);
      return Boolean(mark);
    },
  };
};
