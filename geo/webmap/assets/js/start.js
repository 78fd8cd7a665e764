// Bring the parts together: one state, and every part shows it.
window.policyMap = {
  start(map) {
    document.documentElement.classList.add("js");
    findAll(".only-js").forEach((part) => {
      part.hidden = false;
    });
    map.invalidateSize({ animate: false });
    const radios = findAll('input[name="regime"]');
    const state = {
      ...readLink(),
      regime: readLink().regime ?? regimeOf.get(radios.find(({ checked }) => checked).value),
    };
    lang = state.lang ?? lang;
    let untouched = true;
    const fit = (options) => {
      show(map, home(map, state.regime), options);
      untouched = true;
    };
    fit({ animate: false });
    holdView(map);
    const container = map.getContainer();
    container.setAttribute("role", "group");
    container.setAttribute("aria-labelledby", "headline");
    container.setAttribute("aria-describedby", "map-help");

    const measure = drawScale(map); // before the names, which keep clear of it
    const shapes = drawShapes(map);
    const labels = drawLabels(map, shapes);
    const marks = drawMarks(map, {
      onPlace: (place) => {
        evidence.only(place);
        if (!text.go({ place })) find("#evidence-filter button").focus();
      },
    });
    // A region of the map is kept open, any other place has its mark; the rest is off the map.
    const isRegion = ({ kind, region }) => kind === "region" && regionOf.has(region);
    const canShow = (place) => isRegion(place) || marks.has(data.places.indexOf(place));
    const showPlace = (place) => {
      text.light(place);
      if (!canShow(place)) return;
      showOnMap(() => {
        if (isRegion(place)) regions.go(place.region);
        else marks.go(data.places.indexOf(place));
      });
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
      onSources: () => {
        const policy = find(`#policy-${state.regime.id}`);
        policy.scrollIntoView({ block: "start", behavior: scrolling() });
        policy.focus({ preventScroll: true });
      },
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
    const time = keepTime({ onChoose: (regime) => choose({ regime }) });
    const against = chooseAgainst({ onChoose: (other) => choose({ against: other }) });
    const theme = chooseTheme({ onChoose: (chosen) => choose({ theme: chosen }) });
    const gallery = hangGallery({
      onChoose: (regime) => choose({ regime, gallery: false }),
      onToggle: (open) => choose({ gallery: open }),
    });
    const offer = offerToSave(map, { state: () => state, shown: coverage.shown });
    labels.avoid(() => [...marks.boxes(), ...controlBoxes(map)]);
    const carry = () => {
      offer();
      writeLink(state);
    };

    const arrange = () => {
      const { regime } = state;
      const other = state.against === regime ? null : state.against;
      radios.find(({ value }) => value === regime.id).checked = true;
      speakTold(regime);
      findAll("[data-regime]").forEach((part) =>
        part.classList.toggle("current", part.dataset.regime === regime.id),
      );
      find("#map").classList.toggle("doubted", regime.doubted);
      find(".stage").classList.toggle("comparing", other !== null);
      shapes.paint(regime, other);
      coverage.fill(regime);
      regions.arrange(regime);
      text.arrange(regime);
      time.arrange(regime);
      tellChange(other ?? time.before(regime), regime);
      labels.arrange(regime, other);
    };
    const speak = () => {
      speakPage();
      [marks, evidence, text, time, gallery].forEach((part) => part.speak());
      against(state.against);
      measure();
    };
    const choose = (chosen) => {
      const wasGallery = state.gallery;
      Object.assign(state, chosen);
      if ("gallery" in chosen) gallery.show(state.gallery);
      if (wasGallery && !state.gallery) map.invalidateSize({ animate: false });
      if ("theme" in chosen) theme(state.theme);
      if ("against" in chosen) against(state.against);
      if (chosen.lang) {
        lang = chosen.lang;
        speak();
        gallery.show(state.gallery);
      }
      if (chosen.region !== undefined) regions.set(chosen.region);
      if (chosen.regime || chosen.lang || "against" in chosen) arrange();
      if (chosen.regime && untouched && outgrows(map, state.regime)) fit({ animate: false });
      carry();
    };

    radios.forEach((radio) =>
      radio.addEventListener("change", () => choose({ regime: regimeOf.get(radio.value) })),
    );
    findAll("[data-language]").forEach((each) =>
      each.addEventListener("click", () => choose({ lang: each.dataset.language })),
    );
    // A link to a part of the page says nothing of the view, and changes nothing of it.
    window.addEventListener("hashchange", () => {
      const asked = readLink();
      if (asked.regime) choose({ ...asked, lang: asked.lang ?? lang });
    });
    map.on("dragstart", () => {
      untouched = false;
    });
    linkTools(map, { onHome: () => fit({ animate: !stillness.matches }) });

    theme(state.theme);
    if (lang !== data.lang) speakPage();
    [marks, evidence, text, time, gallery].forEach((part) => part.speak());
    against(state.against);
    gallery.show(state.gallery);
    measure();
    arrange();
    if (state.region) regions.set(state.region);
    offer();
    const list = find(".choices");
    list.scrollTop = find(".regime.current").offsetTop - list.offsetTop;
    list.scrollLeft = find(".regime.current").offsetLeft - list.offsetLeft;
    if (map.getSize().x < 560) find(".legend").open = false;
  },
};
