// The sources: what each does, and the buttons to make it.

import {get, Refused} from './api.js';
import {act, confirm, say} from './dialogs.js';
import {badge, cells, h, soon, table, text} from './dom.js';
import {ago, count, due, number, span} from './format.js';
import {pages} from './pages.js';

const MOODS = {ok: 'good', failing: 'bad', starting: 'poor', disabled: 'idle'};
const COLUMNS = [
  {name: 'Source'}, {name: 'State'}, {name: 'Last poll'}, {name: 'Next poll'}, {name: 'Outcome', class: 'long'},
  {name: 'Accounts', class: 'number'}, {name: 'Held deletes', class: 'number'}, {name: 'Act', class: 'acts'},
];

export function sources(parameters) {
  const state = parameters.get('state') ?? '';
  const filter = h('select', {id: 'state', onchange: () => {
    location.hash = filter.value === '' ? '#/sources' : `#/sources?state=${filter.value}`;
  }}, ['', ...Object.keys(MOODS)].map(one =>
    h('option', {value: one, selected: one === state}, one === '' ? 'any' : one)));
  const list = pages({
    path: 'api/sources',
    parameters: {state},
    search: 'Part of the id',
    noun: 'source',
    q: parameters.get('q') ?? '',
    filters: [h('label', {for: 'state'}, 'State'), filter],
    key: source => source.id,
    make: source => row(source.id, () => list.refresh()),
    table: body => table('Sources', COLUMNS, body),
  });
  const later = soon(400, list.refresh);
  const timer = setInterval(list.refresh, 3000);
  return {
    title: 'Sources',
    node: list.node,
    begin: list.refresh,
    event: later,
    close: () => {
      clearInterval(timer);
      later.cancel();
      list.close();
    },
  };
}

function row(id, refresh) {
  const [name, state, last, next, outcome, accounts, held, acts] = cells(COLUMNS);
  const poll = h('button', {type: 'button', class: 'quiet', 'aria-label': `Poll ${id} now`, onclick: () => pollNow(id, refresh)}, 'Poll now');
  const accept = h('button', {
    type: 'button', class: 'quiet', 'aria-label': `Accept the held deletes of ${id}`, onclick: () => acceptDeletes(id, refresh),
  }, 'Accept deletes');
  const provider = h('div', {class: 'dim'});
  name.append(h('a', {href: `#/accounts?of=${encodeURIComponent(id)}`}, id), provider);
  acts.append(poll, accept);
  let shown = '';
  return {
    node: h('tr', {role: 'row', 'data-id': id}, name, state, last, next, outcome, accounts, held, acts),
    update: source => {
      const now = JSON.stringify(source);
      if (now === shown) {
        return;
      }
      shown = now;
      text(provider, source.provider);
      state.replaceChildren(badge(source.state, MOODS[source.state]),
        ...source.polling ? [h('span', {class: 'dim'}, ' polling')] : []);
      last.replaceChildren(ago(source.lastPoll));
      next.replaceChildren(due(source.nextPoll));
      outcome.replaceChildren(
        h('span', {}, source.outcome ?? '–'),
        source.tookMillis === undefined ? '' : h('span', {class: 'dim'}, ` ${span(source.tookMillis)}`),
        source.failedPolls > 1 ? h('span', {class: 'bad'}, ` ${source.failedPolls} in a row`) : '',
        source.message ? h('p', {class: 'dim message'}, source.message) : '');
      text(accounts, number(source.accounts));
      text(held, source.heldDeletes === 0 ? '–' : number(source.heldDeletes));
      held.classList.toggle('warn', source.heldDeletes > 0);
      poll.disabled = source.state === 'disabled';
      accept.hidden = source.heldDeletes === 0;
    },
  };
}

async function pollNow(id, refresh) {
  const asked = await act(`api/sources/${encodeURIComponent(id)}/poll`);
  if (asked === null) {
    return;
  }
  say(`${id}: poll asked for`);
  try {
    for (let tries = 0; tries < 600; tries++) {
      const poll = await get(`api/polls/${encodeURIComponent(asked.id)}`);
      if (poll.state === 'ended') {
        const well = poll.message === undefined;
        say(`${id}: ${poll.outcome}, ${count(poll.rows, 'account')} in ${span(poll.tookMillis)}`
          + (well ? '' : `: ${poll.message}`), well ? 'good' : 'bad');
        refresh();
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  } catch (refused) {
    if (!(refused instanceof Refused)) {
      throw refused;
    }
    say(refused.message, 'bad');
  }
}

async function acceptDeletes(id, refresh) {
  const meant = await confirm('Accept the held deletes?',
    `A delete event goes out for every account of ${id} whose delete is held. That cannot be undone.`, 'Send the deletes');
  if (meant && await act('api/commands', {command: 'accept-deletes', source: id}) !== null) {
    say(`${id}: held deletes go out`);
    refresh();
  }
}
