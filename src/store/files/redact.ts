/**
 * An intent's line without its words, byte for byte as long. Only characters inside quoted values change and every
 * escape stays one, so a line that is half old and half new (a crash, a reader in between) is still the same event.
 */
export function redactIntent(line: string): string {
  const path: string[] = [];
  let key = '';
  return line.replace(token, (found, text: string | undefined, colon: string) => {
    if (text === undefined) {
      if (found === '{' || found === '[') path.push(key);
      else key = path.pop() ?? '';
      return found;
    }
    if (colon) key = text;
    return colon || !holdsWords(path, key) ? found : `"${redactText(text)}"`;
  });
}

/** A quoted text, with the colon after it when it is a name; or a bracket. */
const token = /"((?:[^"\\]|\\.)*)"(:?)|[{}[\]]/g;

/** Ratio and duration under `asked` stay: the finished file is held against them. */
function holdsWords([, field]: readonly string[], key: string): boolean {
  return field === 'parameters' || (field === 'asked' && (key === 'prompt' || key === 'url'));
}

/** Letters become blanks of the same length in UTF-8; `\n` and `\u1234` stay escapes of the same form. */
function redactText(text: string): string {
  return text.replace(/\\u[0-9a-f]{4}|\\.|[^"]/giu, (letter) => {
    if (letter.startsWith('\\u')) return '\\u0020';
    return letter.startsWith('\\') ? '\\t' : ' '.repeat(Buffer.byteLength(letter));
  });
}
