// SPDX-License-Identifier: Apache-2.0
// What somebody sees who is logged in: the lists at the left, the conversation at the right.

import { $, avatar, sentence } from './dom.js';
import { Failure } from './link.js';
import { Mail, keyOf, newId } from './mail.js';
import { Log, announce, showList, showMembers } from './view.js';

const AGAIN_MS = 500;
const TROUBLE_MS = 8_000;

const pause = () => new Promise(resolve => setTimeout(resolve, AGAIN_MS));

let calm = 0;

function trouble(text) {
  clearTimeout(calm);
  $('trouble').textContent = text;
  calm = setTimeout(() => $('trouble').replaceChildren(), TROUBLE_MS);
}

export class House {
  #link;
  #login;
  #leave;
  #closed = false;
  #receiving = 0;
  #drafts = new Map();
  #friends = [];
  #groups = [];
  #members = [];
  #current = null;

  /**
   * @param login {name, token, keep}
   * @param leave called with the reason when this ends, and whether nothing is to stay
   */
  constructor(link, login, leave) {
    this.#link = link;
    this.#login = login;
    this.#leave = leave;
    this.mail = new Mail(link, login.name, login.token, login.keep ? localStorage : sessionStorage);
    this.log = new Log(login.name, message => this.mail.again(message));
    this.mail.addEventListener('message', event => this.#arrived(event.detail));
    this.mail.addEventListener('changed', event => this.log.change(event.detail));
    this.mail.addEventListener('conversations', () => this.#lists());
    this.mail.addEventListener('announcement', event => this.#announce(event.detail));
    this.mail.addEventListener('failed', () => this.#load());
    this.mail.announcements.forEach(message => this.#announce(message));
    $('me').textContent = login.name;
    avatar($('face'), login.name);
    $('house').hidden = false;
    this.open(null);
  }

  call(method, parameters = {}) {
    return this.#link.call(method, { token: this.#login.token, ...parameters });
  }

  /** There is a connection, maybe a new one. */
  connected() {
    this.#receive();
    this.#load();
    this.mail.flush();
  }

  async #receive() {
    const turn = ++this.#receiving;
    while (this.#link.online && !this.#closed && turn === this.#receiving) {
      try {
        const token = this.#login.token;
        await this.#link.stream('Messages/receive', { token }, message => this.mail.take(message));
      } catch (failure) {
        if (!failure.passing) this.#tellOf(failure);
      }
      await pause();
    }
  }

  async #load() {
    while (this.#link.online && !this.#closed) {
      try {
        const [, admin] = await Promise.all([this.refresh(), this.call('Admin/isAdmin')]);
        $('office').hidden = !admin;
        return;
      } catch (failure) {
        if (!failure.passing) return this.#tellOf(failure);
      }
      await pause();
    }
  }

  async refresh() {
    [this.#friends, this.#groups] = await Promise.all([
      this.call('Friends/list'),
      this.call('Groups/list'),
    ]);
    this.#friends ??= [];
    this.#groups ??= [];
    this.#lists();
    this.#header();
  }

  /** Does what a button says; if that fails, tells why. */
  async attempt(act) {
    trouble('');
    try {
      await act();
      return true;
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      this.#tellOf(failure);
      return false;
    }
  }

  #tellOf(failure) {
    if (this.#closed) return;
    if (failure.type === 'not-logged-in') this.#leave('You have been logged out.');
    else trouble(sentence(failure.message));
  }

  #arrived({ key, message }) {
    if (key === this.#current) {
      this.log.add(message);
      if (!document.hidden) this.mail.conversation(key).unread = 0;
      if (message.to.group && !this.#members.includes(message.from)) this.#fetchMembers();
    }
    this.#lists();
  }

  seen() {
    if (this.#current) this.mail.read(this.#current);
    this.#lists();
  }

  #announce(message) {
    announce(message, id => this.mail.dismiss(id));
  }

  #lists() {
    const groups = this.#groups.map(group => keyOf('group', group.name));
    const friends = this.#friends.map(name => keyOf('user', name));
    const others = [...this.mail.conversations.keys()].filter(
      key => !groups.includes(key) && !friends.includes(key),
    );
    const open = key => this.open(key);
    const show = (id, keys) => showList($(id), keys, this.mail, this.#current, open);
    show('friends', friends);
    show('groups', [...groups, ...others.filter(key => key.startsWith('group '))]);
    const strangers = others.filter(key => key.startsWith('user '));
    show('others', strangers);
    $('others').parentElement.hidden = !strangers.length;
    const unread = [...this.mail.conversations.values()].reduce((sum, c) => sum + c.unread, 0);
    document.title = unread ? `(${unread}) Chat` : 'Chat';
  }

  /** Opens a conversation; null: none. */
  open(key) {
    const draft = $('write').elements.text;
    this.#drafts.set(this.#current, draft.value);
    draft.value = this.#drafts.get(key) ?? '';
    this.#current = key;
    $('house').classList.toggle('talking', key !== null);
    $('open').hidden = key === null;
    $('nobody').hidden = key !== null;
    $('people').open = false;
    if (key) {
      this.mail.read(key);
      this.log.show(this.mail.conversation(key).messages);
      this.#members = [];
      this.#header();
      this.#fetchMembers();
      draft.focus();
    }
    this.#lists();
  }

  get #name() {
    return this.#current.split(' ')[1];
  }

  get #group() {
    return this.#groups.find(group => keyOf('group', group.name) === this.#current);
  }

