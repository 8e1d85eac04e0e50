import { make } from './make.ts';

/** The sheet's own page, in a tree of its own so that its styles stay with it. A frame cannot show local pictures. */
export function renderSheet(html: string, isDark: boolean): HTMLElement {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const picture of page.querySelectorAll('img')) picture.remove();
  const style = (page.querySelector('style')?.textContent ?? '')
    .replace(/:root/g, ':host')
    .replace(/(^|[},])body\{/g, '$1.body{')
    .replace(/(?:screen and )?\(prefers-color-scheme: ?dark\)/g, isDark ? ' screen' : ' not all');
  const body = make('div', { className: 'body' });
  body.style.cssText = page.body.style.cssText;
  body.append(...page.body.childNodes);
  const host = make('div', {});
  host.attachShadow({ mode: 'open' }).append(make('style', {}, style), body);
  return host;
}
