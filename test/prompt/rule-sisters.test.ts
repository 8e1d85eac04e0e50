import { describe, expect, it } from 'vitest';
import type { ReferenceFile, Storyboard } from '../../src/prompt/input.ts';
import { readingWords } from '../../src/prompt/languages/reading/index.ts';
import { compose } from '../../src/prompt/storyboard.ts';
import { terms } from '../../src/prompt/terms/camera-terms.ts';
import { findPlaceholders } from '../../src/prompt/text/placeholders.ts';
import { pixazo, xskill } from './clean.ts';

const ids = (storyboard: Storyboard) => compose(storyboard, xskill).problems.map(({ rule }) => rule);
const cameraOf = (prompt: string) =>
  compose({ prompt }, xskill).timeline.flatMap(({ size, angle, move }) => [size, angle, move].filter(Boolean));
const file = (url: string, role: string, more: Partial<ReferenceFile> = {}): ReferenceFile => ({
  url: `https://files.test/${url}`,
  role,
  ...(url.endsWith('png') ? {} : { seconds: 5 }),
  ...more,
});
const ana = file('ana.png', 'character', { name: 'ana' });
const ben = file('ben.png', 'character', { name: 'ben' });

/** The sentences that bind the files beside a shot of Ana. */
const bind = (...references: ReferenceFile[]): string => {
  const { prompt } = compose({ style: 'film look', shots: [{ seconds: 5, visual: '@ana waits' }], references }, xskill);
  return prompt.split('\n').find((line) => line.startsWith('[References]')) ?? '';
};

