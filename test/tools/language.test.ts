import { describe, expect, it } from 'vitest';
import { keys } from '../harness.ts';
import { finish, moveOn, open } from '../productions/stage.ts';

const chinese = { shots: [{ seconds: 5, camera: '全景，固定镜头', visual: '老渔夫驾着小船回家' }], ratio: '16:9' };
const english = { shots: [{ seconds: 5, camera: 'wide shot, static', visual: 'an old fisherman steers home' }] };
const video = (prompt: string) => ({ model_id: 'st-ai/super-seed2', parameters: { prompt, duration: 5 } });
const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'An old fisherman, plain background', image_size: 'landscape_16_9' },
};

describe('an agent that works in Chinese', () => {
  it('is told everything in Chinese, from the storyboard to the file', async () => {
    const front = await open();
    const composed = await front.call('compose_storyboard', chinese);
    expect(composed.data.problems.map(({ message }: { message: string }) => message)).toContain(
      '没有写画面风格，风格会漂移。',
    );
    const dry = await front.call('submit_task', { ...composed.data.submit, dry_run: true });
    expect(dry.data.next_step).toMatch(
      /^没有提交。将花费 50 points（实时报价，fast tier）。.*再次调用 submit_task，去掉 dry_run/,
    );
    const sent = await front.call('submit_task', composed.data.submit);
    expect(sent.data.next_step).toMatch(/^视频正在生成，预计约 .*。调用 get_task，用此 task_id；它会替你等待。$/);
    const { task_id } = sent.data;
    const done = await finish(front, task_id, { save: true });
    expect(done.data.next_step).toMatch(/^把 files 里的路径告诉用户。要接着拍：compose_storyboard/);
  });

  it('stays so for a picture whose prompt is in English, and is told English once it writes a storyboard in it', async () => {
    const front = await open();
    await front.call('compose_storyboard', chinese);
    expect((await front.call('submit_task', picture)).data.next_step).toContain('图片正在生成');
    expect((await front.call('get_task', { task_id: 'xskill:nothing' })).text).toMatch(/^not_found: xskill 没有/);
    await front.call('compose_storyboard', english);
    expect((await front.call('get_task', { task_id: 'xskill:nothing' })).text).toMatch(/^not_found: xskill has no/);
    expect((await front.call('compose_storyboard', { ...english, language: 'zh' })).data.problems[0].message).toMatch(
      /\p{Script=Han}/u,
    );
  });

  it('is known by the prompt of what it asks for after a restart', async () => {
    const front = await open();
    const restart = () => open({ home: front.home, clock: front.clock, services: front.services });
    const one = video('老渔夫驾着小船回家');
    for (const asked of [one, { ...one, takes: 2, allow_duplicate: true }]) {
      const { task_id } = (await front.call('submit_task', asked)).data;
      const { data } = await (await restart()).call('get_task', { task_id, wait_seconds: 0 });
      expect(data.next_step).toContain('再次调用 get_task，用此 task_id');
    }
    const later = await restart();
    await later.call('get_task', {});
    expect((await later.call('get_task', { task_id: 'xskill:nothing' })).text).toMatch(/^not_found: xskill 没有/);
  });

  it.each([
    ['401', '你的Pixazo API密钥无效，请在https://api-console.pixazo.ai/api_keys获取新密钥'],
    ['402', '你的Pixazo账户余额不足，请在https://api-console.pixazo.ai/dashboard进行充值'],
    ['429', 'Pixazo正在限制请求频率——我将等待5秒后重试。'],
  ])('is told the sentence of the seed for %s', async (word, sentence) => {
    const front = await open();
    const parameters = { prompt: `老渔夫驾着小船回家 [rehearse: ${word}]`, duration: 5 };
    const answer = front.call('submit_task', { model_id: 'seedance-2-0/text-to-video', parameters });
    expect((await moveOn(front, answer)).text.split('\n')[0]?.replace(/^\w+: /, '')).toBe(sentence);
  });

  it('is told how to get a key in the words of the seed', async () => {
    const front = await open({ env: { XSKILL_API_KEY: keys.XSKILL_API_KEY } });
    const parameters = { prompt: '老渔夫驾着小船回家', duration: 5 };
    const { text } = await front.call('submit_task', { model_id: 'seedance-2-0/text-to-video', parameters });
    expect(text).toContain(
      '我需要你提供一次Pixazo API密钥。你可以在**https://api-console.pixazo.ai/api_keys**免费获取——登录后点击“Create new key”，复制密钥并粘贴到此处。我会将其保存到~/.pixazo/api-key，你无需重复操作。',
    );
    expect(text).toMatch(/\nNext: 请一字不差地告知用户。.* auth pixazo/);
  });
});
