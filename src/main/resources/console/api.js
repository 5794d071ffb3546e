// Calls to the feed. The token is a variable of this module and nothing else.

import {json} from './format.js';

let token = null;

export const hasToken = () => token !== null;

export function useToken(value) {
  token = value === '' ? null : value;
}

export function headers(more = {}) {
  return token === null ? more : {...more, Authorization: `Bearer ${token}`};
}

/** What the feed has answered instead of what was asked for. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, {...options, cache: 'no-store', credentials: 'omit'});
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Refused(0, 'the feed does not answer');
  }
  const answer = await response.text();
  if (response.ok) {
    return json(answer);
  }
  let message = `HTTP ${response.status}`;
  try {
    message = json(answer).error ?? message;
  } catch {
    // No JSON: not the feed, but something before it.
  }
  throw new Refused(response.status, message);
}

/** Reads from the API. */
export function get(path, parameters = {}, signal = undefined) {
  const known = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(known).toString();
  return call(query === '' ? path : `${path}?${query}`, {headers: headers(), signal});
}

/** Acts. */
export function post(path, body = {}) {
  return call(path, {
    method: 'POST',
    headers: headers({'Content-Type': 'application/json'}),
    body: JSON.stringify(body),
  });
}
