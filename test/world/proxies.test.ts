import { createServer } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Send } from '../../src/net/http.ts';
import { createNetwork } from '../../src/net/network.ts';
import type { ProxySettings } from '../../src/net/proxies.ts';
import { shell } from '../cli/shell.ts';
import { type Answer, keys, openFront } from '../harness.ts';
import { startProgram, textOf, told } from '../stdio.ts';
import { listen, type RunningProxy, startProxy, startSocks } from './servers.ts';
import { startServices } from './services.ts';

const picture = {
  model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
  parameters: { prompt: 'A fox', image_size: 'square_hd' },
};

/** HTTPS_PROXY and HTTP_PROXY alike. */
const through = ({ url }: { url: string }, noProxy?: string): ProxySettings => ({
  http: { text: url, variable: 'HTTP_PROXY' },
  https: { text: url, variable: 'HTTPS_PROXY' },
  noProxy,
});
const networkThrough = (proxy: { url: string }, noProxy?: string) =>
  createNetwork({ trustedOrigins: new Set(), proxies: through(proxy, noProxy) });

describe('the built program behind a proxy', () => {
  const ways: [string, typeof startProxy, (proxy: RunningProxy) => Record<string, string>, string?][] = [
    ['HTTPS_PROXY with a login', startProxy, ({ url }) => ({ HTTPS_PROXY: url }), 'user:pass%40word'],
    ['all_proxy, without a scheme', startProxy, ({ port }) => ({ all_proxy: `127.0.0.1:${port}` })],
    [
      'ALL_PROXY of SOCKS with a login',
      startSocks,
      ({ url }) => ({ ALL_PROXY: url.replace('socks5:', 'socks5h:') }),
      'user:secret',
    ],
    ['HTTPS_PROXY in quotes, as set by Windows', startProxy, ({ url }) => ({ HTTPS_PROXY: `"${url}"` })],
    [
      'https_proxy with a Windows domain before the user',
      startProxy,
      ({ port }) => ({ https_proxy: `http://STUDIO\\mara:tea@127.0.0.1:${port}/` }),
      'STUDIO\\mara:tea',
    ],
  ];

  it.each(ways)('submits, waits and saves through %s', async (_, start, env, login) => {
    await using world = await startServices();
    await using proxy = await start({ port: world.port, login: login && decodeURIComponent(login) });
    const url = proxy.url.replace(decodeURIComponent(login ?? ''), login ?? '');
    const talk = await startProgram({
      XSKILL_API_KEY: 'sk-test',
      NODE_EXTRA_CA_CERTS: world.authority,
      ...env({ ...proxy, url }),
    });
    const submitted = await talk.request('tools/call', { name: 'submit_task', arguments: picture });
    const { task_id } = told(submitted);
    expect(task_id, textOf(submitted)).toMatch(/^xskill:/);
    const { status, files } = told(await talk.request('tools/call', { name: 'get_task', arguments: { task_id } }));
    expect({ status, files }).toMatchObject({ status: 'completed', files: [{ media_type: 'image/png' }] });
    expect(new Set(proxy.asked)).toEqual(new Set(['api.xskill.ai:443']));
    const agents = world.requests.map(({ headers }) => headers['user-agent']);
    expect(new Set(agents)).toEqual(
      new Set([expect.stringMatching(/^seedance-mcp\/\d+\.\d+\.\d+ \(\+https:\/\/.+\)$/)]),
    );
    expect(JSON.stringify(world.requests)).not.toMatch(/proxy-authorization/i);
    expect(talk.stderr()).not.toMatch(/Warning/);
    talk.process.kill();
  });
});

