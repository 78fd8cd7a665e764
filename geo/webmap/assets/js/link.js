// The view in the address: what is chosen can be sent, and opens again the same.
const readLink = () => {
  const asked = new URLSearchParams(window.location.hash.slice(1));
  const language = asked.get("lang");
  return {
    regime: regimeOf.get(asked.get("regime")) ?? null,
    against: regimeOf.get(asked.get("against")) ?? null,
    region: regionOf.has(asked.get("region")) ? asked.get("region") : null,
    lang: data.languages.includes(language) ? language : null,
    theme: ["light", "dark"].includes(asked.get("theme")) ? asked.get("theme") : "auto",
    gallery: asked.get("view") === "all",
  };
};

const linkTo = ({ regime, against, region, theme, gallery }) => {
  const said = new URLSearchParams({ regime: regime.id });
  if (against) said.set("against", against.id);
  if (region) said.set("region", region);
  if (lang !== data.lang) said.set("lang", lang);
  if (theme !== "auto") said.set("theme", theme);
  if (gallery) said.set("view", "all");
  return `#${said}`;
};

const writeLink = (state) => {
  if (window.location.protocol !== "about:") history.replaceState(null, "", linkTo(state));
};
