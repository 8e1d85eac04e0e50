/** Look and behaviour of the gallery. Both are constants: nothing of an entry ever enters them, so that their hashes can stand in the page's policy. */
export const galleryStyle = `
:root { color-scheme: dark; --ink: #c8cacd; --quiet: #80858d; --line: #24272b; --paper: #0d0e10; --card: #15171a; --lamp: #e0a84a; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; padding: 1rem clamp(1rem, 3vw, 2.5rem); background: #0d0e10f2; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1rem; font-weight: 600; letter-spacing: .02em; }
header p { margin: 0; color: var(--quiet); font-size: .85rem; font-variant-numeric: tabular-nums; }
input { flex: 1 1 14rem; max-width: 30rem; margin-left: auto; padding: .45rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); color: inherit; font: inherit; }
input::placeholder { color: var(--quiet); }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); grid-auto-flow: row dense; gap: 1.5rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 4rem; align-items: start; }
article { overflow: hidden; scroll-margin: 5rem 0 1rem; border-radius: 8px; background: var(--card); outline: 1px solid var(--line); }
article[hidden] { display: none; }
article:focus-visible, input:focus-visible, button:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--lamp); }
article.open { grid-column: 1 / -1; }
video, img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: contain; background: #000; cursor: pointer; }
article.open video, article.open img { aspect-ratio: auto; height: min(78vh, 60rem); }
.notes { padding: .9rem 1.1rem 1.1rem; }
.prompt { display: -webkit-box; overflow: hidden; margin: 0 0 .7rem; -webkit-box-orient: vertical; -webkit-line-clamp: 4; white-space: pre-wrap; overflow-wrap: anywhere; cursor: zoom-in; }
article.open .prompt { display: block; max-width: 75ch; cursor: zoom-out; }
.facts, .checks, .references { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .1rem .9rem; color: var(--quiet); font-size: .8rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.facts .price { color: var(--ink); }
.checks { margin-top: .4rem; }
.checks .off { color: var(--lamp); }
.references { display: block; }
details { margin-top: .6rem; color: var(--quiet); font-size: .8rem; }
summary { cursor: pointer; }
a { color: inherit; }
button { padding: 0; border: 0; background: none; color: var(--quiet); font: inherit; font-size: .8rem; text-decoration: underline; cursor: pointer; }
.empty { grid-column: 1 / -1; color: var(--quiet); }
`;

export const galleryScript = `
const cards = [...document.querySelectorAll('article')];
const search = document.querySelector('input');
const count = document.querySelector('#count');
const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
const total = count.textContent;

for (const time of document.querySelectorAll('time')) {
  time.textContent = new Date(time.dateTime).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

search.hidden = false;
search.addEventListener('input', () => {
  const wanted = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const card of cards) card.hidden = !wanted.every((word) => words.get(card).includes(word));
  count.textContent = wanted.length ? shown().length + ' of ' + cards.length : total;
});

// Reads only what is about to be seen: a folder may hold hundreds of films.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    target.preload = 'metadata';
  }
}, { rootMargin: '600px' });
for (const video of document.querySelectorAll('video')) near.observe(video);

// Controls veil the picture, so they show only where somebody is.
for (const card of cards) {
  const videos = card.querySelectorAll('video');
  const control = () => {
    const isHere = card.matches(':hover, :focus-within');
    for (const video of videos) video.controls = isHere || !video.paused;
  };
  for (const event of ['pointerenter', 'pointerleave', 'focusin', 'focusout', 'play', 'pause']) {
    card.addEventListener(event, () => setTimeout(control), true);
  }
  control();
}

document.addEventListener('play', ({ target }) => {
  for (const video of document.querySelectorAll('video')) if (video !== target) video.pause();
}, true);

document.addEventListener('click', ({ target }) => {
  const card = target.closest('article');
  if (!card) return;
  if (target.matches('.prompt') && getSelection().isCollapsed) toggle(card);
  if (target.matches('.copy')) copy(card.querySelector('.prompt'), target);
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  if (target === search) {
    if (key === 'Escape') leaveSearch();
    if (key === 'Enter' || key === 'ArrowDown') take(event, () => shown()[0]?.focus());
    return;
  }
  if (key === '/') return take(event, () => search.focus());
  const here = target.matches('article') ? shown().indexOf(target) : -1;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() }[key];
  if (step && (here >= 0 || target === document.body)) return take(event, () => shown()[here < 0 ? 0 : here + step]?.focus());
  if (here < 0) return;
  const video = target.querySelector('video');
  if (key === ' ' && video) take(event, () => (video.paused ? video.play() : video.pause()));
  if (key === 'Enter') take(event, () => toggle(target));
  if (key === 'Escape') target.classList.remove('open');
  if (key === 'f') (target.querySelector('video, img')).requestFullscreen();
});

function shown() {
  return cards.filter((card) => !card.hidden);
}

function columns() {
  const [first, ...rest] = shown().filter((card) => !card.matches('.open'));
  return first ? 1 + rest.filter((card) => card.offsetTop === first.offsetTop).length : 1;
}

function toggle(card) {
  card.classList.toggle('open');
  card.scrollIntoView({ block: 'start' });
}

function take(event, act) {
  event.preventDefault();
  act();
}

function leaveSearch() {
  search.value = '';
  search.dispatchEvent(new Event('input'));
  search.blur();
}

async function copy(prompt, button) {
  getSelection().selectAllChildren(prompt);
  try {
    await navigator.clipboard.writeText(prompt.textContent);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Selected: press Ctrl+C';
  }
}
`;
