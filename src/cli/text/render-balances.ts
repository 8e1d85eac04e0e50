import type * as z from 'zod';
import { installation } from '../../core/installation.ts';
import { renderAmount } from '../../core/price.ts';
import type { getBalance } from '../../tools/get-balance.ts';
import { toUser } from '../shell-words.ts';
import { entry, type View } from './view.ts';

const labelColumns = 9;

/** A line for each service. */
export function renderBalances({ balances }: z.output<typeof getBalance.output>, view: View): string[] {
  return balances.flatMap(({ backend, balance, unit = '', note, configured }) => {
    const amount = balance === undefined ? undefined : renderAmount(balance, unit);
    return [
      ...entry(
        view.paint('strong', backend),
        [amount, note && toUser(note)].filter(Boolean).join(', '),
        labelColumns,
        view,
      ),
      ...(configured ? [] : [`To save a key: ${installation.command} auth ${backend}`]),
    ];
  });
}
