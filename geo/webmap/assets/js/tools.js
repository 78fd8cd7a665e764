// Buttons that do what fingers, wheel and keys do.
const linkTools = (map, { onHome }) => {
  const press = (name, act) =>
    document.querySelector(`[data-tool="${name}"]`).addEventListener("click", act);
  press("in", () => map.zoomIn(undefined, { animate: !stillness.matches }));
  press("out", () => map.zoomOut(undefined, { animate: !stillness.matches }));
  press("home", onHome);
  // One finger scrolls the page; two move the map.
  if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  // The wheel scrolls the page until the reader turns to the map.
  const container = map.getContainer();
  container.addEventListener("pointerdown", () => map.scrollWheelZoom.enable());
  container.addEventListener("pointerleave", () => map.scrollWheelZoom.disable());
};

// The room the controls take on the map.
const controlBoxes = (map) => {
  const origin = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(".tools, .plate, .scale")].map((control) => {
    const box = control.getBoundingClientRect();
    return {
      left: box.left - origin.left,
      right: box.right - origin.left,
      top: box.top - origin.top,
      bottom: box.bottom - origin.top,
    };
  });
};
