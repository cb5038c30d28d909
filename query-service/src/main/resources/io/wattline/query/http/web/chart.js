// Charts by uPlot, in the page's colours and the fleet's zone; each is an image with a label, and a table on demand.

import { fill, h } from './dom.js';
import { axisDay, axisHour, dateTime, plain, zone } from './format.js';

const charts = new Set();
const MAX_TABLE_ROWS = 300;
const dark = matchMedia('(prefers-color-scheme: dark)');

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

/**
 * A chart in a figure.
 *
 * @param settings title, says: the label, x: {title, time}, unit, digits, series: [{title, colour, dash, points, fill,
 *     width}], data: columns, bands, sync, height, xRange: [from, to] in seconds,
 *     fromZero, spans: [{from, to}]
 */
export function chart(settings) {
  const place = h('div', { class: 'plot', role: 'img', 'aria-label': settings.says });
  const table = h('div', { class: 'chart-table', hidden: true });
  const toggle = h('button', {
    type: 'button', class: 'plain', 'aria-expanded': 'false',
    onclick: () => {
      table.hidden = !table.hidden;
      toggle.setAttribute('aria-expanded', String(!table.hidden));
      if (!table.hidden) fill(table, asTable(settings));
    },
  }, 'Table');
  const figure = h('figure', { class: 'chart' },
    h('figcaption', {}, h('h3', {}, settings.title), settings.note && h('span', { class: 'quiet' }, settings.note), toggle),
    place, table);
  let plot = null;
  const live = {
    draw() {
      if (!place.isConnected) {
        charts.delete(live);
        return;
      }
      plot?.destroy();
      if (place.clientWidth === 0) return;
      plot = new window.uPlot(options(settings, place.clientWidth), settings.data, place);
    },
    resize() {
      if (place.clientWidth === 0) return;
      if (plot === null) live.draw();
      else plot.setSize({ width: place.clientWidth, height: settings.height ?? 190 });
    },
  };
  charts.add(live);
  new ResizeObserver(() => requestAnimationFrame(live.resize)).observe(place);
  return figure;
}

dark.addEventListener('change', () => charts.forEach((each) => each.draw()));

export function forgetCharts() {
  charts.clear();
}

function options(settings, width) {
  const text = colour('quiet');
  const grid = { stroke: colour('line'), width: 1 };
  const font = '11px system-ui, sans-serif';
  const time = settings.x?.time !== false;
  return {
    width,
    height: settings.height ?? 190,
    tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1000), zone()),
    cursor: settings.sync ? { sync: { key: settings.sync }, y: false } : { y: false },
    legend: { live: true },
    scales: {
      x: settings.xRange ? { time, range: () => settings.xRange } : { time },
      y: settings.fromZero ? { range: (u, low, high) => [0, high > 0 ? high * 1.08 : 1] } : {},
    },
    axes: [
      { stroke: text, grid, ticks: grid, font, values: time ? axisTimes : (u, values) => values.map((value) => plain(value, 1)) },
      { stroke: text, grid, ticks: grid, font, size: 52, values: (u, values) => values.map((value) => plain(value, settings.axisDigits ?? 0)) },
    ],
    series: [
      { label: settings.x?.title ?? 'Time', value: (u, value) => (value === null || value === undefined ? '–' : time ? dateTime(value * 1000) : plain(value, 2) + ' kW') },
      ...settings.series.map((each) => ({
        label: each.title,
        stroke: colour(each.colour),
        width: each.width ?? 1.6,
        dash: each.dash,
        fill: each.fill ? colour(each.fill) : undefined,
        spanGaps: false,
        paths: each.points ? () => null : each.bars ? window.uPlot.paths.bars({ size: [0.7] }) : undefined,
        points: each.points ? { show: true, size: 5, fill: colour(each.colour) } : { show: false },
        value: (u, value) => (value === null || value === undefined ? '–' : plain(value, settings.digits ?? 2) + ' ' + settings.unit),
      })),
    ],
    bands: settings.bands?.map((band) => ({ series: band.series, fill: colour(band.fill) })),
    hooks: { drawClear: [(u) => spans(u, settings.spans ?? [])] },
  };
}

// Hours in the fleet's zone; the first of a day says the day.
function axisTimes(u, seconds, axis, space, step) {
  let before = '';
  return seconds.map((each) => {
    const day = axisDay(each * 1000);
    const first = day !== before;
    before = day;
    if (step >= 86400) return day;
    return axisHour(each * 1000) + (first ? '\n' + day : '');
  });
}

// What happened when, behind the lines.
function spans(u, all) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.fillStyle = colour('span');
  for (const { from, to } of all) {
    const left = Math.max(u.valToPos(from, 'x', true), bbox.left);
    const right = Math.min(u.valToPos(to, 'x', true), bbox.left + bbox.width);
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

function asTable(settings) {
  const [x, ...columns] = settings.data;
  const time = settings.x?.time !== false;
  const rows = x.map((value, i) => [value, ...columns.map((column) => column[i])])
    .filter((row) => row.slice(1).some((value) => value !== null && value !== undefined));
  return [
    rows.length > MAX_TABLE_ROWS && h('p', { class: 'quiet' }, 'The last ' + MAX_TABLE_ROWS + ' of ' + rows.length + ' rows; the CSV has all.'),
    h('table', { class: 'plain', 'aria-label': settings.title },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, settings.x?.title ?? 'Time'),
        settings.series.map((each) => h('th', { scope: 'col', class: 'number' }, each.title + ', ' + settings.unit)))),
      h('tbody', {}, rows.slice(-MAX_TABLE_ROWS).map((row) => h('tr', {},
        h('td', {}, time ? dateTime(row[0] * 1000) : plain(row[0], 2) + ' kW'),
        row.slice(1).map((value) => h('td', { class: 'number' }, plain(value, settings.digits ?? 2))))))),
  ];
}
