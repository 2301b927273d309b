// SPDX-License-Identifier: Apache-2.0
// Elements, made of text: what people write is never taken for markup.

/** The element of this id. */
export const $ = id => document.getElementById(id);

/**
 * An element with attributes (`on…` are listeners) and children; null ones are left out.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** A round sign (square for a group) with the first letter, in a colour of the name's own. */
export function avatar(element, name, group = false) {
  let hash = 7;
  for (const c of name) hash = (hash * 31 + c.codePointAt(0)) % 360;
  element.className = group ? 'avatar group' : 'avatar';
  element.style.setProperty('--hue', hash);
  element.textContent = [...name][0] ?? '';
  return element;
}

/** A message of the server as a sentence. */
export function sentence(text) {
  const end = /[.!?]$/.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
