import type { ListedShot } from '../prompt/export/shot-list.ts';

/** A drawn frame of one shot, in its ratio: how big the subject stands, from where it is seen, and where the camera goes. */
export function drawFrame(
  { size, angle, motion, side, move }: Pick<ListedShot, 'size' | 'angle' | 'motion' | 'side' | 'move'>,
  ratio: string,
): string {
  const [w, h] = frameSize(ratio);
  const horizon = h * (horizons[angle?.id ?? ''] ?? 0.58);
  const tilt = angle?.id === 'dutch' ? `rotate(-7 ${w / 2} ${h / 2})` : '';
  return [
    `<svg class="frame" viewBox="0 0 ${w} ${h}" role="img" aria-label="${[size?.name, angle?.name, move?.name].filter(Boolean).join(', ') || 'frame'}">`,
    `<clipPath id="c"><rect width="${w}" height="${h}"/></clipPath>`,
    `<g clip-path="url(#c)"><rect width="${w}" height="${h}" fill="#eceff1"/><g transform="${tilt}">`,
    `<rect x="-${w}" y="${round(horizon)}" width="${w * 3}" height="${h * 2}" fill="#cfd8dc"/>`,
    angle?.id === 'top_down' ? drawFromAbove(w, h) : drawFigure(w, h, size?.id ?? '', horizon),
    `</g>${thirds(w, h)}${turned(w, side, drawMove(w, h, motion, move?.id ?? '', side))}</g>`,
    `<rect x=".5" y=".5" width="${w - 1}" height="${h - 1}" fill="none" stroke="#37474f"/></svg>`,
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

/** Height of a whole figure in frame heights, and where its head's top stands. */
const figures: Record<string, { tall: number; top: number }> = {
  ...{
    EWS: { tall: 0.12, top: 0.5 },
    WS: { tall: 0.34, top: 0.38 },
    FS: { tall: 0.84, top: 0.08 },
    MLS: { tall: 1.2, top: 0.1 },
  },
  ...{
    MS: { tall: 1.6, top: 0.12 },
    MCU: { tall: 2.5, top: 0.12 },
    CU: { tall: 3.9, top: 0.08 },
    ECU: { tall: 8, top: -0.35 },
  },
  ...{
    macro: { tall: 9, top: -0.45 },
    insert: { tall: 6, top: -0.2 },
    OTS: { tall: 2, top: 0.16 },
    two_shot: { tall: 1.5, top: 0.14 },
  },
};

function drawFigure(w: number, h: number, size: string, horizon: number): string {
  const { tall, top } = figures[size] ?? { tall: 1, top: 0.14 };
  const y = top < 0.3 ? h * top : Math.max(h * 0.05, horizon - h * tall * 0.8);
  if (size === 'two_shot') return person(w * 0.36, y, h * tall, '#78909c') + person(w * 0.64, y, h * tall, '#90a4ae');
  const shoulder = size === 'OTS' ? person(w * 0.16, h * 0.2, h * 3.4, '#455a64') : '';
  return person(w * (size === 'OTS' ? 0.6 : 0.5), y, h * tall, '#78909c') + shoulder;
}

/** Head, body, legs: an eighth of the height is the head. */
function person(x: number, y: number, tall: number, fill: string): string {
  const head = tall / 15;
  const half = tall * 0.125;
  const waist = y + tall * 0.52;
  const body = `M${round(x - half)} ${round(waist)}V${round(y + tall * 0.24)}q0 ${round(-tall * 0.08)} ${round(half)} ${round(-tall * 0.08)}t${round(half)} ${round(tall * 0.08)}V${round(waist)}z`;
  const legs = `M${round(x - half * 0.8)} ${round(waist)}h${round(half * 1.6)}L${round(x + half * 0.7)} ${round(y + tall)}h${round(-half * 0.5)}L${round(x)} ${round(waist + tall * 0.1)}L${round(x - half * 0.2)} ${round(y + tall)}h${round(-half * 0.5)}z`;
  return `<g fill="${fill}"><ellipse cx="${round(x)}" cy="${round(y + head)}" rx="${round(head * 0.85)}" ry="${round(head)}"/><path d="${body}${legs}"/></g>`;
}

function drawFromAbove(w: number, h: number): string {
  const r = h * 0.13;
  return `<g fill="#78909c"><ellipse cx="${w / 2}" cy="${h / 2}" rx="${round(r * 2.1)}" ry="${round(r)}"/><circle cx="${w / 2}" cy="${h / 2}" r="${round(r * 0.75)}" fill="#546e7a"/></g>`;
}

function thirds(w: number, h: number): string {
  const lines = [1, 2].map((i) => `M${round((w * i) / 3)} 0V${h}M0 ${round((h * i) / 3)}H${w}`);
  return `<path d="${lines.join('')}" stroke="#fff" stroke-opacity=".5" stroke-width=".6"/>`;
}

const ink = '#d84315';

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
        `<path d="M${round(w * 0.12)} ${round(h * 0.94)}H${round(w * 0.88)}" stroke="${ink}" stroke-width="1" stroke-dasharray="3 2"/>`
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
      return `<path d="M${w - 14} ${h - 6}l4 -9l4 9m-7 -3h6" transform="translate(-4 0)" fill="none" stroke="${ink}" stroke-width="1.5"/>`;
    default:
      return id === 'handheld'
        ? `<path d="M${w - 30} 9q3 -6 6 0t6 0t6 0t6 0" fill="none" stroke="${ink}" stroke-width="1.8"/>`
        : '';
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
  return `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}${tip(x2, y2, Math.atan2(y2 - y1, x2 - x1))}" fill="none" stroke="${ink}" stroke-width="2.2" stroke-linecap="round"/>`;
}

function curve(x1: number, y1: number, cx: number, cy: number, x2: number, y2: number): string {
  return `<path d="M${round(x1)} ${round(y1)}Q${round(cx)} ${round(cy)} ${round(x2)} ${round(y2)}${tip(x2, y2, Math.atan2(y2 - cy, x2 - cx))}" fill="none" stroke="${ink}" stroke-width="2.2" stroke-linecap="round"/>`;
}

function tip(x: number, y: number, angle: number): string {
  const barb = (turn: number) => `${round(x - 6 * Math.cos(angle + turn))} ${round(y - 6 * Math.sin(angle + turn))}`;
  return `M${barb(0.5)}L${round(x)} ${round(y)}L${barb(-0.5)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
