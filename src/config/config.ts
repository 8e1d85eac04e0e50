import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, parse, relative, resolve } from 'node:path';
import envPaths from 'env-paths';
import { canonicalUrl } from '../core/canonical-url.ts';
import { decodeText } from '../core/decode-text.ts';
import { AppError } from '../core/errors.ts';
import { readFileOfSync } from '../core/regular-file.ts';
import type { ProxySetting, ProxySettings } from '../net/proxies.ts';
import { cleanKey, isPlaceholder, longestKey } from './keys.ts';

/** What a backend declares of its key and address, as far as configuration is concerned. */
type Service = { id: string; baseUrl: string; baseUrlEnv: string; credential: { env: string; homeFile?: string } };

export type Key = { value: string; source: string };

/** Everything that the environment and the key files say. Keys and addresses are read when asked for, so that a newly saved key works at once. */
export type Config = Readonly<{
  rehearsal: boolean;
  logLevel: string;
  /** No bar and no colours: asked for by NO_COLOR, CI or a dumb terminal. */
  plainOutput: boolean;
  /** Where the record is kept. */
  home: string;
  userHome: string;
  /** Folder for finished files, when the user chose one. */
  outputDirectory: string | undefined;
  /** Folders whose images may be uploaded, beside the client's own roots. */
  mediaRoots: readonly string[];
  /** Folders that agents may save to, beside the client's own roots and the folder for finished files. */
  outputRoots: readonly string[];
  /** Where the server was started: a project, unless it is the home folder or holds it. */
  startFolder: string | undefined;
  /** SEEDANCE_STORE as written, where it is: a record that cannot be used is never left for another. */
  store: string | undefined;
  /** Who this is to others with the same record; user@host when left out. */
  user: string | undefined;
  /** SEEDANCE_PROJECT: what tasks are made for, where it is not the folder that the client has open. */
  project: string | undefined;
  /** SEEDANCE_DAILY_CAP as written. */
  dailyCap: string | undefined;
  /** SEEDANCE_FFMPEG, and the environment in which ffmpeg is looked for. It is run without the keys. */
  ffmpeg: { path: string | undefined; env: Record<string, string | undefined> };
  /** SEEDANCE_CONCURRENCY as written: how many steps of productions a service is given at once. */
  concurrency: string | undefined;
  /** SEEDANCE_RATE as written: how many requests a second a service is sent. */
  rate: string | undefined;
  /** What requests go through instead of straight to their host. */
  proxies: ProxySettings;
  /** Hosts whose files may be fetched from whatever address they have. */
  allowHosts: readonly string[];
  /** Keys may go to an http:// address that is not this machine. */
  allowHttp: boolean;
  baseUrlOf(service: Service): string;
  keyFileOf(service: Service): string;
  keyOf(service: Service): Key | undefined;
  /** Whether the key is the client's own template, `${NAME}`, or the sample of the documentation. */
  isKeyUnfilled(service: Service): boolean;
}>;

type Sources = { env?: NodeJS.ProcessEnv; userHome?: string; workingFolder?(): string };

