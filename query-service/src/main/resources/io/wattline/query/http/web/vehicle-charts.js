// The four charts of a vehicle, all of one series: power, loss added up, battery, efficiency by power.

import { chart } from './chart.js';

const CHARGING_KW = 0.2;

/** What a healthy charger reaches at a power, from the service's curve: straight lines between its points. */
export function expectation(curve) {
  const points = curve.points.map((point) => [point.watts / 1000, Number(point.expectedEfficiency)]);
  return (kw) => {
    if (kw <= points[0][0]) return points[0][1];
    const above = points.findIndex(([power]) => power >= kw);
    if (above === -1) return points.at(-1)[1];
    const [[x0, y0], [x1, y1]] = [points[above - 1], points[above]];
    return y0 + ((kw - x0) / (x1 - x0)) * (y1 - y0);
  };
}

/** The points of a series as columns; a bucket without readings is a gap. */
export function columns(series) {
  const value = (text) => (text === null ? null : Number(text));
  const hours = (point) => (Date.parse(point.end) - Date.parse(point.start)) / 3_600_000;
  const power = (energy, point) => (energy === null ? null : Number(energy) / hours(point));
  return {
    range: [Date.parse(series.timeRange.start) / 1000, Date.parse(series.timeRange.end) / 1000],
    time: series.points.map((point) => Date.parse(point.start) / 1000),
    ac: series.points.map((point) => power(point.energyConsumedAc, point)),
    dc: series.points.map((point) => power(point.energyDeliveredDc, point)),
    acKwh: series.points.map((point) => value(point.energyConsumedAc)),
    dcKwh: series.points.map((point) => value(point.energyDeliveredDc)),
    ratio: series.points.map((point) => value(point.efficiencyRatio)),
    soc: series.points.map((point) => point.soc),
    temp: series.points.map((point) => value(point.averageBatteryTemp)),
  };
}

export function vehicleCharts(id, series, curve, spans) {
  const c = columns(series);
  const expected = expectation(curve);
  return [power(id, c, spans), loss(id, c, expected, spans), battery(id, c, spans), efficiency(id, c, expected)];
}

function power(id, c, spans) {
  return chart({
    title: 'Power', note: 'the loss is shaded', says: 'Power drawn and delivered by ' + id + ' over time',
    unit: 'kW', digits: 2, axisDigits: 1, sync: 'vehicle', spans, fromZero: true, xRange: c.range,
    series: [{ title: 'Drawn (AC)', colour: 'ac' }, { title: 'Delivered (DC)', colour: 'dc', dash: [6, 3] }],
    bands: [{ series: [1, 2], fill: 'loss-fill' }],
    data: [c.time, c.ac, c.dc],
  });
}

function loss(id, c, expected, spans) {
  let actual = 0;
  let healthy = 0;
  const added = c.time.map((time, i) => {
    if (c.acKwh[i] === null || c.dcKwh[i] === null) return [null, null];
    actual += c.acKwh[i] - c.dcKwh[i];
    healthy += c.acKwh[i] * (c.ac[i] > 0 ? 1 - expected(c.ac[i]) : 0);
    return [actual, healthy];
  });
  return chart({
    title: 'Loss added up', note: 'against a healthy charger at the same power',
    says: 'Energy lost by ' + id + ' since the start of the range, and what a healthy charger would have lost',
    unit: 'kWh', digits: 2, axisDigits: 1, sync: 'vehicle', spans, xRange: c.range,
    series: [{ title: 'Lost', colour: 'bad-line', width: 2 }, { title: 'Healthy', colour: 'good-line', dash: [2, 3] }],
    bands: [{ series: [1, 2], fill: 'loss-fill' }],
    data: [c.time, added.map((pair) => pair[0]), added.map((pair) => pair[1])],
  });
}

function battery(id, c, spans) {
  return chart({
    title: 'Battery', note: 'state of charge, %, and temperature, °C', says: 'State of charge and battery temperature of ' + id,
    unit: '', digits: 1, sync: 'vehicle', spans, xRange: c.range,
    series: [{ title: 'SoC, %', colour: 'ac', width: 2 }, { title: 'Temperature, °C', colour: 'odd-line', dash: [6, 3] }],
    data: [c.time, c.soc, c.temp],
  });
}

function efficiency(id, c, expected) {
  const points = c.time.map((time, i) => [c.ac[i], c.ratio[i]])
    .filter(([kw, ratio]) => kw !== null && kw >= CHARGING_KW && ratio !== null && ratio <= 1.2)
    .sort((one, other) => one[0] - other[0]);
  const x = points.map((point) => point[0]);
  return chart({
    title: 'Efficiency by power', note: 'one point a bucket in which it charged', x: { title: 'Power', time: false },
    says: 'Efficiency of ' + id + ' against the power drawn, and what a healthy charger reaches',
    unit: '%', digits: 1,
    series: [{ title: 'Reached', colour: 'ac', points: true }, { title: 'Healthy', colour: 'good-line', dash: [2, 3], width: 2 }],
    data: [x, points.map((point) => point[1] * 100), x.map((kw) => expected(kw) * 100)],
  });
}
