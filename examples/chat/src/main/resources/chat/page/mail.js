// SPDX-License-Identifier: Apache-2.0
// What was said, as far as this browser keeps it, and what is still to be sent.

const KEPT_EACH = 300;
const ACKNOWLEDGED_AT_ONCE = 100;
const SAVE_AFTER_MS = 50;
const TRY_AGAIN_MS = 1_000;

/** The key of a conversation: `user bob` or `group team`. */
export const keyOf = (kind, name) => `${kind} ${name}`;

/** A random UUID; `crypto.randomUUID` is there on secure origins only. */
export function newId() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map(one => one.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/**
 * The messages of a user. Those that came are saved here, and only then acknowledged, after which
 * the server forgets them; those to be sent go one after the other, each until it is confirmed.
 *
 * Events: `message` (detail: {key, message}), `changed` (detail: the message of one's own
 * whose state has), `conversations`, `announcement` (detail: the message), `failed` (one was not
 * sent, for good).
 */
export class Mail extends EventTarget {
  #link;
  #token;
  #storage;
  #saving = 0;
  #received = [];
  #flushing = false;
  #closed = false;

  /** @param storage where messages stay: of this tab, or of this browser */
  constructor(link, me, token, storage) {
    super();
    this.#link = link;
    this.#token = token;
    this.#storage = storage;
    this.me = me;
    this.conversations = new Map();
    this.announcements = [];
    this.#merge(this.#stored());
    this.onStorage = event => {
      if (event.key === this.#place && event.newValue) this.#merge(JSON.parse(event.newValue));
    };
    addEventListener('storage', this.onStorage);
  }

  get #place() {
    return `chat ${this.me}`;
  }

  #stored() {
    return JSON.parse(this.#storage.getItem(this.#place) ?? '{}');
  }

  /** Takes in what another tab, or this one before it was loaded anew, has kept. */
  #merge({ conversations = [], announcements = [] }) {
    for (const { key, messages, unread } of conversations) {
      const here = this.conversation(key);
      const known = new Set(here.messages.map(m => m.id));
      const more = messages.filter(m => !known.has(m.id));
      if (!more.length) continue;
      here.messages = [...here.messages, ...more].sort((a, b) => (a.sent < b.sent ? -1 : 1));
      here.unread += known.size ? 0 : unread;
    }
    if (!this.announcements.length) this.announcements = announcements;
    this.dispatchEvent(new Event('conversations'));
  }

  conversation(key) {
    let here = this.conversations.get(key);
    if (!here) this.conversations.set(key, (here = { key, messages: [], unread: 0 }));
    return here;
  }

  forget(key) {
    this.conversations.delete(key);
    this.#save();
  }

  read(key) {
    this.conversation(key).unread = 0;
    this.#save();
  }

  dismiss(id) {
    this.announcements = this.announcements.filter(m => m.id !== id);
    this.#save();
  }

  /** A message that came; it may have come before. */
  take(message) {
    this.#received.push(message.id);
    if (message.to.everyone) this.#announce(message);
    else {
      const key = message.to.group
        ? keyOf('group', message.to.group.name)
        : keyOf('user', message.from);
      this.#add(key, message);
    }
    this.#save();
  }

  #announce(message) {
    if (this.announcements.some(m => m.id === message.id)) return;
    this.announcements.push(message);
    this.dispatchEvent(new CustomEvent('announcement', { detail: message }));
  }

  #add(key, message) {
    const here = this.conversation(key);
    if (here.messages.some(m => m.id === message.id)) return;
    here.messages.push(message);
    here.messages.splice(0, here.messages.length - KEPT_EACH);
    if (message.from !== this.me) here.unread++;
    this.dispatchEvent(new CustomEvent('message', { detail: { key, message } }));
  }

  /** Sends a text as soon as there is a connection. */
  send(key, text) {
    const [kind, name] = key.split(' ');
    const message = {
      id: newId(),
      from: this.me,
      to: { [kind]: { name } },
      text: text.toWellFormed(),
      sent: new Date().toISOString(),
      state: 'pending',
    };
    this.#add(key, message);
    this.#save();
    this.flush();
  }

  again(message) {
    message.state = 'pending';
    this.#changed(message);
    this.flush();
  }

  /** Sends what is pending, in its order. */
  async flush() {
    if (this.#flushing) return;
    this.#flushing = true;
    while (this.#link.online && !this.#closed && this.#pending())
      await this.#deliver(this.#pending());
    this.#flushing = false;
  }

  #pending() {
    return [...this.conversations.values()]
      .flatMap(c => c.messages.filter(m => m.state === 'pending'))
      .sort((a, b) => (a.sent < b.sent ? -1 : 1))[0];
  }

  async #deliver(message) {
    const { id, to, text } = message;
    try {
      await this.#link.call('Messages/send', { token: this.#token, id, to, text });
      message.state = 'sent';
    } catch (failure) {
      if (failure.passing) {
        await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS));
        return;
      }
      message.state = 'failed';
      message.why = failure.message;
      this.dispatchEvent(new Event('failed'));
    }
    this.#changed(message);
  }

  #changed(message) {
    this.#save();
    this.dispatchEvent(new CustomEvent('changed', { detail: message }));
  }

  #save() {
    this.#saving ||= setTimeout(() => this.#write(), SAVE_AFTER_MS);
  }

  #write() {
    this.#saving = 0;
    const conversations = [...this.conversations.values()];
    const all = { conversations, announcements: this.announcements };
    try {
      this.#storage.setItem(this.#place, JSON.stringify(all));
    } catch {
      // It is full: the rest stays as long as this page does.
    }
    const ids = this.#received.splice(0);
    for (let i = 0; i < ids.length; i += ACKNOWLEDGED_AT_ONCE) {
      const some = ids.slice(i, i + ACKNOWLEDGED_AT_ONCE);
      // What is not acknowledged comes again.
      this.#link.call('Messages/acknowledge', { token: this.#token, ids: some }).catch(() => {});
    }
  }

  /** Ends it; with `forget`, nothing stays in this browser. */
  close(forget) {
    this.#closed = true;
    removeEventListener('storage', this.onStorage);
    clearTimeout(this.#saving);
    if (forget) this.#storage.removeItem(this.#place);
    else this.#write();
  }
}
