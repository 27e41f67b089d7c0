import { CSS, ORIGIN, STRINGS } from "./data.js";
import { Announcer } from "./announcer.js";
import { ApiError, post } from "./client.js";
import { element } from "./dom.js";
import { failureView, responseView } from "./response_view.js";
import { Suggestions } from "./suggestions.js";
import { plural } from "./text.js";

const SLOW = 300;
const SUGGESTIONS_SAID = 600;
const MAX_QUESTION = 1000;
const OWN_KEYS = ["keydown", "keyup", "keypress", "input", "beforeinput"];

/**
 * `<dovidnyk-search>`: a question, suggestions while it is typed, and the answer, in a shadow root.
 *
 * Nothing is stored, and nothing outside the shadow root is touched, but for the address of the page where the
 * `address` attribute asks for it.
 */
export class DovidnykSearch extends HTMLElement {
  static get observedAttributes() {
    return ["lang", "label"];
  }

  connectedCallback() {
    if (!this.root) this.build();
    if (this.addressed) {
      this.onpop = () => this.followAddress(false);
      addEventListener("popstate", this.onpop);
      this.followAddress(true);
    }
  }

  disconnectedCallback() {
    if (this.onpop) removeEventListener("popstate", this.onpop);
    this.suggestions.cancel();
    this.suggestions.close();
    if (this.controller) this.controller.abort();
    clearTimeout(this.slow);
  }

  attributeChangedCallback() {
    if (this.root) this.speak();
  }

  /** The language of the interface: the element's own, its page's, or Ukrainian. */
  get language() {
    const marked = this.closest("[lang]");
    const language = marked ? marked.lang.toLowerCase().split("-")[0] : "";
    return STRINGS[language] ? language : "uk";
  }

  get strings() {
    return STRINGS[this.language];
  }

  get origin() {
    return (this.getAttribute("api") || ORIGIN).replace(/\/+$/, "");
  }

  /** Whether questions get addresses: on the service's own page only, as elsewhere the address is the host's. */
  get addressed() {
    return this.hasAttribute("address") && this.origin === location.origin;
  }

  build() {
    this.input = element("input", {
      id: "q", type: "text", part: "input", role: "combobox", "aria-expanded": "false", "aria-controls": "list",
      "aria-autocomplete": "list", "aria-describedby": "keys", autocomplete: "off", autocapitalize: "none",
      enterkeyhint: "search", maxlength: MAX_QUESTION,
    });
    const api = (path) => this.api(path);
    this.announcer = new Announcer();
    this.suggestions = new Suggestions(this.input, api, {
      ask: (text) => this.ask(text),
      counted: (count) => this.sayCount(count),
    });
    this.label = element("label", { for: "q", part: "label" });
    this.button = element("button", { type: "submit", part: "button" });
    this.keys = element("p", { id: "keys", class: "unseen" });
    this.status = element("p", { class: "status", part: "status", "aria-hidden": "true" });
    this.output = element("div", { class: "output", part: "output", tabindex: -1, role: "group" });
    this.served = element("slot", { name: "served" });
    const box = element("div", { class: "box" }, this.input, this.suggestions.list);
    const field = element("div", { class: "field" }, box, this.button);
    const form = { part: "form", role: "search", novalidate: true };
    this.form = element("form", form, this.label, field, this.keys, this.status);
    this.root = element(
      "div",
      { class: "root", part: "root", dir: "ltr", "data-state": "idle" },
      this.form, this.output, this.served, this.announcer.regions,
    );
    this.listen();
    this.takeOver();
    this.speak();
    const shadow = this.attachShadow({ mode: "open" });
    this.dress(shadow);
    shadow.append(this.root);
  }

