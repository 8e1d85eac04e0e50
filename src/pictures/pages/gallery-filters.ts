import { need } from './need.ts';

/** What the keyboard and the buttons ask of the filters. */
export type Filters = {
  words: HTMLInputElement;
  reset(): void;
  /** Cards that are shown, in their order. */
  shown(): HTMLElement[];
};

type Wanted = { words: string[]; kind: string; model: string; project: string; status: string; order: string };

/** Shows what fits the form above, in the order asked for, and says what it adds up to. */
export function createFilters(): Filters {
  const form = need(document.querySelector('form'));
  const words = need(form.querySelector<HTMLInputElement>('input'));
  const films = [...document.querySelectorAll<HTMLElement>('.film')];
  const groups = [...document.querySelectorAll<HTMLElement>('article')];
  const texts = new Map([...films, ...groups].map((card) => [card, card.textContent.toLowerCase()]));
  const empty = need(document.querySelector<HTMLElement>('#empty'));

  const apply = (): void => {
    const wanted = readForm(form);
    const hasWords = (card: HTMLElement) => wanted.words.every((word) => texts.get(card)?.includes(word));
    for (const film of films) film.hidden = !(hasWords(film) && filmFits(film, wanted));
    for (const group of groups) {
      const isHere =
        hasWords(group) && (!wanted.project || (group.dataset.projects ?? '').split(' ').includes(wanted.project));
      const takes = takesOf(group);
      for (const take of takes) take.hidden = !(isHere && takeFits(take, wanted));
      group.hidden = takes.every((take) => take.hidden);
    }
    order(films, wanted.order);
    order(groups, wanted.order);
    for (const id of ['films', 'clips']) {
      const section = need(document.getElementById(id));
      section.hidden = !section.querySelector('article:not([hidden]), .film:not([hidden])');
    }
    const isEmpty = [...films, ...groups].every((card) => card.hidden);
    empty.hidden = !isEmpty;
    need(document.getElementById('reset')).hidden = texts.size === 0;
    need(document.getElementById('count')).textContent = isEmpty ? '' : describe(films, groups);
  };

  form.hidden = texts.size === 0;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const select of form.querySelectorAll('select'))
    select.hidden = new Set([...select.options].map(({ value }) => value)).size < 2;
  apply();
  return {
    words,
    reset: () => {
      form.reset();
      apply();
    },
    shown: () => [...document.querySelectorAll<HTMLElement>('.film:not([hidden]), article:not([hidden])')],
  };
}

function readForm(form: HTMLFormElement): Wanted {
  const given = new FormData(form);
  const say = (name: string) => String(given.get(name) ?? '');
  return {
    words: say('words').toLowerCase().split(/\s+/).filter(Boolean),
    kind: say('kind'),
    model: say('model'),
    project: say('project'),
    status: say('status'),
    order: say('order'),
  };
}

function filmFits(film: HTMLElement, { kind, model, project, status }: Wanted): boolean {
  return (!kind || kind === 'film') && !model && !status && (!project || film.dataset.project === project);
}

function takeFits({ dataset }: HTMLElement, { kind, model, status }: Wanted): boolean {
  const states = (dataset.status ?? '').split(' ');
  return (
    (!kind || dataset.kind === kind) && (!model || dataset.model === model) && (!status || states.includes(status))
  );
}

/** Nodes that are in their place already are left alone: moving a video stops it. */
function order(cards: HTMLElement[], by: string): void {
  const key = by === 'dearest' || by === 'cheapest' ? costOf : timeOf;
  const down = by === 'newest' || by === 'dearest' ? -1 : 1;
  const sorted = cards.map((card) => ({ card, at: key(card) })).sort((a, b) => down * (a.at - b.at));
  if (sorted.every(({ card }, n) => card === cards[n])) return;
  cards.splice(0, cards.length, ...sorted.map(({ card }) => card));
  cards[0]?.parentElement?.append(...cards);
}

function timeOf(card: HTMLElement): number {
  const times = [card, ...takesOf(card)].map(({ dataset }) => Date.parse(dataset.at ?? ''));
  return Math.max(...times.filter((time) => !Number.isNaN(time)));
}

function costOf(card: HTMLElement): number {
  return [card, ...takesOf(card)].reduce((sum, { dataset }) => sum + Number(dataset.amount ?? 0), 0);
}

function takesOf(card: Element): HTMLElement[] {
  return [...card.querySelectorAll<HTMLElement>('.take')];
}

/** `2 films · 12 videos · 3 pictures · 2400 points · 4.35 USD` */
function describe(films: HTMLElement[], groups: HTMLElement[]): string {
  const takes = groups.flatMap(takesOf).filter((take) => !take.hidden);
  const spent = new Map<string, number>();
  const counts = { film: films.filter((film) => !film.hidden).length, video: 0, picture: 0 };
  for (const { dataset } of takes) {
    counts[dataset.kind === 'video' ? 'video' : 'picture'] += Number(dataset.files);
    const { unit, amount } = dataset;
    if (unit) spent.set(unit, (spent.get(unit) ?? 0) + Number(amount));
  }
  const things = Object.entries(counts).flatMap(([noun, count]) =>
    count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`],
  );
  const money = [...spent].map(([unit, sum]) => `${Number.isInteger(sum) ? sum : sum.toFixed(2)} ${unit}`);
  return [...things, ...money].join(' · ');
}
