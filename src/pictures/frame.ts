import type { ListedShot } from '../prompt/export/shot-list.ts';
import { drawSubject } from './figures.ts';
import { round } from './round.ts';
import { findSubject } from './subject.ts';

/** A drawn frame of one shot, in its ratio: how big the subject stands, from where it is seen, and where the camera goes. */
export function drawFrame(shot: ListedShot, ratio: string): string {
  const { number, size, angle, motion, side, move } = shot;
  const [w, h] = frameSize(ratio);
  const horizon = h * (horizons[angle?.id ?? ''] ?? 0.58);
  const tilt = angle?.id === 'dutch' ? `rotate(-7 ${w / 2} ${h / 2})` : '';
  return [
    `<svg class="frame" viewBox="0 0 ${w} ${h}" role="img" aria-label="${[size?.name, angle?.name, move?.name].filter(Boolean).join(', ') || 'frame'}">`,
    `<clipPath id="shot-${number}"><rect width="${w}" height="${h}"/></clipPath>`,
    `<g clip-path="url(#shot-${number})"><rect class="sky" width="${w}" height="${h}"/><g transform="${tilt}">`,
    `<rect class="ground" x="-${w}" y="${round(horizon)}" width="${w * 3}" height="${h * 2}"/>`,
    drawSubject(findSubject(shot), { w, h, horizon, size: size?.id ?? '' }),
    `</g>${thirds(w, h)}${turned(w, side, drawMove(w, h, motion, move?.id ?? '', side))}</g>`,
    `<rect x=".5" y=".5" width="${w - 1}" height="${h - 1}" class="border"/></svg>`,
  ].join('');
}

/** Width and height of the drawing, both at most 160 and 200 units, in the ratio of the film. */
export function frameSize(ratio: string): [number, number] {
  const [a = 16, b = 9] = ratio.split(':').map(Number);
  return a >= b ? [160, round((160 * b) / a)] : [round((150 * a) / b), 150];
}

const horizons: Record<string, number> = {
  low_angle: 0.82,
  worm: 0.92,
  high_angle: 0.3,
  top_down: -1,
  eye_level: 0.55,
};

function thirds(w: number, h: number): string {
  const lines = [1, 2].map((i) => `M${round((w * i) / 3)} 0V${h}M0 ${round((h * i) / 3)}H${w}`);
  return `<path d="${lines.join('')}" class="thirds"/>`;
}

/** The arrow of a storyboard: what the camera does, not the subject. */
function drawMove(w: number, h: number, motion: ListedShot['motion'], id: string, side: ListedShot['side']): string {
  const [x, y] = [w / 2, h / 2];
  const reach = Math.min(w, h) * 0.3;
  switch (motion) {
    case 'in':
    case 'through':
      return corners(w, h)
        .map(([cx, cy]) => arrow(cx, cy, cx + (x - cx) * 0.42, cy + (y - cy) * 0.42))
        .join('');
    case 'out':
      return corners(w, h)
        .map(([cx, cy]) => arrow(cx + (x - cx) * 0.42, cy + (y - cy) * 0.42, cx, cy))
        .join('');
    case 'up':
      return arrow(w * 0.88, h * 0.82, w * 0.88, h * 0.18);
    case 'down':
      return arrow(w * 0.88, h * 0.18, w * 0.88, h * 0.82);
    case 'pedestal':
    case 'tilt':
      return (
        (side === 'down' ? '' : arrow(w * 0.88, y, w * 0.88, h * 0.16)) +
        (side === 'up' ? '' : arrow(w * 0.88, y, w * 0.88, h * 0.84))
      );
    case 'track':
      return (
        arrow(w * 0.12, h * 0.88, w * 0.88, h * 0.88) +
        `<path d="M${round(w * 0.12)} ${round(h * 0.94)}H${round(w * 0.88)}" class="arrow" stroke-width="1" stroke-dasharray="3 2"/>`
      );
    case 'truck':
      return arrow(w * 0.12, h * 0.88, w * 0.88, h * 0.88);
    case 'pan':
      return (
        curve(w * 0.14, h * 0.26, x, h * 0.06, w * 0.86, h * 0.26) +
        (id === 'whip_pan' ? curve(w * 0.14, h * 0.36, x, h * 0.16, w * 0.86, h * 0.36) : '')
      );
    case 'around':
    case 'roll':
      return curve(w * 0.16, y + reach * 0.5, x, y + reach * 2.3, w * 0.84, y + reach * 0.5);
    case 'both':
      return corners(w, h)
        .map(([cx, cy], i) =>
          i % 2 === 0
            ? arrow(cx, cy, cx + (x - cx) * 0.42, cy + (y - cy) * 0.42)
            : arrow(cx + (x - cx) * 0.42, cy + (y - cy) * 0.42, cx, cy),
        )
        .join('');
    case 'aerial':
      return curve(w * 0.08, h * 0.3, x, h * -0.02, w * 0.92, h * 0.3);
    case 'still':
      return `<path d="M${w - 14} ${h - 6}l4 -9l4 9m-7 -3h6" transform="translate(-4 0)" class="arrow" stroke-width="1.5"/>`;
    default:
      return id === 'handheld' ? `<path d="M${w - 30} 9q3 -6 6 0t6 0t6 0t6 0" class="arrow" stroke-width="1.8"/>` : '';
  }
}

/** Arrows are drawn to the right; a move to the left is their mirror. */
function turned(w: number, side: ListedShot['side'], drawing: string): string {
  return side === 'left' ? `<g transform="translate(${w} 0) scale(-1 1)">${drawing}</g>` : drawing;
}

function corners(w: number, h: number): [number, number][] {
  const pad = 7;
  return [
    [pad, pad],
    [w - pad, pad],
    [w - pad, h - pad],
    [pad, h - pad],
  ];
}

function arrow(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}${tip(x2, y2, Math.atan2(y2 - y1, x2 - x1))}" class="arrow" stroke-width="2.2"/>`;
}

function curve(x1: number, y1: number, cx: number, cy: number, x2: number, y2: number): string {
  return `<path d="M${round(x1)} ${round(y1)}Q${round(cx)} ${round(cy)} ${round(x2)} ${round(y2)}${tip(x2, y2, Math.atan2(y2 - cy, x2 - cx))}" class="arrow" stroke-width="2.2"/>`;
}

function tip(x: number, y: number, angle: number): string {
  const barb = (turn: number) => `${round(x - 6 * Math.cos(angle + turn))} ${round(y - 6 * Math.sin(angle + turn))}`;
  return `M${barb(0.5)}L${round(x)} ${round(y)}L${barb(-0.5)}`;
}
