import * as z from 'zod';
import { defineTool } from './tool.ts';

const Balance = z.object({
  backend: z.string(),
  /** Whether there is a key. */
  configured: z.boolean(),
  balance: z.number().optional(),
  unit: z.string().optional(),
  note: z.string().optional(),
  dashboard_url: z.string(),
});

export const getBalance = defineTool({
  name: 'get_balance',
  command: 'balance',
  title: 'Show balances',
  description:
    'What is left on each service, in its own unit (xskill: 400 points = $1), and which services have a key. Pixazo has no balance call: see its dashboard. Free.',
  effect: 'reads',
  input: z.strictObject({}),
  output: z.object({ balances: z.array(Balance), rehearsal: z.boolean().optional() }),
  run: async (_, app, { signal }) => ({
    balances: (await app.balances(signal)).map(({ dashboardUrl, ...balance }) => ({
      ...balance,
      dashboard_url: dashboardUrl,
    })),
    ...(app.rehearsal && { rehearsal: true }),
  }),
});
