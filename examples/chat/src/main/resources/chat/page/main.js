// SPDX-License-Identifier: Apache-2.0
// The page: who is logged in, and what the forms and buttons do.

import { $, sentence } from './dom.js';
import { House } from './house.js';
import { Link } from './link.js';
import { keyOf } from './mail.js';

const CONNECTION = { connecting: 'Connecting…', online: 'Online', waiting: 'Reconnecting…' };

const link = new Link(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`);

// Who is logged in stays with this tab, and leaves with it.
const kept = {
  get() {
    return JSON.parse(sessionStorage.getItem('chat') ?? 'null');
  },
  set(login) {
    sessionStorage.setItem('chat', JSON.stringify(login));
  },
  clear() {
    sessionStorage.removeItem('chat');
  },
};

let house = null;

function welcome(login) {
  kept.set(login);
  $('door').hidden = true;
  house = new House(link, login, leave);
  link.open();
  if (link.online) house.connected();
}

function leave(why, forget = false) {
  kept.clear();
  if (house) {
    house.close(forget);
    house = null;
    link.close(); // with what still streams over it
    link.open();
  }
  document.title = 'Chat';
  $('door').hidden = false;
  $('refusal').textContent = why;
  $('enter').reset();
  showHow();
}

async function enter(form) {
  const { how, name, password, keep, go } = form.elements;
  const who = { name: name.value.trim().toLowerCase(), password: password.value };
  go.disabled = true;
  $('refusal').textContent = '';
  try {
    if (how.value === 'register') await link.call('Users/register', who);
    const { token } = await link.call('Users/login', who);
    welcome({ name: who.name, token, keep: keep.checked });
  } catch (failure) {
    $('refusal').textContent = sentence(failure.message);
    password.focus();
  } finally {
    password.value = '';
    go.disabled = false;
  }
}

/** The form is the same for both. */
function showHow() {
  const { how, password, go } = $('enter').elements;
  const registers = how.value === 'register';
  go.textContent = registers ? 'Register' : 'Log in';
  password.autocomplete = registers ? 'new-password' : 'current-password';
}

function onSubmit(id, act) {
  $(id).addEventListener('submit', event => {
    event.preventDefault();
    act(event.target, event.submitter);
  });
}

link.addEventListener('state', ({ detail: state }) => {
  for (const shown of document.querySelectorAll('.link')) {
    shown.dataset.state = state;
    shown.textContent = CONNECTION[state];
  }
  if (state === 'online') house?.connected();
});

onSubmit('enter', enter);
for (const how of $('enter').elements.how) how.addEventListener('change', showHow);

onSubmit('befriend', async form => {
  const name = form.elements.name.value.trim().toLowerCase();
  if (await house.enter('Friends/add', { name }, keyOf('user', name))) form.reset();
});

onSubmit('group', async (form, button) => {
  const group = form.elements.name.value.trim().toLowerCase();
  const method = button?.value === 'create' ? 'Groups/create' : 'Groups/join';
  if (await house.enter(method, { group }, keyOf('group', group))) form.reset();
});

onSubmit('broadcast', async form => {
  if (await house.announce(form.elements.text.value)) form.reset();
});

onSubmit('write', form => {
  const text = form.elements.text.value.trim();
  if (text) house.send(text);
  form.reset();
});

$('write').elements.text.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('write').requestSubmit();
});

document.addEventListener('click', event => {
  if (!$('people').contains(event.target)) $('people').open = false;
});
$('back').addEventListener('click', () => house.open(null));
$('part').addEventListener('click', () => house.part());
$('exit').addEventListener('click', () => house.logOut());
document.addEventListener('visibilitychange', () => document.hidden || house?.seen());

link.open();
const login = kept.get();
if (login) welcome(login);
else leave('');
