// Regions as a reader meets them: pointed at, reached by keyboard, kept open by a click.
const readRegions = (map, regions, { onShow, onPin }) => {
  const halo = L.layerGroup().addTo(map);
  let pinned = null;

  const path = (code) => regions.get(code).getElement();
  const mark = (code) => {
    halo.clearLayers();
    if (!code) return;
    const latLngs = regions.get(code).getLatLngs();
    ["halo-casing", "halo"].forEach((className) =>
      halo.addLayer(L.polygon(latLngs, { className, interactive: false, pane: "reaches" })),
    );
  };
  const look = (code) => {
    mark(code);
    onShow(code, { pinned: code !== null && code === pinned });
  };
  const pin = (code) => {
    if (pinned) path(pinned).setAttribute("aria-pressed", "false");
    pinned = code === pinned ? null : code;
    if (pinned) path(pinned).setAttribute("aria-pressed", "true");
    look(pinned);
    onPin(pinned);
  };
  const letGo = () => {
    if (pinned) pin(pinned);
    else look(null);
  };
  const stops = roving();

  const press = (code, event) => {
    if (!stops.press(path(code), event.key)) {
      if (event.key === "Enter" || event.key === " ") pin(code);
      else if (event.key === "Escape") letGo();
      else return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  regions.forEach((layer, code) => {
    const shape = layer.getElement();
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-pressed", "false");
    shape.setAttribute("tabindex", "-1");
    shape.dataset.region = code;
    layer.on({
      mouseover: () => look(code),
      mouseout: () => look(pinned),
      click: () => pin(code),
    });
    shape.addEventListener("focus", () => {
      stops.reach(shape);
      look(code);
    });
    shape.addEventListener("blur", () => look(pinned));
    shape.addEventListener("keydown", (event) => press(code, event));
  });

  const group = [...regions.values()][0].getElement().parentNode;
  group.setAttribute("role", "group");

  return {
    pin,
    look: (code) => look(code ?? pinned),
    release: letGo,
    set: (code) => {
      if (code !== pinned) pin(code ?? pinned);
    },
    go: (code) => {
      if (code !== pinned) pin(code);
      path(code).focus({ preventScroll: true });
    },
    arrange: (regime) => {
      group.setAttribute("aria-label", say("map_regions"));
      regime.row.forEach((row, code) => {
        const region = regionOf.get(code);
        const key = row.standing === "outside" ? "region_label_outside" : "region_label";
        const label = say(key, {
          name: nameOf(region),
          share: shareOf(row),
          nearest: km(region.nearest),
          scope: say(row.named ? "scope_yes" : "scope_no"),
        });
        path(code).setAttribute("aria-label", label);
      });
      stops.arrange([...regime.row.keys()].map(path), pinned && path(pinned));
      look(pinned);
    },
  };
};