describe('roles are read by the type of the file and the order of the words', () => {
  it.each([
    ['song.mp3', 'background music', '@audio_file_1 is the music'],
    ['song.mp3', 'soft background music', 'land on its beats (soft)'],
    ['song.mp3', 'the music track', '@audio_file_1 is the music'],
    ['rain.wav', 'sound of rain on a tin roof', 'plays exactly as uploaded (rain on a tin roof)'],
    ['low.mp3', 'voice of an old man', 'The voice of Ana has the timbre of @audio_file_1 (an old man)'],
    ['low.mp3', 'narration, calm', 'The voice of Ana has the timbre of @audio_file_1 (calm)'],
    ['steps.mp4', 'reference for the dance moves', 'Ana performs the movements of @video_file_1'],
    ['steps.mp4', 'dance', 'Ana performs the movements of @video_file_1'],
    ['glide.mp4', 'camera work reference', 'Follow only the camera movement of @video_file_1;'],
    ['glide.mp4', 'slow orbit camera movement', 'camera movement of @video_file_1 (slow orbit)'],
    ['look.mp4', 'look: grainy, blue', 'visual style, palette and line work of @video_file_1 (grainy, blue)'],
    ['glow.mp4', 'fisheye effect', 'effects and transitions of @video_file_1 (fisheye)'],
    ['cam.png', 'camera, a brass field model', '@image_file_2: camera, a brass field model'],
    [
      'street.png',
      'night street scene',
      'The scene is the place in @image_file_2: same layout and light (night street)',
    ],
    ['palette.png', 'colour palette of the film', 'Take only the visual style, palette and line work of @image_file_2'],
    ['grid.png', '3x3 storyboard grid', 'Follow the panels of @image_file_2'],
    ['coat.png', 'her outfit', 'Ana wears the costume in @image_file_2'],
    ['mug.png', 'product packaging', 'The product is the one in @image_file_2'],
  ])('%s "%s"', (url, role, sentence) => {
    expect(bind(ana, file(url, role))).toContain(sentence);
  });

  it.each([
    ['voice of @ben: dry', 'low.mp3', 'The voice of Ben has the timbre of @audio_file_1 (dry)'],
    ["@ben's voice", 'low.mp3', 'The voice of Ben has the timbre of @audio_file_1'],
    ['action for @ben', 'run.mp4', 'Ben performs the movements of @video_file_1'],
    [
      'costume of @ana: red coat',
      'coat.png',
      'Ana wears the costume in @image_file_3: same cut, fabric and colour (red coat)',
    ],
  ])('"%s" belongs to one of two', (role, url, sentence) => {
    expect(bind(ana, ben, file(url, role))).toContain(sentence);
    expect(bind(ana, ben, file(url, role))).not.toMatch(/@(?:ana|ben)\b/);
  });

  it('asks whose voice it is where there are two characters', () => {
    const storyboard = { shots: [{ visual: '@ana and @ben' }], references: [ana, ben, file('v.mp3', 'voice: low')] };
    expect(ids(storyboard)).toContain('ref-unbound');
  });

  it.each([
    [[file('s.mp4', 'source clip')], 'edit'],
    [[file('s.mp4', 'video to extend')], 'extend'],
    [[file('s.mp4', 'original video')], 'edit'],
    [[file('s.mp4', '待延长视频')], 'extend'],
    [[file('s.mp4', 'source of the light')], undefined],
    [[file('s.mp4', 'target mood')], undefined],
    [[file('s.mp4', 'extended wide landscape')], undefined],
  ])('%j → %s', (references, task) => {
    const { problems } = compose({ duration: 5, shots: [{ visual: 'a door' }], references }, xskill);
    const told = problems.find(({ rule }) => rule === 'task-inferred')?.fix;
    if (task) expect(told).toContain(`"${task}"`);
    else expect(told).toBeUndefined();
  });

  it.each([
    ['Extend @video1 for 5 seconds: rain begins.', 'extend'],
    ['Please extend the video by 5 seconds.', 'extend'],
    ['向后延长@视频1，下雨了。', 'extend'],
    ['Strictly edit @video1: the car is blue.', 'edit'],
    ['严格编辑@视频1：汽车改为蓝色。', 'edit'],
    ['She extends her hand toward the light of @video1.', undefined],
    ['The red carpet extends to the door, motion of @video1.', undefined],
    ['A film editor at her desk, rhythm of @video1.', undefined],
  ])('%j → %s', (prompt, task) => {
    const { problems } = compose({ prompt, references: [file('s.mp4', 'clip')] }, xskill);
    expect(problems.find(({ rule }) => rule === 'task-inferred')?.fix?.includes(`"${task}"`) ?? undefined).toBe(
      task === undefined ? undefined : true,
    );
  });
});

describe('names read as people and things', () => {
  const say = (visual: string, name: string, role: string) =>
    compose({ shots: [{ visual }], references: [file('x.png', role, { name })] }, xskill).prompt;

  it.each([
    ['@mara opens the door', 'mara', 'character', 'Mara (@image_file_1) opens'],
    ['@old_man opens the door', 'old_man', 'character', 'The old man (@image_file_1) opens'],
    ['a letter for @lin_wei', 'lin_wei', 'character', 'a letter for Lin Wei (@image_file_1)'],
    ['she lifts @cup', 'cup', 'product', 'she lifts the cup (@image_file_1)'],
    ['she lifts the @cup', 'cup', 'product', 'she lifts the cup (@image_file_1)'],
    ['her @cup falls', 'cup', 'product', 'her cup (@image_file_1) falls'],
    ['the blue @cup falls', 'cup', 'product', 'the blue cup (@image_file_1) falls'],
    ['@cup falls. @cup breaks', 'cup', 'product', 'The cup (@image_file_1) falls. The cup (@image_file_1) breaks'],
    ['fog in @harbour', 'harbour', 'scene', 'fog in the harbour (@image_file_1)'],
    ['@AirPods on velvet', 'AirPods', 'product', 'AirPods (@image_file_1) on velvet'],
    ['@fox runs', 'fox', 'character: red fox', 'The fox (@image_file_1) runs'],
    ['@rex runs', 'rex', 'character: brown dog', 'Rex (@image_file_1) runs'],
    ['@leica on velvet', 'leica', 'camera, a vintage Leica', 'Leica (@image_file_1) on velvet'],
  ])('%s', (visual, name, role, words) => {
    expect(say(visual, name, role).toLowerCase()).toContain(words.toLowerCase());
    const person = /^[A-Z]/.exec(words)?.[0];
    if (person) expect(say(visual, name, role)).toContain(words);
  });

  it('keeps a face and a costume for people only', () => {
    expect(say('@rex runs', 'rex', 'character: brown dog')).toContain('keep the same shape, colours and markings');
    expect(say('@mara runs', 'mara', 'character')).toContain('keep the same face, hair and costume');
  });
});

