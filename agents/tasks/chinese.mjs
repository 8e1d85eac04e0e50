import { expectThat } from '../host.mjs';

export const title = 'a user who speaks Chinese';
export const goal = { calls: 5, tokens: 1200 };

const shot = {
  seconds: 5,
  camera: '全景，缓慢推近到老人的脸',
  visual: '老渔夫在暴风雨中驾着小船回家',
  sound: '风声和浪声',
};

export async function play({ folder, open }) {
  const chat = await open(folder);
  const flawed = { shots: [{ ...shot, start: 1, end: 6, seconds: undefined }], ratio: '16:9' };
  for (const { message, fix } of await chat.faulty(flawed)) expectChinese(chat, `${message} ${fix}`);
  const { submit } = await chat.call('compose_storyboard', { shots: [shot], style: '实拍，自然光', ratio: '16:9' });
  expectChinese(chat, (await chat.call('submit_task', { ...submit, dry_run: true })).next_step);
  const sent = await chat.follow();
  expectChinese(chat, sent.next_step);
  expectChinese(chat, (await chat.finish()).next_step);
  return chat.tally;
}

/** Sentences in Chinese; names of tools, fields and files stay as they are. */
function expectChinese(chat, text) {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const english = text.match(/(?:\b[A-Za-z_]+ ){2,}[A-Za-z_]+/g) ?? [];
  expectThat(chat, han > 3 && english.length === 0, `not in Chinese: ${text}`);
}
