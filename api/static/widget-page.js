const preview = document.getElementById("preview");
const look = document.getElementById("look");
const copy = document.getElementById("copy");

look.hidden = false;
look.addEventListener("input", () => {
  const { theme, lang, accent, radius } = Object.fromEntries(new FormData(look));
  const themed = theme === "auto" ? "" : ` theme="${theme}"`;
  const colours = {
    "--dovidnyk-accent": accent,
    "--dovidnyk-on-accent": isLight(accent) ? "#000" : "#fff",
    "--dovidnyk-radius": `${radius}px`,
  };
  preview.setAttribute("theme", theme);
  preview.setAttribute("lang", lang);
  for (const [name, value] of Object.entries(colours)) preview.style.setProperty(name, value);
  document.getElementById("tag").textContent = `<dovidnyk-search lang="${lang}"${themed}>`;
  const rules = Object.entries(colours).map(([name, value]) => `  ${name}: ${value};\n`);
  const shown = document.getElementById("colours");
  shown.textContent = `dovidnyk-search {\n${rules.join("")}}`;
  shown.hidden = document.getElementById("colours-note").hidden = false;
});
look.addEventListener("submit", (event) => event.preventDefault());

if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("snippet").textContent);
    document.getElementById("copied").textContent = "Скопійовано.";
  });
}

// By the relative luminance of WCAG 2, rounded: whether black stands out better than white on a colour.
function isLight(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
}
