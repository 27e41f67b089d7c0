import { GUIDE } from "./data.js";
import { element, link } from "./dom.js";
import { fill, fillNodes, markedText, month, numberLink, withNumbers } from "./text.js";

/**
 * A response as elements. `view` holds the strings of the interface, its language, the API's origin, and what the
 * buttons do: askAgain(question, repair); rate(helped) and copy(text), which resolve to the words to show.
 */
export function responseView(response, view) {
  const { strings } = view;
  const { outcome, answer, pointer, results } = response;
  const heading = answer ? strings.sections : outcome === "uncertain" ? strings.found : strings.nearest;
  return [
    guideText("p", { class: "asked" }, response.query),
    response.repairs.length ? repairNote(response, view) : null,
    pointer ? pointerView(pointer, view) : null,
    outcome === "uncertain" ? element("p", { class: "pointer", part: "pointer" }, strings.uncertain) : null,
    answer ? answerView(answer, response, view) : null,
    results.length ? element("h2", {}, heading) : null,
    element("ol", { class: "results", part: "results" }, results.map((result) => resultView(result, view))),
    answer ? null : feedbackView(view),
    view.language === "uk" ? null : element("p", { class: "quiet" }, strings.in_ukrainian),
  ].filter(Boolean);
}

/** That no answer came, with a way to ask again, and the way on: that of an earlier pointer, if there was one. */
export function failureView(words, again, pointer, strings) {
  const retry = { type: "button", class: "retry", part: "retry", onclick: again };
  return [
    element(
      "section",
      { class: "pointer", part: "pointer", "aria-label": strings.way_on },
      element("p", {}, words),
      element("p", {}, element("button", retry, strings.retry)),
      knownWayOn(pointer, strings),
    ),
  ];
}

/** The way on that is known without any response: the official page, and the guide's own row of whom to call. */
function knownWayOn(pointer, strings) {
  const quote = (pointer && pointer.quote ? pointer.quote : GUIDE.desk) || null;
  return [
    element("p", {}, link((pointer && pointer.url) || GUIDE.page, { class: "official" }, strings.official_page)),
    quote ? element("p", {}, strings.ask_there) : null,
    quote ? rowView(quote.text) : null,
  ];
}

function repairNote(response, { strings, askAgain }) {
  const kinds = [...new Set(response.repairs.map((repair) => strings[repair.kind]).filter(Boolean))].join(", ");
  const undo = { type: "button", onclick: () => askAgain(response.query, false) };
  return element(
    "p",
    { class: "repair", part: "repair" },
    fillNodes(strings.repaired, { q: guideText("strong", {}, response.searched_for), how: kinds }),
    " ",
    element("button", undo, fillNodes(strings.undo, { q: response.query })),
  );
}

function pointerView(pointer, view) {
  const { strings } = view;
  const emergencies = (pointer.emergencies || []).map(({ number, service }) =>
    element("p", { class: "emergency" }, numberLink(number), " — ", guideText("span", {}, service)),
  );
  const words = pointer.chapter
    ? fillNodes(strings.other_chapter, { n: pointer.chapter, topic: guideText("span", {}, pointer.topic) })
    : strings.no_match;
  const wayOn = pointer.chapter
    ? element("p", {}, link(pointer.url, { class: "official" }, strings.official_page))
    : knownWayOn(pointer, strings);
  return element(
    "section",
    { class: "pointer", part: "pointer", "aria-label": strings.way_on },
    emergencies,
    element("p", {}, words),
    wayOn,
  );
}

function answerView(answer, response, view) {
  const { strings, language } = view;
  const parts = answer.sources.map((source) => {
    const quotes = answer.quotes.filter((quote) => quote.section_id === source.section_id);
    return element(
      "div",
      { class: "source" },
      guideText("blockquote", {}, quoteBlocks(quotes)),
      guideText("p", { class: "citation" }, link(view.origin + source.page, {}, source.citation)),
      linkLine(source.link, view, strings.next),
      seeAlso(source.see_also, view),
    );
  });
  const date = month(response.guide.contents_as_of, language);
  return element(
    "section",
    { class: "answer", part: "answer", "aria-label": strings.answer },
    parts,
    element("p", { class: "quiet" }, fill(strings.own_words, { date })),
    element(
      "div",
      { class: "actions" },
      copyButton(citationOf(answer, response), view),
      feedbackView(view),
    ),
  );
}

