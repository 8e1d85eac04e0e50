import type { ListedReference, ListedShot, ShotList } from '../prompt/export/shot-list.ts';
import { drawFrame, frameSize } from './frame.ts';

/**
 * A storyboard sheet: one HTML page that needs nothing else, a panel a shot with its frame, camera arrow, time, action and line, and a ruler
 * of the whole with a lane for speech and one for sound. Prints on A4.
 */
export function renderSheet(list: ShotList): string {
  const say = words[list.language];
  const { title, style, shots, references, seconds, ratio, modelId } = list;
  return `<!doctype html>
<html lang="${list.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src https: data:">
<meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title><style>${css(ratio)}</style></head><body>
<header><h1>${escapeHtml(title)}</h1><p>${[style, say.seconds(clean(seconds)), ratio, say.shots(shots.length), modelId].filter(Boolean).map(escapeHtml).join(' · ')}</p></header>
${drawRuler(list)}
${references.length > 0 ? `<ul class="refs">${references.map(renderReference).join('')}</ul>` : ''}
<main>${shots.map((shot) => renderPanel(shot, list)).join('\n')}</main>
<details><summary>${say.prompt}</summary><pre>${escapeHtml(list.prompt)}</pre></details>
</body></html>
`;
}

const words = {
  en: {
    seconds: (n: string) => `${n} s`,
    shots: (n: number) => (n === 1 ? '1 shot' : `${n} shots`),
    prompt: 'Prompt',
    speech: 'Speech',
    sound: 'Sound',
    picture: 'Shots',
  },
  zh: {
    seconds: (n: string) => `${n} 秒`,
    shots: (n: number) => `${n} 个镜头`,
    prompt: '提示词',
    speech: '台词',
    sound: '声音',
    picture: '镜头',
  },
};

