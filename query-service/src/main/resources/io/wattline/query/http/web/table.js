// A table of any length of which only what can be seen is in the document.

import { append, fill, h } from './dom.js';

const ROW = 36;
const CARD = 96;
const SPARE = 4;
const phone = matchMedia('(max-width: 640px)');

/**
 * @param columns {name, title, sort: item => value, cell: item => child, numeric, phone}
 * @param options open: item => href, label, sorted: {name, down}, onSort
 */
export function virtualTable(columns, { open, label, sorted, onSort }) {
  const state = { items: [], shown: [], first: -1, active: -1, sorted };
  const before = h('tr', { class: 'spacer', 'aria-hidden': 'true' });
  const after = h('tr', { class: 'spacer', 'aria-hidden': 'true' });
  const body = h('tbody');
  const heads = columns.map((column) => h('th', { scope: 'col', class: column.numeric ? 'number' : null },
    h('button', { type: 'button', onclick: () => sortBy(column) }, column.title)));
  const table = h('table', { 'aria-label': label },
    h('thead', {}, h('tr', { 'aria-rowindex': 1 }, heads)), body);
  const view = h('div', { class: 'virtual', tabindex: 0, role: 'region', 'aria-label': label, onscroll: draw }, table);

  function sortBy(column) {
    const same = state.sorted.name === column.name;
    state.sorted = { name: column.name, down: same ? !state.sorted.down : Boolean(column.numeric) };
    onSort?.(state.sorted);
    arrange();
  }

  function arrange() {
    const column = columns.find((candidate) => candidate.name === state.sorted.name) ?? columns[0];
    const sign = state.sorted.down ? -1 : 1;
    state.shown = [...state.items].sort((one, other) => compare(column.sort(one), column.sort(other), sign));
    heads.forEach((head, i) => {
      if (columns[i] === column) head.setAttribute('aria-sort', state.sorted.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    table.setAttribute('aria-rowcount', state.shown.length + 1);
    state.first = -1;
    draw();
  }

  function draw() {
    const height = phone.matches ? CARD : ROW;
    const visible = Math.ceil((view.clientHeight || 540) / height);
    const first = Math.max(0, Math.min(Math.floor(view.scrollTop / height) - SPARE, state.shown.length - visible));
    if (first === state.first) return;
    state.first = first;
    const last = Math.min(state.shown.length, first + visible + 2 * SPARE);
    before.style.height = first * height + 'px';
    after.style.height = (state.shown.length - last) * height + 'px';
    fill(body, before, state.shown.slice(first, last).map((item, i) => row(item, first + i)), after);
  }

  function row(item, index) {
    return h('tr', { 'aria-rowindex': index + 2, class: index === state.active ? 'active' : null },
      columns.map((column) => append2(h('td', {
        class: (column.numeric ? 'number' : '') + (column.phone ? ' phone' : ''), 'data-title': column.title,
      }), column.cell(item))));
  }

  function move(step) {
    if (state.shown.length === 0) return;
    state.active = Math.max(0, Math.min(state.active + step, state.shown.length - 1));
    const height = phone.matches ? CARD : ROW;
    const top = state.active * height;
    if (top < view.scrollTop) view.scrollTop = top;
    else if (top + 2 * height > view.scrollTop + view.clientHeight) view.scrollTop = top + 2 * height - view.clientHeight;
    state.first = -1;
    draw();
  }

  phone.addEventListener('change', () => { state.first = -1; draw(); });
  return {
    element: view,
    move,
    openActive() {
      const item = state.shown[state.active];
      if (!item) return false;
      location.assign(open(item));
      return true;
    },
    show(items) {
      state.items = items;
      arrange();
    },
    rows: () => state.shown,
  };
}

function append2(element, child) {
  append(element, [child]);
  return element;
}

// What is not known comes last, whichever way it goes.
function compare(one, other, sign) {
  const noOne = one === null || one === undefined;
  const noOther = other === null || other === undefined;
  if (noOne || noOther) return noOne && noOther ? 0 : noOne ? 1 : -1;
  if (typeof one === 'string') return sign * one.localeCompare(other, 'en', { numeric: true });
  return sign * (one - other);
}

/** A short table without sorting; as cards on a phone. */
export function plainTable(label, columns, items) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
    h('table', { class: 'plain', 'aria-label': label },
      h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col', class: column.numeric ? 'number' : null }, column.title)))),
      h('tbody', {}, items.map((item) => h('tr', {}, columns.map((column) => append2(h('td', {
        class: column.numeric ? 'number' : null, 'data-title': column.title,
      }), column.cell(item))))))));
}
