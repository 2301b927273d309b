// SPDX-License-Identifier: Apache-2.0
// What the page says, in two languages.

const ENGLISH = {
  other: '中文',
  skip: 'Skip to the content',
  shop: "Ship's Shop",
  sections: 'Sections',
  goods: 'Goods',
  orders: 'My orders',
  office: 'Back office',
  login: 'Log in',
  logout: 'Log out',
  register: 'Register',
  cancel: 'Cancel',
  userName: 'Name',
  password: 'Password',
  welcome: 'All a ship needs',
  motto: 'Fresh tea, warm light, and a rope that holds.',
  popular: 'Popular',
  add: 'Add to cart',
  left: n => (n > 0 ? `${n} in stock` : 'Sold out'),
  cart: 'Cart',
  emptyCart: 'Nothing in it yet.',
  total: 'Total',
  buy: 'Order now',
  more: name => `One more ${name}`,
  less: name => `One ${name} less`,
  noOrders: 'No orders yet.',
  order: 'Order',
  PENDING: 'In progress',
  REFUSED: 'Refused',
  PLACED: 'Placed',
  SHIPPED: 'On its way',
  ordered: 'Thank you! Your order is placed.',
  saved: 'Saved.',
  report: 'The last 30 days',
  sums: (orders, amount) => `${orders} orders, ${amount}`,
  product: 'Product',
  pieces: 'Pieces',
  amount: 'Amount',
  toShip: 'To be shipped',
  ship: 'Ship',
  stock: 'Stock',
  restock: 'Add to stock',
  putProduct: 'Add or change a product',
  id: 'Id',
  english: 'English name',
  chinese: 'Chinese name',
  price: 'Price in euros',
  save: 'Save',
  waiting: 'Connecting again…',
  lost: 'The shop cannot be reached. Please try again.',
  taken: 'This name is taken.',
  'bad-name': 'A name has 2 to 32 of a–z, 0–9, - and _, and begins with a letter.',
  'bad-password': 'A password has at least 8 characters.',
  'wrong-password': 'No user has this name and password.',
  'too-many-attempts': 'Too many attempts. Wait a minute, and try again.',
  'not-logged-in': 'Please log in first.',
  'not-allowed': 'That is for the staff.',
  'sold-out': 'There is not enough left of something in your cart.',
  'price-changed': 'A price has changed. Please look at your cart again.',
  'bad-order': 'At most 99 pieces of a product, and 50 products.',
  'cart-changed': 'Your cart has changed. Please look at it again.',
};

const CHINESE = {
  other: 'English',
  skip: '跳到正文',
  shop: '船上小铺',
  sections: '栏目',
  goods: '商品',
  orders: '我的订单',
  office: '后台管理',
  login: '登录',
  logout: '退出',
  register: '注册',
  cancel: '取消',
  userName: '用户名',
  password: '密码',
  welcome: '船上所需，应有尽有',
  motto: '新茶、暖灯，还有结实的缆绳。',
  popular: '热卖',
  add: '加入购物车',
  left: n => (n > 0 ? `库存 ${n} 件` : '已售罄'),
  cart: '购物车',
  emptyCart: '购物车还是空的。',
  total: '合计',
  buy: '提交订单',
  more: name => `多买一件${name}`,
  less: name => `少买一件${name}`,
  noOrders: '还没有订单。',
  order: '订单',
  PENDING: '处理中',
  REFUSED: '未成交',
  PLACED: '已下单',
  SHIPPED: '已发货',
  ordered: '谢谢！订单已提交。',
  saved: '已保存。',
  report: '最近 30 天',
  sums: (orders, amount) => `${orders} 笔订单，共 ${amount}`,
  product: '商品',
  pieces: '件数',
  amount: '金额',
  toShip: '待发货',
  ship: '发货',
  stock: '库存',
  restock: '入库',
  putProduct: '新增或修改商品',
  id: '编号',
  english: '英文名',
  chinese: '中文名',
  price: '单价（欧元）',
  save: '保存',
  waiting: '正在重新连接……',
  lost: '暂时连不上店铺，请重试。',
  taken: '这个用户名已被占用。',
  'bad-name': '用户名为 2 到 32 个字符，可用 a–z、0–9、- 和 _，以字母开头。',
  'bad-password': '密码至少 8 个字符。',
  'wrong-password': '用户名或密码不对。',
  'too-many-attempts': '尝试次数太多，请一分钟后再试。',
  'not-logged-in': '请先登录。',
  'not-allowed': '只有店员可以这样做。',
  'sold-out': '购物车里有商品库存不足。',
  'price-changed': '有商品价格变了，请再看一下购物车。',
  'bad-order': '每种商品最多 99 件，每单最多 50 种。',
  'cart-changed': '购物车有变化，请再看一下。',
};

const KEPT = 'language';

let chinese = (localStorage.getItem(KEPT) ?? navigator.language).startsWith('zh');

/** A word or a sentence; what there is none for stays as it is. */
export function word(key, ...values) {
  const said = (chinese ? CHINESE : ENGLISH)[key];
  return typeof said === 'function' ? said(...values) : (said ?? key);
}

/** The name of a product. */
export const nameOf = product => (chinese ? product.chinese : product.english);

export function money(cents) {
  const format = { style: 'currency', currency: 'EUR' };
  return new Intl.NumberFormat(chinese ? 'zh-CN' : 'en-IE', format).format(cents / 100);
}

export function date(iso) {
  const format = { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(chinese ? 'zh-CN' : 'en-IE', format).format(new Date(iso));
}

/** What failed, as a sentence. */
export function sentence(failure) {
  const said = word(failure.type);
  return said === failure.type ? failure.message : said;
}

/** The other language from now on. */
export function change() {
  chinese = !chinese;
  localStorage.setItem(KEPT, chinese ? 'zh' : 'en');
}

/** Writes the words that do not change into the page. */
export function show() {
  document.documentElement.lang = chinese ? 'zh-CN' : 'en';
  document.title = word('shop');
  for (const element of document.querySelectorAll('[data-word]'))
    element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', word(element.dataset.label));
}