function renderPanel(shot: ListedShot, { ratio, language }: ShotList): string {
  const { number, start, end, size, angle, move, picture, lines, sound, transition, references } = shot;
  const terms = [size, angle, move].flatMap((term) => (term ? [term[language]] : []));
  const say = words[language];
  return `<article>
<div class="top"><b>${number}</b><span>${clean(start)}–${say.seconds(clean(end))}</span><i>${say.seconds(clean(end - start))}</i></div>
${drawFrame(shot, ratio).replaceAll('"c"', `"c${number}"`).replace('url(#c)', `url(#c${number})`)}
${terms.length > 0 ? `<p class="terms">${terms.map((term) => `<span>${escapeHtml(term)}</span>`).join('')}</p>` : ''}
<p class="picture">${escapeHtml(cut(picture, 150))}</p>
${lines.map(({ speaker, line, delivery }) => `<p class="line"><b>${escapeHtml(speaker.replace(/^@/, ''))}</b>${delivery ? ` <i>(${escapeHtml(delivery)})</i>` : ''} “${escapeHtml(cut(line, 90))}”</p>`).join('')}
${sound ? `<p class="sound">♪ ${escapeHtml(cut(sound, 80))}</p>` : ''}
${references.length > 0 ? `<p class="chips">${references.map(renderChip).join('')}</p>` : ''}
${transition ? `<p class="cut">→ ${escapeHtml(cut(transition, 60))}</p>` : ''}
</article>`;
}

/** A picture where the address is one, over a drawn tile, which is what a sheet read offline shows. */
function renderThumbnail({ type, url, n }: ListedReference): string {
  const isPicture = type === 'image' && /^(?:https:|data:image\/)/.test(url);
  const address = url.replace(/["'()\\\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const picture = isPicture ? `<i style="background-image:url(${escapeHtml(address)})"></i>` : '';
  return `<span class="thumb ${type}">${icons[type]}${n}${picture}</span>`;
}

const icons = { image: '▣', video: '▶', audio: '♪' };

function renderReference(reference: ListedReference): string {
  return `<li>${renderThumbnail(reference)}<span><b>${escapeHtml(reference.tag)}</b><br>${escapeHtml(cut(reference.label, 48))}</span></li>`;
}

function renderChip(reference: ListedReference): string {
  return `<span class="chip">${renderThumbnail(reference)}${escapeHtml(cut(reference.label, 18))}</span>`;
}

/** The whole in time: shots, who speaks when, what sounds when. */
function drawRuler({ shots, seconds, language, music }: ShotList): string {
  const whole = Math.max(seconds, shots.at(-1)?.end ?? 0, 1);
  const left = 54;
  const x = (at: number) => Math.round((left + (at / whole) * (1000 - left)) * 10) / 10;
  const step = whole <= 20 ? 1 : Math.ceil(whole / 20);
  const ticks = Array.from({ length: Math.floor(whole / step) + 1 }, (_, i) => i * step);
  const say = words[language];
  const lane = (y: number, name: string, blocks: string) =>
    `<text x="0" y="${y + 14}" class="name">${name}</text><rect x="${left}" y="${y}" width="${1000 - left}" height="20" fill="#f5f7f8"/>${blocks}`;
  const block = (y: number, start: number, end: number, text: string, kind: string) => {
    const width = Math.max(x(end) - x(start) - 1.5, 1);
    const room = Math.floor(width / (language === 'zh' ? 12.5 : 7.2));
    return `<rect x="${x(start)}" y="${y}" width="${width}" height="20" rx="2" class="${kind}"/><text x="${x(start) + 5}" y="${y + 14}">${escapeHtml(cut(text, room))}</text>`;
  };
  const speech = shots
    .flatMap(({ start, end, lines }) =>
      lines.length > 0
        ? [
            block(
              50,
              start,
              end,
              lines.map(({ speaker, line }) => `${speaker.replace(/^@/, '')}: ${line}`).join(' / '),
              'speech',
            ),
          ]
        : [],
    )
    .join('');
  const sounds = shots
    .flatMap(({ start, end, sound }) => (sound ? [block(74, start, end, sound, 'noise')] : []))
    .join('');
  return `<svg class="ruler" viewBox="0 0 1000 ${music ? 122 : 98}" role="img" aria-label="timeline">
${ticks.map((at) => `<path d="M${x(at)} 16v6" stroke="#90a4ae"/><text x="${x(at)}" y="11" class="tick" text-anchor="${at === 0 ? 'start' : at === whole ? 'end' : 'middle'}">${at}</text>`).join('')}
${lane(26, say.picture, shots.map(({ number, start, end, size, move }) => block(26, start, end, `${number} ${[size, move].flatMap((term) => (term ? [term[language].split(/[（(/]/, 1)[0]?.trim() ?? ''] : [])).join(' · ')}`, 'shot')).join(''))}
${lane(50, say.speech, speech)}${lane(74, say.sound, sounds)}${music ? lane(98, '♪', block(98, 0, whole, music, 'noise')) : ''}</svg>`;
}

function css(ratio: string): string {
  const [w, h] = frameSize(ratio);
  const columns = w / h >= 2 ? 2 : w >= h ? 3 : 4;
  return `@page{size:A4 landscape;margin:10mm}*{box-sizing:border-box}body{font:13px/1.4 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#263238;margin:24px auto;max-width:1120px;padding:0 20px;background:#fff}
h1{font-size:20px;margin:0}header p{margin:2px 0 12px;color:#546e7a}.ruler{width:100%;display:block;margin-bottom:12px;font-size:12px}.ruler .tick,.ruler .name{fill:#607d8b;font-size:10.5px}.ruler text{fill:#263238}.ruler .shot{fill:#b0bec5}.ruler .speech{fill:#ffe0b2}.ruler .noise{fill:#c8e6c9}
main{display:grid;grid-template-columns:repeat(${columns},minmax(0,1fr));gap:14px}article{border:1px solid #cfd8dc;border-radius:4px;padding:8px;break-inside:avoid}article p{margin:5px 0 0}
.top{display:flex;gap:8px;align-items:baseline;margin-bottom:6px}.top b{font-size:16px}.top i{margin-left:auto;color:#78909c;font-style:normal}.frame{display:block;width:100%;max-height:330px}
.terms span{display:inline-block;background:#eceff1;border-radius:3px;padding:0 5px;margin:0 4px 3px 0;font-size:11.5px}.line{border-left:3px solid #ffb74d;padding-left:6px}.sound{color:#2e7d32}.cut{color:#d84315}
.refs{list-style:none;display:flex;flex-wrap:wrap;gap:10px 18px;padding:0;margin:0 0 12px}.refs li{display:flex;gap:7px;align-items:center;font-size:12px;line-height:1.25}
.thumb{position:relative;display:inline-grid;place-items:center;width:44px;height:44px;background:#cfd8dc;border-radius:4px;font-size:11px;color:#37474f;overflow:hidden;flex:none}.thumb.video{background:#d1c4e9}.thumb.audio{background:#c8e6c9}.thumb i{position:absolute;inset:0;background:center/cover}
.chip{display:inline-flex;align-items:center;gap:4px;margin-right:8px;font-size:11.5px;color:#455a64}.chip .thumb{width:24px;height:24px;font-size:9.5px;border-radius:3px}
details{margin-top:14px;color:#546e7a}pre{white-space:pre-wrap;font:12px/1.5 ui-monospace,monospace;background:#f5f7f8;padding:10px;border-radius:4px}@media print{body{margin:0;max-width:none;padding:0}details{display:none}.top b,.ruler rect,.thumb,.terms span{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;
}

function clean(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}

function cut(text: string, most: number): string {
  const letters = Array.from(text.replace(/\s+/g, ' ').trim());
  if (most < 2) return '';
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
