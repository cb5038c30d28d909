// Mappings: which meter feeds which vehicle, from when to when. Writing needs the scope admin.

import { all, call } from './api.js';
import { csv, save } from './csv.js';
import { fill, h, link, query, setQuery } from './dom.js';
import * as f from './format.js';
import { onKey } from './keys.js';
import { empty, failed, keep } from './poll.js';
import { virtualTable } from './table.js';

const MOST = 50_000;
const PREVIEW = 10;
const MAX_BYTES = 1_048_576;

export function show(main, me) {
  const mayWrite = me.scopes.includes('admin');
  const list = h('section', { class: 'panel', 'aria-label': 'Mappings' });
  fill(main, h('h1', {}, 'Mappings'),
    mayWrite ? h('div', { class: 'two' }, editor(() => poll.look()), importer(() => poll.look()))
      : h('p', { class: 'quiet' }, 'Read only: changing mappings needs a key with the scope admin.'),
    list);
  const view = new List(mayWrite, () => poll.look());
  const poll = keep(list, () => all('/v1/mappings', MOST), (place, data) => view.show(place, data), { every: 60, height: 500 });
}

class List {
  constructor(mayWrite, changed) {
    this.mayWrite = mayWrite;
    this.changed = changed;
    this.table = null;
  }

  show(place, data) {
    this.rows = data.items;
    if (this.table === null || !this.table.element.isConnected) this.build(place);
    fill(this.note, data.complete ? null : 'Only the first ' + f.count(MOST) + ' are shown.');
    this.refresh();
  }

  build(place) {
    this.search = h('input', {
      type: 'search', placeholder: 'Search  /', 'aria-label': 'Search vehicle or meter', value: query().q ?? '', maxlength: 64,
      oninput: () => this.refresh(),
    });
    this.found = h('p', { class: 'quiet found', 'aria-live': 'polite' });
    this.note = h('p', { class: 'quiet' });
    this.table = virtualTable([
      { name: 'vehicle', title: 'Vehicle', sort: (m) => m.vehicleId, cell: (m) => link('/vehicles/' + encodeURIComponent(m.vehicleId), m.vehicleId), phone: true },
      { name: 'meter', title: 'Meter', sort: (m) => m.meterId, cell: (m) => m.meterId, phone: true },
      { name: 'from', title: 'From', sort: (m) => m.validFrom ?? '', cell: (m) => (m.validFrom ? f.dateTime(m.validFrom) : 'ever'), phone: true },
      { name: 'to', title: 'To', sort: (m) => m.validTo ?? '9', cell: (m) => (m.validTo ? f.dateTime(m.validTo) : 'now on'), phone: true },
      this.mayWrite && {
        name: 'delete', title: 'Delete', sort: () => 0, phone: true,
        cell: (m) => h('button', { type: 'button', class: 'plain', onclick: () => remove(m.vehicleId, this.changed) }, 'Delete'),
      },
    ].filter(Boolean), {
      open: (m) => '/vehicles/' + encodeURIComponent(m.vehicleId), label: 'Mappings', sorted: { name: 'vehicle', down: false },
    });
    fill(place, h('div', { class: 'bar' }, this.search, this.found,
      h('button', { type: 'button', onclick: () => this.export() }, 'Export CSV')), this.note, this.table.element);
    onKey('/', () => this.search.focus());
    onKey('j', () => this.table.move(1));
    onKey('k', () => this.table.move(-1));
    onKey('Enter', (event) => !event.target.closest('a, button') && this.table.openActive());
  }

  refresh() {
    const text = this.search.value.trim().toLowerCase();
    setQuery({ q: this.search.value.trim() });
    const shown = this.rows.filter((m) => !text || m.vehicleId.toLowerCase().includes(text) || m.meterId.toLowerCase().includes(text));
    fill(this.found, f.count(shown.length) + ' of ' + f.count(this.rows.length)
      + (this.rows.length === 0 ? '. Import a CSV, or set MAPPING_RULE.' : ''));
    this.table.show(shown);
  }

  export() {
    save('mappings.csv', csv(['vehicleId', 'meterId', 'validFrom', 'validTo'],
      this.table.rows().map((m) => [m.vehicleId, m.meterId, m.validFrom, m.validTo])));
  }
}

