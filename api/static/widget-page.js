const preview = document.getElementById("preview");
const look = document.getElementById("look");
const copy = document.getElementById("copy");

look.hidden = false;
look.addEventListener("input", () => {
  const { theme, lang, key, accent, radius } = Object.fromEntries(new FormData(look));
  const attributes = { lang, theme: theme === "auto" ? "" : theme, key: key.trim() };
  const given = Object.entries(attributes).filter(([, value]) => value);
  document.getElementById("tag").textContent =
    `<dovidnyk-search${given.map(([name, value]) => ` ${name}="${value.replaceAll('"', "")}"`).join("")}>`;
  preview.setAttribute("theme", theme);
  preview.setAttribute("lang", lang);
  const rules = Object.entries(changedStyles(accent, radius)).map(([name, value]) => `  ${name}: ${value};\n`);
  const shown = document.getElementById("colours");
  shown.textContent = `dovidnyk-search {\n${rules.join("")}}`;
  shown.hidden = document.getElementById("colours-note").hidden = rules.length === 0;
});
look.addEventListener("submit", (event) => event.preventDefault());

if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("snippet").textContent);
    document.getElementById("copied").textContent = "Скопійовано.";
  });
}

// Only what was changed: the element's own colours differ by theme, one that is set holds for both.
function changedStyles(accent, radius) {
  const styles = {
    "--dovidnyk-accent": accent !== look.elements.accent.defaultValue && accent,
    "--dovidnyk-on-accent": accent !== look.elements.accent.defaultValue && (isLight(accent) ? "#000" : "#fff"),
    "--dovidnyk-radius": radius !== look.elements.radius.defaultValue && `${radius}px`,
  };
  for (const [name, value] of Object.entries(styles)) {
    if (value) preview.style.setProperty(name, value);
    else preview.style.removeProperty(name);
  }
  return Object.fromEntries(Object.entries(styles).filter(([, value]) => value));
}

// By the relative luminance of WCAG 2, rounded: whether black stands out better than white on a colour.
function isLight(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
}
