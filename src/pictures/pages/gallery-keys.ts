import { toggleOpen } from './gallery-clicks.ts';
import type { Filters } from './gallery-filters.ts';
import { togglePlay } from './gallery-player.ts';

export function listenToKeys({ words, reset, shown }: Filters): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    const run = target === words ? searchKeys(key) : isFree(target) ? pageKeys(key, target) : undefined;
    if (!run) return;
    event.preventDefault();
    run();
  });

  function searchKeys(key: string): (() => void) | undefined {
    if (key === 'Enter' || key === 'ArrowDown') return () => shown()[0]?.focus();
    if (key !== 'Escape') return undefined;
    return () => {
      reset();
      words.blur();
    };
  }

  function pageKeys(key: string, target: HTMLElement): (() => void) | undefined {
    if (key === '/') return () => words.focus();
    const card = target.closest<HTMLElement>('article, .film');
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[key];
    if (step !== undefined) return () => go(card, step);
    if (key === 'ArrowDown' || key === 'ArrowUp')
      return card ? () => goLine(card, key === 'ArrowDown' ? 1 : -1) : undefined;
    if (!card || target !== card) return undefined;
    if (key === ' ') return () => togglePlay(card);
    if (key === 'Enter') return () => toggleOpen(card);
    if (key === 'Escape') return () => card.classList.remove('open');
    return key === 'f' ? () => void card.querySelector('video, img')?.requestFullscreen() : undefined;
  }

  function go(card: HTMLElement | null, step: number): void {
    const cards = shown();
    const next = card ? cards[cards.indexOf(card) + step] : cards[0];
    next?.focus();
  }

  /** The card of the next line that stands nearest. */
  function goLine(card: HTMLElement, step: number): void {
    const beyond = shown().filter((other) => step * (other.offsetTop - card.offsetTop) > 1);
    const line = (step > 0 ? beyond[0] : beyond.at(-1))?.offsetTop;
    const middle = card.offsetLeft + card.offsetWidth / 2;
    const distance = (other: HTMLElement) => Math.abs(other.offsetLeft + other.offsetWidth / 2 - middle);
    const nearest = beyond.filter(({ offsetTop }) => offsetTop === line).sort((a, b) => distance(a) - distance(b))[0];
    nearest?.focus();
  }
}

/** Where keys mean the page: not in a menu, a button, a link or a player. */
function isFree(target: HTMLElement): boolean {
  return !target.matches('select, button, a, input, video, dialog, dialog *');
}
