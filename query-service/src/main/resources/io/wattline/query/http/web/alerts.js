// Alerts: what is open, what it costs, and who has seen it.

import { call } from './api.js';
import { fill, h, link, query, setQuery } from './dom.js';
import * as f from './format.js';
import { empty, failed, keep } from './poll.js';
import { plainTable } from './table.js';

const KINDS = {
  loss: 'Charging loss',
  silent: 'Silent device',
  frozen: 'Frozen meter',
  scale: 'Wrong unit or scale',
  other_load: 'Another load on the meter',
  mapping: 'Wrong mapping',
  dead: 'One side never moves',
  gain: 'More arrives than was drawn',
  clock: 'Clock is off',
  implausible_power: 'Impossible power',
  bad_field: 'Bad fields',
  conflict: 'Contradicting readings',
};
const STATES = { open: 'Open', cleared: 'Over', closed: 'Closed', withdrawn: 'Withdrawn' };
const LIMIT = 200;

export function show(main, me) {
  const place = h('section', { class: 'panel', 'aria-label': 'Alerts' });
  const asked = query();
  const state = select('State', { '': 'any state', ...STATES }, asked.state ?? 'open', 'state', () => poll());
  const kind = select('Kind', { '': 'any kind', ...KINDS }, asked.kind ?? '', 'kind', () => poll());
  fill(main, h('h1', {}, 'Alerts'), h('div', { class: 'bar' }, state, kind), place);
  let running = null;
  function poll() {
    running?.stop();
    const filter = (state.value ? '&state=' + state.value : '') + (kind.value ? '&kind=' + kind.value : '');
    running = keep(place, () => call('/v1/alerts?limit=' + LIMIT + filter), (content, page) => {
      if (page.items.length === 0) {
        fill(content, empty(state.value === 'open' ? 'No alert is open.' : 'No alert matches.',
          h('p', { class: 'quiet' }, 'Alerts are raised after charges and closed hours, so a new fault shows within hours, not seconds.')));
      } else {
        fill(content, table(page.items, true, me.scopes.includes('admin') ? () => running.look() : null),
          page.nextCursor && h('p', { class: 'quiet' }, 'The newest ' + LIMIT + ' are shown.'));
      }
    }, { every: 30, height: 300 });
  }
  poll();
}

function select(label, options, value, name, changed) {
  const field = h('select', {
    'aria-label': label, onchange: () => { setQuery({ [name]: field.value }); changed(); },
  }, Object.entries(options).map(([each, title]) => h('option', { value: each }, title)));
  field.value = value in options ? value : '';
  return field;
}

/** The open alerts of the fleet, where the service has any to tell. */
export function openAlerts(place) {
  place.hidden = false;
  keep(place, () => call('/v1/alerts?state=open&limit=10'), (content, page) => {
    place.hidden = page.items.length === 0;
    fill(content, h('div', { class: 'bar' }, h('h2', {}, 'Open alerts'), link('/alerts', 'All alerts')), table(page.items, true, null));
  }, { every: 30, height: 60, optional: true });
}

/** The alerts of one vehicle, whatever their state. */
export function vehicleAlerts(place, vehicleId, me) {
  place.hidden = false;
  const poll = keep(place, () => call('/v1/alerts?limit=50&vehicleId=' + encodeURIComponent(vehicleId)), (content, page) => {
    fill(content, h('h2', {}, 'Alerts'),
      page.items.length === 0 ? empty('No alert was ever raised for this vehicle.') : table(page.items, false, me.scopes.includes('admin') ? () => poll.look() : null));
  }, { every: 60, height: 80, optional: true });
}

function table(items, withVehicle, changed) {
  return plainTable('Alerts', [
    withVehicle && { title: 'Vehicle', cell: (a) => (a.vehicleId ? link('/vehicles/' + encodeURIComponent(a.vehicleId), a.vehicleId) : f.UNKNOWN) },
    { title: 'What', cell: (a) => [h('strong', {}, KINDS[a.kind] ?? a.kind), a.summary && h('div', { class: 'quiet' }, a.summary)] },
    { title: 'Since', cell: (a) => f.dateTime(a.onsetAt) },
    { title: 'Raised', cell: (a) => f.dateTime(a.raisedAt) },
    { title: 'Size', numeric: true, cell: (a) => (a.kind === 'loss' && a.size != null ? f.plain(a.size * 100, 1) + ' points' : f.UNKNOWN) },
    { title: 'Lost', numeric: true, cell: (a) => [f.kwh(a.lostKwh), a.cost != null && h('div', { class: 'quiet' }, f.plain(a.cost, 2) + ' ' + a.currency)] },
    { title: 'State', cell: (a) => [STATES[a.state] ?? a.state, a.acknowledgedBy && ', seen by ' + a.acknowledgedBy, a.note && h('div', { class: 'quiet' }, a.note)] },
    changed && { title: 'Do', cell: (a) => a.state === 'open' && !a.acknowledgedAt && h('button', { type: 'button', onclick: () => acknowledge(a, changed) }, 'Acknowledge') },
  ].filter(Boolean), items);
}

function acknowledge(alert, changed) {
  const told = h('div', { role: 'alert' });
  const note = h('textarea', { id: 'note', rows: 3, maxlength: 1000 });
  const dialog = h('dialog', { 'aria-labelledby': 'ack-title' },
    h('h2', { id: 'ack-title' }, 'Acknowledge: ' + (KINDS[alert.kind] ?? alert.kind) + ', ' + (alert.vehicleId ?? alert.meterId)),
    h('label', { for: 'note' }, 'Note'), note, told,
    h('form', { method: 'dialog', class: 'bar' },
      h('button', { type: 'button', class: 'primary', onclick: () => send() }, 'Acknowledge'), h('button', {}, 'Cancel')));
  async function send() {
    try {
      await call('/v1/alerts/' + encodeURIComponent(alert.id) + '/acknowledge', {
        method: 'POST', type: 'application/json', body: JSON.stringify({ note: note.value.trim() || null }),
      });
      dialog.close();
      changed();
    } catch (error) {
      fill(told, failed(error, 0, null));
    }
  }
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
