// Runs before the scripts of a page: records what live regions say, and what is left outside of the widget.
(() => {
  const announced = new Map();
  const changed = [];
  const { pushState, replaceState } = History.prototype;
  const attachShadow = Element.prototype.attachShadow;

  const listen = (host, region) => {
    let last = region.textContent.trim();
    new MutationObserver(() => {
      const text = region.textContent.replace(/\s+/gu, " ").trim();
      if (text && text !== last) announced.get(host).push(text);
      last = text;
    }).observe(region, { childList: true, subtree: true, characterData: true });
  };

  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    const heard = new Set();
    if (!announced.has(this)) announced.set(this, []);
    const find = () => {
      for (const region of root.querySelectorAll("[data-live]")) {
        if (!heard.has(region)) {
          heard.add(region);
          listen(this, region);
        }
      }
    };
    new MutationObserver(find).observe(root, { childList: true, subtree: true });
    return root;
  };

  for (const [name, original] of Object.entries({ pushState, replaceState })) {
    History.prototype[name] = function (...args) {
      changed.push(`history.${name}`);
      return original.apply(this, args);
    };
  }
  const watchAttributes = (element) =>
    new MutationObserver((records) => {
      for (const { target, attributeName } of records) changed.push(`${target.localName} ${attributeName}`);
    }).observe(element, { attributes: true });
  const watchDocument = () => {
    watchAttributes(document.documentElement);
    watchAttributes(document.body);
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes)
          if (node.nodeType === 1) changed.push(`${node.parentNode?.localName} gets ${node.localName}`);
    }).observe(document.head, { childList: true });
  };
  addEventListener("DOMContentLoaded", watchDocument, { once: true });

  const focused = () => {
    let element = document.activeElement;
    let inWidget = false;
    while (element?.shadowRoot?.activeElement) {
      inWidget = true;
      element = element.shadowRoot.activeElement;
    }
    return { tag: element?.localName ?? "", text: element?.textContent.trim() ?? "", id: element?.id ?? "", inWidget };
  };

  const traces = () => {
    const left = {};
    if (changed.length) left.changed = changed.slice();
    if (localStorage.length + sessionStorage.length) left.storage = { ...localStorage, ...sessionStorage };
    if (document.cookie) left.cookie = document.cookie;
    return left;
  };

  window.__announced = announced;
  window.__focused = focused;
  window.__traces = traces;
})();
