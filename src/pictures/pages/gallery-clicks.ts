import { togglePlay } from './gallery-player.ts';
import { need } from './need.ts';

export function listenToClicks(reset: () => void): void {
  const large = need(document.querySelector<HTMLDialogElement>('#large'));
  large.addEventListener('click', () => large.close());
  document.addEventListener('click', (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const card = target.closest('article, .film');
    const button = target.closest<HTMLElement>('button');
    if (button?.id === 'reset') reset();
    else if (button?.matches('.copy'))
      void copy(card?.querySelector(button.dataset.from ?? '')?.textContent ?? '', 'Copied.');
    else if (button?.matches('.star')) star(button);
    else if (button?.matches('.web')) showReference(button);
    else if (button?.matches('.picture')) showLarge(large, button);
    else if (button?.matches('.together') && card) togglePlay(card);
    else if (card && target.matches('.prompt') && getSelection()?.isCollapsed) toggleOpen(card);
    else if (target.matches('.command')) getSelection()?.selectAllChildren(target);
  });
}

export function toggleOpen(card: Element): void {
  card.classList.toggle('open');
  card.scrollIntoView({ block: 'nearest' });
}

/** The page cannot write the record; the command does. */
function star(button: HTMLElement): void {
  const command = button.dataset.copy ?? '';
  if (button.getAttribute('aria-pressed') === 'true') say('This take is used.');
  else void copy(command, `Copied. Run it in a terminal to use this take: ${command}`);
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say(`This browser does not let the page copy. Select it: ${text}`);
  }
}

let timer = 0;

function say(words: string): void {
  const toast = need(document.querySelector('#toast'));
  toast.textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => (toast.textContent = ''), 6000);
}

/** A click asks for the picture, and nothing else does. */
function showReference(button: HTMLElement): void {
  const picture = new Image();
  picture.alt = button.title;
  picture.referrerPolicy = 'no-referrer';
  picture.onerror = () => picture.replaceWith('The link does not work any more.');
  picture.src = button.dataset.url ?? '';
  button.replaceWith(picture);
}

function showLarge(dialog: HTMLDialogElement, button: HTMLElement): void {
  const [small, big] = [button.querySelector('img'), need(dialog.querySelector('img'))];
  big.src = small?.src ?? '';
  big.alt = small?.alt ?? '';
  dialog.showModal();
}
