type Parameters = ReadonlyMap<string, string>;

/** Signed at a time, for so many seconds: S3, Google, Volcengine TOS, Alibaba OSS (docs/networks.md, Signed links). */
const datedPrefixes = ['x-amz', 'x-goog', 'x-tos', 'x-oss'];

/** How else a link says until when it is good, in milliseconds. */
const expiries: readonly ((parameters: Parameters) => number | undefined)[] = [
  ...datedPrefixes.map((prefix) => (parameters: Parameters) => {
    const signedAt = parseBasicDate(parameters.get(`${prefix}-date`));
    const seconds = parseWhole(parameters.get(`${prefix}-expires`));
    return signedAt !== undefined && seconds !== undefined ? signedAt + seconds * 1000 : undefined;
  }),
  // S3, CloudFront, Google and OSS in their older forms.
  (parameters) => (isSigned(parameters) ? parseSeconds(parameters.get('expires')) : undefined),
  // ByteDance's own picture and film hosts.
  (parameters) => (parameters.has('x-signature') ? parseSeconds(parameters.get('x-expires')) : undefined),
  // Qiniu.
  (parameters) => (parameters.has('token') ? parseSeconds(parameters.get('e')) : undefined),
  // Azure.
  (parameters) => (isSigned(parameters) ? parseDate(parameters.get('se')) : undefined),
  // Tencent COS: start;end.
  (parameters) => parseSeconds(parameters.get('q-sign-time')?.split(';')[1]),
  // Discord, in hexadecimal.
  (parameters) => (parameters.has('hm') ? parseSeconds(parameters.get('ex'), 16) : undefined),
];

/** Until when a signed link is good, by what stands in it; undefined where it does not say. */
export function findExpiry({ searchParams }: URL): number | undefined {
  const parameters = new Map([...searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  for (const expiry of expiries) {
    const at = expiry(parameters);
    if (at !== undefined) return at;
  }
  return undefined;
}

const words =
  /\b(request|signature|token|link|url|policy|credentials?)\b[^.<]{0,40}\bexpired|expiredtoken|not valid in the specified time frame/i;

/** A site's page, or what speaks of a visitor: it may be this network's own login that has expired. */
const speaksOfVisitor = /<html|<!doctype html|session|log ?in/i;
const briefWords = /\bexpired\b|"exp\\?" claim|过期|失效/i;

/** Whether an error answer says that the time of the link is over, in the words of S3, OSS, TOS, Google, Azure or a smaller host. */
export function saysExpired(answer: string): boolean {
  return words.test(answer) || (!speaksOfVisitor.test(answer) && briefWords.test(answer));
}

function isSigned(parameters: Parameters): boolean {
  return [...parameters.keys()].some((name) => /^(sig|.*signature|key-pair-id|policy|hmac|token)$/.test(name));
}

/** `20261125T120000Z`. */
function parseBasicDate(text = ''): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return year ? parseDate(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : undefined;
}

function parseDate(text = ''): number | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function parseSeconds(text = '', radix = 10): number | undefined {
  const seconds = radix === 16 && /^[\da-f]{8}$/i.test(text) ? Number.parseInt(text, 16) : parseWhole(text);
  return seconds === undefined ? undefined : seconds * 1000;
}

function parseWhole(text = ''): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