describe('a submit that a proxy lets nowhere', () => {
  it.each<[string, Parameters<typeof startProxy>[0]['instead'], RegExp]>([
    [
      'refuses to connect (502)',
      502,
      /^unavailable: .*did not connect to api\.xskill\.ai \(HTTP 502\)\. The request was not sent\./,
    ],
    ['forbids the host (403)', 403, /^unavailable: .*\(HTTP 403\)\. The request was not sent\./],
    ['wants a login (407)', 407, /^unavailable: .*wants a user name and a password.*\nNext: .*user:password@host/s],
    ['hangs up', 'hang up', /^unavailable: .*through the proxy http:\/\/127\.0\.0\.1.*The request was not sent\./],
  ])('%s: certainly not sent, so that it may be sent again', async (_, instead, words) => {
    await using origin = await listen(createServer());
    await using proxy = await startProxy({ port: origin.port, instead });
    const network = networkThrough(proxy);
    let isMended = false;
    await using front = await openProxied((url, init) => (isMended ? undefined : network(url, init)));
    expect((await front.submit()).text).toMatch(words);
    expect(proxy.asked.filter((host) => host === 'api.xskill.ai:443').length).toBeLessThan(12);
    isMended = true;
    expect((await front.submit()).data).toMatchObject({ status: 'pending', duplicate: false });
  });

  it('is down: not sent either', async () => {
    const proxy = await startProxy({ port: 1 });
    await proxy[Symbol.asyncDispose]();
    const network = networkThrough(proxy);
    await using front = await openProxied((url, init) => network(url, init));
    expect((await front.submit()).text).toMatch(/ECONNREFUSED.*The request was not sent\..*\nNext: .*start the proxy/s);
  });

  it('is SOCKS, down or with another login: not sent either', async () => {
    await using socks = await startSocks({ port: 1, login: 'user:secret' });
    const post = (url: string): ReturnType<Send> =>
      networkThrough({ url })('https://service.test/', { method: 'POST' });
    const notSent = { neverSent: true, reason: 'unreachable' };
    await expect(post(socks.url.replace('secret', 'wrong'))).rejects.toMatchObject({
      ...notSent,
      message: 'the SOCKS proxy did not connect to service.test: Authentication failed',
    });
    await socks[Symbol.asyncDispose]();
    await expect(post(socks.url)).rejects.toMatchObject(notSent);
  });

  it('is asked once for a connection, although it hangs up as a dead one does', async () => {
    await using proxy = await startProxy({ port: 1, instead: 'hang up' });
    const post = networkThrough(proxy)('https://service.test/', { method: 'POST', body: '{}', alone: true });
    await expect(post).rejects.toMatchObject({ neverSent: true });
    expect(proxy.asked).toEqual(['service.test:443']);
  });

  it('keeps silent: given up as not sent, and what connects later sends nothing', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await using world = await startServices();
    let goOn = (): void => undefined;
    await using proxy = await startProxy({ port: world.port, instead: new Promise((resolve) => (goOn = resolve)) });
    const post = (network: Send): ReturnType<Send> =>
      network('https://api.xskill.ai/api/v3/tasks/query', { method: 'POST', body: '{}', alone: true });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const failed = expect(post(networkThrough(proxy))).rejects.toMatchObject({
      neverSent: true,
      message: 'no connection to api.xskill.ai within 20 s',
    });
    await vi.waitUntil(() => proxy.asked.length > 0);
    await vi.advanceTimersByTimeAsync(20_000);
    await failed;
    vi.useRealTimers();
    goOn();
    await vi.waitUntil(() => world.connections() > 0);
    expect((await post(networkThrough(proxy))).status).toBe(401);
    expect(world.requests).toHaveLength(1); // the second one: the first had its connection, and did not use it
  });
});

