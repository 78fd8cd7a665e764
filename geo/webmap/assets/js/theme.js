// Light or dark: as the reader's device has it, or as chosen here. Paper is always light.
const chooseTheme = ({ onChoose }) => {
  const sheet = find("#dark");
  const choice = find("#theme");
  const asDevice = sheet.media;
  choice.addEventListener("change", () => onChoose(choice.value));
  return (theme) => {
    choice.value = theme;
    sheet.media = { auto: asDevice, light: "not all", dark: "screen" }[theme];
  };
};