/** The only reader of the environment and of key files. */
export function createConfig({
  env = process.env,
  userHome = homedir(),
  workingFolder = process.cwd,
}: Sources = {}): Config {
  const setting = (name: string): string | undefined => {
    const value = withoutQuotes(env[name]?.trim() ?? '');
    return value === '' || isPlaceholder(value) ? undefined : value;
  };
  const isOn = (name: string): boolean => ['1', 'true', 'yes', 'on'].includes(setting(name)?.toLowerCase() ?? '');
  // From the home folder: a client may start the server anywhere.
  const pathOf = (name: string): string | undefined => {
    const value = setting(name);
    return value && resolve(userHome, expandHome(value, userHome));
  };
  const folders = (name: string): string[] =>
    (setting(name) ?? '')
      .split(delimiter)
      .map((path) => expandHome(path, userHome))
      .filter(isAbsolute) // wherever a client starts the server, that must not open a folder
      .map((path) => resolve(path));
  const project = [setting('CLAUDE_PROJECT_DIR') ?? ''].filter(isAbsolute).map((path) => resolve(path));
  const home = pathOf('SEEDANCE_HOME') ?? envPaths('seedance-mcp', { suffix: '' }).data;
  const keyFileOf = ({ id, credential }: Service): string =>
    credential.homeFile ? join(userHome, credential.homeFile) : join(home, 'keys', id);

  return Object.freeze({
    rehearsal: isOn('SEEDANCE_REHEARSAL'),
    logLevel: logLevel(setting('SEEDANCE_LOG_LEVEL')),
    plainOutput: Boolean(setting('NO_COLOR') || setting('CI')) || setting('TERM') === 'dumb',
    home,
    userHome,
    outputDirectory: pathOf('SEEDANCE_OUTPUT_DIR'),
    mediaRoots: [project, folders('SEEDANCE_MEDIA_ROOTS')].flat(),
    outputRoots: [project, folders('SEEDANCE_OUTPUT_ROOTS')].flat(),
    startFolder: findStartFolder(workingFolder, userHome),
    store: withoutQuotes(env.SEEDANCE_STORE?.trim() ?? '') || undefined,
    user: setting('SEEDANCE_USER'),
    project: setting('SEEDANCE_PROJECT'),
    dailyCap: setting('SEEDANCE_DAILY_CAP'),
    ffmpeg: { path: pathOf('SEEDANCE_FFMPEG'), env },
    concurrency: setting('SEEDANCE_CONCURRENCY'),
    rate: setting('SEEDANCE_RATE'),
    proxies: {
      http: firstOf(setting, ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']),
      https: firstOf(setting, ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']),
      noProxy: firstOf(setting, ['no_proxy', 'NO_PROXY'])?.text,
    },
    allowHosts: (setting('SEEDANCE_ALLOW_HOSTS') ?? '')
      .toLowerCase()
      .split(/[,\s]+/)
      .filter(Boolean),
    allowHttp: isOn('SEEDANCE_ALLOW_HTTP'),
    baseUrlOf: ({ baseUrl, baseUrlEnv }) => checkedBaseUrl(setting(baseUrlEnv) ?? baseUrl, baseUrlEnv),
    keyFileOf,
    isKeyUnfilled: ({ credential }) => isPlaceholder(cleanKey((env[credential.env] ?? '').slice(0, longestKey))),
    keyOf: (service) => {
      const file = keyFileOf(service);
      const fromEnv = findKey(env[service.credential.env]);
      if (fromEnv) return { value: fromEnv, source: service.credential.env };
      const fromFile = findKey(readFirstLine(file));
      return fromFile === undefined ? undefined : { value: fromFile, source: file };
    },
  });
}

function findStartFolder(workingFolder: () => string, userHome: string): string | undefined {
  try {
    const folder = workingFolder();
    const homeFromThere = relative(folder, userHome);
    const holdsHome = !homeFromThere.startsWith('..') && !isAbsolute(homeFromThere);
    return holdsHome || parse(folder).root === folder ? undefined : folder;
  } catch {
    return undefined; // it was removed in between
  }
}

/** `set NAME="value"` of Windows and many an .env file leave the quotes in the value. */
function withoutQuotes(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2').trim();
}

function firstOf(setting: (name: string) => string | undefined, variables: string[]): ProxySetting | undefined {
  for (const variable of variables) {
    const text = setting(variable);
    if (text) return { text, variable };
  }
  return undefined;
}

/** `~` as a shell would read it; a client hands it on as it is. */
export function expandHome(path: string, userHome: string): string {
  return path.replace(/^~(?=$|[\\/])/, () => userHome);
}

function findKey(text = ''): string | undefined {
  const key = text.length > longestKey ? '' : cleanKey(text);
  return key === '' || isPlaceholder(key) ? undefined : key;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function logLevel(asked: string | undefined): string {
  return asked && logLevels.includes(asked.toLowerCase()) ? asked.toLowerCase() : 'warn';
}

/** In one spelling: tasks, duplicates and caps go by it. */
function checkedBaseUrl(text: string, variable: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  const isPlain = url && url.username + url.password + url.search + url.hash === '';
  if (isWeb && isPlain) return canonicalUrl(url.origin + url.pathname).replace(/\/+$/, '');
  throw new AppError('invalid_input', `${variable} is not an http(s) address without a password or a query in it.`, {
    nextStep: `Correct ${variable} in the client's configuration, or remove it to use the service's own address.`,
  });
}

const largestKeyFileBytes = 64 * 1024;

function readFirstLine(file: string): string | undefined {
  try {
    return decodeText(readFileOfSync(file, largestKeyFileBytes)).trimStart().split('\n', 1)[0];
  } catch {
    return undefined;
  }
}
