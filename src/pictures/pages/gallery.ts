// Runs in the gallery's page. Shipped as text (scripts/text-files.mjs); typed by the tsconfig beside it.

const cards = [...document.querySelectorAll('article')];
const search = need(document.querySelector('input'));
const count = need(document.querySelector('#count'));
const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
const total = count.textContent;

for (const time of document.querySelectorAll('time')) {
  time.textContent = new Date(time.dateTime).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

search.hidden = false;
search.addEventListener('input', () => {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const card of cards) card.hidden = !wanted.every((word) => words.get(card)?.includes(word));
  count.textContent = wanted.length > 0 ? `${shown().length} of ${cards.length}` : total;
});

// Reads only what is about to be seen: a folder may hold hundreds of films.
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLVideoElement)) continue;
      near.unobserve(target);
      target.preload = 'metadata';
    }
  },
  { rootMargin: '600px' },
);
for (const video of document.querySelectorAll('video')) near.observe(video);

// Controls veil the picture, so they show only where somebody is.
for (const card of cards) {
  const videos = card.querySelectorAll('video');
  const control = (): void => {
    const isHere = card.matches(':hover, :focus-within');
    for (const video of videos) video.controls = isHere || !video.paused;
  };
  for (const event of ['pointerenter', 'pointerleave', 'focusin', 'focusout', 'play', 'pause']) {
    card.addEventListener(event, () => setTimeout(control), true);
  }
  control();
}

document.addEventListener(
  'play',
  ({ target }) => {
    for (const video of document.querySelectorAll('video')) if (video !== target) video.pause();
  },
  true,
);

document.addEventListener('click', ({ target }) => {
  const card = target instanceof HTMLElement ? target.closest('article') : null;
  if (!card || !(target instanceof HTMLElement)) return;
  if (target.matches('.prompt') && getSelection()?.isCollapsed) toggle(card);
  if (target.matches('.copy')) void copy(need(card.querySelector('.prompt')), target);
});

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
  if (target === search) return steerSearch(event);
  if (key === '/') return take(event, () => search.focus());
  const here = target.matches('article') ? shown().indexOf(target) : -1;
  const step = steps().get(key);
  if (step && (here >= 0 || target === document.body))
    return take(event, () => shown()[here < 0 ? 0 : here + step]?.focus());
  if (here >= 0) steerCard(event, target);
});

function steerSearch(event: KeyboardEvent): void {
  if (event.key === 'Escape') leaveSearch();
  if (event.key === 'Enter' || event.key === 'ArrowDown') take(event, () => shown()[0]?.focus());
}

function steerCard(event: KeyboardEvent, card: HTMLElement): void {
  const video = card.querySelector('video');
  if (event.key === ' ' && video) take(event, () => (video.paused ? void video.play() : video.pause()));
  if (event.key === 'Enter') take(event, () => toggle(card));
  if (event.key === 'Escape') card.classList.remove('open');
  if (event.key === 'f') void card.querySelector('video, img')?.requestFullscreen();
}

function steps(): Map<string, number> {
  const [first, ...rest] = shown().filter((card) => !card.matches('.open'));
  const columns = first ? 1 + rest.filter((card) => card.offsetTop === first.offsetTop).length : 1;
  return new Map([
    ['ArrowRight', 1],
    ['ArrowLeft', -1],
    ['ArrowDown', columns],
    ['ArrowUp', -columns],
  ]);
}

function shown(): HTMLElement[] {
  return cards.filter((card) => !card.hidden);
}

function toggle(card: Element): void {
  card.classList.toggle('open');
  card.scrollIntoView({ block: 'start' });
}

function take(event: Event, act: () => void): void {
  event.preventDefault();
  act();
}

function leaveSearch(): void {
  search.value = '';
  search.dispatchEvent(new Event('input'));
  search.blur();
}

async function copy(prompt: Element, button: HTMLElement): Promise<void> {
  getSelection()?.selectAllChildren(prompt);
  try {
    await navigator.clipboard.writeText(prompt.textContent);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Selected: press Ctrl+C';
  }
}

function need<T>(found: T | null): T {
  if (found === null) throw new Error('The page has lost a part of itself.');
  return found;
}
