/**
 * Elements are made one by one; no text is ever read as markup. Attributes that are null, undefined or false are left
 * out, and a name that begins with "on" takes a listener.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (attribute.startsWith("on")) made.addEventListener(attribute.slice(2), value);
    else made.setAttribute(attribute, value === true ? "" : value);
  }
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return made;
}

/** A link to an address of the web or to a telephone number; any other address gives its words alone. */
export function link(href, attributes, ...children) {
  if (!/^(https?:\/\/|tel:)/.test(href)) return element("span", attributes, ...children);
  return element("a", { href, rel: "noreferrer", part: "link", ...attributes }, ...children);
}
