/** A web address as everybody spells it: the host in small letters, no default port, no `/./`, nothing needlessly escaped. Any other text as it is. */
export function canonicalUrl(text: string): string {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = ''; // never sent
  if (url.search === '') url.search = ''; // takes a lone `?` away
  const isBare = url.pathname === '/' && url.search === '';
  return (isBare ? url.href.slice(0, -1) : url.href).replace(/%[0-9a-f]{2}/gi, plainWhereFree);
}

/** RFC 3986, 2.3: these characters mean the same escaped and plain. */
function plainWhereFree(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
}
