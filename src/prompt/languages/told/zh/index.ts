import answers from './answers.json' with { type: 'json' };
import checks from './checks.json' with { type: 'json' };
import files from './files.json' with { type: 'json' };
import film from './film.json' with { type: 'json' };
import productions from './productions.json' with { type: 'json' };
import rules from './rules.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

/** What tools tell, in Chinese. */
export const catalogue = { ...rules, ...film, ...checks, ...files, ...answers, ...productions, ...words };
