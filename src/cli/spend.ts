import { parseDay } from '../core/day.ts';
import { renderAmount } from '../core/price.ts';
import { printable } from '../core/printable.ts';
import type { Grouping, Spending } from '../jobs/spent.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { printJson } from './terminal.ts';

type Options = { since?: string; by?: Grouping; json?: true };

export async function runSpend({ since, by, json }: Options, { terminal, loadApp }: Shell): Promise<number> {
  const app = await loadApp();
  const from = since === undefined ? undefined : parseDay(since, app.now(), '--since').from;
  const spending = await app.readSpending({ since: from, by });
  if (json || !terminal.stdout.isTTY) {
    const { rows, total } = spending;
    printJson(terminal, {
      since: from === undefined ? undefined : new Date(from).toISOString(),
      ...(by && { by, rows: rows.map(({ name, ...row }) => ({ [by]: name, ...row })) }),
      total,
      ...(app.rehearsal && { rehearsal: true }),
    });
  } else terminal.stdout.write(`${printable(renderSpending(spending).join('\n'))}\n`);
  return exitCodes.done.code;
}

/** A line a row, the whole last. */
export function renderSpending({ rows, total }: Spending): string[] {
  if (total.length === 0) return ['Nothing was spent.'];
  const lines = [...rows, ...total.map((whole) => ({ name: 'in all', ...whole }))].map((row) => {
    const amounts = [row.charged, row.refunded, row.held].map((amount) => renderAmount(amount, row.unit));
    return [row.name, ...amounts, `${row.tasks}`, ...notesOn(row)];
  });
  const table = [['', 'charged', 'refunded', 'held', 'tasks'], ...lines];
  const widths = [0, 1, 2, 3].map((n) => Math.max(...table.map((line) => line[n]?.length ?? 0)));
  return table.map((line) =>
    line
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function notesOn({ listed, unpriced, unit }: Spending['total'][number]): string[] {
  return [
    ...(listed > 0 ? [`${renderAmount(listed, unit)} of it by the price list`] : []),
    ...(unpriced > 0 ? [`${unpriced} without a known price`] : []),
  ];
}
