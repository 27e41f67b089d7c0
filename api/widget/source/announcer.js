import { element } from "./dom.js";

/** Says things to screen readers, once each: two live regions take turns, so that the same words are said again. */
export class Announcer {
  constructor() {
    this.regions = [0, 1].map(() => element("div", { "data-live": true, "aria-live": "polite", class: "unseen" }));
    this.turn = 0;
  }

  /** Say this after a delay, unless something else is to be said by then. */
  say(words, delay = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.regions[this.turn].textContent = "";
      this.turn = 1 - this.turn;
      this.regions[this.turn].textContent = words;
    }, delay);
  }
}
