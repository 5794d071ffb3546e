// Small drawings: shapes only; their words stand beside them, and in their label for screen readers.

import {svg} from './dom.js';

const WIDTH = 600;

function drawing(label, height, ...shapes) {
  return svg('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label, class: 'chart',
  }, ...shapes);
}

/**
 * Bars, the last one at the right.
 *
 * @param values `{value, title}` each
 */
export function bars(values, label, height = 80) {
  const most = Math.max(1, ...values.map(one => one.value));
  const width = WIDTH / values.length;
  return drawing(label, height, values.map((one, place) => {
    const tall = one.value === 0 ? 1 : Math.max(2, one.value / most * (height - 2));
    return svg('rect', {
      x: place * width + 0.5, y: height - tall, width: Math.max(1, width - 1.5), height: tall,
      class: one.value === 0 ? 'none' : 'bar-shape',
    }, svg('title', {}, one.title));
  }));
}

/**
 * A line that keeps each value until the next one.
 *
 * @param points `[time, value]` in the order of time, at least one
 * @param until where the last value ends
 * @param floor a value that is always in sight
 */
export function steps(points, until, label, {height = 80, floor = null} = {}) {
  const values = points.map(([, value]) => value);
  const low = Math.min(...values, floor ?? Infinity);
  const high = Math.max(...values, floor ?? -Infinity);
  const from = points[0][0];
  const wide = Math.max(1, until - from);
  const x = time => ((time - from) / wide * WIDTH).toFixed(1);
  const y = value => (high === low ? (floor === null ? height / 2 : height - 2) : height - 2 - (value - low) / (high - low) * (height - 4)).toFixed(1);
  const line = points.map(([time, value], place) => place === 0
    ? `M${x(time)} ${y(value)}` : `H${x(time)}V${y(value)}`).join('') + `H${WIDTH}`;
  return drawing(label, height,
    svg('path', {d: `${line}V${height}H0Z`, class: 'area-shape'}),
    svg('path', {d: line, class: 'line-shape', 'vector-effect': 'non-scaling-stroke'}));
}
