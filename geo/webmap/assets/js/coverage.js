// The table: one row per region, already in the page; a policy changes its figures and order.
const fillCoverage = ({ onRegion }) => {
  const table = document.getElementById("coverage");
  const body = table.tBodies[0];
  const rows = new Map([...body.rows].map((row) => [row.dataset.region, row]));
  const all = document.getElementById("show-outside");
  all.closest("p").hidden = false;
  all.addEventListener("change", () => table.classList.toggle("all", all.checked));

  const nameOf = ({ region, name, crosses }, touched) => {
    const button = element("button", "plain", crosses && touched ? `${name}\u00a0†` : name);
    button.type = "button";
    button.addEventListener("click", () => onRegion(region));
    return button;
  };
  const bar = (shares) => {
    const picture = svg("svg", { "aria-hidden": "true" });
    picture.append(
      svg("rect", { class: "bar-ground", width: "100%" }),
      svg("rect", { class: "bar-far", width: `${shares[shares.length - 1] * 100}%` }),
      svg("rect", { class: "bar-near", width: `${shares[0] * 100}%` }),
    );
    return picture;
  };
  const chip = () => {
    const picture = svg("svg", { class: "key", viewBox: "0 0 16 12", "aria-hidden": "true" });
    picture.append(svg("use", { href: "#scope-key" }));
    return [picture, element("span", "", say("scope_chip"))];
  };

  return (regime) => {
    table.caption.querySelector("bdi").textContent = regime.label;
    regime.rows.forEach(([index, share, shares, standing, named]) => {
      const region = data.regions[index];
      const touched = standing !== "outside";
      const row = rows.get(region.region);
      row.className = standing;
      const [name, figure, picture, , scope] = row.cells;
      name.replaceChildren(nameOf(region, touched));
      figure.textContent = share;
      picture.replaceChildren(...(touched ? [bar(shares)] : []));
      scope.replaceChildren(...(named ? chip() : []));
      body.append(row);
    });
    document.querySelectorAll("#crosses [data-region]").forEach((note) => {
      note.hidden = rows.get(note.dataset.region).className === "outside";
    });
  };
};
