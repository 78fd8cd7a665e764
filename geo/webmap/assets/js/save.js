// What a reader takes along: the table as coverage.csv has it, the shapes as GeoJSON, a link.
const quoted = (value) => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const CSV_COLUMNS =
  "regime,reach_km,region,name,area_km2,nearest_km,share,standing,in_scope,crosses,farthest_km";

const csvRows = (regime, codes) =>
  regime.reach_km.flatMap((reach, end) => {
    const rows = (codes ?? [...regime.row.keys()]).map((code) => regime.row.get(code));
    if (!codes) {
      const byCode = (one, other) => (one.region < other.region ? -1 : 1);
      rows.sort((one, other) => other.shares[end] - one.shares[end] || byCode(one, other));
    }
    return rows.map(({ region: code, shares, standings, named }) => {
      const region = regionOf.get(code);
      return [
        regime.id,
        reach,
        code,
        nameOf(region),
        region.area_km2,
        region.nearest_km,
        shares[end].toFixed(4),
        standings[end],
        named,
        region.crosses.join(";"),
        region.farthest_km,
      ];
    });
  });
const csvOf = (rows) =>
  `${[CSV_COLUMNS, ...rows.map((row) => row.map(quoted).join(","))].join("\n")}\n`;

const geojsonOf = (regime) => {
  const area = (ring) =>
    ring.reduce((sum, [x, y], n) => {
      const [nextX, nextY] = ring[(n + 1) % ring.length];
      return sum + x * nextY - nextX * y;
    }, 0);
  // Outer rings run against the clock, holes with it.
  const closed = (ring, hole) => {
    const points = ring.map(([lat, lng]) => [lng, lat]);
    if (area(points) > 0 === hole) points.reverse();
    return [...points, points[0]];
  };
  const areas = (shape) => ({
    type: "MultiPolygon",
    coordinates: unpackAreas(shape).map((rings) => rings.map((ring, n) => closed(ring, n > 0))),
  });
  const feature = (geometry, properties) => ({ type: "Feature", properties, geometry });
  const within = (reach) => ({ reach_km: end }) => end === reach;
  const features = [
    ...data.regions.map((region) => {
      const { shares, standing, named } = regime.row.get(region.region);
      return feature(areas(region.shape), {
        layer: "region",
        regime: regime.id,
        region: region.region,
        name: nameOf(region),
        share: shares.at(-1),
        standing,
        in_scope: named,
        nearest_km: Number(region.nearest_km),
      });
    }),
    ...regime.reach_km.flatMap((reach) => [
      ...data.inside.filter(within(reach)).map(({ region, shape }) =>
        feature(areas(shape ?? regionOf.get(region).shape), {
          layer: "inside",
          regime: regime.id,
          reach_km: reach,
          region,
        }),
      ),
      ...data.envelopes.filter(within(reach)).map(({ shape }) =>
        feature(
          {
            type: "MultiLineString",
            coordinates: unpackLines(shape).map((line) => line.map(([lat, lng]) => [lng, lat])),
          },
          { layer: "reach", regime: regime.id, reach_km: reach },
        ),
      ),
    ]),
    ...data.places.map((place) =>
      feature(
        { type: "Point", coordinates: [place.longitude, place.latitude] },
        { layer: "place", name: nameOf(place), kind: place.kind, mentions: place.count },
      ),
    ),
  ];
  return JSON.stringify({ type: "FeatureCollection", features });
};

const tell = (message) => {
  find("#said").textContent = message;
};

const saveAs = (name, content, type) => {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(say("saved", { file: name }));
};

const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    tell(say("copied"));
  } catch {
    const field = element("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    tell(say(done ? "copied" : "not_copied"));
  }
};

const offerToSave = (map, { state, shown }) => {
  const file = (ending) => `policy-map-${state().regime.id}.${ending}`;
  const make = {
    svg: () => saveAs(file("svg"), drawPicture(map, state().regime).text, "image/svg+xml"),
    png: async () =>
      saveAs(file("png"), await inDots(drawPicture(map, state().regime)), "image/png"),
    csv: () =>
      saveAs("coverage.csv", csvOf(data.regimes.flatMap((each) => csvRows(each))), "text/csv"),
    geojson: () => saveAs(file("geojson"), geojsonOf(state().regime), "application/geo+json"),
  };
  findAll("[data-save]").forEach((each) =>
    each.addEventListener("click", () => make[each.dataset.save]()),
  );
  find("#copy-table").addEventListener("click", () =>
    copyText(csvOf(csvRows(state().regime, shown()))),
  );
  find("#copy-link").addEventListener("click", () => copyText(window.location.href));
  find("#copy-embed").addEventListener("click", () => copyText(find("#embed").value));

  // The snippet is text for another page's markup.
  const escaped = (text) =>
    text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return () => {
    const title = escaped(told(state().regime).headline);
    const source = escaped(`policy-map.html${linkTo(state())}`);
    find("#embed").value =
      `<iframe src="${source}" title="${title}" width="100%" height="900" loading="lazy"></iframe>`;
  };
};
