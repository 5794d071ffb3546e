// The events as they are stored.

import {get} from './api.js';
import {h, soon, text} from './dom.js';
import {line, sourceOf} from './event.js';
import {count} from './format.js';

const MOST = 200;
const BEGIN = 50;

export function events() {
  const list = h('ol', {class: 'events', 'aria-label': 'Events, the newest first'});
  const field = h('input', {type: 'search', id: 'filter', spellcheck: 'false', autocomplete: 'off', oninput: () => show()});
  const pause = h('button', {type: 'button', class: 'quiet', 'aria-pressed': 'false', onclick: () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    show();
  }}, 'Pause');
  const told = h('p', {class: 'dim', role: 'status'});
  let kept = [];
  let paused = false;
  let waiting = 0;

  const matches = event => {
    const wanted = field.value.trim().toLowerCase();
    return wanted === '' || [sourceOf(event), event.subject, event.type, event.data.after?.name ?? '',
      ...event.data.changed ?? []].some(one => one.toLowerCase().includes(wanted));
  };

  // As often as people can read it.
  const show = soon(50, () => {
    if (paused) {
      text(told, `Paused; ${count(waiting, 'new event')}`);
      return;
    }
    waiting = 0;
    const seen = new Map([...list.children].map(node => [node.dataset.sequence, node]));
    list.replaceChildren(...kept.filter(matches).map(event => seen.get(event.sequence) ?? line(event)));
    tell();
  });
  const tell = soon(2000, () => text(told, list.children.length === 0
    ? 'No events yet' : `${count(list.children.length, 'event')} shown, the newest first`));

  function take(event) {
    if (!kept.some(one => one.sequence === event.sequence)) {
      kept.push(event);
      kept.sort((one, other) => one.sequence < other.sequence ? 1 : -1);
      kept = kept.slice(0, MOST);
      waiting++;
    }
    show();
  }

  return {
    title: 'Events',
    node: h('section', {},
      h('div', {class: 'tools'}, h('label', {for: 'filter'}, 'Show only those with'), field, pause, told),
      h('div', {class: 'panel'}, list)),
    begin: async () => {
      const {lastSequence} = await get('api/overview');
      const page = await get('api/events', {after: Math.max(0, lastSequence - BEGIN), limit: BEGIN});
      page.items.forEach(take);
      show();
    },
    event: take,
    close: () => {
      show.cancel();
      tell.cancel();
    },
  };
}
