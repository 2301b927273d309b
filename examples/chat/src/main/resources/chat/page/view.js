// SPDX-License-Identifier: Apache-2.0
// How conversations look.

import { $, avatar, make } from './dom.js';

const GROUPED_MS = 5 * 60_000;
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** A list of conversations; `open` is called with the key of the one that is chosen. */
export function showList(list, keys, mail, current, open) {
  list.replaceChildren(...keys.map(key => make('li', {}, entry(key, mail, current, open))));
}

function entry(key, mail, current, open) {
  const [kind, name] = key.split(' ');
  const { messages, unread } = mail.conversation(key);
  const last = messages.at(-1);
  return make(
    'button',
    {
      type: 'button',
      class: unread ? 'entry unread' : 'entry',
      'data-key': key,
      'aria-current': key === current && 'true',
      onclick: () => open(key),
    },
    avatar(make('span', { 'aria-hidden': 'true' }), name, kind === 'group'),
    make(
      'span',
      { class: 'text' },
      make('span', { class: 'name' }, name),
      last ? make('span', { class: 'last' }, summary(last, mail.me, kind)) : null,
    ),
    unread ? make('span', { class: 'count', 'aria-label': `${unread} unread` }, `${unread}`) : null,
  );
}

function summary(message, me, kind) {
  if (message.from === me) return `You: ${message.text}`;
  return kind === 'group' ? `${message.from}: ${message.text}` : message.text;
}

/** The messages of the open conversation. */
export class Log {
  #list = $('log');
  #shown = new Map();
  #last = null;
  #me;
  #again;

  /** @param again called with a message that is to be sent again */
  constructor(me, again) {
    this.#me = me;
    this.#again = again;
  }

  show(messages) {
    this.#list.setAttribute('aria-busy', 'true');
    this.#list.replaceChildren();
    this.#shown.clear();
    this.#last = null;
    messages.forEach(message => this.#append(message));
    this.#list.setAttribute('aria-busy', 'false');
    this.#toEnd();
  }

  /** At the end, which stays in sight if it was; always with one's own. */
  add(message) {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    const atEnd = scrollHeight - scrollTop - clientHeight < 80;
    this.#append(message);
    if (atEnd || message.from === this.#me) this.#toEnd();
  }

  /** Its state has changed. */
  change(message) {
    const shown = this.#shown.get(message.id);
    if (!shown) return;
    shown.classList.toggle('pending', message.state === 'pending');
    shown.classList.toggle('failed', message.state === 'failed');
    shown.querySelector('.state').replaceChildren(...this.#state(message));
  }

  #append(message) {
    const at = new Date(message.sent);
    const before = this.#last;
    if (!before || day.format(at) !== day.format(new Date(before.sent)))
      this.#list.append(make('li', { class: 'day' }, day.format(at)));
    const first = before?.from !== message.from || at - new Date(before.sent) > GROUPED_MS;
    const shown = this.#message(message, at, first);
    this.#shown.set(message.id, shown);
    this.#list.append(shown);
    this.#last = message;
    this.change(message);
  }

  #message(message, at, first) {
    const mine = message.from === this.#me;
    const named = first && !mine && message.to.group;
    return make(
      'li',
      { class: `message${mine ? ' mine' : ''}${first ? ' first' : ''}` },
      named ? make('span', { class: 'from' }, message.from) : null,
      make(
        'div',
        { class: 'bubble' },
        make('span', { class: 'text' }, message.text),
        make(
          'span',
          { class: 'when' },
          make('time', { datetime: message.sent }, time.format(at)),
          make('span', { class: 'state' }),
        ),
      ),
    );
  }

  #state(message) {
    if (message.from !== this.#me) return [];
    if (message.state === 'sent') return [make('span', { 'aria-label': 'sent' }, '✓')];
    if (message.state === 'pending') return [make('span', { 'aria-label': 'being sent' }, '…')];
    const again = () => this.#again(message);
    return [
      `Not sent: ${message.why}. `,
      make('button', { type: 'button', class: 'again', onclick: again }, 'Try again'),
    ];
  }

  #toEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}

/** An announcement to everybody, until it is dismissed. */
export function announce(message, dismiss) {
  const shown = make(
    'div',
    { class: 'announcement' },
    make('p', {}, make('strong', {}, `${message.from}: `), message.text),
    make(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': 'Dismiss the announcement',
        onclick: () => {
          shown.remove();
          dismiss(message.id);
        },
      },
      '✕',
    ),
  );
  $('banner').append(shown);
}

/** The names of a group's members; its owner may remove the others. */
export function showMembers(members, group, me, remove) {
  $('members').replaceChildren(
    ...members.map(name =>
      make(
        'li',
        {},
        avatar(make('span', { 'aria-hidden': 'true' }), name),
        make('span', { class: 'name' }, name),
        name === group.owner ? make('span', { class: 'faint' }, 'owner') : null,
        me === group.owner && name !== me
          ? make(
              'button',
              {
                type: 'button',
                class: 'quiet',
                'aria-label': `Remove ${name} from the group`,
                onclick: () => remove(name),
              },
              'Remove',
            )
          : null,
      ),
    ),
  );
}