  #header() {
    if (!this.#current) return;
    const isGroup = this.#current.startsWith('group ');
    const group = this.#group;
    const friend = this.#friends.includes(this.#name);
    avatar($('whose'), this.#name, isGroup);
    $('with').textContent = this.#name;
    $('people').hidden = !group;
    if (isGroup) $('part').textContent = group ? 'Leave group' : 'Close';
    else $('part').textContent = friend ? 'Remove friend' : 'Add as friend';
    $('count').textContent =
      this.#members.length === 1 ? '1 member' : `${this.#members.length} members`;
    if (group) showMembers(this.#members, group, this.#login.name, name => this.#remove(name));
  }

  #fetchMembers() {
    const group = this.#group;
    if (!group) return;
    this.attempt(async () => {
      const members = await this.call('Groups/members', { group: group.name });
      if (this.#group !== group) return;
      this.#members = members;
      this.#header();
    });
  }

  #remove(member) {
    this.attempt(async () => {
      await this.call('Groups/remove', { group: this.#name, member });
      this.#fetchMembers();
    });
  }

  /** Of a group or a friend; a stranger becomes one. */
  part() {
    const name = this.#name,
      key = this.#current;
    this.attempt(async () => {
      if (this.#group) await this.call('Groups/leave', { group: name });
      else if (key.startsWith('user ')) {
        const friend = this.#friends.includes(name);
        await this.call(friend ? 'Friends/remove' : 'Friends/add', { name });
        if (!friend) return this.refresh();
      }
      this.mail.forget(key);
      this.open(null);
      await this.refresh();
    });
  }

  /** @param method of the service Friends or Groups */
  enter(method, parameters, key) {
    return this.attempt(async () => {
      await this.call(method, parameters);
      await this.refresh();
      this.open(key);
    });
  }

  send(text) {
    this.mail.send(this.#current, text);
  }

  /** Says a text to everybody. */
  announce(text) {
    return this.attempt(() => this.call('Admin/broadcast', { id: newId(), text }));
  }

  close(forget) {
    this.#closed = true;
    this.mail.close(forget);
    $('banner').replaceChildren();
    $('write').reset();
    trouble('');
    $('house').hidden = true;
    $('office').hidden = true;
  }

  async logOut() {
    await this.call('Users/logout').catch(() => {});
    this.#leave('', !this.#login.keep);
  }
}
