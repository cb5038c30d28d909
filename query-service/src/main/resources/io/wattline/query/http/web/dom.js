// Elements without markup: text never becomes HTML, so that no value can be run as a script.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Properties that start with "on" are listeners; null, false and undefined children are left out. */
export function h(tag, properties = {}, ...children) {
  const element = tag.startsWith('svg:') ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'hidden') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Puts these children in the place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** A picture of a status: told apart by its shape, not only by its colour. */
export function shape(name) {
  const paths = {
    triangle: 'M6 1 11.5 11H.5Z',
    diamond: 'M6 0 12 6 6 12 0 6Z',
    half: 'M6 .5a5.5 5.5 0 1 1 0 11Z M6 .5a5.5 5.5 0 1 0 0 11',
    ring: 'M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Zm0 2.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6Z',
    dot: 'M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z',
    dash: 'M1 5h10v2H1Z',
  };
  return h('svg:svg', { viewBox: '0 0 12 12', class: 'shape', 'aria-hidden': 'true' },
    h('svg:path', { d: paths[name], 'fill-rule': 'evenodd' }));
}

/** A link that stays in the page's own origin. */
export function link(href, ...children) {
  return h('a', { href }, ...children);
}

/** The query string as an object, and a change of some of its values without a new entry in the history. */
export function query() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

export function setQuery(changes, push = false) {
  const values = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '' || value === undefined) values.delete(name);
    else values.set(name, value);
  }
  const text = values.toString();
  const target = location.pathname + (text ? '?' + text : '');
  if (target === location.pathname + location.search) return;
  history[push ? 'pushState' : 'replaceState'](null, '', target);
}

let lastId = 0;

export function uniqueId(prefix) {
  lastId += 1;
  return prefix + '-' + lastId;
}