describe('camera words', () => {
  it.each([
    ['0-5s: her eyes grow wide.', ['WS']],
    ['0-5s: a wide grin, close-up.', ['WS']],
    ['0-5s: she is looking down the stairs.', ['high_angle']],
    ['0-5s: a toy drone lands on the table.', ['drone']],
    ['0-5s: the planet keeps orbiting its star.', ['orbit']],
    ['0-5s: the train pulls out of the station.', ['pull_out']],
    ['0-5s: he pulls back the curtain.', ['pull_out']],
    ['0-5s: he pushes into the crowd.', ['push_in']],
    ['0-5s: the cat creeps toward the bowl.', ['push_in']],
    ['0-5s: overhead lamps flicker.', ['top_down']],
    ['0-5s: full body armour gleams.', ['FS']],
    ['0-5s: his head tilts slowly.', ['tilt']],
    ['0-5s: static on the old radio.', ['static']],
    ['0-5s: a kite glides through the air.', ['flythrough']],
    ['0-5s: smoke dissolves into the sky.', ['dissolve']],
    ['0-5秒：她手持蜡烛走来。', ['handheld']],
    ['0-5秒：全身铠甲的骑士。', ['FS']],
    ['0-5秒：他俯视山谷。', ['high_angle']],
    ['0-5秒：剧情推进，众人沉默。', ['push_in']],
    ['0-5秒：他从口袋拉出一根线。', ['pull_out']],
    ['0-5秒：近景，两人把关系拉远，各自走开。', ['pull_out']],
    ['0-5秒：他将椅子推近桌边。', ['push_in']],
    ['0-5秒：渐渐拉远了彼此的关系。', ['pull_out']],
    ['0-5秒：她把台灯拉远。', ['pull_out']],
    ['0-5秒：两船的距离慢慢拉远。', ['pull_out']],
    ['0-5秒：爸爸把婴儿车推近门口。', ['push_in']],
    ['0-5秒：他们拉远距离，继续奔跑。', ['pull_out']],
    ['0-5秒：画面无logo不要推近。', ['push_in']],
    ['0-5s: no fast or sudden or shaky zoom in.', ['zoom_in']],
    ['0-5秒：ズームインしない。手持ちは禁止。', ['zoom_in', 'handheld']],
    ['0-5秒：固定ショット、ズームイン・ズームアウトなし。', ['zoom_in', 'zoom_out']],
    ['0-5秒：空撮は使わない。', ['drone']],
    ['0-5초: 줌인 없이, 핸드헬드 금지. 호수.', ['zoom_in', 'handheld']],
    ['0-5 Sek.: kein Zoom in, ohne Handkamera. See.', ['zoom_in', 'handheld']],
    ['0-5 s : sans zoom avant, pas de caméra portée. Lac.', ['zoom_in', 'handheld']],
    ['0-5 s: sin zoom in, sin cámara en mano. Lago.', ['zoom_in', 'handheld']],
    ['0-5 s: sem zoom in, sem câmera na mão. Lago.', ['zoom_in', 'handheld']],
    ['0-5 s: senza zoom in, niente camera a mano. Lago.', ['zoom_in', 'handheld']],
  ])('%s has none of %j', (prompt, none) => {
    expect(cameraOf(prompt).filter((id) => none.includes(id ?? ''))).toEqual([]);
  });

  it.each([
    ['0-5s: wide, a harbour in fog.', 'WS'],
    ['0-5s: slow pull out over the bay.', 'pull_out'],
    ['0-5s: the camera pulls back to the bay.', 'pull_out'],
    ['0-5s: pull back to reveal the bay.', 'pull_out'],
    ['0-5s: drone over the coast.', 'drone'],
    ['0-5s: the camera orbits the statue.', 'orbit'],
    ['0-5s: slow orbit around the statue.', 'orbit'],
    ['0-5s: camera looking down at the table.', 'high_angle'],
    ['0-5s: close-up, static; a clock.', 'static'],
    ['0-5s: overhead, hands knead dough.', 'top_down'],
    ['0-5s: the lens drifts along the bar.', 'track'],
    ['0-5s: the camera tilts up to the bell.', 'tilt'],
    ['0-5秒：手持跟拍，少年奔跑。', 'handheld'],
    ['0-5秒：全身，固定镜头，舞者起势。', 'FS'],
    ['0-5秒：俯视视角，棋盘。', 'high_angle'],
    ['0-5秒：镜头推进，直到他的眼睛。', 'push_in'],
    ['0-5秒：镜头俯视街道。', 'high_angle'],
    ['0-5秒：把镜头拉远，露出全城。', 'pull_out'],
    ['0-5秒：远景，缓慢拉远至天际线。', 'pull_out'],
    ['0-5秒：将军挥剑，拉远。', 'pull_out'],
    ['0-5秒：从特写拉远，露出全城。', 'pull_out'],
    ['0-5秒：ズームイン、手ブレなし。湖。', 'zoom_in'],
    ['0-5秒：手持ちカメラ、音楽なし。', 'handheld'],
    ['0-5초: 줌인, 음악 없음.', 'zoom_in'],
    ['0-5 s : zoom avant sur le lac, sans musique.', 'zoom_in'],
    ['0-5 s: sin música, zoom in al lago.', 'zoom_in'],
    ['0-5s: Mai walks slowly as we zoom in on her hands.', 'zoom_in'],
    ['0-5s: Sin City skyline as the camera dollies in.', 'push_in'],
  ])('%s has %s', (prompt, id) => {
    expect(cameraOf(prompt)).toContain(id);
  });

  it.each([
    '0-6s: static camera, no pan, no tilt; a vase.',
    '0-6s: static camera without zooming in; a vase.',
    '0-6s: locked-off camera, never push in; a vase.',
    '0-6s: fixed camera, no pans, tilts or zooms; a vase.',
    "0-6s: static camera, don't zoom in; a vase.",
    '0-6秒：固定镜头，不要推近，花瓶。',
    '0-6秒：固定镜头，无变焦推近，花瓶。',
    '0-6秒：固定镜头，禁止拉远，花瓶。',
    '0-6s: static camera. A vase.\nOverall camera notes: gentle pans, slow push-ins.',
  ])('%s moves no camera', (prompt) => {
    expect(ids({ prompt }).filter((id) => /^cam-(?:conflict|multi)/.test(id))).toEqual([]);
  });

  it.each([
    '0-6s: static camera, slow push in to the vase.',
    '0-6s: the camera zooms in and zooms out.',
    '0-6秒：固定镜头，快速推近花瓶。',
  ])('%s still excludes itself', (prompt) => {
    expect(ids({ prompt })).toContain('cam-conflict');
  });

  it.each([
    ['One continuous take. No hard cuts. 0-5s: a door.', false],
    ['One continuous take, no jump cuts or smash cuts. 0-5s: a door.', false],
    ['一镜到底，没有跳切。0-5秒：一扇门。', false],
    ['One continuous take. 0-5s: a door, hard cut to a hall.', true],
  ])('%s', (prompt, isTold) => {
    expect(ids({ prompt }).includes('oner-with-cuts')).toBe(isTold);
  });
});

