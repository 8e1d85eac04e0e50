import { expect } from 'vitest';

export type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string };

/** Reads what our exports write: elements, attributes in double quotes, text. Throws for what is not well-formed. */
export function parseXml(xml: string): Element {
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<!DOCTYPE \w+>\n/, '');
  if (body === xml) throw new Error('no XML declaration');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const [whole, closes, name = '', attributes = '', isEmpty, text] of body.matchAll(token)) {
    end += whole.length;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += unescapeXml(text);
    else if (closes) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)];
      const element = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key, value]) => [key, unescapeXml(value!)])),
        children: [],
        text: '',
      };
      parent.children.push(element);
      if (!isEmpty) open.push(element);
    }
  }
  if (end !== body.length || open.length !== 1) throw new Error(`not well-formed after ${body.slice(end, end + 60)}`);
  return root.children[0]!;
}

function unescapeXml(text: string): string {
  if (/&(?!(amp|lt|gt|quot|#10);)/.test(text)) throw new Error(`a bare & in ${text}`);
  const letters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#10': '\n' };
  return text.replace(/&(amp|lt|gt|quot|#10);/g, (_, name) => letters[name]!);
}

type Rule = { required?: string[]; optional?: string[]; content?: RegExp };

const items = '(audio|video|clip|title|mc-clip|ref-clip|sync-clip|asset-clip|audition)';
const placed = ['lane', 'offset', 'name', 'start', 'duration', 'enabled'];

/** The part of Apple's DTD for FCPXML 1.11 that a film uses, as facts: attributes, and the order of what stands inside. */
const rules: Record<string, Rule> = {
  fcpxml: { required: ['version'], content: /^(import-options )?(resources )?(library |(event )*)$/ },
  resources: { content: /^((asset|effect|format|media|locator) )*$/ },
  format: {
    required: ['id'],
    optional: ['name', 'frameDuration', 'fieldOrder', 'width', 'height', 'paspH', 'paspV', 'colorSpace'],
  },
  asset: {
    required: ['id'],
    optional: [
      ...['name', 'uid', 'start', 'duration', 'hasVideo', 'format', 'hasAudio'],
      ...['videoSources', 'audioSources', 'audioChannels', 'audioRate'],
    ],
    content: /^(media-rep )+(metadata )?$/,
  },
  'media-rep': { required: ['src'], optional: ['kind', 'sig', 'suggestedFilename'], content: /^(bookmark )?$/ },
  library: { optional: ['location', 'colorProcessing'], content: /^((event|smart-collection) )*$/ },
  event: { optional: ['name', 'uid'], content: /^((clip|asset-clip|project) )*$/ },
  project: { optional: ['name', 'uid', 'id', 'modDate'], content: /^sequence $/ },
  sequence: {
    required: ['format'],
    optional: ['duration', 'tcStart', 'tcFormat', 'audioLayout', 'audioRate', 'renderFormat', 'keywords'],
    content: /^(note )?spine (metadata )?$/,
  },
  spine: { optional: ['lane', 'offset', 'name', 'format'], content: new RegExp(`^((${items}|gap|transition) )*$`) },
  'asset-clip': {
    required: ['ref'],
    optional: [...placed, 'srcEnable', 'format', 'tcStart', 'tcFormat', 'modDate', 'audioRole', 'videoRole'],
    content: new RegExp(
      `^(note )?(conform-rate )?(timeMap )?(adjust-volume )?(adjust-panner )?((${items}|caption|spine) )*((marker|chapter-marker) )*(metadata )?$`,
    ),
  },
  'adjust-volume': { optional: ['amount'], content: /^(param )*$/ },
  marker: { required: ['start', 'value'], optional: ['duration', 'completed', 'note'] },
  note: {},
};

/** Holds a document against the rules: every element known, its attributes allowed, its children in order, its references there. */
export function checkFcpxml(root: Element): void {
  const all = [root];
  for (const element of all) all.push(...element.children);
  const ids = all.flatMap(({ name, attributes }) => (['format', 'asset'].includes(name) ? [attributes.id!] : []));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, attributes, children, text } of all) {
    const { required = [], optional = [], content = /^$/ } = rules[name] ?? {};
    expect(rules, name).toHaveProperty([name]);
    expect(Object.keys(attributes), name).toEqual(expect.arrayContaining(required));
    expect([...required, ...optional], name).toEqual(expect.arrayContaining(Object.keys(attributes)));
    expect(children.map((child) => `${child.name} `).join(''), name).toMatch(content);
    if (name !== 'note') expect(text, name).toBe('');
    for (const reference of [attributes.ref, attributes.format]) if (reference) expect(ids).toContain(reference);
    for (const id of [attributes.id]) if (id) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/); // an XML name
  }
}
