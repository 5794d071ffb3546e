// What the page asks and tells: the token, a confirmation, a notice.

import {hasToken, post, Refused, useToken} from './api.js';
import {h, text} from './dom.js';

const byId = id => document.getElementById(id);
const waiting = [];
let notices = 0;

/** Tells something, to screen readers too; it goes by itself. */
export function say(words, mood = 'idle') {
  const notice = h('p', {class: `notice ${mood}`, id: `notice-${notices++}`}, words);
  const all = byId('notices');
  all.append(notice);
  while (all.children.length > 4) {
    all.firstChild.remove();
  }
  setTimeout(() => notice.remove(), mood === 'bad' ? 15000 : 6000);
}

/** Asks for the token; tells whether there is one now. */
export function askToken() {
  const dialog = byId('token-dialog');
  if (!dialog.open) {
    byId('token').value = '';
    byId('token-forget').hidden = !hasToken();
    dialog.showModal();
  }
  return new Promise(resolve => waiting.push(resolve));
}

/** Sets up the dialog; to be called once. */
export function tokenDialog() {
  const dialog = byId('token-dialog');
  const button = byId('token-button');
  const use = value => {
    useToken(value);
    text(button, hasToken() ? 'Token set' : 'Token');
    dialog.close();
  };
  byId('token-form').addEventListener('submit', event => {
    event.preventDefault();
    use(byId('token').value.trim());
  });
  byId('token-forget').addEventListener('click', () => use(''));
  byId('token-cancel').addEventListener('click', () => dialog.close());
  button.addEventListener('click', () => askToken());
  dialog.addEventListener('close', () => {
    byId('token').value = '';
    waiting.splice(0).forEach(resolve => resolve(hasToken()));
  });
}

/** Asks whether something is meant. */
export function confirm(title, words, yes) {
  const dialog = byId('confirm-dialog');
  text(byId('confirm-title'), title);
  text(byId('confirm-text'), words);
  text(byId('confirm-yes'), yes);
  dialog.showModal();
  return new Promise(resolve => {
    let meant = false;
    byId('confirm-yes').onclick = () => {
      meant = true;
      dialog.close();
    };
    byId('confirm-no').onclick = () => dialog.close();
    dialog.addEventListener('close', () => resolve(meant), {once: true});
  });
}

/** Acts; the token is asked for where it is missing or wrong. Null where nothing was done. */
export async function act(path, body) {
  for (;;) {
    try {
      return await post(path, body);
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      if (refused.status !== 401 || hasToken()) {
        say(refused.message, 'bad');
      }
      if (refused.status !== 401) {
        return null;
      }
      useToken('');
      if (!(await askToken())) {
        return null;
      }
    }
  }
}
