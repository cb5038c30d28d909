// Data on a page: a skeleton until it is there, the last known data with its age while it cannot be had, and asking
// again while the page can be seen.

import { fill, h } from './dom.js';
import { clock, duration } from './format.js';

const polls = new Set();

/**
 * Keeps `place` filled.
 *
 * @param place the element
 * @param ask returns a promise of the data
 * @param show draws the data into `place`
 * @param options every: seconds between questions; height: of the skeleton; optional: hide the place on a 404
 */
export function keep(place, ask, show, { every = 0, height = 120, optional = false } = {}) {
  const state = { timer: 0, at: 0, shown: false, stopped: false, asking: false };
  const notice = h('p', { class: 'notice', role: 'status', hidden: true });
  const content = h('div', {}, h('div', { class: 'skeleton' }));
  content.firstChild.style.height = height + 'px';
  fill(place, notice, content);
  place.setAttribute('aria-busy', 'true');

  async function look() {
    clearTimeout(state.timer);
    if (state.asking || state.stopped) return;
    state.asking = true;
    let next = every;
    try {
      const data = await ask();
      if (state.stopped) return;
      state.at = Date.now();
      notice.hidden = true;
      content.classList.remove('stale');
      show(content, data);
      state.shown = true;
    } catch (error) {
      if (state.stopped || error.status === 401) return;
      if (error.status === undefined) console.error(error);
      if (optional && error.status === 404) {
        place.hidden = true;
        return;
      }
      next = told(error, next);
    } finally {
      state.asking = false;
      place.removeAttribute('aria-busy');
      if (next > 0 && !state.stopped) state.timer = setTimeout(due, next * 1000);
    }
  }

  function told(error, usual) {
    const temporary = error.status === 0 || error.status === 429 || error.status === 503;
    const wait = temporary ? Math.max(error.retryAfterSeconds ?? 5, 1) : usual;
    if (state.shown) {
      content.classList.add('stale');
      fill(notice, 'Shown as of ' + clock(state.at) + '. ' + error.message
        + (temporary ? ' Asking again every ' + duration(wait) + '.' : ''));
      notice.hidden = false;
    } else {
      fill(content, failed(error, temporary ? wait : 0, look));
    }
    return wait;
  }

  function due() {
    if (document.visibilityState === 'visible') look();
    else state.timer = 0;
  }

  const poll = {
    look,
    resume() {
      if (!state.timer && every > 0 && !state.asking) look();
    },
    stop() {
      state.stopped = true;
      clearTimeout(state.timer);
      polls.delete(poll);
    },
  };
  polls.add(poll);
  look();
  return poll;
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') polls.forEach((poll) => poll.resume());
});

export function stopAll() {
  polls.forEach((poll) => poll.stop());
}

/** What went wrong, for the reader and for whoever is asked. */
export function failed(error, waitSeconds, again) {
  return h('div', { class: 'panel failed', role: 'alert' },
    h('p', {}, error.message),
    error.problem?.requestId && h('p', { class: 'quiet' }, 'Request ', h('code', {}, error.problem.requestId)),
    waitSeconds > 0 && h('p', { class: 'quiet' }, 'Asking again in ' + duration(waitSeconds) + '.'),
    again && h('button', { type: 'button', onclick: again }, 'Retry'));
}

/** Why there is nothing, and what to do. */
export function empty(why, ...more) {
  return h('div', { class: 'panel empty' }, h('p', {}, why), more);
}
