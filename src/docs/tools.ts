import { tools } from '../tools/index.ts';
import { renderFields } from './schema.ts';
import { code } from './table.ts';

/** Every MCP tool with what it takes, in the words that an agent reads. */
export function renderTools(): string {
  return tools
    .map(({ name, description, input }) => {
      const fields = Object.keys(input.shape).length > 0 ? renderFields(input, 'Field') : 'It takes nothing.';
      return `### ${code(name)}\n\n${description}\n\n${fields}`;
    })
    .join('\n\n');
}
