/** Longer parts of a key are told apart by how they begin and end. */
const [longest, head, tail] = [26, 14, 8];

/**
 * A catalogue (src/prompt/languages/told) whose long keys are cut in the middle, because half of it is English otherwise. A key
 * that is taken for another one then stays whole.
 */
export function shortenKeys(catalogue, createTranslator) {
  const whole = new Set();
  for (;;) {
    const rows = Object.entries(catalogue).map(([key, said]) => [whole.has(key) ? key : shorten(key), said]);
    const translate = createTranslator(Object.fromEntries(rows));
    const lost = Object.entries(catalogue).filter(
      ([key, said]) => !whole.has(key) && translate(fill(key)) !== fill(said),
    );
    if (lost.length === 0) return Object.fromEntries(rows);
    for (const [key] of lost) whole.add(key);
  }
}

function shorten(key) {
  const parts = key.split(/(\{\d+\})/);
  return parts.map((part) => (part.length > longest ? `${part.slice(0, head)}…${part.slice(-tail)}` : part)).join('');
}

function fill(text) {
  return text.replace(/\{(\d+)\}/g, '$17');
}
