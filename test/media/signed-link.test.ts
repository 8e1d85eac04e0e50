import { describe, expect, it } from 'vitest';
import { seedance as limits } from '../../src/backends/seedance-limits.ts';
import { checkUrls } from '../../src/media/preflight.ts';
import { findExpiry, saysExpired } from '../../src/media/signed-link.ts';
import { NetworkError, type Send } from '../../src/net/http.ts';
import { createTestClock } from '../clock.ts';
import { makePng } from './clips.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const seconds = noon / 1000;

/** Every form, good until noon of the test clock's day plus what is told. */
const forms: [string, (after: number) => string][] = [
  ['S3', (after) => `X-Amz-Date=20261121T110000Z&X-Amz-Expires=${3600 + after}&X-Amz-Signature=ab`],
  ['Google', (after) => `X-Goog-Date=20261121T110000Z&X-Goog-Expires=${3600 + after}&X-Goog-Signature=ab`],
  ['Volcengine TOS', (after) => `X-Tos-Date=20261121T110000Z&X-Tos-Expires=${3600 + after}&X-Tos-Signature=ab`],
  ['OSS', (after) => `x-oss-date=20261121T110000Z&x-oss-expires=${3600 + after}&x-oss-signature=ab`],
  ['old S3', (after) => `AWSAccessKeyId=a&Signature=b&Expires=${seconds + after}`],
  ['old OSS', (after) => `OSSAccessKeyId=a&Signature=b&Expires=${seconds + after}`],
  ['old Google', (after) => `GoogleAccessId=a&Signature=b&Expires=${seconds + after}`],
  ['CloudFront', (after) => `Expires=${seconds + after}&Signature=b&Key-Pair-Id=K1`],
  ['Azure', (after) => `sv=2024-11-04&sig=ab&se=${encodeURIComponent(new Date(noon + after * 1000).toISOString())}`],
  ['Tencent COS', (after) => `q-sign-algorithm=sha1&q-sign-time=${seconds - 60};${seconds + after}&q-signature=b`],
  ['ByteDance', (after) => `lk3s=8e79&x-expires=${seconds + after}&x-signature=b%3D`],
  ['Qiniu', (after) => `e=${seconds + after}&token=a:b`],
  ['Discord', (after) => `ex=${(seconds + after).toString(16)}&is=0&hm=ab`],
];

describe('a signed link', () => {
  it.each(forms)('of %s says until when it is good', (_, query) => {
    expect(findExpiry(new URL(`https://files.test/a.png?${query(500)}`))).toBe(noon + 500_000);
  });

  it.each([
    '',
    'expires=never&signature=b',
    'Expires=1',
    'se=2020-01-01',
    'ex=1',
    'X-Amz-Date=yesterday&X-Amz-Expires=60',
    'X-Amz-Expires=60',
  ])('is not what %j makes of a link', (query) => {
    expect(findExpiry(new URL(`https://files.test/a.png?${query}`))).toBeUndefined();
  });

  it.each([
    ['<Error><Code>AccessDenied</Code><Message>Request has expired</Message>', true],
    ['<Code>ExpiredToken</Code><Message>The provided token has expired.</Message>', true],
    ['<AuthenticationErrorDetail>Signature not valid in the specified time frame', true],
    ['{"error":"URL signature expired"}', true],
    ['{"error":"expired"}', true],
    ['{"error":"InvalidJWT","message":"\\"exp\\" claim timestamp check failed"}', true],
    ['该链接已过期', true],
    ['<!doctype html><p>Your pass has expired</p>', false],
    ['<Code>SignatureDoesNotMatch</Code>', false],
    ['Your session has expired, log in', false],
    ['<h1>403 Forbidden</h1>', false],
  ])('%s: %s', (page, expired) => {
    expect(saysExpired(page)).toBe(expired);
  });
});

describe('a reference whose link is signed', () => {
  const check = async (query: string, send: Send) => {
    const [finding] = await checkUrls(
      [{ type: 'image', url: `https://files.test/a.png?${query}`, field: 'image_files[0]' }],
      {
        limits,
        send,
        clock: createTestClock(noon),
        trustedOrigins: new Set(),
      },
    );
    return finding && { rule: finding.rule, severity: finding.severity, message: finding.message };
  };
  const answer = (status: number, body: string | Buffer = ''): Send => {
    return async () => ({
      status,
      headers: { get: () => null },
      body: (async function* () {
        yield Buffer.from(body);
      })(),
    });
  };
  const unreachable: Send = () => Promise.reject(new NetworkError('no route', 'unreachable'));
  const expired = { rule: 'ref-expired-link', severity: 'error' };
  const unseen = { rule: 'ref-unseen', severity: 'warn' };
  const [, s3] = forms[0] as (typeof forms)[0];

  it.each(forms)('of %s is refused before spending once its time is over, with the time', async (_, query) => {
    for (const send of [answer(403), answer(400), answer(401), unreachable])
      expect(await check(query(-3_600), send)).toMatchObject({
        ...expired,
        message: expect.stringContaining('good until 2026-11-21T11:00:00.000Z'),
      });
  });

  it('is refused when the store says so, whatever our clock says', async () => {
    expect(await check(s3(900), answer(403, '<Message>Request has expired</Message>'))).toMatchObject({
      ...expired,
      message: expect.stringMatching(/^The signed link at files\.test has expired \(HTTP 403\)/),
    });
  });

  it('is only doubted when our clock may be wrong, or when something else is in the way', async () => {
    expect(await check(s3(-300), answer(403))).toMatchObject(unseen);
    expect(await check(s3(900), answer(403))).toMatchObject(unseen);
    expect(await check(s3(900), unreachable)).toMatchObject(unseen);
    expect(await check(s3(-3_600), answer(503))).toMatchObject(unseen);
  });

  it('is good when it works, whatever stands in it', async () => {
    expect(await check(s3(-3_600), answer(200, makePng(640, 360)))).toBeUndefined();
  });
});
