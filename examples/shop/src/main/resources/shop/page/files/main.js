// SPDX-License-Identifier: Apache-2.0
// The page: what it knows, and what forms and buttons do.

import { Failure, call as ask } from './api.js';
import { $, newId } from './dom.js';
import { showCart, showOffice, showOrders, showShelf, totalOf } from './view.js';
import { change, sentence, show, word } from './words.js';

const TOLD_MS = 6_000;
const SECTIONS = ['goods', 'orders', 'office'];

const shop = { visit: null, products: [], popular: [], orders: [], office: null, staff: false };

const call = (method, parameters = {}) =>
  ask(method, parameters, waiting => ($('waiting').textContent = waiting ? word('waiting') : ''));

let calm = 0;

/** @param place `told` or `trouble` */
function say(place, text) {
  clearTimeout(calm);
  $('told').textContent = $('trouble').textContent = '';
  $(place).textContent = text;
  calm = setTimeout(() => ($(place).textContent = ''), TOLD_MS);
}

/** Does what a button says; if that fails, tells why. */
async function attempt(act) {
  try {
    await act();
    return true;
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    say('trouble', sentence(failure));
    if (failure.type === 'not-logged-in') $('door').showModal();
    return false;
  }
}

// One click after the other: each is about the cart that the one before has made.
let last = Promise.resolve();
const inTurn = act => (last = last.then(() => attempt(act)));

function put(product, more) {
  inTurn(async () => {
    const { items, changes } = shop.visit.cart;
    const held = items.find(item => item.product === product)?.pieces ?? 0;
    try {
      shop.visit = await call('Shopping/put', { product, pieces: held + more, after: changes });
      showCart(shop.visit.cart, shop.products, put);
    } catch (failure) {
      await load();
      throw failure;
    }
  });
}

function draw() {
  show();
  $('language').textContent = word('other');
  if (!shop.visit) return;
  const { user, cart } = shop.visit;
  $('user').textContent = user;
  $('user').hidden = $('leave').hidden = !user;
  $('enter').hidden = Boolean(user);
  document.querySelector('nav [href="#office"]').hidden = !shop.staff;
  showShelf(shop.products, shop.popular, put);
  showCart(cart, shop.products, put);
  showOrders(shop.orders, shop.products);
  if (shop.office) showOffice(shop.office.report, shop.office.orders, shop.products, ship);
}

const section = () => {
  const named = location.hash.slice(1);
  return SECTIONS.includes(named) ? named : 'goods';
};

function turn() {
  for (const each of SECTIONS) $(each).hidden = each !== section();
  for (const link of document.querySelectorAll('nav a'))
    if (link.hash === `#${section()}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
}

/** Reads what is in sight. */
async function load() {
  const [visit, products] = await Promise.all([call('Shopping/visit'), call('Products/list')]);
  Object.assign(shop, { visit, products });
  shop.staff = Boolean(visit.user) && (await call('BackOffice/isOpen'));
  if (!visit.user) Object.assign(shop, { orders: [], office: null });
  else if (section() === 'orders') shop.orders = await call('Orders/list');
  else if (section() === 'office' && shop.staff) {
    const [report, orders] = await Promise.all([
      call('BackOffice/report', { days: 30 }),
      call('BackOffice/orders'),
    ]);
    shop.office = { report, orders };
  }
  draw();
}

/** The shelf does not wait for those who count. */
async function loadPopular() {
  shop.popular = await ask('Analytics/popular', {}, () => {}, 0).catch(() => []);
  draw();
}

const reload = () => inTurn(load);

function ship(order) {
  inTurn(async () => {
    await call('BackOffice/ship', { order });
    await load();
  });
}

$('buy').addEventListener('click', () =>
  inTurn(async () => {
    const { key, items } = shop.visit.cart;
    if (!items.length) return;
    $('buy').disabled = true;
    try {
      await call('Shopping/order', { key, total: totalOf(shop.visit.cart) });
      say('told', word('ordered'));
    } finally {
      $('buy').disabled = false;
      await load();
    }
  }),
);

$('login').addEventListener('submit', event => {
  event.preventDefault();
  const { name, password } = event.target.elements;
  const method = event.submitter?.value === 'register' ? 'register' : 'login';
  $('refusal').textContent = '';
  inTurn(async () => {
    try {
      await call(`Shopping/${method}`, { name: name.value, password: password.value });
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      $('refusal').textContent = sentence(failure);
      return;
    }
    event.target.reset();
    $('door').close();
    await load();
  });
});

$('restock').addEventListener('submit', event => {
  event.preventDefault();
  const { product, pieces } = event.target.elements;
  const delivery = { delivery: newId(), product: product.value, pieces: Number(pieces.value) };
  inTurn(async () => {
    await call('BackOffice/restock', delivery);
    say('told', word('saved'));
    await load();
  });
});

$('put').addEventListener('submit', event => {
  event.preventDefault();
  const { id, english, chinese, price } = event.target.elements;
  const product = {
    id: id.value,
    english: english.value,
    chinese: chinese.value,
    price: Math.round(100 * price.value),
    stock: 0,
  };
  inTurn(async () => {
    await call('BackOffice/put', { product });
    say('told', word('saved'));
    event.target.reset();
    await load();
  });
});

$('enter').addEventListener('click', () => $('door').showModal());
$('close').addEventListener('click', () => $('door').close());
$('leave').addEventListener('click', () =>
  inTurn(async () => {
    await call('Shopping/logout');
    location.hash = '#goods';
    await load();
  }),
);
$('language').addEventListener('click', () => {
  change();
  draw();
});
addEventListener('hashchange', () => {
  if (location.hash === '#main') return;
  turn();
  reload();
  $('main').focus({ preventScroll: true });
});

turn();
draw();
reload();
loadPopular();
