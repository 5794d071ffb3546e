// Elements, made and changed without markup: whatever a provider has sent becomes text.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes (`on…` for listeners; null and false are left out) and children. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for a part of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined).map(child =>
    child instanceof Node ? child : String(child)));
  return element;
}

/** Sets the text of an element if it is another one, so that a selection in it stays. */
export function text(element, value) {
  const wanted = value === null || value === undefined ? '' : String(value);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

const lists = new WeakMap();

/** The rows of a keyed list, by key. */
export const rowsOf = parent => lists.get(parent) ?? new Map();

/**
 * Makes the children of an element those of a list, in its order. Who is there already is changed and keeps its focus.
 *
 * @param make gives an item its node: `{node, update(item)}`
 */
export function keyed(parent, items, key, make) {
  const known = rowsOf(parent);
  const rows = new Map();
  let place = parent.firstChild;
  for (const item of items) {
    const id = key(item);
    const row = known.get(id) ?? make(item);
    row.update(item);
    rows.set(id, row);
    known.delete(id);
    if (row.node === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(row.node, place);
    }
  }
  known.forEach(row => row.node.remove());
  lists.set(parent, rows);
}

/** A table that stays one for screen readers where a phone's style makes cards of its rows. */
export function table(caption, columns, body) {
  return h('table', {role: 'table'},
    h('caption', {}, caption),
    h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, columns.map(column =>
      h('th', {role: 'columnheader', scope: 'col', class: column.class}, column.name)))),
    body);
}

/** The cells of a row, each with its column's name. */
export function cells(columns, head = 0) {
  return columns.map((column, place) => place === head
    ? h('th', {role: 'rowheader', scope: 'row', 'data-label': column.name, class: column.class})
    : h('td', {role: 'cell', 'data-label': column.name, class: column.class}));
}

/** A word with a dot in its colour: good, poor, bad or idle. */
export function badge(word, mood) {
  return h('span', {class: `badge ${mood}`}, word);
}

/** Calls a function soon, and once for all calls until then. */
export function soon(millis, work) {
  let timer = null;
  const call = () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, millis);
  };
  call.cancel = () => {
    clearTimeout(timer);
    timer = null;
  };
  return call;
}
