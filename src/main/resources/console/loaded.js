// What runs, and what became of the last change of the files.

import {get} from './api.js';
import {badge, h} from './dom.js';
import {ago, count} from './format.js';

export function loaded() {
  const node = h('div', {class: 'grid'});

  async function refresh() {
    const now = await get('api/configuration');
    const mark = JSON.stringify(now);
    if (mark !== node.shown) {
      node.shown = mark;
      node.replaceChildren(change(now), providers(now), routes(now));
    }
  }

  const timer = setInterval(() => refresh().catch(() => {}), 2000);
  return {title: 'Loaded', node, begin: refresh, event: () => {}, close: () => clearInterval(timer)};
}

function change({current, last}) {
  const list = (name, items) => items.length === 0 ? [] : [h('h3', {}, name), h('ul', {class: 'findings'},
    items.map(item => h('li', {}, item)))];
  return h('section', {class: 'panel wide', 'aria-labelledby': 'l-change'},
    h('h2', {id: 'l-change'}, 'Files'),
    h('p', {}, current ? badge('What runs is what the files hold', 'good') : badge('The last change is not taken', 'bad')),
    ...last === undefined ? [h('p', {class: 'dim'}, 'No change since the start')] : [
      h('p', {}, last.taken ? 'The last change was taken ' : 'The last change was refused ', ago(last.time)),
      ...list('What is wrong', last.findings),
      ...list('What changed', last.changes),
      ...list('Needs a restart', last.restart)]);
}

function providers({sources}) {
  return h('section', {class: 'panel wide', 'aria-labelledby': 'l-sources'},
    h('h2', {id: 'l-sources'}, 'Sources by provider'),
    h('ul', {class: 'plain'}, Object.entries(sources).map(([provider, many]) =>
      h('li', {}, h('b', {}, provider), ` ${count(many, 'source')}`))));
}

function routes({routes: all}) {
  return h('section', {class: 'panel full', 'aria-labelledby': 'l-routes'},
    h('h2', {id: 'l-routes'}, `Routes (${all.length})`),
    h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'l-routes'},
      h('table', {},
        h('thead', {}, h('tr', {}, ['Route', 'What it does', 'Begins with'].map(name => h('th', {scope: 'col'}, name)))),
        h('tbody', {}, all.map(route => h('tr', {},
          h('th', {scope: 'row', class: 'code'}, route.id), h('td', {}, route.description),
          h('td', {class: 'code dim'}, route.from.replaceAll('%7B', '{').replaceAll('%7D', '}'))))))));
}
