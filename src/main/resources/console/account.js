// One account: what it is, its balance over time, and every stored event about it.

import {get, Refused} from './api.js';
import {steps} from './chart.js';
import {h, keyed, soon, text} from './dom.js';
import {changes, difference, sourceOf, what} from './event.js';
import {ago, count, instant, money} from './format.js';
import {status} from './accounts.js';

export function account(parameters, source, id) {
  const path = `api/accounts/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
  const facts = h('dl', {class: 'facts'});
  const curve = h('div');
  const list = h('ol', {class: 'history', 'aria-label': 'Events, the newest first'});
  const older = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => load(next)}, 'Older events');
  const told = h('p', {class: 'dim', role: 'status'});
  const title = h('p', {class: 'name'}, id);
  const events = new Map();
  // What to ask for older ones with: null at the end.
  let next;

  async function load(after) {
    await guarded(async () => {
      const page = await get(`${path}/events`, {after, limit: 50});
      page.items.forEach(event => events.set(event.sequence, event));
      if (after !== null || next === undefined) {
        next = page.next;
      }
      show();
    });
  }

  function show() {
    const newest = [...events.values()].sort((one, other) => one.sequence < other.sequence ? 1 : -1);
    keyed(list, newest, event => event.sequence, entry);
    older.hidden = !next;
    text(told, newest.length === 0 ? 'No event about it is stored any more' : `${count(newest.length, 'event')} shown`);
    curve.replaceChildren(...balance(newest.reverse()));
  }

  async function read() {
    await guarded(async () => {
      const now = await get(path);
      const it = now.account ?? {};
      text(title, it.name ?? id);
      const rows = [
        ['Status', status(now.status)],
        ['Id', h('span', {class: 'code'}, id)],
        ['Source', h('a', {href: `#/sources?q=${encodeURIComponent(source)}`}, source)],
        ['Balance', money(it.balance)],
        ['Revision', now.revision],
        ['E-mail', it.contact?.email],
        ['Created', it.createdAt ? instant(it.createdAt) : undefined],
        ['Delete', now.held ? `held: ${now.held}` : undefined],
      ];
      facts.replaceChildren(...rows.filter(([, value]) => value !== undefined).flatMap(([name, value]) =>
        [h('div', {}, h('dt', {}, name), h('dd', {}, value))]));
    });
  }

  async function guarded(work) {
    try {
      await work();
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      text(told, refused.message);
    }
  }

  const refresh = () => Promise.all([read(), load(null)]);
  const later = soon(200, refresh);
  return {
    title: `Account ${id}`,
    heading: 'Account',
    node: h('div', {},
      h('section', {class: 'panel'}, title, facts, curve),
      h('section', {class: 'panel', 'aria-labelledby': 'a-events'},
        h('h2', {id: 'a-events'}, 'Events'), list, h('div', {class: 'tools foot'}, told, older))),
    begin: refresh,
    event: event => {
      if (event.subject === id && sourceOf(event) === source) {
        later();
      }
    },
    close: later.cancel,
  };
}

function entry(event) {
  const {op, revision, trigger, after, before} = event.data;
  return {
    node: h('li', {}, h('details', {ontoggle: toggled => {
      const details = toggled.currentTarget;
      if (details.open && details.children.length === 1) {
        details.append(difference(event));
      }
    }}, h('summary', {},
      h('span', {class: 'dim'}, `rev ${revision}`), ' ', what(event), ' ', ago(event.time), ' ',
      op === 'u' ? changes(event) : h('span', {}, (after ?? before).status),
      h('span', {class: 'dim'}, ` by ${trigger}`)))),
    update: () => {},
  };
}

/** The balance over time, from the events. */
function balance(events) {
  const points = events.filter(event => event.data.after?.balance?.amount !== undefined)
    .map(event => [Date.parse(event.time), Number(event.data.after.balance.amount), event]);
  if (points.length === 0) {
    return [];
  }
  const amounts = points.map(([, amount]) => amount);
  const shown = value => money(points.find(([, amount]) => amount === value)[2].data.after.balance);
  const low = shown(Math.min(...amounts));
  const high = shown(Math.max(...amounts));
  const last = points.at(-1)[2].data.after.balance;
  const label = `Balance over time: ${money(last)} now, at least ${low}, at most ${high},`
    + ` from ${count(points.length, 'event')}`;
  return [h('h2', {}, 'Balance over time'),
    h('p', {class: 'axis dim'}, h('span', {}, high)),
    steps(points, Date.now(), label, {height: 90}),
    h('p', {class: 'axis dim'}, h('span', {}, low)),
    h('p', {class: 'axis dim'}, h('span', {}, instant(points[0][2].time)), h('span', {}, 'now'))];
}
