import { round } from './round.ts';
import type { Subject } from './subject.ts';

type Frame = { w: number; h: number; horizon: number; size: string };

/** The subject of a shot as a plain shape: how big it stands, and where. */
export function drawSubject(subject: Subject | undefined, frame: Frame): string {
  switch (subject) {
    case 'person':
      return drawPeople(frame, [0.5]);
    case 'people':
      return frame.size === 'OTS' ? drawOverShoulder(frame) : drawPeople(frame, [0.34, 0.66]);
    case 'object':
      return drawObject(frame);
    case 'landscape':
      return drawLandscape(frame);
    case 'overhead':
      return drawFromAbove(frame);
    case undefined:
      return '';
  }
}

/** Height of a whole figure in frame heights, and where its head's top stands. */
const figures: Record<string, { tall: number; top: number }> = {
  EWS: { tall: 0.12, top: 0.5 },
  WS: { tall: 0.34, top: 0.38 },
  FS: { tall: 0.84, top: 0.08 },
  MLS: { tall: 1.2, top: 0.1 },
  MS: { tall: 1.6, top: 0.12 },
  MCU: { tall: 2.5, top: 0.12 },
  CU: { tall: 3.9, top: 0.08 },
  ECU: { tall: 8, top: -0.35 },
  macro: { tall: 9, top: -0.45 },
  insert: { tall: 6, top: -0.2 },
  OTS: { tall: 2, top: 0.16 },
  two_shot: { tall: 1.5, top: 0.14 },
};

function standing({ h, horizon, size }: Frame): { y: number; tall: number } {
  const { tall, top } = figures[size] ?? { tall: 1, top: 0.14 };
  return { tall: h * tall, y: top < 0.3 ? h * top : Math.max(h * 0.05, horizon - h * tall * 0.8) };
}

/** Close up, two people need the room of two. */
function drawPeople(frame: Frame, places: readonly number[]): string {
  const { y, tall } = standing(frame);
  const most = places.length > 1 ? Math.min(tall, frame.w * 1.15) : tall;
  return places.map((x, n) => person({ x: frame.w * x, y, tall: most }, n === 0 ? 'figure' : 'figure second')).join('');
}

function drawOverShoulder(frame: Frame): string {
  const { w, h } = frame;
  const { y, tall } = standing(frame);
  return person({ x: w * 0.6, y, tall }, 'figure') + person({ x: w * 0.16, y: h * 0.2, tall: h * 3.4 }, 'figure near');
}

/** Head, body, legs: an eighth of the height is the head. */
function person({ x, y, tall }: { x: number; y: number; tall: number }, kind: string): string {
  const head = tall / 15;
  const half = tall * 0.125;
  const waist = y + tall * 0.52;
  const body = `M${round(x - half)} ${round(waist)}V${round(y + tall * 0.24)}q0 ${round(-tall * 0.08)} ${round(half)} ${round(-tall * 0.08)}t${round(half)} ${round(tall * 0.08)}V${round(waist)}z`;
  const legs = `M${round(x - half * 0.8)} ${round(waist)}h${round(half * 1.6)}L${round(x + half * 0.7)} ${round(y + tall)}h${round(-half * 0.5)}L${round(x)} ${round(waist + tall * 0.1)}L${round(x - half * 0.2)} ${round(y + tall)}h${round(-half * 0.5)}z`;
  return `<g class="${kind}"><ellipse cx="${round(x)}" cy="${round(y + head)}" rx="${round(head * 0.85)}" ry="${round(head)}"/><path d="${body}${legs}"/></g>`;
}

/** Shares of the frame's height. */
const objectSizes: Record<string, number> = { EWS: 0.1, WS: 0.2, FS: 0.4, MLS: 0.45, MS: 0.5, MCU: 0.6 };

/** A box on a table, with its shadow. */
function drawObject({ w, h, size }: Frame): string {
  const tall = h * (objectSizes[size] ?? 0.68);
  const wide = tall * 0.72;
  const [x, y] = [(w - wide) / 2, (h - tall) / 2 + h * 0.04];
  return (
    `<ellipse class="ground" cx="${round(w / 2)}" cy="${round(y + tall)}" rx="${round(wide * 0.75)}" ry="${round(tall * 0.09)}"/>` +
    `<path class="figure" d="M${round(x)} ${round(y + tall * 0.16)}l${round(wide / 2)} ${round(-tall * 0.16)}l${round(wide / 2)} ${round(tall * 0.16)}v${round(tall * 0.68)}l${round(-wide / 2)} ${round(tall * 0.16)}l${round(-wide / 2)} ${round(-tall * 0.16)}z"/>` +
    `<path class="edge" d="M${round(x)} ${round(y + tall * 0.16)}l${round(wide / 2)} ${round(tall * 0.16)}l${round(wide / 2)} ${round(-tall * 0.16)}M${round(w / 2)} ${round(y + tall * 0.32)}v${round(tall * 0.68)}"/>`
  );
}

/** Hills on the horizon, and a sun. */
function drawLandscape({ w, h, horizon }: Frame): string {
  const base = Math.min(Math.max(horizon, h * 0.35), h * 0.9);
  const hills = `M0 ${round(base)}L${round(w * 0.24)} ${round(base - h * 0.24)}L${round(w * 0.42)} ${round(base - h * 0.07)}L${round(w * 0.62)} ${round(base - h * 0.32)}L${w} ${round(base)}z`;
  return `<circle class="sun" cx="${round(w * 0.82)}" cy="${round(base - h * 0.25)}" r="${round(h * 0.06)}"/><path class="figure second" d="${hills}"/>`;
}

function drawFromAbove({ w, h }: Frame): string {
  const r = h * 0.13;
  return `<g class="figure"><ellipse cx="${w / 2}" cy="${h / 2}" rx="${round(r * 2.1)}" ry="${round(r)}"/></g><circle class="figure near" cx="${w / 2}" cy="${h / 2}" r="${round(r * 0.75)}"/>`;
}