function copyButton(text, { strings, copy }) {
  const button = element("button", { type: "button", class: "copy", part: "copy" }, strings.copy);
  button.addEventListener("click", async () => {
    button.textContent = await copy(text);
  });
  return button;
}

/** What goes to the clipboard: the words, where they stand, and where to check them. */
function citationOf(answer, response) {
  const sources = answer.sources.map((source) => `${source.citation}\n${source.link.url}`);
  return [answer.text, ...sources, `${GUIDE.name}, ${response.guide.edition}`].join("\n");
}

/** Quotations as paragraphs, lists and rows: neighbours of one kind stand together. */
function quoteBlocks(quotes) {
  const blocks = [];
  for (const quote of quotes) {
    const last = blocks[blocks.length - 1];
    const alone = ["lead", "link"].includes(quote.kind);
    const away = quote.kind === "cell" && last && quote.start - last.end > 1;
    if (last && last.kind === quote.kind && !alone && !away) last.lines.push(quote.text);
    else blocks.push({ kind: quote.kind, lines: [quote.text] });
    blocks[blocks.length - 1].end = quote.end;
  }
  return blocks.map(({ kind, lines }) => {
    if (kind === "item") return element("ul", {}, lines.map((line) => element("li", {}, withNumbers(line))));
    if (kind === "cell") return rowView(lines.join("\n"));
    return element("p", { class: kind }, withNumbers(lines.join(" ")));
  });
}

/** A row of the guide's contact tables, a line for each cell. */
function rowView(text) {
  const cells = text.split(/[\t\n]/).filter((cell) => cell.trim());
  return guideText("div", { class: "row" }, cells.map((cell) => element("p", {}, withNumbers(cell))));
}

function resultView(result, view) {
  const { section, excerpt, links } = result;
  return element(
    "li",
    { part: "result" },
    guideText("h3", {}, link(view.origin + section.page, {}, section.title)),
    guideText("p", { class: "citation" }, section.citation),
    guideText("blockquote", {}, markedText(excerpt.text, excerpt.highlights)),
    links.map((found) => linkLine(found, view)),
    seeAlso(result.see_also, view),
  );
}

function linkLine(found, { strings }, before) {
  const notes = [
    found.inherited ? strings.inherited : null,
    found.corrected_from ? strings.corrected : null,
  ].filter(Boolean);
  return element(
    "p",
    { class: "link" },
    before ? `${before} ` : null,
    link(found.url, { lang: "uk" }, found.title),
    " ",
    found.kind === "official" ? element("span", { class: "official" }, strings.official) : null,
    notes.map((note) => element("span", { class: "quiet" }, ` (${note})`)),
    found.note ? guideText("span", { class: "quiet" }, ` (${found.note})`) : null,
  );
}

function seeAlso(places, { strings, origin }) {
  if (!places.length) return null;
  const items = places.map(({ citation, section_id }) => {
    const place = section_id ? link(`${origin}/guide/${section_id}`, {}, citation) : citation;
    const note = section_id ? null : element("span", { class: "quiet" }, ` (${strings.not_held})`);
    return element("li", {}, guideText("span", {}, place), note);
  });
  return element("div", { class: "see-also" }, element("p", {}, strings.see_also), element("ul", {}, items));
}

function feedbackView({ strings, requestId, rate }) {
  if (!requestId) return null;
  const named = { class: "feedback", part: "feedback", role: "group", "aria-labelledby": "helped" };
  const feedback = element("div", { ...named, tabindex: -1 });
  const button = (helped, words) =>
    element("button", { type: "button", "data-helped": String(helped), onclick: () => send(helped) }, words);
  const send = async (helped) => {
    feedback.focus();
    feedback.replaceChildren(element("span", { id: "helped" }, await rate(helped)));
  };
  const question = element("span", { id: "helped" }, strings.helped);
  feedback.append(question, button(true, strings.yes), button(false, strings.no));
  return feedback;
}

/** An element whose words are the guide's or the reader's: Ukrainian, whatever the interface speaks. */
function guideText(name, attributes, ...children) {
  return element(name, { lang: "uk", ...attributes }, ...children);
}
