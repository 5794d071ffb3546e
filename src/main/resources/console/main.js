// The page: which view is shown, and whom events are told to.

import {account} from './account.js';
import {accounts} from './accounts.js';
import {Refused} from './api.js';
import {askToken, say, tokenDialog} from './dialogs.js';
import {h, text} from './dom.js';
import {events} from './events.js';
import {follow} from './live.js';
import {loaded} from './loaded.js';
import {overview} from './overview.js';
import {sources} from './sources.js';

const VIEWS = {overview, sources, accounts, account, events, loaded};
const main = document.getElementById('main');
const link = document.getElementById('link');
let view = null;

/** `#/account/a-source/an-id?q=…` */
function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...names] = path.split('/');
  return {name: Object.hasOwn(VIEWS, name) ? name : 'overview', names: names.map(decoded), query: new URLSearchParams(query)};
}

/** What somebody has typed may be no encoding. */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function show(focus) {
  const {name, names, query} = place();
  view?.close();
  view = VIEWS[name](query, ...names);
  const mine = view;
  const heading = h('h1', {tabindex: -1}, view.heading ?? view.title);
  main.replaceChildren(heading, view.node);
  document.title = `${view.title} · account-feed`;
  for (const item of document.querySelectorAll('nav a')) {
    const here = item.hash === `#/${name === 'account' ? 'accounts' : name}`;
    here ? item.setAttribute('aria-current', 'page') : item.removeAttribute('aria-current');
  }
  if (focus) {
    heading.focus({preventScroll: true});
    scrollTo(0, 0);
  }
  try {
    await view.begin();
    performance.mark(`shown-${name}`);
  } catch (refused) {
    if (!(refused instanceof Refused)) {
      throw refused;
    }
    if (refused.status === 401 && await askToken() && view === mine) {
      show(false);
    } else {
      say(refused.message, 'bad');
    }
  }
}

addEventListener('hashchange', () => show(true));
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
tokenDialog();
show(false);
follow({
  event: event => view?.event(event),
  returned: () => view?.begin().catch(() => {}),
  skipped: many => say(`${many} events came too fast to be shown`),
  state: state => {
    text(link, state);
    link.className = `link ${state === 'live' ? 'good' : state === 'connecting' ? 'idle' : 'bad'}`;
  },
  token: askToken,
});
