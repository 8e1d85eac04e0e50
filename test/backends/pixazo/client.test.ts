import { describe, expect, it } from 'vitest';
import { pixazo } from '../../../src/backends/pixazo/index.ts';
import { connect, connectSimulator, replying } from '../connect.ts';

const wire = { path: '/seedance-2-0/v1/text-to-video', body: { content: [{ type: 'text', text: 'A cat' }] } };
const running = { status: 200, body: { status: 'PROCESSING' } };
const missing = { status: 404, body: { statusCode: 404, message: 'Resource not found' } };

describe('polling', () => {
  it('goes to the skill’s own route only after a 404', async () => {
    const { client, run, sent } = connect(pixazo, replying(missing, running));
    expect(await run(client.get('abc'))).toMatchObject({ status: 'processing' });
    expect(sent.map(({ path }) => path)).toEqual(['/v2/requests/status/abc', '/seedance-2-0/v1/result/abc']);
  });

  it('asks one route one time when told so', async () => {
    const { client, run, sent } = connect(pixazo, replying(missing, running));
    await expect(run(client.get('abc', { once: true }))).rejects.toMatchObject({ code: 'not_found' });
    expect(sent).toHaveLength(1);
  });

  it('finds the task that only the old route knows', async () => {
    const { client, run, clock } = await connectSimulator(pixazo);
    const { remoteId } = await run(
      client.submit({ ...wire, body: { content: [{ type: 'text', text: 'A cat [rehearse: old-route, quick]' }] } }),
    );
    await clock.advance(5_000);
    expect(await run(client.get(remoteId))).toMatchObject({ status: 'completed' });
  });

  it.each([
    'https://gateway.pixazo.ai/v9/odd/abc?x=1',
    'https://example.com/v9/odd/abc',
    '//example.com/v9',
    'javascript:alert(1)',
  ])('told to poll %s, asks the documented route, as every later process does', async (polling_url) => {
    const { client, run, sent } = connect(
      pixazo,
      replying({ status: 202, body: { request_id: 'abc', polling_url } }, running),
    );
    expect(await run(client.submit(wire))).toEqual({ remoteId: 'abc' });
    await run(client.get('abc'));
    expect(sent[1]!.path).toBe('/v2/requests/status/abc');
  });
});

describe('errors are said in the seed’s words', () => {
  const submitError = async (status: number, body: unknown) => {
    const { client, run } = connect(pixazo, replying({ status, body }));
    return run(client.submit(wire)).catch((error) => error);
  };

  it.each([
    [
      401,
      'unauthorized',
      'Your Pixazo API key looks invalid. Get a fresh one at https://api-console.pixazo.ai/api_keys',
    ],
    [402, 'no_credit', 'Your Pixazo account is out of credits. Top up at https://api-console.pixazo.ai/dashboard'],
    [429, 'rate_limited', 'Pixazo is rate-limiting — let me wait 5s and retry.'],
  ])('%i', async (status, code, message) => {
    expect(await submitError(status, { error: 'x' })).toMatchObject({ code, message });
  });

  it('5xx promises to retry on a read, and never on a submit', async () => {
    const { client, run, sent } = connect(pixazo, replying({ status: 503, body: { error: 'x' } }));
    await expect(run(client.get('abc'))).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Pixazo had a hiccup — let me retry.',
    });
    expect(sent.length).toBeGreaterThan(1);
    const error = await submitError(503, { error: 'x' });
    expect(error.code).toBe('uncertain');
    expect(error.message).not.toContain('retry');
  });

  it('a 4xx shows the service’s error and a fix', async () => {
    const error = await submitError(400, { error: 'content[0].text is too long' });
    expect(error).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('"content[0].text is too long"'),
    });
    expect(error.nextStep).toContain('Correct what the service names');
  });

  it('a refused sound says how to leave it out', async () => {
    const { client, run } = connect(
      pixazo,
      replying({
        status: 200,
        body: { status: 'FAILED', error: { code: 'OutputAudioSensitiveContentDetected', message: 'no' } },
      }),
    );
    expect(await run(client.get('abc'))).toMatchObject({
      error: { code: 'content_refused', nextStep: expect.stringContaining('generate_audio: false') },
    });
  });

  it('no key', () => {
    expect(pixazo.credential.missing).toBe(
      'I\'ll need your Pixazo API key once. Get it free at https://api-console.pixazo.ai/api_keys — sign in, click "Create new key", copy it, and paste it here. I\'ll save it to ~/.pixazo/api-key so you only do this once.',
    );
  });
});
