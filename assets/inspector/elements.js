// Elements, built without any markup in strings: what a code holds is never read as HTML.

// `build("p", { class: "why" }, "text", otherElement)`; what is null or false is left out.
export const build = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
};

// A drawing that the page brings in a template.
export const icon = name => {
  const template = document.querySelector(`template[data-icon="${name}"]`);
  return template.content.firstElementChild.cloneNode(true);
};

export const find = selector => document.querySelector(selector);

// Shows an element only when there is something in it.
export const fill = (element, ...children) => {
  const shown = children.flat().filter(child => child !== null && child !== undefined && child !== false);
  element.replaceChildren(...shown);
  element.hidden = shown.length === 0;
};

// The same, and leaves what is there already, with who has it in focus, when nothing is new.
export const refill = (element, ...children) => {
  const draft = element.cloneNode(false);
  fill(draft, ...children);
  if (draft.isEqualNode(element)) return;
  element.replaceChildren(...draft.childNodes);
  element.hidden = draft.hidden;
};

// Offers bytes or text as a file to keep.
export const save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  const link = build("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
