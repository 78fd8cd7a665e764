// The table: one row per region, already in the page; a policy, a column or a filter changes it.
const fillCoverage = ({ onRegion, onLook }) => {
  const table = find("#coverage");
  const body = table.tBodies[0];
  const rows = new Map([...body.rows].map((row) => [row.dataset.region, row]));
  const all = find("#show-outside");
  const filter = find("#table-filter");
  let regime;
  let sorted = { by: "share", down: true };

  const keys = {
    name: (code) => nameOf(regionOf.get(code)),
    share: (code) => farShare(code),
    nearest: (code) => Number(regionOf.get(code).nearest_km),
    scope: (code) => Number(regime.row.get(code).named),
  };
  const farShare = (code) => regime.row.get(code).shares.at(-1);
  const compare = (one, other) =>
    typeof one === "string" ? one.localeCompare(other, lang) : one - other;
  // Rows of equal rank keep the order of the policy: the most covered first.
  const order = () => {
    const key = keys[sorted.by];
    const codes = [...regime.row.keys()];
    if (sorted.by !== "share" || !sorted.down) {
      codes.sort((one, other) => compare(key(one), key(other)) * (sorted.down ? -1 : 1));
    }
    body.append(...codes.map((code) => rows.get(code)));
    findAll("#coverage [data-sort]").forEach((head) => {
      const way = sorted.down ? "descending" : "ascending";
      if (head.dataset.sort === sorted.by) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    });
  };
  const sift = () => {
    const wanted = filter.value.trim().toLocaleLowerCase(lang);
    table.classList.toggle("all", all.checked || wanted !== "");
    rows.forEach((row, code) => {
      const { name } = regionOf.get(code);
      row.hidden = !name.some((each) => each.toLocaleLowerCase(lang).includes(wanted));
    });
    find("#table-empty").hidden = [...rows.values()].some((row) => !row.hidden);
  };

  findAll("#coverage [data-sort]").forEach((head) => {
    const by = head.dataset.sort;
    const sort = button("sort", undefined, () => {
      sorted = { by, down: sorted.by === by ? !sorted.down : by === "share" || by === "scope" };
      order();
    });
    sort.append(...head.childNodes);
    head.append(sort);
  });
  all.addEventListener("change", sift);
  filter.addEventListener("input", sift);
  rows.forEach((row, code) => {
    row.addEventListener("mouseenter", () => onLook(code));
    row.addEventListener("mouseleave", () => onLook(null));
  });

  const nameButton = (region, touched) => {
    const name = nameOf(region);
    const mark = region.crosses.length && touched ? "\u00a0†" : "";
    return button("plain", name + mark, () => onRegion(region.region));
  };
  const bar = (shares) => {
    const picture = svg("svg", { "aria-hidden": "true" });
    picture.append(
      svg("rect", { class: "bar-ground", width: "100%" }),
      svg("rect", { class: "bar-far", width: `${shares.at(-1) * 100}%` }),
      svg("rect", { class: "bar-near", width: `${shares[0] * 100}%` }),
    );
    return picture;
  };
  const chip = () => {
    const picture = svg("svg", { class: "key", viewBox: "0 0 16 12", "aria-hidden": "true" });
    picture.append(svg("use", { href: "#scope-key" }));
    return [picture, element("span", "", say("scope_chip"))];
  };

  return {
    fill: (chosen) => {
      regime = chosen;
      regime.row.forEach(({ shares, standing, named, ...figures }, code) => {
        const touched = standing !== "outside";
        const row = rows.get(code);
        row.classList.remove("inside", "partly", "outside");
        row.classList.add(standing);
        const [name, figure, picture, nearest, scope] = row.cells;
        name.replaceChildren(nameButton(regionOf.get(code), touched));
        figure.textContent = shareOf({ shares, standing, ...figures });
        picture.replaceChildren(...(touched ? [bar(shares)] : []));
        nearest.textContent = km(regionOf.get(code).nearest);
        scope.replaceChildren(...(named ? chip() : []));
      });
      order();
      sift();
      findAll("#crosses [data-region]").forEach((note) => {
        note.textContent = crossing(regionOf.get(note.dataset.region));
        note.hidden = regime.row.get(note.dataset.region).standing === "outside";
      });
    },
    // The row of the region being looked at.
    mark: (code) => rows.forEach((row, each) => row.classList.toggle("here", each === code)),
    go: (code) => {
      const row = rows.get(code);
      if (row.classList.contains("outside")) all.checked = true;
      filter.value = "";
      sift();
      row.scrollIntoView({ block: "center", behavior: scrolling() });
      row.querySelector("button").focus({ preventScroll: true });
    },
    shown: () => [...body.rows].filter((row) => row.offsetParent).map((row) => row.dataset.region),
  };
};
