// The question for the key. It is tested with one request, and the page is drawn only after it was right.

import { ApiError, call, keepKey } from './api.js';
import { fill, h } from './dom.js';

/** Asks until a key is right; resolves with what `/v1/me` answers. */
export function login(place, why) {
  return new Promise((resolve) => {
    const field = h('input', {
      type: 'password', id: 'key', name: 'key', autocomplete: 'current-password', required: true, maxlength: 256,
      'aria-describedby': 'key-told', spellcheck: 'false',
    });
    const told = h('p', { id: 'key-told', class: 'told', role: 'alert' }, why ?? '');
    const button = h('button', { type: 'submit', class: 'primary' }, 'Sign in');
    async function submit(event) {
      event.preventDefault();
      button.disabled = true;
      try {
        const me = await call('/v1/me', { key: field.value.trim() });
        keepKey(field.value.trim());
        resolve(me);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        fill(told, complaint(error));
        if (error.status === 429 || error.status === 503) await countdown(told, button, error);
        button.disabled = false;
        field.select();
        field.focus();
      }
    }
    fill(place, h('div', { class: 'login' },
      h('h1', {}, 'Wattline'),
      h('p', { class: 'quiet' }, 'This service asks for an API key with the scope ', h('code', {}, 'read'),
        '. It is kept in this tab only, until the tab is closed.'),
      h('form', { onsubmit: submit },
        h('label', { for: 'key' }, 'API key'), field, told, button)));
    field.focus();
  });
}

function complaint(error) {
  if (error.status === 401) return 'This is not a key of this service. Check that it was copied whole.';
  if (error.status === 403) return 'This key may not read: ask for one with the scope read.';
  return error.message;
}

async function countdown(told, button, error) {
  for (let left = error.retryAfterSeconds ?? 5; left > 0; left -= 1) {
    fill(told, error.message + ' Try again in ' + left + ' s.');
    await new Promise((done) => setTimeout(done, 1000));
  }
  fill(told, '');
}
