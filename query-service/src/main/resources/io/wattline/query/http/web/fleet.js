// Fleet: who is in trouble, how much is lost, and every vehicle.

import { call } from './api.js';
import { chart } from './chart.js';
import { csv, save } from './csv.js';
import { fill, h, link, query, setQuery, shape } from './dom.js';
import * as f from './format.js';
import { heatStrip } from './heat.js';
import { onKey } from './keys.js';
import { empty, keep } from './poll.js';
import { virtualTable } from './table.js';

const HOME = encodeURIComponent;
const href = (vehicle) => '/vehicles/' + HOME(vehicle.id);

export function statusChip(name) {
  const status = f.statusOf(name);
  return h('span', { class: 'status ' + status.tone }, shape(status.shape), status.word);
}

/** The columns of the answer as objects. */
function vehicles(fleet) {
  const c = fleet.columns;
  const now = Date.now() / 1000;
  return c.vehicleId.map((id, i) => ({
    id,
    meter: c.meterId[i],
    status: c.status[i] ?? 'none',
    ac: c.energyConsumedAc[i],
    dc: c.energyDeliveredDc[i],
    loss: c.energyLoss[i],
    ratio: c.efficiencyRatio[i],
    expected: c.expectedEfficiency[i],
    excess: c.excessLoss?.[i] ?? null,
    soc: c.soc[i],
    temp: c.batteryTemp[i],
    age: c.timestamp[i] === null ? null : Math.max(0, now - c.timestamp[i]),
  }));
}

function columns(hasExcess) {
  return [
    { name: 'id', title: 'Vehicle', sort: (v) => v.id, cell: (v) => link(href(v), v.id), phone: true },
    { name: 'status', title: 'Status', sort: (v) => Object.keys(f.STATUSES).indexOf(v.status), cell: (v) => statusChip(v.status), phone: true },
    hasExcess && { name: 'excess', title: 'Excess loss', numeric: true, sort: (v) => v.excess, cell: (v) => f.kwh(v.excess), phone: true },
    { name: 'loss', title: 'Lost', numeric: true, sort: (v) => v.loss, cell: (v) => f.kwh(v.loss), phone: true },
    { name: 'ac', title: 'Drawn', numeric: true, sort: (v) => v.ac, cell: (v) => f.kwh(v.ac), phone: !hasExcess },
    { name: 'dc', title: 'Delivered', numeric: true, sort: (v) => v.dc, cell: (v) => f.kwh(v.dc) },
    { name: 'ratio', title: 'Efficiency', numeric: true, sort: (v) => v.ratio, cell: (v) => f.percent(v.ratio), phone: true },
    { name: 'expected', title: 'Expected', numeric: true, sort: (v) => v.expected, cell: (v) => f.percent(v.expected) },
    { name: 'soc', title: 'SoC', numeric: true, sort: (v) => v.soc, cell: (v) => f.charge(v.soc) },
    { name: 'temp', title: 'Battery', numeric: true, sort: (v) => v.temp, cell: (v) => f.celsius(v.temp) },
    { name: 'age', title: 'Age', numeric: true, sort: (v) => v.age, cell: (v) => f.duration(v.age) },
  ].filter(Boolean);
}

export function show(main, me) {
  const tiles = h('div', { class: 'tiles' });
  const strip = h('section', { class: 'panel', 'aria-label': 'Verdicts' });
  const alerts = h('section', { class: 'panel', 'aria-label': 'Open alerts' });
  const energy = h('section', { class: 'panel', 'aria-label': 'Energy by hour' });
  const list = h('section', { class: 'panel', 'aria-label': 'Vehicles' });
  fill(main, h('h1', { class: 'hidden' }, 'Fleet'), tiles, strip, alerts, energy, list);
  const board = new Board(tiles, strip, list, me);
  keep(board.place, () => Promise.all([call('/v1/fleet'), call('/v1/analytics/stats')]),
    (place, [fleet, stats]) => board.show(place, fleet, stats), { every: 30, height: 640 });
  keep(energy, () => call('/v1/fleet/hours'), showHours, { every: 60, height: 230 });
  alerts.hidden = true;
  import('./alerts.js').then((module) => module.openAlerts(alerts)).catch((error) => console.error(error));
}

/** Tiles, strip and table: all of one answer. */
class Board {
  constructor(tiles, strip, list, me) {
    this.tiles = tiles;
    this.strip = strip;
    this.list = list;
    this.me = me;
    // The three places are filled together, so one of them carries the notice.
    this.place = h('div', {});
    list.append(this.place);
    this.table = null;
  }

  show(place, fleet, stats) {
    this.vehicles = vehicles(fleet);
    this.fleet = fleet;
    this.showTiles(stats);
    if (this.vehicles.length === 0) {
      this.strip.hidden = true;
      fill(place, empty('No vehicle has sent a reading yet.',
        h('p', {}, 'Publish readings to ', h('code', {}, 'vehicles/{vehicleId}/telemetry'), ' at QoS 1, or send them to ',
          h('code', {}, 'POST /v1/ingest'), '; ', link('/docs', 'the API'), ' has the format.')));
      this.table = null;
      return;
    }
    if (this.table === null) this.build(place);
    this.refresh();
  }

