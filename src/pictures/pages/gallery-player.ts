/** Reads only what is about to be seen, and lets go of what is far away: a folder may hold thousands of films. */
export function watchVideos(): void {
  const near = new IntersectionObserver((entries) => entries.forEach(load), { rootMargin: '800px' });
  for (const video of document.querySelectorAll('video')) near.observe(video);
  document.addEventListener('error', ({ target }) => markLost(target), true);
  document.addEventListener('play', ({ target }) => stopOthers(target), true);
  for (const type of ['play', 'pause']) document.addEventListener(type, ({ target }) => markPlaying(target), true);
  for (const type of ['pointerover', 'focusin']) document.addEventListener(type, showControls);
}

/** Plays or stops a card's videos; several play together, from where the first one stands, with the sound of the first. */
export function togglePlay(card: Element): void {
  const videos = [...card.querySelectorAll<HTMLVideoElement>('.take:not([hidden]) video, .film > .screen video')];
  const [leader, ...others] = videos;
  if (!leader) return;
  if (!leader.paused) {
    for (const video of videos) video.pause();
    return;
  }
  for (const video of videos) attach(video);
  for (const video of others) {
    video.muted = true;
    video.currentTime = leader.currentTime;
  }
  if (others.length > 0) leader.ontimeupdate = () => align(leader, others);
  for (const video of videos) void video.play().catch(() => undefined);
}

/** Seconds that two videos may be apart and still look together. */
const drift = 0.1;

function align(leader: HTMLVideoElement, others: readonly HTMLVideoElement[]): void {
  if (leader.paused) return;
  for (const video of others)
    if (Math.abs(video.currentTime - leader.currentTime) > drift && leader.currentTime < video.duration)
      video.currentTime = leader.currentTime;
}

function load({ isIntersecting, target }: IntersectionObserverEntry): void {
  if (!(target instanceof HTMLVideoElement)) return;
  if (isIntersecting) attach(target);
  else if (target.paused && target.hasAttribute('src')) {
    target.removeAttribute('src');
    target.load();
  }
}

function attach(video: HTMLVideoElement): void {
  if (video.hasAttribute('src')) return;
  video.preload = 'metadata';
  video.src = video.dataset.src ?? '';
}

function markLost(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  const note = target.parentElement?.querySelector<HTMLElement>('.lost');
  if (note && target.hasAttribute('src')) note.hidden = false;
}

/** Only one card plays. */
function stopOthers(target: EventTarget | null): void {
  if (!(target instanceof Element)) return;
  const card = target.closest('article, .film');
  for (const video of document.querySelectorAll('video')) if (!card?.contains(video)) video.pause();
}

function markPlaying(target: EventTarget | null): void {
  if (target instanceof HTMLVideoElement) target.parentElement?.classList.toggle('playing', !target.paused);
}

/** Controls veil the picture, so they show only where somebody is. */
function showControls({ target }: Event): void {
  const here = target instanceof Element ? target.closest('.screen, article:focus-within, .film:focus-within') : null;
  for (const video of document.querySelectorAll<HTMLVideoElement>('video[controls]'))
    if (!here?.contains(video) && video.paused) video.controls = false;
  for (const video of here?.querySelectorAll<HTMLVideoElement>('.screen video') ?? []) video.controls = true;
  const own = here?.matches('.screen') ? here.querySelector('video') : null;
  if (own) own.controls = true;
}