  /** The style, adopted where the browser can; else a stylesheet of the API's origin. */
  dress(shadow) {
    if ("adoptedStyleSheets" in shadow && "replaceSync" in CSSStyleSheet.prototype) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      shadow.adoptedStyleSheets = [sheet];
    } else {
      shadow.append(element("link", { rel: "stylesheet", href: `${this.origin}/widget.css` }));
    }
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.input.value);
    });
    this.input.addEventListener("input", (event) => {
      this.setState("typing");
      if (!event.isComposing) this.suggestions.changed();
    });
    this.input.addEventListener("compositionend", () => this.suggestions.changed());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", (event) => {
      if (event.relatedTarget) this.suggestions.close();
    });
    for (const type of OWN_KEYS) {
      this.root.addEventListener(type, (event) => {
        if (event.key !== "Tab" && !event.passOn) event.stopPropagation();
      });
    }
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.suggestions.took(event)) event.preventDefault();
    else if (event.key === "Escape") {
      if (!this.input.value) event.passOn = true;
      else {
        event.preventDefault();
        this.input.value = "";
        this.suggestions.changed();
        this.setState("idle");
      }
    }
  }

  /** What was typed into the form that stood here before the script came is not lost, nor is the focus. */
  takeOver() {
    const before = this.querySelector("input[name=q]");
    if (!before) return;
    this.input.value = before.value;
    if (before === document.activeElement) setTimeout(() => this.input.focus());
  }

  speak() {
    const { strings } = this;
    this.root.lang = this.language;
    this.label.textContent = this.getAttribute("label") || strings.label;
    this.input.placeholder = strings.placeholder;
    this.button.textContent = strings.submit;
    this.keys.textContent = strings.keys;
    this.suggestions.list.setAttribute("aria-label", strings.suggestions);
    this.form.setAttribute("aria-label", this.label.textContent);
    this.output.setAttribute("aria-label", strings.answer);
    if (this.shown) this.shown();
  }

  api(path) {
    return { address: this.origin + path, key: this.getAttribute("key") };
  }

  setState(state, words = "") {
    this.root.dataset.state = state;
    this.status.textContent = words;
  }

  sayCount(count) {
    const { strings, language } = this;
    const words = count ? plural(strings.suggested, count, language) : strings.no_suggestions;
    this.announcer.say(words, SUGGESTIONS_SAID);
  }

  /** Ask a question; of several that overlap, only the last is answered. */
  async ask(typed, { repair = true, quiet = false, visit = true } = {}) {
    const question = typed.trim();
    this.suggestions.cancel();
    this.suggestions.show([]);
    if (this.controller) this.controller.abort();
    clearTimeout(this.slow);
    if (!question) {
      this.setState("idle", this.strings.empty);
      this.announcer.say(this.strings.empty);
      this.input.focus();
      return;
    }
    const controller = (this.controller = new AbortController());
    if (this.output.contains(this.shadowRoot.activeElement)) this.output.focus();
    if (this.failed) this.output.replaceChildren();
    this.failed = false;
    this.setState("searching", quiet ? "" : this.strings.searching);
    this.slow = setTimeout(() => {
      this.setState("slow", this.strings.slow);
      this.announcer.say(this.strings.slow);
    }, SLOW);
    if (visit) this.visit(question, repair);
    try {
      const { address, key } = this.api("/v1/search");
      const limit = Math.min(Math.max(parseInt(this.getAttribute("limit"), 10) || 5, 1), 20);
      const { json, requestId } = await post(address, key, { q: question, limit, repair }, controller);
      if (controller === this.controller) this.answer(json, requestId, quiet);
    } catch (error) {
      if (controller === this.controller && error.name !== "AbortError") this.fail(error, question, repair, quiet);
    } finally {
      if (controller === this.controller) clearTimeout(this.slow);
    }
  }

  answer(response, requestId, quiet) {
    clearTimeout(this.slow);
    if (response.pointer && response.pointer.quote) this.pointer = response.pointer;
    this.show(() => responseView(response, this.viewOf(response, requestId)));
    this.setState(response.outcome);
    const { strings, language } = this;
    const words = strings[`said_${response.outcome}`];
    if (!quiet) this.announcer.say(`${words} ${plural(strings.shown, response.results.length, language)}`);
    this.tell("dovidnyk-answer", {
      outcome: response.outcome,
      confidence: response.confidence,
      sections: response.results.map((result) => result.section.id),
    });
  }

  viewOf(response, requestId) {
    return {
      strings: this.strings,
      language: this.language,
      origin: this.origin,
      requestId,
      askAgain: (question, repair) => this.ask(question, { repair }),
      rate: (helped) => this.rate(helped, response, requestId),
      copy: (text) => this.copy(text),
    };
  }

  /** Say that no answer came, unless nobody has asked yet and the server's own is shown. */
  fail(error, question, repair, quiet) {
    clearTimeout(this.slow);
    if (quiet) return this.setState("idle");
    const known = error instanceof ApiError ? error : new ApiError("http");
    const { strings } = this;
    const words = () => failureWords(known, this.strings);
    const again = () => this.ask(question, { repair, visit: false });
    this.show(() => failureView(words(), again, this.pointer, this.strings));
    this.failed = true;
    this.setState(known.kind === "network" && !navigator.onLine ? "offline" : "failed");
    this.announcer.say(`${words()} ${strings.said_failed}`);
    this.tell("dovidnyk-error", { kind: known.kind, status: known.status, detail: known.message });
  }

  /** Show what `make` makes, again whenever the language changes; what the server had put here goes. */
  show(make) {
    const show = () => this.output.replaceChildren(...make());
    show();
    this.shown = show;
    this.served.remove();
  }

  /** Send feedback; gives the words to show. */
  async rate(helped, response, requestId) {
    const first = response.results[0];
    const body = { request_id: requestId, helped, section_id: first && first.section.id, q: response.query };
    let words = this.strings.thanks;
    try {
      const { address, key } = this.api("/v1/feedback");
      await post(address, key, body, new AbortController());
    } catch (_) {
      words = this.strings.not_thanked;
    }
    this.announcer.say(words);
    return words;
  }

  /** Put a text on the clipboard; gives the words to show. */
  async copy(text) {
    let words = this.strings.copied;
    try {
      await navigator.clipboard.writeText(text);
    } catch (_) {
      if (!this.copyBySelection(text)) words = this.strings.not_copied;
    }
    this.announcer.say(words);
    return words;
  }

  /** For pages where the clipboard is out of reach: select in a field of our own, copy, and give the focus back. */
  copyBySelection(text) {
    const focused = this.shadowRoot.activeElement;
    const field = element("textarea", { class: "unseen", readonly: true });
    field.value = text;
    this.root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (focused) focused.focus();
    return done;
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** Give the question its address, unless the page has it already. */
  visit(question, repair) {
    if (!this.addressed) return;
    const asked = new URLSearchParams({ q: question });
    if (!repair) asked.set("repair", "false");
    if (location.search !== `?${asked}`) history.pushState(null, "", `?${asked}`);
    this.entitle(question);
  }

  /** The page is called by its question, and by what it was called last in its title before. */
  entitle(question) {
    const name = document.title.split(" — ").pop();
    document.title = question ? `${question} — ${name}` : name;
  }

  followAddress(quiet) {
    const address = new URLSearchParams(location.search);
    const question = address.get("q") || "";
    if (!quiet) this.entitle(question);
    this.input.value = question || (quiet ? this.input.value : "");
    if (question.trim()) this.ask(question, { repair: address.get("repair") !== "false", quiet, visit: false });
    else {
      if (this.controller) this.controller.abort();
      this.controller = this.shown = null;
      this.output.replaceChildren();
      this.output.after(this.served);
      this.setState("idle");
    }
  }
}

function failureWords(error, strings) {
  if (error.kind === "timeout") return strings.timeout;
  if (error.kind === "network") return strings.offline;
  if (error.status === 401 || error.status === 403) return strings.refused;
  if (error.status === 429) return strings.busy;
  return strings.failed;
}

if (!customElements.get("dovidnyk-search")) customElements.define("dovidnyk-search", DovidnykSearch);
