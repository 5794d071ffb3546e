// The accounts that are known, searched by the server.

import {badge, cells, h, soon, table, text} from './dom.js';
import {accountHref, sourceOf} from './event.js';
import {money, number} from './format.js';
import {pages} from './pages.js';

const COLUMNS = [
  {name: 'Account', class: 'long'}, {name: 'Id', class: 'code'}, {name: 'Source'}, {name: 'Status'}, {name: 'Balance', class: 'number'},
  {name: 'Revision', class: 'number'}, {name: 'Delete', class: 'long'},
];
const MOODS = {active: 'good', disabled: 'idle', frozen: 'poor'};

export const status = word => word ? badge(word, MOODS[word] ?? 'idle') : badge('deleted', 'bad');

export function accounts(parameters) {
  const of = parameters.get('of');
  const list = pages({
    path: 'api/accounts',
    parameters: {of},
    search: 'Id, name or e-mail address',
    noun: 'account',
    q: parameters.get('q') ?? '',
    filters: of ? [h('p', {}, 'of ', h('b', {}, of), ' ', h('a', {href: '#/accounts'}, 'all sources'))] : [],
    key: account => `${account.source}/${account.id}`,
    make: row,
    table: body => table('Accounts', COLUMNS, body),
  });
  const later = soon(300, list.refresh);
  return {
    title: 'Accounts',
    node: list.node,
    begin: list.refresh,
    event: event => {
      const rows = list.rows();
      // A new one is on the last page; one that is not in sight changes nothing here.
      if (rows.has(`${sourceOf(event)}/${event.subject}`) || rows.size < 50) {
        later();
      }
    },
    close: () => {
      later.cancel();
      list.close();
    },
  };
}

function row() {
  const [name, id, source, state, balance, revision, held] = cells(COLUMNS);
  return {
    node: h('tr', {role: 'row'}, name, id, source, state, balance, revision, held),
    update: account => {
      if (!name.firstChild) {
        name.append(h('a', {href: accountHref(account.source, account.id)}));
      }
      text(name.firstChild, account.name ?? account.id);
      text(id, account.id);
      text(source, account.source);
      if (state.textContent !== (account.status ?? 'deleted')) {
        state.replaceChildren(status(account.status));
      }
      text(balance, money(account.balance));
      text(revision, number(account.revision));
      text(held, account.held ? `held: ${account.held}` : '');
    },
  };
}
