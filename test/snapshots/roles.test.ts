import { afterAll, describe, expect, it } from 'vitest';
import { type Language, languages, openFronts, type Storyboard } from './compose.ts';

const fronts = await openFronts();
afterAll(() => fronts.close());

/** Every role: its words, in each language, as a caller may write them. */
const roles: Record<string, Record<Language, string[]>> = {
  first_frame: { en: ['first_frame', 'first frame', 'first-frame', 'opening frame'], zh: ['首帧'] },
  last_frame: { en: ['last_frame', 'last frame', 'end frame', 'final frame'], zh: ['尾帧'] },
  extra_view: { en: ['extra_view', 'extra view', 'full body', 'full-body', 'another view'], zh: ['全身', '另一角度'] },
  character: {
    en: ['character', 'person', 'hero', 'heroine', 'identity', 'subject', 'actor'],
    zh: ['角色', '人物', '主角', '形象'],
  },
  scene: {
    en: ['scene', 'setting', 'location', 'place', 'background', 'environment'],
    zh: ['场景', '背景', '环境'],
  },
  product: { en: ['product', 'prop', 'logo', 'object'], zh: ['产品', '商品', '道具'] },
  style: { en: ['style', 'visual style', 'look', 'palette'], zh: ['画风', '风格', '色调'] },
  storyboard: { en: ['storyboard', 'grid', 'panel', 'panels'], zh: ['分镜', '宫格'] },
  camera: { en: ['camera', 'camera movement', 'camera_movement', 'camerawork'], zh: ['运镜', '镜头'] },
  action: { en: ['action', 'motion', 'movement', 'choreography', 'dance'], zh: ['动作', '舞蹈'] },
  effect: { en: ['effect', 'effects', 'vfx', 'transition', 'transitions'], zh: ['特效', '转场'] },
  target: {
    en: ['target', 'edit', 'edit target', 'extend', 'bridge', 'source'],
    zh: ['编辑', '延长', '原视频', '衔接'],
  },
  voice: { en: ['voice', 'timbre'], zh: ['音色', '声线'] },
  music: { en: ['music', 'rhythm', 'beat', 'bgm', 'soundtrack'], zh: ['配乐', '音乐', '节奏', '卡点'] },
  sound: { en: ['sound', 'exact sound', 'exact_sound', 'sfx', 'audio'], zh: ['声音', '音效'] },
  'free words': { en: ['the pattern of the wallpaper'], zh: ['墙纸的花纹'] },
};

const words = {
  en: {
    title: '[References] ',
    name: 'Mei',
    visual: 'a woman walks along the pier',
    detail: 'red coat',
    ignore: 'its frame',
  },
  zh: { title: '【参考】', name: '小玉', visual: '女子沿码头行走', detail: '红色大衣', ignore: '其边框' },
};

/** The sentences that bind the references, as they stand in the composed prompt. */
async function bind(
  language: Language,
  references: Storyboard[],
  service: 'both' | 'pixazo' = 'both',
): Promise<string> {
  const { title, visual } = words[language];
  const { data } = await fronts[service].call('compose_storyboard', {
    task: 'generate',
    language,
    shots: [{ visual }],
    references: references.map((one) => ({ url: 'https://files.test/file', ...one })),
  });
  const line = data.prompt.split('\n').find((one: string) => one.startsWith(title));
  return line?.slice(title.length) ?? '(none)';
}

describe.each(languages)('the sentence of every role, %s', (language) => {
  const { name, detail, ignore } = words[language];

  it('with a name and without, with details, with something else to ignore', async () => {
    const lines: string[] = [];
    for (const [id, { [language]: spellings }] of Object.entries(roles)) {
      const [role = ''] = spellings;
      const colon = language === 'zh' ? '：' : ': ';
      lines.push(
        `=== ${id} (${role})`,
        `unnamed   ${await bind(language, [{ role }])}`,
        `named     ${await bind(language, [{ role, name }])}`,
        `pictured  ${await bind(language, [
          { role, name },
          { role: 'character', name },
        ])}`,
        `details   ${await bind(language, [{ role: `${role}${colon}${detail}`, name }])}`,
        `ignore    ${await bind(language, [{ role, name, ignore }])}`,
        `pixazo    ${await bind(language, [{ role, name }], 'pixazo')}`,
        '',
      );
    }
    await expect(lines.join('\n')).toMatchFileSnapshot(`./roles.${language}.snap`);
  });

  it('by every word that a role is known by', async () => {
    const lines: string[] = [];
    for (const [id, { [language]: spellings }] of Object.entries(roles)) {
      for (const role of spellings) lines.push(`${id.padEnd(12)}${role}  >>  ${await bind(language, [{ role }])}`);
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./role-words.${language}.snap`);
  });
});

it('binds several files in their order, each numbered in its type', async () => {
  const several = [
    { role: 'scene', name: 'pier' },
    { role: 'character', name: 'Mei' },
    { role: 'music' },
    { role: 'camera' },
    { role: 'voice', name: 'Mei' },
    { role: 'action', name: 'Mei' },
  ];
  const lines = [];
  for (const language of languages) lines.push(await bind(language, several), await bind(language, several, 'pixazo'));
  await expect(`${lines.join('\n\n')}\n`).toMatchFileSnapshot('./role-order.snap');
});