  showTiles(stats) {
    const staleAfter = this.me.staleAfterSeconds ?? 180;
    const sum = (name) => this.vehicles.reduce((total, v) => total + (v[name] ?? 0), 0);
    const stale = this.vehicles.filter((v) => v.age === null || v.age > staleAfter).length;
    const leaking = this.vehicles.filter((v) => v.status === 'degraded').length;
    const excess = this.fleet.columns.excessLoss ? f.kwh(sum('excess')) : null;
    fill(this.tiles,
      tile('Vehicles', f.count(this.vehicles.length), this.fleet.complete ? null : 'more than are listed'),
      tile('Leaking', f.count(leaking), null, leaking > 0 ? 'bad' : 'good'),
      tile('Stale', f.count(stale), 'no reading for ' + f.duration(staleAfter), stale > 0 ? 'odd' : null),
      tile('Drawn, 24 h', f.kwh(sum('ac'))),
      tile('Lost, 24 h', f.kwh(sum('loss'))),
      excess && tile('Excess loss, 24 h', excess, 'beyond healthy chargers'),
      tile('Readings', f.perSecond(stats.ingest.readingsPerSecond), 'last ' + f.duration(stats.ingest.windowSeconds)));
  }

  build(place) {
    const asked = query();
    this.search = h('input', {
      type: 'search', id: 'search', placeholder: 'Search vehicle or meter  /', 'aria-label': 'Search vehicle or meter',
      value: asked.q ?? '', maxlength: 64, oninput: () => this.refresh(),
    });
    this.filter = asked.status && f.STATUSES[asked.status] ? asked.status : '';
    this.legend = h('div', { class: 'legend', role: 'group', 'aria-label': 'Filter by verdict' });
    this.heat = heatStrip((status) => this.choose(status));
    fill(this.strip, this.legend, h('div', { class: 'heat-box' }, this.heat.element));
    this.found = h('p', { class: 'quiet found', 'aria-live': 'polite' });
    const hasExcess = Boolean(this.fleet.columns.excessLoss);
    this.table = virtualTable(columns(hasExcess), {
      open: href,
      label: 'Vehicles',
      sorted: { name: asked.sort ?? (hasExcess ? 'excess' : 'status'), down: asked.sort ? asked.down === '1' : hasExcess },
      onSort: (sorted) => setQuery({ sort: sorted.name, down: sorted.down ? '1' : null }),
    });
    fill(place, h('div', { class: 'bar' }, h('h2', {}, 'Vehicles'), this.search, this.found,
      h('button', { type: 'button', onclick: () => this.export() }, 'CSV')), this.table.element);
    onKey('/', () => this.search.focus());
    onKey('j', () => this.table.move(1));
    onKey('k', () => this.table.move(-1));
    onKey('Enter', (event) => !event.target.closest('a, button') && this.table.openActive());
  }

  choose(status) {
    this.filter = this.filter === status ? '' : status;
    this.refresh();
  }

  refresh() {
    const text = this.search.value.trim().toLowerCase();
    setQuery({ q: this.search.value.trim(), status: this.filter });
    const counts = {};
    for (const vehicle of this.vehicles) counts[vehicle.status] = (counts[vehicle.status] ?? 0) + 1;
    fill(this.legend, Object.entries(f.STATUSES).filter(([name]) => counts[name]).map(([name, status]) => h('button', {
      type: 'button', class: 'chip ' + status.tone, 'aria-pressed': String(this.filter === name), title: status.says,
      onclick: () => this.choose(name),
    }, shape(status.shape), status.word, h('strong', {}, f.count(counts[name])))));
    const matches = (v) => (!this.filter || v.status === this.filter)
      && (!text || v.id.toLowerCase().includes(text) || (v.meter ?? '').toLowerCase().includes(text));
    const shown = this.vehicles.filter(matches);
    this.heat.show(this.vehicles.map((v) => ({ id: v.id, status: v.status, dim: !matches(v) })),
      Object.entries(counts).map(([name, n]) => n + ' ' + f.STATUSES[name].word).join(', '));
    fill(this.found, f.count(shown.length) + ' of ' + f.count(this.vehicles.length)
      + (this.fleet.timeRange ? ' · ' + f.dateTime(this.fleet.timeRange.start) + ' to ' + f.dateTime(this.fleet.timeRange.end) : ''));
    this.table.show(shown);
  }

  export() {
    const range = this.fleet.timeRange;
    save('fleet.csv', csv(
      ['vehicleId', 'meterId', 'status', 'excessLossKwh', 'lostKwh', 'drawnKwh', 'deliveredKwh', 'efficiencyRatio',
        'expectedEfficiency', 'soc', 'batteryTemp', 'ageSeconds', 'from', 'to'],
      this.table.rows().map((v) => [v.id, v.meter, v.status, v.excess, v.loss, v.ac, v.dc, v.ratio, v.expected, v.soc, v.temp,
        v.age === null ? null : Math.round(v.age), range?.start, range?.end])));
  }
}

export function tile(name, value, note, tone) {
  return h('div', { class: 'tile' + (tone ? ' ' + tone : '') },
    h('span', { class: 'name' }, name), h('strong', { class: value.length > 14 ? 'long' : null }, value), note && h('span', { class: 'quiet' }, note));
}

function lastDays(hours, days) {
  const end = Date.parse(hours.hour.at(-1)) / 1000 + 3600;
  return [end - days * 86_400, end];
}

function showHours(place, hours) {
  if (hours.hour.length === 0) {
    fill(place, empty('No hour has been summed yet. The first is, a few minutes after it has ended.'));
    return;
  }
  fill(place, chart({
    title: 'Fleet energy by hour',
    note: 'seven days, closed hours',
    says: 'Energy drawn and delivered by the whole fleet for each hour of the last seven days',
    unit: 'kWh',
    digits: 1,
    series: [
      { title: 'Drawn (AC)', colour: 'ac', fill: 'ac-fill' },
      { title: 'Delivered (DC)', colour: 'dc', dash: [6, 3] },
    ],
    data: [hours.hour.map((hour) => Date.parse(hour) / 1000), hours.energyConsumedAc, hours.energyDeliveredDc],
    height: 180,
    fromZero: true,
    xRange: lastDays(hours, 7),
  }));
}
