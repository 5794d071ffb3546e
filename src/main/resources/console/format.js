// Times, spans and numbers for people.

import {h} from './dom.js';

const NUMBERS = new Intl.NumberFormat('en');

export function number(value) {
  return NUMBERS.format(value);
}

/** `1 account`, `2 accounts`. */
export function count(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `850 ms`, `12 s`, `5 min`, `3 h`, `2 d`. */
export function span(millis) {
  const steps = [[1000, 'ms', 1], [60e3, 's', 1e3], [3600e3, 'min', 60e3], [172800e3, 'h', 3600e3]];
  for (const [below, unit, size] of steps) {
    if (millis < below) {
      return `${Math.floor(millis / size)} ${unit}`;
    }
  }
  return `${Math.floor(millis / 86400e3)} d`;
}

/** `2026-11-21 16:00:00Z` */
export function instant(iso) {
  return new Date(iso).toISOString().slice(0, 19).replace('T', ' ') + 'Z';
}

/** `16:00:00` */
export function clock(iso) {
  return new Date(iso).toISOString().slice(11, 19);
}

function distance(iso, due) {
  const millis = Date.parse(iso) - Date.now();
  if (Math.abs(millis) < 1000 || due && millis < 0) {
    return 'now';
  }
  return millis < 0 ? `${span(-millis)} ago` : `in ${span(millis)}`;
}

/** A time as its distance from now, which goes on counting; the time itself is its title. */
export function ago(iso, due = false) {
  return iso
    ? h('time', {datetime: iso, title: instant(iso), 'data-ago': true, 'data-due': due}, distance(iso, due))
    : h('span', {}, '–');
}

/** The same for what is to happen then: as long as it has not, it is due now. */
export const due = iso => ago(iso, true);

setInterval(() => {
  for (const element of document.querySelectorAll('time[data-ago]')) {
    const words = distance(element.dateTime, 'due' in element.dataset);
    if (element.textContent !== words) {
      element.textContent = words;
    }
  }
}, 1000);

/** `19,742.77 EUR`, with all digits that it came with. */
export function money(balance) {
  if (balance?.amount === undefined) {
    return '–';
  }
  const [whole, fraction] = plain(balance.amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${grouped}${fraction ? `.${fraction}` : ''} ${balance.currency ?? ''}`.trim();
}

/** A value of an account: texts as they are, numbers with all their digits, all else as JSON. */
export function plain(value) {
  if (value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value : value instanceof Exact ? value.digits : JSON.stringify(value);
}

/** A number that JavaScript's own would round. */
export class Exact extends Number {
  constructor(digits) {
    super(digits);
    this.digits = digits;
  }

  toString() {
    return this.digits;
  }
}

/** Reads JSON; numbers keep all their digits where the browser tells them. */
export function json(source) {
  return JSON.parse(source, (key, value, context) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? new Exact(context.source) : value);
}
