import { element } from "./dom.js";
import { post } from "./client.js";
import { markedText } from "./text.js";

const DEBOUNCE = 150;
const LIMIT = 8;

/**
 * The list under the input, by the WAI-ARIA 1.2 combobox pattern: the focus stays in the input, and the option that
 * arrows have reached is named by aria-activedescendant.
 */
export class Suggestions {
  /** `ask` takes the text of a chosen option; `counted` hears how many were found; `api` gives address and key. */
  constructor(input, api, { ask, counted }) {
    this.input = input;
    this.api = api;
    this.ask = ask;
    this.counted = counted;
    this.options = [];
    this.active = -1;
    this.absent = false;
    this.list = element("ul", { role: "listbox", id: "list", part: "list", hidden: true });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.outside = (event) => {
      if (!event.composedPath().includes(this.list) && !event.composedPath().includes(this.input)) this.close();
    };
  }

  /** The text has changed: what was reached in the old list counts no more; look again once typing pauses. */
  changed() {
    this.cancel();
    this.reach(-1);
    const text = this.input.value.trim();
    if (this.absent || !text) return this.show([]);
    this.timer = setTimeout(() => this.look(text), DEBOUNCE);
  }

  async look(text) {
    const controller = (this.controller = new AbortController());
    try {
      const { address, key } = this.api("/v1/suggest");
      const { json } = await post(address, key, { q: text, limit: LIMIT }, controller);
      if (controller !== this.controller) return;
      this.show(json.suggestions);
      this.counted(this.options.length);
    } catch (error) {
      if (controller !== this.controller) return;
      this.absent = error.status === 404;
      this.show([]);
    }
  }

  /** Forget what is being looked for; what comes late is not shown. */
  cancel() {
    clearTimeout(this.timer);
    if (this.controller) this.controller.abort();
    this.controller = null;
  }

  show(suggestions) {
    this.options = suggestions.map(({ text, highlights }, place) => {
      const option = { role: "option", id: `option-${place}`, part: "option", "aria-selected": "false" };
      const words = element("span", {}, markedText(text, highlights));
      return element("li", { ...option, lang: "uk", "data-text": text }, words);
    });
    this.list.replaceChildren(...this.options);
    this.list.scrollTop = 0;
    if (this.options.length) this.open();
    else this.close();
  }

  get opened() {
    return !this.list.hidden;
  }

  open() {
    if (!this.options.length) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.reach(-1);
    document.addEventListener("pointerdown", this.outside, true);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.reach(-1);
    document.removeEventListener("pointerdown", this.outside, true);
  }

  reach(place) {
    this.active = place;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.options[place].id);
    this.options[place].scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.text;
    this.ask(option.dataset.text);
  }

  /** Whether a key was for the list; then it has done its work. */
  took(event) {
    const count = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      if (event.altKey && step < 0) this.close();
      else if (!this.opened) this.open();
      if (!event.altKey) this.reach(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
      return true;
    }
    if (event.key === "Enter" && this.opened && this.active >= 0) {
      this.choose(this.options[this.active]);
      return true;
    }
    if (event.key === "Escape" && this.opened) {
      this.close();
      return true;
    }
    if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (this.opened) this.reach(-1);
    } else if (event.key === "Tab") {
      this.close();
    }
    return false;
  }
}
