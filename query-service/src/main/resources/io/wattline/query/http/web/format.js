// Numbers and times as people read them. What is unknown is a dash, never 0.

export const UNKNOWN = '–';

const fixed = (digits) => new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const one = fixed(1);
const two = fixed(2);
const whole = new Intl.NumberFormat();
const known = (value) => value !== null && value !== undefined && Number.isFinite(Number(value));
const shown = (value, format, unit) => (known(value) ? format.format(Number(value)) + ' ' + unit : UNKNOWN);

export const kwh = (value) => (known(value) && Math.abs(value) >= 1000
  ? shown(value / 1000, one, 'MWh') : shown(value, one, 'kWh'));
export const kw = (value) => shown(value, two, 'kW');
export const percent = (ratio) => (known(ratio) ? shown(ratio * 100, one, '%') : UNKNOWN);
export const charge = (value) => (known(value) ? shown(value, one, '%') : UNKNOWN);
export const celsius = (value) => shown(value, one, '°C');
export const count = (value) => (known(value) ? whole.format(value) : UNKNOWN);
export const perSecond = (value) => shown(value, one, '/s');
export const plain = (value, digits) => (known(value) ? fixed(digits).format(value) : UNKNOWN);

/** A duration in its greatest unit: 12 s, 5 min, 3 h, 2 d. */
export function duration(seconds) {
  if (!known(seconds)) return UNKNOWN;
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return s + ' s';
  if (s < 7200) return Math.round(s / 60) + ' min';
  if (s < 172800) return Math.round(s / 3600) + ' h';
  return Math.round(s / 86400) + ' d';
}

// One zone for all pages: the fleet's unless the reader chose another.
let fleetZone = 'UTC';
const ZONE = 'wattline.zone';

export function setFleetZone(zone) { fleetZone = zone; }
export function zoneChoice() { return localStorage.getItem(ZONE) ?? 'fleet'; }
export function chooseZone(choice) { localStorage.setItem(ZONE, choice); }
export function zones() {
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { fleet: fleetZone, browser, utc: 'UTC' };
}
export function zone() { return zones()[zoneChoice()] ?? fleetZone; }

function formatter(options) {
  return new Intl.DateTimeFormat(undefined, { timeZone: zone(), hourCycle: 'h23', ...options });
}

export function dateTime(instant) {
  if (!instant) return UNKNOWN;
  return formatter({ year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    .format(new Date(instant));
}

export function exactTime(instant) {
  if (!instant) return UNKNOWN;
  return formatter({
    year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).format(new Date(instant)) + ' ' + zone();
}

export const axisHour = (millis) => formatter({ hour: '2-digit', minute: '2-digit' }).format(new Date(millis));
export const axisDay = (millis) => formatter({ month: 'short', day: 'numeric' }).format(new Date(millis));

export function clock(instant) {
  return formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(instant));
}

/** Verdicts: a word, a shape and a colour, the gravest first. */
export const STATUSES = {
  degraded: { word: 'Leaking', shape: 'triangle', tone: 'bad', says: 'less arrives than a healthy charger would deliver' },
  implausible: { word: 'Implausible', shape: 'diamond', tone: 'odd', says: 'more arrives than was drawn, or readings contradict each other' },
  missing_data: { word: 'Missing data', shape: 'half', tone: 'odd', says: 'one side sent too few readings while the other moved energy' },
  unmapped: { word: 'Unmapped', shape: 'ring', tone: 'idle', says: 'no meter is assigned' },
  insufficient_data: { word: 'Little energy', shape: 'ring', tone: 'idle', says: 'too little was drawn to judge' },
  healthy: { word: 'Healthy', shape: 'dot', tone: 'good', says: 'as much arrives as should' },
  none: { word: 'No verdict', shape: 'dash', tone: 'idle', says: 'nothing of it is in a summed hour yet' },
};

export const statusOf = (name) => STATUSES[name] ?? STATUSES.none;
