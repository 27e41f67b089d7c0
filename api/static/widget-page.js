const preview = document.getElementById("preview");
const look = document.getElementById("look");
const copy = document.getElementById("copy");

look.hidden = false;
look.addEventListener("input", () => {
  const { theme, lang, accent, radius } = Object.fromEntries(new FormData(look));
  preview.setAttribute("theme", theme);
  preview.setAttribute("lang", lang);
  preview.style.setProperty("--dovidnyk-accent", accent);
  preview.style.setProperty("--dovidnyk-radius", `${radius}px`);
});
look.addEventListener("submit", (event) => event.preventDefault());

if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("snippet").textContent);
    document.getElementById("copied").textContent = "Скопійовано.";
  });
}
