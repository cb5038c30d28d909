// Vehicle: the verdict in a sentence, then what it rests on.

import { call } from './api.js';
import { forgetCharts } from './chart.js';
import { csv, save } from './csv.js';
import { fill, h, link, query, setQuery } from './dom.js';
import { statusChip, tile } from './fleet.js';
import * as f from './format.js';
import { empty, failed, keep, stopAll } from './poll.js';
import { plainTable } from './table.js';
import { vehicleCharts } from './vehicle-charts.js';

const HOUR = 3_600_000;
const RANGES = { '6h': 6, '24h': 24, '7d': 168, '31d': 744 };
const BUCKET_MINUTES = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440];
const MAX_POINTS = 600;

export function show(main, me) {
  const id = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  new VehiclePage(main, id, me).draw();
}

/** The range in the address: its name, and its bounds. */
function range() {
  const asked = query();
  if (asked.from && asked.to && Date.parse(asked.from) < Date.parse(asked.to)) {
    return { name: 'custom', from: new Date(asked.from), to: new Date(asked.to) };
  }
  const name = RANGES[asked.range] ? asked.range : '24h';
  const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000);
  return { name, from: new Date(to - RANGES[name] * HOUR), to };
}

function bucketOf(from, to) {
  const minutes = (to - from) / 60_000;
  const length = BUCKET_MINUTES.find((candidate) => minutes / candidate <= MAX_POINTS) ?? 1440;
  return length === 1440 ? 'P1D' : 'PT' + length + 'M';
}

class VehiclePage {
  constructor(main, id, me) {
    this.main = main;
    this.me = me;
    this.id = id;
    this.path = encodeURIComponent(id);
  }

  draw() {
    const live = h('p', { class: 'live' });
    this.live = live;
    this.verdict = h('section', { 'aria-label': 'Verdict' });
    this.ranges = h('div', { class: 'bar ranges', role: 'group', 'aria-label': 'Range' });
    this.body = h('div', {});
    fill(this.main,
      h('div', { class: 'title' }, h('div', {}, link('/', '← Fleet'), h('h1', {}, this.id)), live),
      this.ranges, this.verdict, this.body);
    this.load();
  }

  load() {
    stopAll();
    forgetCharts();
    this.range = range();
    this.drawRanges();
    fill(this.live);
    keep(this.live, () => call('/v1/vehicles/' + this.path + '/live'), showLive, { every: 10, height: 20, optional: true });
    keep(this.verdict, () => this.ask(), (place, data) => this.showAll(place, data), {
      every: this.range.name === 'custom' ? 0 : 60, height: 420,
    });
  }

  window() {
    if (this.range.name !== 'custom') this.range = range();
    return 'startTime=' + this.range.from.toISOString() + '&endTime=' + this.range.to.toISOString();
  }

  async ask() {
    const window = this.window();
    const bucket = bucketOf(this.range.from, this.range.to);
    const [performance, series, curve, charges] = await Promise.all([
      call('/v1/analytics/performance/' + this.path + '?' + window),
      call('/v1/analytics/series/' + this.path + '?' + window + '&bucket=' + bucket),
      this.curve ?? call('/v1/analytics/efficiency-curve'),
      this.charges(),
    ]);
    this.curve = curve;
    return { performance, series, curve, charges };
  }

  /** The charges of the range; null where the service has none to tell. */
  async charges() {
    try {
      const since = new Date(this.range.from - 24 * HOUR).toISOString();
      return (await call('/v1/vehicles/' + this.path + '/charges?startTime=' + since + '&endTime=' + this.range.to.toISOString() + '&limit=200')).items;
    } catch (error) {
      if (error.status === 404 || error.status === 400) return null;
      throw error;
    }
  }

