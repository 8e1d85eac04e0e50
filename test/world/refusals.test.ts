import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type Front, openFront, type Tamper } from '../harness.ts';
import { inEnvelope, isPoll, isSubmit, requests, type Service, services } from './requests.ts';

/** What the services say when something is wrong, as met in public (docs/wire.md, Words of failure). */

let front: Front;
afterEach(() => front?.close());

const open = async (tamper: Tamper): Promise<void> => {
  front = await openFront({ tamper });
};

/** The answer to a submit that the service answers so. */
const refuse = async (service: Service, reply: () => Response): Promise<Answer> => {
  await open(({ path }) => (isSubmit(path) ? Promise.resolve(reply()) : undefined));
  const answer = front.call('submit_task', requests[service]);
  await front.clock.advance(5_000);
  return answer;
};

/** The answer to a question about a task of which the service says this. */
const fail = async (service: Service, task: Record<string, unknown>): Promise<Answer> => {
  await open(({ path }) => (isPoll(path) ? Promise.resolve(inEnvelope(service, task)) : undefined));
  const { data } = await front.call('submit_task', requests[service]);
  return front.call('get_task', { task_id: data.task_id, wait_seconds: 0 });
};

const later = /the same request again in some minutes/;
const rows: [words: string, code: string, nextStep: RegExp][] = [
  ['Timeout while downloading url=https://cdn.test/a.png', 'input_unreachable', /public http\(s\) URL/],
  ['failed to download image from the given URL', 'input_unreachable', /public http\(s\) URL/],
  ['file_download_error', 'input_unreachable', /public http\(s\) URL/],
  ['timeout while fetching resource', 'input_unreachable', /public http\(s\) URL/],
  ['图片下载失败', 'input_unreachable', /public http\(s\) URL/],
  ['资源无法访问', 'input_unreachable', /public http\(s\) URL/],
  ['Insufficient balance for this request', 'no_credit', /top up|Top up/],
  ['insufficient credits', 'no_credit', /top up|Top up/],
  ['AccountOverdueError: the account has an overdue balance', 'no_credit', /top up|Top up/],
  ['余额不足', 'no_credit', /top up|Top up/],
  ['积分不足', 'no_credit', /top up|Top up/],
  ['账户已欠费', 'no_credit', /top up|Top up/],
  ['ServerOverloaded: the service is busy', 'unavailable', later],
  ['InternalServiceError', 'unavailable', later],
  ['ModelNotReady', 'unavailable', later],
  ['任务排队已满', 'unavailable', later],
  ['系统繁忙，请稍后再试', 'unavailable', later],
  ['生成超时', 'unavailable', later],
  ['submit_timeout', 'unavailable', later],
  ['QuotaExceeded: inflight requests', 'rate_limited', later],
  ['InputTextSensitiveContentDetected: the input text may contain it', 'content_refused', /^The words of the prompt/],
  ['InputImageSensitiveContentDetected', 'content_refused', /^A reference picture was refused, not the words/],
  ['InputVideoSensitiveContentDetected', 'content_refused', /^A reference video or sound/],
  ['OutputVideoSensitiveContentDetected', 'content_refused', /^The finished film/],
  ['OutputAudioSensitiveContentDetected', 'content_refused', /^The generated sound was refused.*generate_audio: false/],
  ['InputTextSensitiveContentDetected.PolicyViolation', 'content_refused', /copyright: take brand names and known/],
  ['生成视频涉及版权', 'content_refused', /copyright/],
  ['提示词包含敏感内容', 'content_refused', /^The words of the prompt/],
  ['图片违规', 'content_refused', /^A picture was refused/],
  ['内容违规', 'content_refused', /Change the prompt or the references/],
  ['InputImageSensitiveContentDetected.PrivacyInformation: a real person', 'face_detected', /photoreal.*asset:\/\//],
  ['the image may contain a real person', 'face_detected', /photoreal/],
  ['subject likeness is not allowed', 'face_detected', /photoreal/],
  ['检测到人脸', 'face_detected', /photoreal/],
  ['涉及他人肖像', 'face_detected', /photoreal/],
  ['code 4011', 'face_detected', /photoreal/],
  ['InvalidParameter: duration 40 is not valid', 'invalid_input', /the parameter that the service names/],
  [
    'InvalidParameter: the prompt (a real person, 版权) is too long',
    'invalid_input',
    /the parameter that the service names/,
  ],
  ['错误码: 1000', 'invalid_input', /the parameter that the service names/],
  ['参数 duration 错误', 'invalid_input', /the parameter that the service names/],
  [
    "InvalidParameter: the prompt 'a face detected' is too long",
    'invalid_input',
    /the parameter that the service names/,
  ],
  ['Resource download timed out', 'input_unreachable', /public http\(s\) URL/],
  ["Couldn't access the image of the given URL", 'input_unreachable', /public http\(s\) URL/],
  ['The link is not reachable', 'input_unreachable', /public http\(s\) URL/],
  ['素材下载超时', 'input_unreachable', /public http\(s\) URL/],
  ['您的积分不够', 'no_credit', /top up|Top up/],
  ['Not enough credits', 'no_credit', /top up|Top up/],
  ['Too many concurrent jobs', 'rate_limited', later],
  ['任务并发已达上限', 'rate_limited', later],
  ['RequestBurstTooFast', 'rate_limited', later],
  ['The engine is overloaded, retry later', 'unavailable', later],
  ['Job timed out in the queue', 'unavailable', later],
  ['算法内部错误', 'unavailable', later],
  ['任务失败，请稍后再试', 'unavailable', later],
  ['The prompt violates our policies', 'content_refused', /^The words of the prompt/],
  ['Text flagged as unsafe by the safety system: prompt', 'content_refused', /^The words of the prompt/],
  ['Inappropriate image', 'content_refused', /^A picture was refused/],
  ['触发风控，提示词不合规', 'content_refused', /^The words of the prompt/],
  ['参考视频含有敏感画面', 'content_refused', /^A reference video or sound/],
  ['输入的音频违规', 'content_refused', /^A reference video or sound/],
  ['a public figure is shown', 'face_detected', /photoreal/],
];

describe.each(services)('%s', (service) => {
  describe('a failed task', () => {
    it.each(rows)('%s is %s', async (words, code, nextStep) => {
      const { error, status, next_step } = (await fail(service, { status: 'FAILED', error: words })).data;
      expect({ status, code: error.code }).toEqual({ status: 'failed', code });
      expect(error.message).toContain(words);
      expect(next_step).toMatch(code === 'no_credit' ? /top up|Top up/ : nextStep);
      const changesWords = code === 'unavailable' || code === 'rate_limited' ? /prompt/i : /some minutes/;
      expect(next_step).not.toMatch(changesWords);
    });
  });

  describe('a refused submit', () => {
    it.each(rows)('%s is %s', async (words, code, nextStep) => {
      const { text } = await refuse(service, () => Response.json({ message: words }, { status: 400 }));
      expect(text).toMatch(new RegExp(`^${code}: `));
      const [, next = ''] = text.split('\nNext: ');
      expect(code === 'no_credit' ? text : next).toMatch(nextStep);
    });
  });

  const words = 'InputTextSensitiveContentDetected: 提示词';
  const nested = JSON.stringify({ error: { code: 'Refused', message: words } });
  it.each([
    { error: nested },
    { error: `Error code: 400 - ${nested}` },
    { error: JSON.stringify({ message: nested }) },
    { error: { type: 'InputTextSensitiveContentDetected', message: '提示词' } },
    { fail_reason: words },
    { output: { error: words } },
    { output: { error: '提示词', error_type: 'InputTextSensitiveContentDetected' } },
    { result: { output: { error: words } } },
    { detail: [{ loc: ['body', 'prompt'], msg: '提示词', type: 'InputTextSensitiveContentDetected' }] },
  ])('reads the reason of a failed task in %j', async (said) => {
    const { error } = (await fail(service, { status: 'failed', ...said })).data;
    expect(error.code).toBe('content_refused');
    expect(error.message).toContain('提示词');
    expect(error.message).not.toMatch(/[{}\\]/);
  });

  it('reads a telling status where the task says nothing else', async () => {
    const { error } = (await fail(service, { status: 'NSFW' })).data;
    expect(error.code).toBe('content_refused');
  });

  it('names a wrong parameter with the value that was sent', async () => {
    const body = { detail: [{ loc: ['body', 'duration'], msg: 'must be at most 15', type: 'less_than', input: 40 }] };
    const { text } = await refuse(service, () => Response.json(body, { status: 422 }));
    expect(text).toMatch(/^invalid_input: .*duration.*must be at most 15.*40/);
  });

  it('that refuses in clear words inside an HTTP 200 has refused: it may be sent again', async () => {
    const body = { code: 90_001, message: '您的内容违规', data: null };
    const { text } = await refuse(service, () => Response.json(body));
    expect(text).toMatch(/^content_refused: .*内容违规/);
    await front.call('submit_task', requests[service]);
    expect(front.posts()).toHaveLength(2);
  });

  it.each([{ message: '系统繁忙' }, { message: 'weird' }, {}])(
    'that is in trouble inside an HTTP 200 (%j) may have taken the task',
    async (said) => {
      const { data } = await refuse(service, () => Response.json({ code: 90_001, data: null, ...said }));
      expect(data).toMatchObject({ status: 'uncertain' });
    },
  );

  const page = '<html><body><h1>403 Forbidden</h1></body></html>';
  it.each([
    [403, page],
    [400, page],
    [413, 'Request Entity Too Large'],
    [401, page],
    [404, page],
    [403, ''],
  ])('HTTP %i from a gateway (%j) is nothing to correct in the request', async (status, text) => {
    const answer = await refuse(
      service,
      () => new Response(text, { status, headers: { 'content-type': 'text/html' } }),
    );
    expect(answer.text).toMatch(
      new RegExp(`^unavailable: Something on the way to .+, not the service itself.+HTTP ${status}`),
    );
    expect(answer.text).toMatch(/\nNext: Nothing in the request has to change.*proxy/);
  });

  it('shows a file that comes with a word that nobody knows, and goes on waiting', async () => {
    const url = 'https://cdn.test/fox.mp4';
    const { data } = await fail(service, { status: 'polished', output: { video_url: url } });
    expect(data).toMatchObject({ status: 'processing', upstream_status: 'polished', output_urls: [url] });
    expect(data.next_step).toMatch(/output_urls/);
  });
});

describe('a task far older than its kind', () => {
  const minute = 60_000;
  const ask = async (taskId: string) =>
    (await front.call('get_task', { task_id: taskId, wait_seconds: 0 })).data.next_step;

  it('says so, and what a person can do', async () => {
    front = await openFront();
    const parameters = { prompt: 'A fox runs [rehearse: stuck]', duration: 5 };
    const { task_id } = (await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters })).data;
    await front.clock.advance(29 * minute);
    expect(await ask(task_id)).toMatch(/^Generating/);
    await front.clock.advance(2 * minute);
    expect(await ask(task_id)).toMatch(/running for 31 minutes; such tasks usually take 10.*https:.*allow_duplicate/);
    const { warnings } = (await front.call('get_task', {})).data;
    expect(warnings).toEqual([expect.stringContaining(`${task_id}: It has been running for 31 minutes`)]);
  });

  it('is told in a production as well, and not as time left', async () => {
    front = await openFront();
    const parameters = { prompt: 'A fox runs [rehearse: stuck]', duration: 5 };
    const submitted = front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters, takes: 2 });
    await front.clock.advance(31 * minute);
    const { task_id } = (await submitted).data;
    const { data } = await front.call('get_task', { task_id, wait_seconds: 0, save: false });
    expect(data.warnings).toEqual(Array(2).fill(expect.stringMatching(/running for 3\d minutes.*may be stuck/)));
    expect(data.next_step).toMatch(/^0 of 2 are done, and some may be stuck: warnings says which/);
  });

  it('is measured by the median of one’s own record', async () => {
    front = await openFront();
    const submit = async (prompt: string) =>
      (await front.call('submit_task', { model_id: 'st-ai/super-seed2', parameters: { prompt, duration: 5 } })).data
        .task_id;
    const done = front.call('get_task', {
      task_id: await submit('A fox [rehearse: quick]'),
      wait_seconds: 600,
      save: false,
    });
    await front.clock.advance(minute);
    expect((await done).data.status).toBe('completed');
    const stuck = await submit('A fox [rehearse: stuck]');
    await front.clock.advance(2 * minute);
    expect(await ask(stuck)).toMatch(/running for 2 minutes/);
  });
});

it('a listed row says refunded, never charged, for what failed', async () => {
  front = await openFront();
  for (const service of services) {
    const { model_id } = requests[service];
    const parameters = { prompt: `A fox [rehearse: fail, quick]`, duration: 5 };
    await front.call('submit_task', { model_id, parameters });
  }
  await front.clock.advance(10_000);
  const { tasks } = (await front.call('get_task', {})).data;
  expect(tasks.map(({ status, price }: Record<string, string>) => [status, price])).toEqual([
    ['failed', '1.74 USD refunded'],
    ['failed', '50 points refunded'],
  ]);
});
