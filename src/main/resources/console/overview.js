// The feed at a glance.

import {get, Refused} from './api.js';
import {bars, steps} from './chart.js';
import {badge, h, soon, text} from './dom.js';
import {ago, clock, count, number} from './format.js';
import {line} from './event.js';

const RECENT = 12;
const MINUTES = 60;
const STATES = {ok: 'good', failing: 'bad', starting: 'poor', disabled: 'idle'};
const SINKS = {running: 'good', starting: 'poor', stopped: 'idle'};

export function overview() {
  const health = h('div', {class: 'panel health'});
  const tiles = h('ul', {class: 'tiles', 'aria-label': 'Sources by state'});
  const accounts = h('p', {class: 'tile-number'});
  const held = h('p', {class: 'dim'});
  const events = h('div', {class: 'panel wide'});
  const sinks = h('div', {class: 'panel wide'});
  const recent = h('ol', {class: 'events', 'aria-label': 'Latest events'});
  const failed = h('p', {class: 'dim'});
  const node = h('div', {},
    h('div', {class: 'grid'},
      health,
      h('section', {class: 'panel', 'aria-labelledby': 'o-sources'}, h('h2', {id: 'o-sources'}, 'Sources'), tiles),
      h('section', {class: 'panel', 'aria-labelledby': 'o-accounts'},
        h('h2', {id: 'o-accounts'}, 'Accounts'), accounts, held),
      events, sinks,
      h('section', {class: 'panel full', 'aria-labelledby': 'o-recent'},
        h('h2', {id: 'o-recent'}, 'Latest events'), recent)),
    failed);

  async function refresh() {
    try {
      show(await get('api/overview'));
      text(failed, '');
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      text(failed, refused.message);
    }
  }

  function show(now) {
    text(document.getElementById('feed-name'), now.name);
    const down = now.failedChecks;
    health.replaceChildren(h('h2', {}, 'Health'),
      h('p', {class: 'tile-number'}, down.length === 0 ? badge('All is well', 'good')
        : badge(down.length === 1 ? '1 check fails' : `${down.length} checks fail`, 'bad')),
      down.length === 0
        ? h('p', {class: 'dim'}, count(now.checks, 'check'))
        : h('ul', {class: 'findings'}, down.map(check =>
          h('li', {}, h('b', {}, check.name), ` ${check.message ?? 'is down'}`))));
    tiles.replaceChildren(...Object.keys(STATES).map(state => [state, now.sources[state]]).map(([state, many]) => h('li', {},
      h('a', {href: `#/sources?state=${state}`, class: many > 0 ? STATES[state] : 'zero'},
        h('b', {}, number(many)), ' ', state))));
    text(accounts, number(now.accounts));
    text(held, now.heldDeletes === 0 ? 'no delete is held' : `${count(now.heldDeletes, 'delete')} held`);
    held.className = now.heldDeletes === 0 ? 'dim' : 'warn';
    events.replaceChildren(...minutes(now));
    sinks.replaceChildren(h('h2', {}, 'Sinks'), ...now.sinks.map(sink => lag(sink, now)));
  }

  const minutes = now => {
    const start = Math.floor(Date.parse(now.time) / 60000) - MINUTES + 1;
    const counts = new Map(Object.entries(now.eventsPerMinute).map(([minute, many]) =>
      [Date.parse(minute) / 60000, many]));
    const values = Array.from({length: MINUTES}, (_, place) => {
      const value = counts.get(start + place) ?? 0;
      return {value, title: `${clock((start + place) * 60000).slice(0, 5)}Z: ${count(value, 'event')}`};
    });
    const total = values.reduce((sum, one) => sum + one.value, 0);
    const most = Math.max(...values.map(one => one.value));
    const label = `Events per minute in the last hour: ${number(values.at(-1).value)} in this minute,`
      + ` at most ${number(most)}, ${number(total)} together`;
    return [h('h2', {}, 'Events per minute'),
      h('p', {class: 'axis dim'}, h('span', {}, `at most ${number(most)}`),
        h('span', {}, `${number(total)} in the last hour`)),
      bars(values, label),
      h('p', {class: 'axis dim'}, h('span', {}, values[0].title.slice(0, 6)), h('span', {}, 'now'))];
  };

  const lag = (sink, now) => {
    const points = now.lags.filter(one => sink.name in one.events)
      .map(one => [Date.parse(one.time), one.events[sink.name]]);
    points.push([Date.parse(now.time), sink.lag]);
    const most = Math.max(...points.map(([, value]) => value));
    return h('section', {class: 'sink', 'aria-label': `Sink ${sink.name}`},
      h('p', {class: 'axis'}, h('span', {}, h('b', {}, sink.name), ' ', badge(sink.state, SINKS[sink.state] ?? 'bad')),
        h('span', {class: sink.lag > 0 ? 'warn' : 'dim'}, sink.lag === 0 ? 'has everything'
          : `${count(sink.lag, 'event')} behind`)),
      steps(points, Date.parse(now.time),
        `Lag of sink ${sink.name}: ${count(sink.lag, 'event')} now, at most ${number(most)}`, {height: 40, floor: 0}),
      h('p', {class: 'axis dim'}, h('span', {}, `at most ${number(most)} behind`),
        h('span', {}, 'position ', number(sink.position), ', since ', ago(sink.since))),
      sink.lastError ? h('p', {class: 'bad'}, sink.lastError) : null);
  };

  async function latest() {
    const {lastSequence} = await get('api/overview');
    const page = await get('api/events', {after: Math.max(0, lastSequence - RECENT), limit: RECENT});
    page.items.forEach(event);
  }

  function event(one) {
    // Those of a time without a connection come one by one, behind the latest.
    const place = [...recent.children].find(node => node.dataset.sequence <= one.sequence);
    if (place?.dataset.sequence !== one.sequence) {
      recent.insertBefore(line(one), place ?? null);
    }
    while (recent.children.length > RECENT) {
      recent.lastChild.remove();
    }
  }

  const later = soon(400, refresh);
  const timer = setInterval(refresh, 5000);
  return {
    title: 'Overview',
    node,
    begin: () => Promise.all([refresh(), latest().catch(() => {})]),
    event: one => {
      event(one);
      later();
    },
    close: () => {
      clearInterval(timer);
      later.cancel();
    },
  };
}
