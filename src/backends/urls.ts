/** The http(s) URLs in a value of any shape that services use: a string, `{url}`, or a list of either. */
export function urlsIn(value: unknown): string[] {
  if (typeof value === 'string') return isWebUrl(value) ? [inAscii(value)] : [];
  if (Array.isArray(value)) return value.slice(0, 100).flatMap((item) => (Array.isArray(item) ? [] : urlsIn(item)));
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string'
    ? urlsIn(value.url)
    : [];
}

/** A property of a value that may be anything. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

/** No browser, and no service, makes a longer one. */
const longestUrl = 4096;

function isWebUrl(text: string): boolean {
  return text.length <= longestUrl && /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}

/** A URL reaches shells and models: what is not a visible ASCII character in it is written in its encoding. */
function inAscii(url: string): string {
  return /^[\x21-\x7e]+$/.test(url) ? url : new URL(url).href;
}

/** Where a result may carry the picture that the next shot can start from. Ark, behind both services, calls it last_frame_url; neither documents it. */
export function lastFrameIn(data: unknown): { lastFrameUrl?: string } {
  const places = [['result', 'output'], ['result'], ['output'], ['content'], []];
  const [lastFrameUrl] = places.flatMap((place) => urlsIn(at(data, ...place, 'last_frame_url')));
  return lastFrameUrl === undefined ? {} : { lastFrameUrl };
}
