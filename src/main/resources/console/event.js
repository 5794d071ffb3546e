// How an event is told.

import {badge, h} from './dom.js';
import {clock, instant, plain} from './format.js';

const WORDS = {
  r: ['discovered', 'idle'],
  c: ['created', 'good'],
  u: ['updated', 'poor'],
  d: ['deleted', 'bad'],
};

export const sourceOf = event => event.source.slice(event.source.lastIndexOf('/') + 1);

/** What has happened, in a word with its colour. */
export function what(event) {
  if (event.data.op) {
    return badge(...WORDS[event.data.op]);
  }
  return event.type.endsWith('.failing') ? badge('source failing', 'bad') : badge('source recovered', 'good');
}

export function accountHref(source, id) {
  return `#/account/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
}

/** The value that a JSON Pointer means. */
function at(value, pointer) {
  return pointer.split('/').slice(1).reduce((node, name) =>
    node?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], value);
}

/** `status: active → frozen`, for the first few fields that changed. */
export function changes(event, most = 3) {
  const {changed = [], before, after} = event.data;
  if (!event.data.op) {
    return h('span', {}, event.data.reason ?? '');
  }
  if (event.data.op !== 'u') {
    return h('span', {}, after?.status ?? '');
  }
  // What an attribute says is said by the canonical field that follows from it, mostly.
  const first = [...changed].sort((one, other) => one.startsWith('/attributes/') - other.startsWith('/attributes/'));
  const list = h('span', {class: 'changes'}, first.slice(0, most).map(pointer => h('span', {},
    h('b', {}, pointer.slice(1)), ': ', h('del', {}, plain(at(before, pointer)) || 'none'), ' → ',
    h('ins', {}, plain(at(after, pointer)) || 'none'))));
  if (changed.length > most) {
    list.append(h('span', {}, `and ${changed.length - most} more`));
  }
  return list;
}

/** An event as a line of a list. */
export function line(event) {
  const source = sourceOf(event);
  const account = event.data.op
    ? h('a', {href: accountHref(source, event.subject)}, (event.data.after ?? event.data.before)?.name ?? event.subject)
    : h('span', {}, event.subject);
  return h('li', {class: 'event', 'data-sequence': event.sequence},
    h('time', {datetime: event.time, title: instant(event.time)}, clock(event.time)),
    what(event),
    h('span', {class: 'who'}, account, h('span', {class: 'dim'}, ` ${source}`)),
    changes(event));
}

function leaves(value, pointer, into) {
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Number)) {
    for (const [name, inner] of Object.entries(value)) {
      leaves(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, into);
    }
  } else if (value !== undefined) {
    into.set(pointer, plain(value));
  }
  return into;
}

/** The account before and after an event, field by field; those that changed are marked, and come first. */
export function difference(event) {
  const before = leaves(event.data.before, '', new Map());
  const after = leaves(event.data.after, '', new Map());
  const changed = new Set(event.data.changed ?? []);
  const fields = [...new Set([...before.keys(), ...after.keys()])]
    .sort((one, other) => changed.has(other) - changed.has(one));
  return h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Fields of revision ${event.data.revision}`},
    h('table', {class: 'difference'},
      h('thead', {}, h('tr', {}, ['Field', 'Before', 'After'].map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, fields.map(field => {
        const marked = changed.has(field);
        const shown = (values, tag) => values.has(field)
          ? marked ? h(tag, {}, values.get(field)) : values.get(field) : h('span', {class: 'dim'}, '–');
        return h('tr', {class: marked ? 'changed' : null},
          h('th', {scope: 'row'}, field.slice(1), marked ? h('span', {class: 'mark'}, ' changed') : null),
          h('td', {}, shown(before, 'del')),
          h('td', {}, shown(after, 'ins')));
      }))));
}
