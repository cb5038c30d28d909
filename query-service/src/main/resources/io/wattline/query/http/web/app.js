// Which page it is, who looks at it, and what stands above it.

import { call, events, forgetKey, hasKey } from './api.js';
import { fill, h, link } from './dom.js';
import * as format from './format.js';
import { help, startKeys } from './keys.js';
import { login } from './login.js';
import { failed, stopAll } from './poll.js';

const PAGES = [
  { path: '/', name: 'Fleet', module: './fleet.js' },
  { path: '/alerts', name: 'Alerts', module: './alerts.js' },
  { path: '/quarantine', name: 'Quarantine', module: './quarantine.js' },
  { path: '/mappings', name: 'Mappings', module: './mappings.js' },
  { path: '/system', name: 'System', module: './system.js' },
];
const VEHICLE = { name: 'Vehicle', module: './vehicle.js' };

const main = document.getElementById('main');
const header = document.getElementById('header');
let updatedAt = 0;

function page() {
  return PAGES.find((candidate) => candidate.path === location.pathname) ?? VEHICLE;
}

function ageText() {
  return updatedAt ? 'updated ' + format.duration((Date.now() - updatedAt) / 1000) + ' ago' : '';
}

function drawHeader(me) {
  const here = page();
  const age = h('span', { class: 'age', id: 'age' }, ageText());
  const zones = format.zones();
  const choice = h('select', {
    id: 'zone', 'aria-label': 'Time zone',
    onchange: (event) => {
      format.chooseZone(event.target.value);
      location.reload();
    },
  }, h('option', { value: 'fleet' }, zones.fleet + ' (fleet)'), h('option', { value: 'browser' }, zones.browser + ' (here)'),
  h('option', { value: 'utc' }, 'UTC'));
  choice.value = format.zoneChoice();
  fill(header,
    h('a', { class: 'brand', href: '/' }, 'Wattline'),
    h('nav', { 'aria-label': 'Pages' }, PAGES.map((each) => h('a', {
      href: each.path, 'aria-current': each === here || (here === VEHICLE && each.path === '/') ? 'page' : null,
    }, each.name))),
    h('div', { class: 'tools' }, age, choice,
      h('button', { type: 'button', class: 'plain', 'aria-label': 'Keys', title: 'Keys (?)', onclick: help }, '?'),
      me.name && h('button', {
        type: 'button', class: 'plain', title: 'Signed in as ' + me.name,
        onclick: () => {
          forgetKey();
          location.assign('/');
        },
      }, 'Sign out')));
  setInterval(() => { age.textContent = ageText(); }, 1000);
}

const keysNeeded = document.querySelector('meta[name="wattline-keys"]').content === 'needed';

async function who() {
  if (!keysNeeded) return call('/v1/me');
  if (!hasKey()) return login(main, null);
  try {
    return await call('/v1/me');
  } catch (error) {
    if (error.status !== 401) throw error;
    return login(main, 'The key is no longer valid: sign in again.');
  }
}

async function start() {
  try {
    const me = await who();
    format.setFleetZone(me.displayZone);
    drawHeader(me);
    const here = page();
    document.title = (here === VEHICLE ? decodeURIComponent(location.pathname.split('/')[2] ?? '') : here.name) + ' · Wattline';
    const { show } = await import(here.module);
    fill(main);
    show(main, me);
  } catch (error) {
    if (error.status === 401) return;
    if (error.status === undefined) console.error(error);
    fill(main, failed(error, error.retryAfterSeconds ?? 0, () => location.reload()));
    if (error.status === 503 || error.status === 0) setTimeout(start, 1000 * (error.retryAfterSeconds ?? 5));
  }
}

let asking = false;
events.addEventListener('answered', () => { updatedAt = Date.now(); });
events.addEventListener('signed-out', async () => {
  // Also fired by the key that was just tried; then the form is there already.
  if (asking || document.getElementById('key')) return;
  const had = updatedAt > 0 && header.childElementCount > 0;
  if (!had) return;
  asking = true;
  stopAll();
  fill(header);
  await login(main, 'The key is no longer valid: sign in again.');
  location.reload();
});
window.addEventListener('popstate', () => location.reload());
startKeys();
start();
