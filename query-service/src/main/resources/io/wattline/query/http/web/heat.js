// The fleet as a strip of cells, one a vehicle, the gravest verdicts first. A picture: the buttons above it say the same.

import { h } from './dom.js';
import { STATUSES } from './format.js';

const MAX_CELL = 18;
const MIN_CELL = 3;
const MAX_HEIGHT = 132;

export function heatStrip(onStatus) {
  const canvas = h('canvas', { class: 'heat', role: 'img' });
  let cells = [];
  let size = MAX_CELL;
  let perRow = 1;

  function cellAt(event) {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / size);
    const rowNumber = Math.floor((event.clientY - box.top) / size);
    return column < perRow ? cells[rowNumber * perRow + column] : undefined;
  }

  canvas.addEventListener('click', (event) => {
    const cell = cellAt(event);
    if (cell) onStatus(cell.status);
  });
  canvas.addEventListener('mousemove', (event) => {
    const cell = cellAt(event);
    canvas.title = cell ? cell.id + ' · ' + STATUSES[cell.status].word : '';
  });

  function draw() {
    const width = canvas.parentElement?.clientWidth ?? 0;
    if (width === 0 || cells.length === 0) return;
    size = MAX_CELL;
    while (size > MIN_CELL && Math.ceil(cells.length / Math.floor(width / size)) * size > MAX_HEIGHT) size -= 1;
    perRow = Math.floor(width / size);
    const height = Math.ceil(cells.length / perRow) * size;
    const scale = devicePixelRatio || 1;
    canvas.style.height = height + 'px';
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(['bad', 'odd', 'idle', 'good'].map((tone) => [tone, style.getPropertyValue('--cell-' + tone)]));
    const context = canvas.getContext('2d');
    context.scale(scale, scale);
    const gap = size > 6 ? 2 : 1;
    cells.forEach((cell, i) => {
      context.fillStyle = colours[STATUSES[cell.status].tone];
      context.globalAlpha = cell.dim ? 0.3 : 1;
      context.fillRect((i % perRow) * size, Math.floor(i / perRow) * size, size - gap, size - gap);
    });
  }

  // The cells have a height of their own: whatever is drawn now may not change what is being measured.
  new ResizeObserver(() => requestAnimationFrame(draw)).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  return {
    element: canvas,
    /** @param items {id, status, dim}, in any order */
    show(items, label) {
      const order = Object.keys(STATUSES);
      cells = [...items].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
      canvas.setAttribute('aria-label', label);
      draw();
    },
  };
}
