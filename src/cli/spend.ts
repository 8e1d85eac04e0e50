import widthOf from 'fast-string-width';
import { parseDay } from '../core/day.ts';
import { renderAmount } from '../core/price.ts';
import { printable } from '../core/printable.ts';
import type { Grouping, Spending } from '../jobs/spent.ts';
import { exitCodes } from './exit-codes.ts';
import { rehearsalWords } from './outcome.ts';
import type { Shell } from './shell.ts';
import { printJson, printText } from './terminal.ts';
import { columnsOf, flow, fold, pad } from './text/view.ts';

type Options = { since?: string; by?: Grouping };

export async function runSpend({ since, by }: Options, { terminal, format, loadApp }: Shell): Promise<number> {
  const app = await loadApp();
  const from = since === undefined ? undefined : parseDay(since, app.now(), '--since').from;
  const spending = await app.readSpending({ since: from, by });
  if (format === 'json') {
    const { rows, total } = spending;
    printJson(terminal, {
      since: from === undefined ? undefined : new Date(from).toISOString(),
      ...(by && { by, rows: rows.map(({ name, ...row }) => ({ [by]: name, ...row })) }),
      total,
      ...(app.rehearsal && { rehearsal: true }),
    });
  } else {
    const columns = columnsOf(terminal.stdout);
    const mode = app.rehearsal ? fold(rehearsalWords, { columns }) : [];
    printText(terminal, [...renderSpending(spending, columns).map(printable), ...mode]);
  }
  return exitCodes.done.code;
}

/** A line a row, the whole last; a few lines a row where a table is too wide. */
function renderSpending({ rows, total }: Spending, columns: number): string[] {
  if (total.length === 0) return ['Nothing was spent.'];
  const lines = [...rows, ...total.map((whole) => ({ name: 'in all', ...whole }))].map((row) => {
    const amounts = [row.charged, row.refunded, row.held].map((amount) => renderAmount(amount, row.unit));
    return [row.name, ...amounts, `${row.tasks}`, ...notesOn(row)];
  });
  const heads = ['', 'charged', 'refunded', 'held', 'tasks'];
  const table = [heads, ...lines];
  const widths = [0, 1, 2, 3].map((n) => Math.max(...table.map((line) => widthOf(line[n] ?? ''))));
  const laidOut = table.map((line) =>
    line
      .map((cell, n) => pad(cell, widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (laidOut.every((line) => widthOf(line) <= columns)) return laidOut;
  return lines.flatMap(([name = '', ...cells]) => [
    name,
    ...flow(
      cells.map((cell, n) => `${heads[n + 1] ?? ''} ${cell}`.trim()),
      { columns },
      '  ',
    ),
  ]);
}

function notesOn({ listed, unpriced, unit }: Spending['total'][number]): string[] {
  return [
    ...(listed > 0 ? [`${renderAmount(listed, unit)} of it by the price list`] : []),
    ...(unpriced > 0 ? [`${unpriced} without a known price`] : []),
  ];
}
