type Catalogue = Readonly<Record<string, string>>;

export function shortenKeys(
  catalogue: Catalogue,
  createTranslator: (catalogue: Catalogue) => (text: string) => string,
): Catalogue;
