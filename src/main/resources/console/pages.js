// Lists that the server searches and hands out page by page.

import {get, Refused} from './api.js';
import {h, keyed, rowsOf, soon, text} from './dom.js';
import {count} from './format.js';

/**
 * A search field over a table, and what turns its pages.
 *
 * @param path of the list in the API
 * @param parameters those besides q, after and limit
 * @param noun what an item is
 * @param key of an item
 * @param make makes an item's row
 * @param table makes the table around the rows
 */
export function pages({path, parameters = {}, search, noun, key, make, table, filters = [], q = ''}) {
  const body = h('tbody', {role: 'rowgroup'});
  const told = h('p', {class: 'dim', role: 'status'});
  const field = h('input', {type: 'search', id: 'q', value: q, maxlength: 200, spellcheck: 'false', autocomplete: 'off'});
  const previous = h('button', {type: 'button', class: 'quiet', onclick: () => turn(-1)}, 'Previous');
  const next = h('button', {type: 'button', class: 'quiet', onclick: () => turn(1)}, 'Next');
  const starts = [null];
  let after = null;
  let running = null;

  function turn(step) {
    if (step > 0) {
      starts.push(after);
    } else {
      starts.pop();
    }
    refresh();
  }

  async function refresh() {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      const asked = {...parameters, q: field.value.trim(), after: starts.at(-1), limit: 50};
      const page = await get(path, asked, mine.signal);
      keyed(body, page.items, key, make);
      after = page.next;
      previous.disabled = starts.length === 1;
      next.disabled = after === null;
      const place = starts.length === 1 && after === null ? '' : `, page ${starts.length}`;
      text(told, page.items.length === 0 ? `No ${noun} here` : `${count(page.items.length, noun)}${place}`);
    } catch (failure) {
      if (failure instanceof Refused) {
        text(told, failure.message);
      } else if (failure.name !== 'AbortError') {
        throw failure;
      }
    }
  }

  const find = soon(150, () => {
    starts.length = 1;
    refresh();
  });
  field.addEventListener('input', find);
  const node = h('section', {},
    h('div', {class: 'tools'}, h('label', {for: 'q'}, search), field, filters),
    h('div', {class: 'panel rows'}, table(body)),
    h('div', {class: 'tools foot'}, told, h('div', {class: 'buttons'}, previous, next)));
  return {node, refresh, rows: () => rowsOf(body), close: () => running?.abort()};
}