describe('placeholders', () => {
  it.each([
    '[insert product name here]',
    'A [your brand] bottle on ice.',
    'She meets [describe the second character].',
    'A {{product}} on a plinth.',
    'A {subject} runs.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder
    'A ${scene} at dawn.',
    'She walks into ____ and smiles.',
    'She holds [PRODUCT] up to the light.',
    'A man enters [LOCATION], rain outside.',
    '主角是【填写角色】，走进门。',
    '镜头对准【产品名】，缓慢推近。',
    '在（此处填写地点）奔跑。',
    '<what: the place>',
    'A dog runs through [replace with city].',
    'Una mujer abre [nombre de la marca] en la playa.',
    'Un homme tient [nom du produit] devant la mer.',
    'Eine Frau öffnet [Produktname] am Hafen.',
    'Uma mulher abre [nome da marca] na praia.',
    'Un uomo apre [nome del prodotto] sul molo.',
    'Женщина держит [название] у моря.',
    '[장소 입력]에서 아이가 달린다.',
    '子供が【商品名】を持って走る。',
    '（ここに場所を記入）で走る。',
  ])('%s', (text) => expect(findPlaceholders(text)).not.toEqual([]));

  it.each([
    '[Style] noir\n[Scene] a harbour\n[Character] an old sailor\n[0-5s] he waits.',
    '【风格】写实\n【场景描述】码头\n【声音】风声',
    '[00:00-00:05] Shot 1: [wide shot] a door.',
    '(eye level) a fox, [SFX: wind], [Image 1] in the hall.',
    'She says {Welcome home!} and <door creaks>.',
    'A section\n___\nanother section',
    'snake_case_name and __bold__ words',
    '[SUBJECT]: a fox\n[LOCATION]: a pier',
    'Your brand new car shines.',
    'He describes your character in a letter.',
    '（旁白）他走了。',
    '[Lyrics] la la la [Chorus]',
    'Une femme (ici, au port) attend.',
    'Ein Mann (hier im Hafen) wartet auf dein Boot.',
    'Un hombre espera (aquí mismo) en el lugar de siempre.',
    '男の子は看板の前で待つ（場所：港）。',
  ])('none in %j', (text) => expect(findPlaceholders(text)).toEqual([]));
});

