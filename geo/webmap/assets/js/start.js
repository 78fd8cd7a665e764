// Bring the parts together and follow the reader's choice of policy.
window.policyMap = {
  start(map) {
    document.documentElement.classList.add("js");
    map.invalidateSize({ animate: false });
    const radios = [...document.querySelectorAll('input[name="regime"]')];
    const wanted = new URLSearchParams(window.location.hash.slice(1)).get("regime");
    const first =
      radios.find(({ value }) => value === wanted) ?? radios.find(({ checked }) => checked);
    first.checked = true;
    let regime = data.regimes.find(({ id }) => id === first.value);
    let untouched = true;
    const fit = (options) => {
      show(map, home(map, regime), options);
      untouched = true;
    };
    fit({ animate: false });
    holdView(map);
    const container = map.getContainer();
    container.setAttribute("role", "group");
    container.setAttribute("aria-labelledby", "headline");
    container.setAttribute("aria-describedby", "map-help");

    const shapes = drawShapes(map);
    const labels = drawLabels(map, shapes);
    const marks = drawMarks(map, { onPlace: (place) => readEvidence(place) });
    const readEvidence = linkEvidence({ marks });
    const card = drawCard({
      onPlace: (place) => readEvidence(place),
      onRelease: () => regions.release(),
    });
    const regions = readRegions(map, shapes.regions, {
      onShow: (code, state) => card(regime, code, state),
    });
    const coverage = fillCoverage({
      onRegion: (code) => {
        regions.pin(code);
        document.getElementById("map").scrollIntoView({ block: "nearest", behavior: scrolling() });
      },
    });
    labels.avoid(() => [...marks.boxes(), ...controlBoxes(map)]);

    const choose = (id) => {
      regime = data.regimes.find((item) => item.id === id) ?? regime;
      document.getElementById("headline").textContent = regime.headline;
      document.getElementById("detail").textContent = regime.detail;
      document.getElementById("note").textContent = regime.note;
      document.title = regime.headline;
      document.querySelectorAll("[data-regime]").forEach((part) => {
        part.classList.toggle("current", part.dataset.regime === regime.id);
      });
      document.getElementById("map").classList.toggle("doubted", regime.doubted);
      document.querySelector("#plate strong").textContent = regime.reach;
      document.querySelectorAll("#plate .badge, #legend-status .badge").forEach((badge) => {
        badge.className = `badge badge-${regime.status}`;
        badge.textContent = regime.status_word;
      });
      shapes.paint(regime);
      coverage(regime);
      regions.arrange(regime);
      labels.arrange(regime);
    };

    radios.forEach((radio) =>
      radio.addEventListener("change", () => {
        choose(radio.value);
        if (untouched && outgrows(map, regime)) fit({ animate: false });
        if (window.location.protocol !== "about:") {
          history.replaceState(null, "", `#regime=${regime.id}`);
        }
      }),
    );
    map.on("dragstart", () => {
      untouched = false;
    });
    linkTools(map, { onHome: () => fit({ animate: !stillness.matches }) });
    const list = document.querySelector(".choices");
    list.scrollTop = first.closest("label").offsetTop - list.offsetTop;
    choose(first.value);
    drawScale(map);
  },
};