  drawRanges() {
    const field = (name, date) => h('input', {
      type: 'datetime-local', 'aria-label': name, value: local(date), step: 60,
    });
    const from = field('From', this.range.from);
    const to = field('To', this.range.to);
    fill(this.ranges,
      Object.keys(RANGES).map((name) => h('button', {
        type: 'button', 'aria-pressed': String(this.range.name === name),
        onclick: () => { setQuery({ range: name, from: null, to: null }, true); this.load(); },
      }, name.replace('h', ' h').replace('d', ' d'))),
      h('span', { class: 'custom' }, from, ' to ', to,
        h('button', {
          type: 'button', 'aria-pressed': String(this.range.name === 'custom'),
          onclick: () => {
            if (!from.value || !to.value) return;
            setQuery({ range: null, from: instant(from.value).toISOString(), to: instant(to.value).toISOString() }, true);
            this.load();
          },
        }, 'Show'), h('span', { class: 'quiet' }, f.zone())),
      h('span', { class: 'grow' }),
      h('button', { type: 'button', onclick: () => this.export() }, 'CSV'),
      h('button', { type: 'button', onclick: () => print() }, 'Print'));
  }

  showAll(place, { performance, series, curve, charges }) {
    this.series = series;
    fill(place, sentence(performance), tiles(performance));
    const spans = (charges ?? []).map((charge) => ({
      from: Date.parse(charge.startedAt) / 1000, to: Date.parse(charge.endedAt) / 1000,
    }));
    const some = series.points.some((point) => point.readings.meter + point.readings.vehicle > 0);
    fill(this.body,
      some
        ? h('div', { class: 'charts' }, vehicleCharts(this.id, series, curve, spans))
        : empty('No reading in this range.', h('p', {}, 'Choose another one; the newest reading is told above.')),
      charges !== null && h('section', { class: 'panel' }, h('h2', {}, 'Charges'), chargeTable(charges)),
      h('section', { class: 'panel', id: 'vehicle-alerts', hidden: true }),
      h('section', { class: 'panel' }, h('h2', {}, 'Meters in this range'), meterTable(performance)),
      h('p', { class: 'quiet' }, link('/quarantine?device=' + this.path, 'What was refused of this vehicle'), ' · ',
        link('/mappings?q=' + this.path, 'Its mappings')));
    import('./alerts.js')
      .then((module) => module.vehicleAlerts(document.getElementById('vehicle-alerts'), this.id, this.me))
      .catch((error) => fill(this.body, failed(error, 0, null)));
  }

  export() {
    if (!this.series) return;
    save(this.id.replaceAll(/[^A-Za-z0-9._-]/g, '_') + '.csv', csv(
      ['start', 'end', 'energyConsumedAc', 'energyDeliveredDc', 'efficiencyRatio', 'averageBatteryTemp', 'soc', 'meterReadings', 'vehicleReadings'],
      this.series.points.map((p) => [p.start, p.end, p.energyConsumedAc, p.energyDeliveredDc, p.efficiencyRatio,
        p.averageBatteryTemp, p.soc, p.readings.meter, p.readings.vehicle])));
  }
}

function showLive(place, live) {
  fill(place, 'SoC ', h('strong', {}, f.charge(live.soc)), ' · battery ', h('strong', {}, f.celsius(live.batteryTemp)),
    ' · last reading ', h('strong', { class: live.stale ? 'odd-text' : null }, f.duration(live.ageSeconds) + ' ago'),
    live.stale && ' (stale)');
}

// The service's own sentence where it has one; else one made of its numbers.
function sentence(p) {
  const status = f.statusOf(p.status);
  const told = p.evidence ?? p.verdict?.evidence ?? SENTENCES[p.status]?.(p);
  return h('div', { class: 'verdict ' + status.tone }, statusChip(p.status),
    h('p', {}, told ?? status.says));
}

