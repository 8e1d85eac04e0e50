import { renderCommands, renderExitCodes } from './commands.ts';
import { renderErrors, renderImageSizes, renderLimits, renderRehearsalWords } from './facts.ts';
import { renderModels } from './models.ts';
import { renderRules } from './rules.ts';
import { renderGenres, renderGlossary } from './terms.ts';
import { renderTools } from './tools.ts';

/** What in reference.md is written from the code, by the name in its `<!-- begin name -->` and `<!-- end name -->`. */
export const sections: Readonly<Record<string, () => string>> = {
  genres: renderGenres,
  glossary: renderGlossary,
  'image-sizes': renderImageSizes,
  limits: renderLimits,
  tools: renderTools,
  commands: renderCommands,
  'exit-codes': renderExitCodes,
  models: renderModels,
  errors: renderErrors,
  rules: renderRules,
  rehearsal: renderRehearsalWords,
};

const section = /<!-- begin ([\w-]+) -->[\s\S]*?<!-- end \1 -->/g;

/** The same page with every generated section as the code has it today. Throws when a section is missing or unknown. */
export function fillReference(page: string): string {
  const missing = new Set(Object.keys(sections));
  const filled = page.replace(section, (_, name: string) => {
    const render = sections[name];
    if (!render) throw new Error(`Nothing in the code writes the section "${name}".`);
    missing.delete(name);
    return `<!-- begin ${name} -->\n\n${render()}\n\n<!-- end ${name} -->`;
  });
  if (missing.size > 0) throw new Error(`The page has no place for ${[...missing].join(', ')}.`);
  return filled;
}
