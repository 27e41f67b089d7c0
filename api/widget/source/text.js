import { element, link } from "./dom.js";

const BLANK_LINES = /\n\s*\n/g;
const NUMBER = /(^|[^\d-])(0\d{1,4}-\d{2,6}(?:-\d{3,4})?)(?![\d-])/g;

/** A template with its {names} filled in. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A template cut at its {names}, so that elements can stand in their places. */
export function fillNodes(template, nodes) {
  return template.split(/\{(\w+)\}/).map((piece, place) => (place % 2 ? nodes[piece] : piece));
}

/** The form of a phrase that its number takes in this language. */
export function plural(forms, count, language) {
  return fill(forms[new Intl.PluralRules(language).select(count)], { n: count });
}

/** "2021-08" as people write it; what is no month stays as it is. */
export function month(date, language) {
  const [year, number] = String(date).split("-");
  if (!(year > 0 && number > 0)) return String(date);
  const options = { month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, options).format(Date.UTC(year, number - 1));
}

/**
 * Text with <mark> at ranges that count code points, as the API does, and numbers to call outside them. Ranges that
 * overlap, or lie outside the text, are passed over.
 */
export function markedText(text, ranges) {
  const points = Array.from(text);
  const piece = (start, end) => points.slice(start, end).join("").replace(BLANK_LINES, "\n");
  const nodes = [];
  let done = 0;
  for (const [start, end] of Array.isArray(ranges) ? ranges.filter(Array.isArray) : []) {
    if (!(start >= done && end > start && end <= points.length)) continue;
    nodes.push(withNumbers(piece(done, start)), element("mark", {}, piece(start, end)));
    done = end;
  }
  nodes.push(withNumbers(piece(done)));
  return nodes;
}

/** Text in which Japanese telephone numbers, of ten or eleven digits, can be tapped. */
export function withNumbers(text) {
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(NUMBER)) {
    const digits = found[2].replace(/-/g, "");
    if (digits.length < 10 || digits.length > 11) continue;
    const start = found.index + found[1].length;
    nodes.push(text.slice(done, start), numberLink(found[2]));
    done = start + found[2].length;
  }
  nodes.push(text.slice(done));
  return nodes;
}

/** A telephone number that can be tapped. */
export function numberLink(number) {
  return link(`tel:${number.replace(/\D/g, "")}`, { class: "phone" }, number);
}