describe('which way a request goes', () => {
  const get = { method: 'GET' };

  it('http is forwarded, not tunnelled, where no NO_PROXY names its host', async () => {
    await using origin = await listen(createServer((_, response) => response.end('there')));
    await using proxy = await startProxy({ port: origin.port });
    expect((await networkThrough(proxy)('http://cdn.test/a', get)).status).toBe(200);
    expect(proxy.asked).toEqual(['http://cdn.test/a']);
    for (const except of ['cdn.test', '.test', '*.test', 'other, CDN.test:80', '*'])
      await expect(networkThrough(proxy, except)('http://cdn.test/a', get)).rejects.toThrow(/ENOTFOUND cdn.test/);
    expect((await networkThrough(proxy, 'cdn.test:81 dn.test')('http://cdn.test/b', get)).status).toBe(200);
    expect(proxy.asked).toHaveLength(2);
  });

  it('this machine is never asked through a proxy', async () => {
    await using origin = await listen(createServer((_, response) => response.end('here')));
    await using proxy = await startProxy({ port: 1 });
    for (const host of ['127.0.0.1', 'localhost'])
      expect((await networkThrough(proxy)(`http://${host}:${origin.port}/`, get)).status).toBe(200);
    expect(proxy.asked).toEqual([]);
  });

  it('a literal private address is refused before the proxy hears of it, after a redirect too; a name is its business', async () => {
    const inside = ['http://169.254.169.254/latest', 'http://10.0.0.8/', 'https://[fd00::1]/', 'http://localhost:1/'];
    await using origin = await listen(
      createServer(({ url = '' }, response) =>
        url === '/file' ? response.end('a file') : response.writeHead(302, { location: inside[Number(url[1])] }).end(),
      ),
    );
    await using proxy = await startProxy({ port: origin.port });
    const look = (url: string): ReturnType<Send> =>
      networkThrough(proxy)(url, { ...get, publicOnly: true, followRedirects: true });
    for (const [n, url] of inside.entries()) {
      await expect(look(url)).rejects.toMatchObject({ reason: 'private_address', neverSent: true });
      await expect(look(`http://cdn.test/${n}`)).rejects.toMatchObject({ reason: 'private_address' });
    }
    expect(proxy.asked).toEqual(inside.map((_, n) => `http://cdn.test/${n}`));
    expect((await look('http://nas.corp.test/file')).status).toBe(200);
  });

  it('a certificate that nobody knows names the setting that a company’s machine needs, and is not asked for again', async () => {
    await using world = await startServices();
    await using proxy = await startProxy({ port: world.port });
    await using front = await openProxied(networkThrough(proxy));
    const { text } = await front.submit();
    expect(text).toMatch(
      /certificate that api\.xskill\.ai shows.*The request was not sent\.\nNext: .*NODE_EXTRA_CA_CERTS/s,
    );
    expect(world.requests).toEqual([]);
  });

  it.each([
    ['socks4://127.0.0.1:1080', /HTTPS_PROXY holds a socks4 proxy; http, https and socks5 proxies can be used/],
    ['http://user:pa#ss@proxy:80', /HTTPS_PROXY holds no proxy address/],
    ['http://user:100%@proxy:80', /HTTPS_PROXY holds no proxy address/],
    ['http://', /HTTPS_PROXY holds no proxy address/],
  ])('%s is refused in words, without the password', async (text, words) => {
    const proxies = { https: { text, variable: 'HTTPS_PROXY' } };
    const network = () => createNetwork({ trustedOrigins: new Set(), proxies });
    expect(network).toThrow(words);
    expect(network).not.toThrow(/pa#ss|100%/);
  });
});

describe('doctor', () => {
  const examine = async (env: Record<string, string>) => {
    const front = await openFront({ env: { ...keys, ...env } });
    const { json } = await shell(front.app, ['doctor', '--json']);
    await front.close();
    return json.checks.filter(({ name }: { name: string }) => ['proxy', 'http', 'allowed hosts'].includes(name));
  };

  it('names the proxies in use, never what they are asked with', async () => {
    expect(await examine({})).toEqual([{ name: 'proxy', state: 'ok', message: 'none' }]);
    const env = {
      HTTPS_PROXY: 'http://user:secret@proxy.corp:3128',
      ALL_PROXY: 'socks5h://10.0.0.1',
      no_proxy: '.corp',
    };
    expect(await examine(env)).toEqual([
      {
        name: 'proxy',
        state: 'ok',
        message:
          'https through http://proxy.corp:3128 (HTTPS_PROXY), http through socks5://10.0.0.1 (ALL_PROXY); straight to .corp',
      },
    ]);
    expect(await examine({ https_proxy: 'ftp://proxy' })).toMatchObject([{ name: 'proxy', state: 'fail' }]);
  });

  it('tells what was allowed beside the usual', async () => {
    expect(await examine({ SEEDANCE_ALLOW_HOSTS: 'cdn.corp', SEEDANCE_ALLOW_HTTP: '1' })).toMatchObject([
      { name: 'proxy' },
      { name: 'allowed hosts', state: 'ok', message: expect.stringContaining('cdn.corp') },
      { name: 'http', state: 'warn' },
    ]);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** The real server in this process, whose requests go as told, on a clock that moves until there is an answer. */
async function openProxied(send: (...given: Parameters<Send>) => ReturnType<Send> | undefined) {
  const front = await openFront({ tamper: ({ url }, _, init) => send(url, init) });
  const submit = async () => {
    let answer: Answer | undefined;
    void front.call('submit_task', picture).then((given) => (answer = given));
    await vi.waitUntil(async () => {
      if (!answer) await front.clock.advance(1_000);
      return answer;
    });
    return answer as unknown as Answer;
  };
  return { submit, [Symbol.asyncDispose]: () => front.close() };
}