describe('words that are not spoken', () => {
  it.each([
    'A poster on the wall: "Sail with us to the southern seas before the winter comes".',
    'The headline reads: "City wakes up under two metres of snow for the first time".',
    'A screen shows "System failure, please stand by for further instructions now".',
    'Camera: "slow push in along the long table towards the candle at its end"\nStyle: "warm film look"',
    '{"action": "the rider turns the horse and rides along the river until dusk", "style": "film"}',
    '墙上的海报写着：“冬天来临之前和我们一起出海去远方看看世界吧朋友们”。',
  ])('%s', (prompt) => {
    expect(ids({ prompt, duration: 5 }).filter((id) => id.startsWith('dlg-') || id === 'no-subtitle-missing')).toEqual(
      [],
    );
  });

  it.each([
    'Ada says: "We made it home."',
    'ADA (softly): "We made it home."',
    '老人说：“我们到家了。”',
    '{"dialogue": "We made it home."}',
  ])('%s is', (prompt) =>
    expect(ids({ prompt: `Film look. ${prompt}`, duration: 5 })).toContain('no-subtitle-missing'),
  );
});

describe('names of today', () => {
  it.each([
    ['Ryan Gosling and Batman drink tea.', ['ryan gosling', 'batman']],
    ['Lionel Messi trains with a robot.', ['lionel messi']],
    ['周杰伦和皮卡丘一起唱歌。', ['周杰伦', '皮卡丘']],
    ['A scene like in Squid Game.', ['squid game']],
    ['哈利·波特和汤姆•克鲁斯赛跑。', ['哈利·波特', '汤姆·克鲁斯']],
    ['Pikachu and Sonic share a cake.', ['pikachu', 'sonic']],
  ])('%s', (prompt, names) => {
    const told = compose({ prompt }, xskill).problems.filter(({ rule }) => rule.startsWith('policy-'));
    for (const name of names) expect(told.map(({ message, fix }) => message + fix).join(' ')).toContain(name);
  });

  it.each([
    'A spider on a man’s hat.',
    'An iron gate and a man.',
    'His loyal helpers wait.',
    'A joker card on the table.',
    'A sonic boom over the link of a chain.',
  ])('none in %s', (prompt) => expect(ids({ prompt }).filter((id) => id.startsWith('policy-'))).toEqual([]));
});