function editor(changed) {
  const told = h('div', { role: 'status' });
  const input = (id, title, type, required) => [h('label', { for: id }, title), h('input', { id, type, required, maxlength: 64 })];
  const form = h('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      const value = (id) => form.querySelector('#' + id).value.trim();
      const body = { meterId: value('map-meter') };
      if (value('map-from')) body.validFrom = value('map-from');
      if (value('map-to')) body.validTo = value('map-to');
      try {
        await call('/v1/mappings/' + encodeURIComponent(value('map-vehicle')), { method: 'PUT', type: 'application/json', body: JSON.stringify(body) });
        fill(told, h('p', { class: 'good-text' }, 'Saved.'));
        changed();
      } catch (error) {
        fill(told, failed(error, 0, null));
      }
    },
  }, input('map-vehicle', 'Vehicle', 'text', true), input('map-meter', 'Meter', 'text', true),
  input('map-from', 'From (RFC 3339; empty: all mappings are replaced by this one)', 'text', false),
  input('map-to', 'To (empty: from then on)', 'text', false),
  h('button', { class: 'primary' }, 'Save'), told);
  return h('section', { class: 'panel' }, h('h2', {}, 'Assign or correct'), form);
}

function importer(changed) {
  const preview = h('div', { role: 'status' });
  const file = h('input', { type: 'file', id: 'csv', accept: '.csv,text/csv', onchange: () => look(file.files[0], preview, changed) });
  return h('section', { class: 'panel' }, h('h2', {}, 'Import CSV'),
    h('p', { class: 'quiet' }, 'The first line names the columns vehicleId and meterId, and validFrom and validTo if wanted. All or nothing is written.'),
    h('label', { for: 'csv' }, 'File'), file, preview);
}

async function look(file, preview, changed) {
  if (!file) return;
  if (file.size > MAX_BYTES) {
    fill(preview, empty('The file is longer than 1 MiB: cut it in pieces.'));
    return;
  }
  const content = await file.text();
  const lines = content.split(/\r?\n/).filter((line) => line !== '');
  fill(preview, h('p', {}, f.count(Math.max(0, lines.length - 1)) + ' rows in ' + file.name + '. The first:'),
    h('pre', { tabindex: 0 }, lines.slice(0, PREVIEW + 1).join('\n')),
    h('button', { type: 'button', class: 'primary', onclick: () => write(content, preview, changed) }, 'Write all'));
}

async function write(content, preview, changed) {
  try {
    const answer = await call('/v1/mappings', { method: 'POST', type: 'text/csv', body: content });
    fill(preview, h('p', { class: 'good-text' }, f.count(answer.written) + ' mappings written.'));
    changed();
  } catch (error) {
    fill(preview, failed(error, 0, null), h('ul', { class: 'errors' }, (error.problem?.errors ?? []).map((each) => h('li', {},
      'Line ' + (each.line ?? each.element) + ': ' + (each.detail ?? each.complaint ?? JSON.stringify(each))))));
  }
}

function remove(vehicleId, changed) {
  const told = h('div', { role: 'alert' });
  const typed = h('input', { id: 'typed', autocomplete: 'off', 'aria-describedby': 'delete-told', oninput: () => { button.disabled = typed.value !== vehicleId; } });
  const button = h('button', { type: 'button', class: 'danger', disabled: true }, 'Delete');
  const dialog = h('dialog', { 'aria-labelledby': 'delete-title' },
    h('h2', { id: 'delete-title' }, 'Delete the mappings of ' + vehicleId),
    h('p', { id: 'delete-told' }, 'All of its mappings go, and its energies are unmapped from then on. Type its id to confirm.'),
    h('label', { for: 'typed' }, 'Vehicle'), typed, told,
    h('form', { method: 'dialog', class: 'bar' }, button, h('button', {}, 'Cancel')));
  button.addEventListener('click', async () => {
    try {
      await call('/v1/mappings/' + encodeURIComponent(vehicleId), { method: 'DELETE' });
      dialog.close();
      changed();
    } catch (error) {
      fill(told, failed(error, 0, null));
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
