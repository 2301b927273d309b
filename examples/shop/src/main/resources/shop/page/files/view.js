// SPDX-License-Identifier: Apache-2.0
// What is on the shelf, in the cart and in the lists.

import { $, make } from './dom.js';
import { date, money, nameOf, word } from './words.js';

/** One without a picture has its first letter instead. */
function picture(product) {
  const image = make('img', { src: `goods/${product.id}.svg`, alt: '', loading: 'lazy' });
  image.addEventListener('error', () => {
    const letter = [...nameOf(product)][0];
    image.replaceWith(make('span', { class: 'letter', 'aria-hidden': 'true' }, letter));
  });
  return image;
}

function card(product, popular, put) {
  const add = make(
    'button',
    {
      type: 'button',
      class: 'primary',
      disabled: product.stock <= 0,
      'aria-label': `${word('add')}: ${nameOf(product)}`,
      onclick: () => put(product.id, 1),
    },
    word('add'),
  );
  return make(
    'li',
    { class: 'card', 'data-product': product.id },
    picture(product),
    popular.includes(product.id) ? make('span', { class: 'badge' }, word('popular')) : null,
    make('h2', {}, nameOf(product)),
    make('p', { class: 'price' }, money(product.price)),
    make('p', { class: 'faint stock' }, word('left', product.stock)),
    add,
  );
}

/** @param put called with a product and how many more pieces of it */
export function showShelf(products, popular, put) {
  $('shelf').replaceChildren(...products.map(product => card(product, popular, put)));
}

function row(item, name, put) {
  const button = (sign, label, change) =>
    make(
      'button',
      { type: 'button', 'aria-label': label, onclick: () => put(item.product, change) },
      sign,
    );
  return make(
    'li',
    { 'data-item': item.product },
    make('span', { class: 'name' }, name),
    button('−', word('less', name), -1),
    make('span', { class: 'pieces' }, String(item.pieces)),
    button('+', word('more', name), 1),
    make('span', { class: 'number' }, money(item.pieces * item.price)),
  );
}

export const totalOf = ({ items }) =>
  items.reduce((sum, item) => sum + item.pieces * item.price, 0);

const namer = products => {
  const names = new Map(products.map(product => [product.id, nameOf(product)]));
  return id => names.get(id) ?? id;
};

export function showCart(cart, products, put) {
  const nameOfId = namer(products);
  const focused = document.activeElement?.getAttribute('aria-label');
  $('items').replaceChildren(...cart.items.map(item => row(item, nameOfId(item.product), put)));
  // The button that was pressed is another one now; the focus stays on it.
  if (focused) $('items').querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  const pieces = cart.items.reduce((sum, item) => sum + item.pieces, 0);
  $('count').textContent = pieces || '';
  $('no-items').hidden = pieces > 0;
  $('sum').hidden = $('buy').hidden = pieces === 0;
  $('total').textContent = money(totalOf(cart));
}

function orderRow(order, nameOfId, ship) {
  const items = order.items.map(item => `${item.pieces} × ${nameOfId(item.product)}`).join(', ');
  return make(
    'li',
    { class: 'order', 'data-order': order.key },
    make('span', { class: `state ${order.state.toLowerCase()}` }, word(order.state)),
    make('strong', {}, money(totalOf(order))),
    make('time', { datetime: order.placed, class: 'faint' }, date(order.placed)),
    make('p', {}, ship ? `${order.user}: ${items}` : items),
    ship
      ? make(
          'button',
          { type: 'button', class: 'primary', onclick: () => ship(order.key) },
          word('ship'),
        )
      : null,
  );
}

export function showOrders(orders, products) {
  $('no-orders').hidden = orders.length > 0;
  $('bought').replaceChildren(...orders.map(order => orderRow(order, namer(products), null)));
}

/** @param ship called with the key of an order */
export function showOffice(report, orders, products, ship) {
  const nameOfId = namer(products);
  $('sums').textContent = word('sums', report.orders, money(report.amount));
  $('sales').replaceChildren(
    ...report.sales.map(sale =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, nameOfId(sale.product)),
        make('td', { class: 'number' }, String(sale.pieces)),
        make('td', { class: 'number' }, money(sale.amount)),
      ),
    ),
  );
  $('open').replaceChildren(...orders.map(order => orderRow(order, nameOfId, ship)));
  const select = document.querySelector('#restock [name=product]');
  const chosen = select.value;
  select.replaceChildren(
    ...products.map(product =>
      make('option', { value: product.id }, `${nameOf(product)} (${product.stock})`),
    ),
  );
  if (chosen) select.value = chosen;
}
