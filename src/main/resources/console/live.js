// The events as they are stored: server-sent, read with fetch, because an EventSource cannot send a token.

import {get, headers} from './api.js';
import {json} from './format.js';

/** More than this in a second nobody can read: the page goes on at the end. */
const FLOOD = 2000;

/** A browser opens six connections to a place, for all its tabs: one that nobody looks at must not keep one. */
function hidden() {
  const abort = new AbortController();
  const left = () => document.hidden && abort.abort();
  document.addEventListener('visibilitychange', left, {signal: abort.signal});
  addEventListener('pagehide', () => abort.abort(), {signal: abort.signal});
  return abort;
}

async function visible() {
  while (document.hidden) {
    await new Promise(resolve => document.addEventListener('visibilitychange', resolve, {once: true}));
  }
}

/**
 * Reads while the page is looked at, and begins again after a failure.
 *
 * @param taker told `event(event)`, `state(state)`, `skipped(count)`, and `returned()` after it was not looked at
 *   or the feed was away; asked for a `token()`
 */
export async function follow(taker) {
  let sequence = null;
  let pause = 500;
  let away = false;
  for (;;) {
    if (document.hidden) {
      await visible();
      sequence = null;
      away = false;
      taker.returned();
    }
    const abort = hidden();
    try {
      taker.state('connecting');
      const resume = sequence === null ? {} : {'Last-Event-ID': String(sequence)};
      const response = await fetch('api/events', {
        headers: headers({Accept: 'text/event-stream', ...resume}),
        cache: 'no-store',
        credentials: 'omit',
        signal: abort.signal,
      });
      if (response.status === 401 || response.status === 403) {
        taker.state('needs a token');
        await taker.token();
        continue;
      }
      if (!response.ok) {
        throw new Error(`HTTP ${response.status}`);
      }
      pause = 500;
      taker.state('live');
      if (away) {
        away = false;
        taker.returned();
      }
      let second = 0;
      let inSecond = 0;
      for await (const message of messages(response.body)) {
        if (message.id === '') {
          continue;
        }
        sequence = Number(message.id);
        if (message.data === '') {
          continue;
        }
        try {
          taker.event(json(message.data));
        } catch (fault) {
          reportError(fault);
        }
        const now = Math.floor(performance.now() / 1000);
        inSecond = now === second ? inSecond + 1 : 1;
        second = now;
        if (inSecond > FLOOD) {
          const last = sequence;
          abort.abort();
          await rest(1000);
          sequence = await end(last, taker);
          break;
        }
      }
    } catch {
      // It ended: what follows is the same for all reasons.
    }
    abort.abort();
    taker.state('no connection');
    away = true;
    await rest(pause);
    pause = Math.min(pause * 2, 5000);
  }
}

/** Goes to the end of the feed, and tells how many events that leaves out. */
async function end(last, taker) {
  const newest = (await get('api/overview')).lastSequence;
  taker.skipped(Math.max(0, newest - last));
  return newest;
}

async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const {value, done} = await reader.read();
      if (done) {
        return;
      }
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const message = {id: '', data: ''};
        for (const line of block.split('\n')) {
          const colon = line.indexOf(': ');
          if (colon > 0) {
            message[line.slice(0, colon)] = line.slice(colon + 2);
          }
        }
        yield message;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function rest(millis) {
  return new Promise(resolve => setTimeout(resolve, millis));
}