const share = (p) => p.matched?.efficiencyRatio ?? p.paired?.efficiencyRatio ?? p.efficiencyRatio;
const SENTENCES = {
  degraded: (p) => (p.excessLoss != null
    ? f.kwh(p.excessLoss) + ' more were lost than a healthy charger loses at this power.'
    : f.percent(share(p)) + ' of what was drawn arrived; a healthy charger delivers ' + f.percent(p.expectedEfficiency) + ' at this power.'),
  healthy: (p) => f.percent(share(p)) + ' of what was drawn arrived; a healthy charger delivers '
    + f.percent(p.expectedEfficiency) + ' at this power.',
  implausible: (p) => f.percent(share(p)) + ' of what was drawn arrived, more than is possible: look at the mapping and at the units of both devices.',
  insufficient_data: (p) => 'Only ' + f.kwh(p.totalEnergyConsumedAc) + ' were drawn in this range, too little to judge. Choose a longer one.',
  unmapped: () => 'No meter is assigned to this vehicle in this range, so nobody knows what it drew. Assign one on the mappings page.',
  missing_data: () => 'One side sent too few readings in this range while the other moved energy.',
};

function tiles(p) {
  return h('div', { class: 'tiles' },
    tile('Drawn', f.kwh(p.totalEnergyConsumedAc)),
    tile('Delivered', f.kwh(p.totalEnergyDeliveredDc)),
    tile('Lost', f.kwh(p.energyLoss)),
    p.excessLoss !== undefined && tile('Excess loss', f.kwh(p.excessLoss), 'beyond a healthy charger', p.status === 'degraded' ? 'bad' : null),
    tile('Efficiency', f.percent(p.efficiencyRatio), p.expectedEfficiency === null ? null : 'expected ' + f.percent(p.expectedEfficiency)),
    tile('Battery', f.celsius(p.averageBatteryTemp), 'mean'),
    p.matched?.coverage != null
      ? tile('Compared', f.percent(p.matched.coverage), 'of the energy, span by span')
      : tile('Readings', f.count(p.readings.meter + p.readings.vehicle), f.count(p.readings.meter) + ' meter, ' + f.count(p.readings.vehicle) + ' vehicle'));
}

const KINDS = { judged: 'judged', small: 'too small to judge', ac_only: 'drawn only', dc_only: 'charged elsewhere' };

function chargeTable(charges) {
  if (charges.length === 0) return empty('No charge in this range. A charge is listed about two hours after it ended.');
  return plainTable('Charges', [
    { title: 'Start', cell: (c) => f.dateTime(c.startedAt) },
    { title: 'Length', numeric: true, cell: (c) => f.duration((Date.parse(c.endedAt) - Date.parse(c.startedAt)) / 1000) },
    { title: 'Drawn', numeric: true, cell: (c) => f.kwh(c.energyConsumedAc) },
    { title: 'Delivered', numeric: true, cell: (c) => f.kwh(c.energyDeliveredDc) },
    { title: 'Efficiency', numeric: true, cell: (c) => f.percent(c.efficiencyRatio) },
    { title: 'SoC', numeric: true, cell: (c) => (c.socAtEnd == null ? f.UNKNOWN : f.charge(c.socAtStart) + ' → ' + f.charge(c.socAtEnd)) },
    { title: 'Kind', cell: (c) => KINDS[c.kind] ?? c.kind },
  ], [...charges].sort((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt)));
}

function meterTable(p) {
  if (p.meters.length === 0) return empty('No meter was assigned.', h('p', {}, link('/mappings', 'Assign one')));
  return plainTable('Meters', [
    { title: 'Meter', cell: (m) => m.meterId },
    { title: 'From', cell: (m) => f.dateTime(m.from) },
    { title: 'To', cell: (m) => f.dateTime(m.to) },
  ], p.meters);
}

// What a field of the kind datetime-local says, in the chosen zone, and back.
function offset(millis) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-US', {
    timeZone: f.zone(), hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(new Date(millis)).map((part) => [part.type, part.value]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(millis / 1000) * 1000;
}

function local(date) {
  return new Date(date.getTime() + offset(date.getTime())).toISOString().slice(0, 16);
}

function instant(text) {
  const wall = Date.parse(text + 'Z');
  const guess = wall - offset(wall);
  return new Date(wall - offset(guess));
}
