// Single keys, which can be switched off (WCAG 2.1.4), and the list of them.

import { h } from './dom.js';

const OFF = 'wattline.keys';
const KEYS = [
  ['/', 'search'],
  ['j and k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['?', 'this list'],
  ['Esc', 'close'],
];

const handlers = new Map();

/** What a key does on this page. */
export function onKey(key, action) {
  handlers.set(key, action);
}

export const keysOn = () => localStorage.getItem(OFF) !== 'off';

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    if (event.target.closest('input, select, textarea, dialog')) return;
    if (event.key === '?') {
      event.preventDefault();
      help();
      return;
    }
    const action = handlers.get(event.key);
    if (action && action(event) !== false) event.preventDefault();
  });
}

/** Shows the keys. */
export function help() {
  const dialog = h('dialog', { 'aria-labelledby': 'keys-title' },
    h('h2', { id: 'keys-title' }, 'Keys'),
    h('dl', { class: 'keys' }, KEYS.map(([key, does]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, does)])),
    h('label', { class: 'check' },
      h('input', {
        type: 'checkbox', checked: keysOn(),
        onchange: (event) => localStorage.setItem(OFF, event.target.checked ? 'on' : 'off'),
      }), ' Single keys are on'),
    h('form', { method: 'dialog' }, h('button', { class: 'primary' }, 'Close')));
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}
