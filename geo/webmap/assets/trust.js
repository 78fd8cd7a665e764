// No string may become markup in this page. Leaflet, as it loads, asks with the one literal below
// whether the browser draws SVG; every other string is refused.
if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", {
    createHTML: (markup) => (markup === "<svg/>" ? markup : null),
  });
}
