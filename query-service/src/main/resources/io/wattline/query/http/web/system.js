// System: whether everything is there that tomorrow needs.

import { call } from './api.js';
import { fill, h, link, shape } from './dom.js';
import { tile } from './fleet.js';
import * as f from './format.js';
import { keep } from './poll.js';
import { plainTable } from './table.js';

const state = (good, word) => h('span', { class: 'status ' + (good ? 'good' : 'bad') }, shape(good ? 'dot' : 'triangle'), word);
const USUAL_LAG_SECONDS = 2 * 3600;
const USUAL_DAYS = 2;

export function show(main) {
  const place = h('div', {});
  fill(main, h('h1', {}, 'System'), place);
  keep(place, () => Promise.all([health(), call('/v1/system'), call('/v1/analytics/stats')]), draw, { every: 30, height: 600 });
}

// Probes may be on a port of their own; what answers the rest is up then.
async function health() {
  try {
    return await call('/health');
  } catch (error) {
    if (error.status === 404) return { status: 'up', database: 'up' };
    throw error;
  }
}

function draw(place, [health, system, stats]) {
  const alive = system.ingestors.filter((ingestor) => ingestor.alive);
  const unheld = system.slots.filter((slot) => !slot.held && !slot.draining);
  const ahead = Math.min(...system.partitions.map((each) => each.daysAhead));
  fill(place,
    h('div', { class: 'tiles' },
      tile('Query service', health.status === 'up' ? 'Up' : 'Down', 'database ' + health.database, health.status === 'up' ? 'good' : 'bad'),
      tile('Ingestors alive', f.count(alive.length), null, alive.length > 0 ? 'good' : 'bad'),
      tile('Slots without a server', f.count(unheld.length), 'of ' + system.slots.length, unheld.length === 0 ? 'good' : 'bad'),
      tile('Rollups summed until', f.dateTime(system.rollups.summedBefore), f.duration(system.rollups.lagSeconds) + ' ago',
        system.rollups.lagSeconds > USUAL_LAG_SECONDS ? 'odd' : null),
      tile('Hours to sum again', f.count(system.rollups.marks) + (system.rollups.marksCapped ? '+' : '')),
      tile('Partitions ahead', f.count(ahead) + ' d', null, ahead < USUAL_DAYS ? 'bad' : null),
      tile('History', f.dateTime(stats.history.from), 'to ' + f.dateTime(stats.history.to)),
      tile('Readings', f.perSecond(stats.ingest.readingsPerSecond))),
    h('section', { class: 'panel' }, h('h2', {}, 'Ingestors'), plainTable('Ingestors', [
      { title: 'Ingestor', cell: (i) => i.ingestorId },
      { title: 'Share group', cell: (i) => i.group },
      { title: 'State', cell: (i) => state(i.alive, i.alive ? 'alive' : 'gone') },
      { title: 'Connected since', cell: (i) => f.dateTime(i.connectedSince) },
      { title: 'Slots', numeric: true, cell: (i) => f.count(system.slots.filter((s) => s.held && s.group === i.group && s.ingestorId === i.ingestorId).length) },
    ], system.ingestors)),
    h('section', { class: 'panel' }, h('h2', {}, 'Slots'), plainTable('Slots', [
      { title: 'Slot', cell: (s) => s.group + '/' + s.slot },
      { title: 'Served by', cell: (s) => s.ingestorId ?? f.UNKNOWN },
      { title: 'State', cell: (s) => state(s.held, s.draining ? 'draining' : s.held ? 'held' : 'free') },
      { title: 'Last served', cell: (s) => f.exactTime(s.servedAt) },
    ], system.slots)),
    h('section', { class: 'panel' }, h('h2', {}, 'Partitions and devices'),
      plainTable('Partitions', [
        { title: 'Table', cell: (p) => p.table },
        { title: 'Days ahead', numeric: true, cell: (p) => f.count(p.daysAhead) },
      ], system.partitions),
      plainTable('Devices', [
        { title: 'Devices', cell: (d) => d.kind },
        { title: 'Fresh', numeric: true, cell: (d) => f.count(d.fresh) },
        { title: 'Stale', numeric: true, cell: (d) => f.count(d.stale) },
      ], Object.entries(system.devices).map(([kind, counts]) => ({ kind, ...counts })))),
    h('p', { class: 'quiet' }, 'Version ' + system.versions.queryService + ' on Java ' + system.versions.java + ' · ',
      link('/docs', 'API'), ' · ', link('/metrics', 'Metrics'), ' · ', link('/health/ready', 'Readiness')));
}
