// SPDX-License-Identifier: Apache-2.0
// The WebSocket: calls, their answers, and a connection that is made anew when it is lost.
//
// What goes over it, both ways, is an array: the number of the call, a word, an object. From here
// the word is `Service/method` or `ping`; from there `answer`, `item` (of a stream) or `error`.

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5_000;
const PING_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 15_000;
const CONNECTED_WITHIN_MS = 5_000;

/** The types of failures of a call that was not reached, or of one that it made in turn. */
const PASSING = [
  'lost',
  'not-connected',
  'not-sent',
  'unanswered',
  'deadline',
  'cancelled',
  'overload',
  'shutting-down',
  'too-slow',
];

/** A call that failed. */
export class Failure extends Error {
  /** @param type what kind of failure: the service's own word, or how far the call came */
  constructor({ type, message }) {
    super(message);
    this.type = type;
  }

  /** Whether the same call may well succeed later. */
  get passing() {
    return PASSING.includes(this.type);
  }
}

const lost = () => new Failure({ type: 'lost', message: 'There is no connection.' });

/** Tells by the event `state` (its detail: `connecting`, `online`, `waiting`) how it is. */
export class Link extends EventTarget {
  #url;
  #socket = null;
  #calls = new Map();
  #next = 1;
  #tries = 0;
  #again = 0;
  #pings = 0;
  #wanted = false;

  constructor(url) {
    super();
    this.#url = url;
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.#hurry());
  }

  get online() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects, and connects again whenever that is lost, until {@link close}. */
  open() {
    this.#wanted = true;
    if (!this.#socket) this.#connect();
  }

  close() {
    this.#wanted = false;
    clearTimeout(this.#again);
    if (this.#socket) this.#gone(this.#socket);
  }

  /** What the method gives; fails with a {@link Failure}. Waits a little for a connection. */
  async call(method, parameters = {}) {
    if (!this.online) await this.#connection();
    const socket = this.#socket;
    const slow = setTimeout(() => this.#gone(socket), ANSWER_WITHIN_MS);
    return this.stream(method, parameters).finally(() => clearTimeout(slow));
  }

  /** Hands each item to `take`, until the stream ends or fails. */
  stream(method, parameters, take = () => {}) {
    if (!this.online) return Promise.reject(lost());
    const id = this.#next++;
    this.#socket.send(JSON.stringify([id, method, parameters]));
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject, take }));
  }

  #connection() {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, CONNECTED_WITHIN_MS);
      const told = ({ detail: state }) => {
        if (state !== 'online') return;
        this.removeEventListener('state', told);
        clearTimeout(timer);
        resolve();
      };
      this.addEventListener('state', told);
    });
  }

  #connect() {
    clearTimeout(this.#again);
    this.#tell('connecting');
    const socket = (this.#socket = new WebSocket(this.#url));
    socket.onopen = () => {
      this.#tries = 0;
      this.#pings = setInterval(() => this.call('ping').catch(() => {}), PING_EVERY_MS);
      this.#tell('online');
    };
    socket.onmessage = frame => this.#read(...JSON.parse(frame.data));
    socket.onclose = () => this.#gone(socket);
  }

  #read(id, word, value) {
    const call = this.#calls.get(id);
    if (!call) return;
    if (word === 'item') {
      call.take(value.result);
      return;
    }
    this.#calls.delete(id);
    if (word === 'answer') call.resolve(value.result);
    else call.reject(new Failure(value));
  }

  /** The connection has ended, or gives no answers: the browser would notice that late. */
  #gone(socket) {
    if (!socket || socket !== this.#socket) return;
    this.#socket = null;
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
    clearInterval(this.#pings);
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    calls.forEach(call => call.reject(lost()));
    if (!this.#wanted) return;
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++);
    this.#again = setTimeout(() => this.#connect(), most / 2 + (Math.random() * most) / 2);
    this.#tell('waiting');
  }

  #hurry() {
    if (this.#wanted && !this.#socket) this.#connect();
  }

  #tell(state) {
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }
}