describe('camera words of other languages are read', () => {
  it.each([
    ['0-5 s: plano general, cámara fija. 5-9 s: primer plano, la cámara se aleja.', ['WS', 'static', 'CU', 'pull_out']],
    ['0-5 s : Plan large, caméra fixe. 5-9 s : Gros plan, travelling avant.', ['WS', 'static', 'CU', 'push_in']],
    ['0-5 s: Totale, feste Kamera. 5-9 s: Nahaufnahme, die Kamera folgt ihr.', ['WS', 'static', 'CU', 'track']],
    ['0-5 с: Общий план, статичная камера. 5-9 с: Крупный план.', ['WS', 'static', 'CU']],
    ['0〜5秒：クローズアップ、固定カメラ。5〜9秒：ローアングル。', ['CU', 'static', 'low_angle']],
    ['0~5초: 와이드 샷, 고정 카메라. 5~9초: 클로즈업.', ['WS', 'static', 'CU']],
    ['0-5s: the camera pushes in while it pulls out.', ['push_in']],
    ['0-5s: close-up, static camera, a doll, a girl’s dolly in a box.', ['CU', 'static']],
  ])('%s', (prompt, camera) => expect(cameraOf(prompt)).toEqual(camera));

  it('each by the id of a term', () => {
    const known = new Set(terms.map(({ id }) => id));
    const named = readingWords.flatMap((words) => Object.keys(words.camera));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('nothing is said twice, and a tree has no costume', () => {
  it.each([
    [['no subtitles', 'No subtitles', 'no watermark'], /subtitles/gi],
    [['no watermark', 'No subtitles, no watermark'], /watermark/gi],
  ])('%j', (constraints, word) => {
    const { prompt } = compose({ style: 'film look', shots: [{ seconds: 5, visual: 'a hill' }], constraints }, xskill);
    expect(prompt.match(word)).toHaveLength(1);
  });

  it.each(['a thousand-year-old oak', 'a lighthouse', '一棵老树'])('%s', (words) => {
    const oak = file('oak.png', `character: ${words}`, { name: 'oak' });
    const shots = [{ seconds: 5, visual: '@oak in the wind' }];
    expect(compose({ style: 'film look', shots, references: [oak] }, xskill).prompt).not.toMatch(/costume|服装/);
  });
});

describe('a good prompt is left in peace', () => {
  it.each([
    'Hand-drawn animation, warm autumn light, 10 seconds, 16:9.\n0-4s: wide shot, slow pan right over the orchard; apples fall.\n4-10s: close-up, static camera; a boy bites into one. He laughs.\nAudio: wind in leaves, one bite. No subtitles.',
    '【风格】水墨动画，10秒，16:9\n0-4秒：远景，缓慢横摇，群山入雾。\n4-10秒：近景，固定镜头，白鹤展翅。\n【声音】古琴，风声。\n【要求】无字幕。',
    'Handheld vlog, morning light. 0-3s: medium close-up, she grins into the lens and says: "Day one!" 3-8s: tracking shot, she runs into the sea. Sound of waves. No captions.',
    '35mm film, night. A single continuous take: the camera follows a waiter through the kitchen, past the stoves, up the stairs and out onto the roof. Clatter, steam, then wind. 12 seconds.',
    '写实，雨夜。0-5秒：中景，跟拍，女人撑伞走过便利店。5-9秒：特写，固定镜头，雨滴落在伞面。雨声，脚步声。',
    'Product film, studio light, 8 seconds. 0-3s: macro, slow push-in along the dial. 3-8s: smooth orbit around the watch, which turns to the light. A soft tick, no music.',
  ])('%s', (prompt) => {
    for (const target of [xskill, pixazo]) {
      const { problems, submit } = compose({ prompt }, target);
      expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
      expect(problems.length).toBeLessThanOrEqual(1);
      expect(submit).not.toBeNull();
    }
  });
});

describe('a speaker whom nobody sees', () => {
  const said = (speaker: string, line: string, references: ReferenceFile[] = []) =>
    compose(
      { style: 'film look', shots: [{ seconds: 5, visual: 'rain', dialogue: [{ speaker, line }] }], references },
      xskill,
    ).prompt;
  it.each([
    ['Narrator', 'It rained.', 'Narrator in voice-over, all lips in the picture closed: "It rained."'],
    ['Narrador', 'Llovía.', 'Narrador in voice-over, all lips in the picture closed: "Llovía."'],
    ['Mara (voix off)', 'Il pleuvait.', 'Mara in voice-over, all lips in the picture closed: "Il pleuvait."'],
    ['ナレーター', '雨だった。', 'ナレーター（画外音，画面中的人不张嘴）说：“雨だった。”'],
    ['MARA (V.O.)', 'It rained.', 'MARA in voice-over, all lips in the picture closed: "It rained."'],
    ['旁白', '那一年雨很久。', '旁白（画外音，画面中的人不张嘴）说：“那一年雨很久。”'],
    ['阿梅（内心独白）', '他不会来了。', '阿梅（画外音，画面中的人不张嘴）说：“他不会来了。”'],
    ['阿梅（画外）', '我在门口。', '阿梅（在画面外，不露面）说：“我在门口。”'],
  ])('%s moves no lips, whether or not the line says so', (speaker, line, words) => {
    const { prompt } = compose(
      {
        language: /[a-z]/.test(line) ? 'en' : 'zh',
        shots: [{ seconds: 5, visual: '雨', dialogue: [{ speaker, line }] }],
      },
      xskill,
    );
    expect(prompt).toContain(words);
  });

  const off = 'Mara off screen, the speaker is not in the picture: "It rained."';
  const over = 'Mara in voice-over, all lips in the picture closed: "It rained."';
  it.each([
    ['Mara', 'voice-over', over],
    ['Mara', 'V.O.', over],
    ['MARA (V.O.)', 'voice over', over.replace('Mara', 'MARA')],
    ['Mara', '(as narration)', over],
    ['Mara', 'in voice-over, tired', over.replace(', all', ' (tired), all')],
    ['Mara', 'calm, inner monologue', over.replace(', all', ' (calm), all')],
    ['Mara', '旁白', over],
    ['Mara', 'from off-screen', off],
    ['Mara, off-screen', '', off],
    ['Mara旁白', '', over.replace('Mara', 'Mara旁白')],
    ['Mara', 'soft旁白', over.replace(', all', ' (soft), all')],
    ['Mara V.O.', '', over.replace('Mara', 'Mara V.O.')],
    ['VO', '', over.replace('Mara', 'VO')],
    ['V.O.', '', over.replace('Mara', 'V.O.')],
    ['Anna Vo', '', 'Anna Vo: "It rained."'],
    ['A deep-voiced narrator', '', over.replace('Mara', 'A deep-voiced narrator')],
    ['Mara', 'not a voice-over', 'Mara (not a voice-over): "It rained."'],
    ["the narrator's brother", '', 'The narrator\'s brother: "It rained."'],
  ])('is told by the speaker or the delivery: %s, %s', (speaker, delivery, words) => {
    const line = { speaker, line: 'It rained.', ...(delivery && { delivery }) };
    const shots = [{ seconds: 5, camera: 'wide shot, static', visual: 'rain', dialogue: [line] }];
    const { prompt, problems } = compose({ language: 'en', shots }, xskill);
    expect(prompt).toContain(words);
    const isSeen = !words.includes('in voice-over') && !words.includes('off screen');
    expect(problems.some(({ rule }) => rule === 'dlg-wide')).toBe(isSeen);
  });

  it.each([
    ['Mara (V.O.): "It rained."', false],
    ['The narrator says: "It rained."', false],
    ['Mara (softly): "It rained."', true],
  ])('is told by a finished text: %s', (line, isSeen) => {
    const { problems } = compose(
      { prompt: `Film look. 0-5s: wide shot, static, rain falls. ${line} No subtitles.` },
      xskill,
    );
    expect(problems.some(({ rule }) => rule === 'dlg-wide')).toBe(isSeen);
  });

  it('is seen where a picture shows the narrator', () => {
    const dialogue = [{ speaker: 'Narrator', line: 'It rained.' }];
    const shots = [{ seconds: 5, camera: 'wide shot', visual: 'rain', dialogue }];
    const shown = file('n.png', 'character', { name: 'Narrator' });
    expect(compose({ shots, references: [shown] }, xskill).problems.map(({ rule }) => rule)).toContain('dlg-wide');
  });

  it('does not stand for a narrator with a picture, nor for anybody else', () => {
    const shown = file('n.png', 'character', { name: 'Narrator' });
    expect(said('Narrator', 'It rained.', [shown])).not.toContain('voice-over');
    expect(said('Mara', 'It rained.')).toContain('Mara: "It rained."');
  });
});

describe('lengths that are no whole and no shots are told where nothing says how long the video is', () => {
  const told = (prompt: string, more: Partial<Storyboard> = {}) =>
    compose({ prompt, ...more }, xskill).problems.filter(({ rule }) => rule === 'duration-conflict');

  it.each([
    ['A dancer spins. The spin takes three seconds, her landing four more seconds.', '3 s, 4 s', 7],
    ['The kettle whistles, and 8 seconds later she pours.', '8 s', 8],
    ['灯光闪烁了3秒，窗帘飘动了4秒，她笑了。', '3 s, 4 s', 7],
  ])('%s', (prompt, said, together) => {
    expect(told(prompt)).toMatchObject([
      {
        severity: 'info',
        message: `The text speaks of ${said}, and does not say how long the video is; 5 s is submitted.`,
        fix: `If those are its shots, set duration ${together}.`,
      },
    ]);
    expect(told(prompt, { duration: together })).toEqual([]);
  });

  it('with no length to set where the clip cannot last so long, and with so many as are read', () => {
    expect(told('A bell rings for 30 seconds while rain falls for 5 minutes on the roof.')).toMatchObject([
      { message: expect.stringContaining('30 s, 300 s, and'), fix: 'Set duration.' },
    ]);
    const blinks = 'She blinks for 2 seconds while a bird sings on the roof. ';
    expect(told(blinks.repeat(7))).toMatchObject([
      {
        message: expect.stringContaining('2 s, 2 s, 2 s, 2 s, 2 s, 2 s and 1 more, and'),
        fix: expect.stringContaining('set duration 14.'),
      },
    ]);
  });

  it.each([
    'He waits for 2 seconds, then runs.',
    'A woman in her 30s dances to 90s arcade music.',
    'A boat at 24 fps, 35mm, ISO 800.',
    'A 10-second clip of a boat that waits for 3 seconds.',
  ])('not in %s', (prompt) => expect(told(prompt)).toEqual([]));
});
