// Quarantine: what was refused, why, and what it looked like.

import { call } from './api.js';
import { fill, h, query, setQuery } from './dom.js';
import * as f from './format.js';
import { empty, keep } from './poll.js';
import { REASONS } from './reasons.js';
import { plainTable } from './table.js';

const PAGE = 200;
const DAY = 86_400_000;
const MAX_SHOWN = 4096;

export function show(main) {
  const counts = h('section', { class: 'panel', 'aria-label': 'Counts by reason' });
  const list = h('section', { class: 'panel', 'aria-label': 'Refused' });
  fill(main, h('h1', {}, 'Quarantine'), counts, list);
  const state = { reason: REASONS[query().reason] ? query().reason : '', list: null, rows: [], cursor: null };
  keep(counts, () => call('/v1/rejected/counts?since=' + new Date(Math.floor((Date.now() - DAY) / 60_000) * 60_000).toISOString()),
    (place, data) => showCounts(place, data, state), { every: 60, height: 90 });
  state.redraw = () => drawList(list, state);
  state.redraw();
}

function showCounts(place, data, state) {
  const total = data.items.reduce((sum, item) => sum + item.count, 0);
  fill(place, h('h2', {}, 'Last 24 hours'),
    total === 0
      ? empty('Nothing was refused in the last 24 hours.')
      : h('div', { class: 'legend', role: 'group', 'aria-label': 'Filter by reason' }, data.items.map((item) => h('button', {
        type: 'button', class: 'chip', 'aria-pressed': String(state.reason === item.reason), title: REASONS[item.reason] ?? '',
        onclick: (event) => {
          state.reason = state.reason === item.reason ? '' : item.reason;
          for (const chip of event.currentTarget.parentElement.children) chip.setAttribute('aria-pressed', 'false');
          event.currentTarget.setAttribute('aria-pressed', String(state.reason !== ''));
          state.redraw();
        },
      }, item.reason, h('strong', {}, f.count(item.count))))),
    data.capped && h('p', { class: 'quiet' }, 'Counted among the newest ' + f.count(total) + ' only.'));
}

function drawList(list, state) {
  const asked = query();
  const device = h('input', {
    type: 'search', 'aria-label': 'Device or topic', placeholder: 'Device or topic', value: asked.device ?? '', maxlength: 200,
    oninput: () => { setQuery({ device: device.value.trim() }); state.filter(); },
  });
  const source = h('select', { 'aria-label': 'Source', onchange: () => { setQuery({ source: source.value }); state.filter(); } },
    h('option', { value: '' }, 'any source'), h('option', { value: 'mqtt' }, 'MQTT'), h('option', { value: 'http' }, 'HTTP'));
  source.value = ['mqtt', 'http'].includes(asked.source) ? asked.source : '';
  setQuery({ reason: state.reason });
  const place = h('div', {});
  fill(list, h('div', { class: 'bar' }, h('h2', {}, state.reason || 'Newest first'), device, source),
    state.reason && h('p', { class: 'quiet' }, REASONS[state.reason]), place);
  state.poll?.stop();
  const filter = state.reason ? '&reason=' + state.reason : '';
  state.poll = keep(place, () => call('/v1/rejected?limit=' + PAGE + filter), (content, page) => {
    state.filter = () => showRows(content, page.items, page.nextCursor !== null, device.value.trim().toLowerCase(), source.value);
    state.filter();
  }, { every: 60, height: 400 });
  state.filter = () => {};
}

function showRows(place, items, more, device, source) {
  const shown = items.filter((item) => (!source || item.source === source)
    && (!device || (item.topic ?? '').toLowerCase().includes(device) || text(item).toLowerCase().includes(device)));
  if (shown.length === 0) {
    fill(place, empty(items.length === 0 ? 'Nothing is in quarantine.' : 'None of the newest ' + items.length + ' match.'));
    return;
  }
  fill(place,
    h('p', { class: 'quiet', 'aria-live': 'polite' }, f.count(shown.length) + ' shown' + (more ? ', of the newest ' + items.length : '')),
    plainTable('Refused', [
      { title: 'Received', cell: (item) => f.exactTime(item.receivedAt) },
      { title: 'Reason', cell: (item) => h('span', { title: REASONS[item.reason] ?? '' }, item.reason) },
      { title: 'Source', cell: (item) => item.source + (item.topic ? ' ' + item.topic : '') },
      { title: 'What was wrong', cell: (item) => item.detail ?? f.UNKNOWN },
      { title: 'Payload', cell: payload },
    ], shown));
}

function bytes(item) {
  const binary = atob(item.payload);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function text(item) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes(item));
  } catch {
    return '';
  }
}

// As text where it is text, else in hexadecimal; never as markup.
function payload(item) {
  const decoded = text(item);
  const readable = decoded !== '' && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(decoded);
  const content = readable ? decoded : hex(bytes(item));
  return h('details', {}, h('summary', {}, f.count(item.payloadBytes) + ' bytes'),
    h('pre', { tabindex: 0 }, content.slice(0, MAX_SHOWN) + (content.length > MAX_SHOWN ? ' …' : '')));
}

function hex(data) {
  const lines = [];
  for (let i = 0; i < Math.min(data.length, 1024); i += 16) {
    lines.push(i.toString(16).padStart(4, '0') + '  '
      + [...data.subarray(i, i + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
  }
  return lines.join('\n');
}
