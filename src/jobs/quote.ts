import type { Model } from '../backends/backend.ts';
import type { Service } from '../backends/service.ts';
import type { Price } from '../core/price.ts';

/** The live price where the service publishes one, else the listed one, else unknown with the reason. */
export async function quote({ client }: Service, model: Model, input: Record<string, unknown>): Promise<Price> {
  const listed = model.listedPrice(input);
  const live = await client.quote?.(model, input).catch(() => undefined);
  return live?.amount !== undefined || (live && listed.amount === undefined) ? live : listed;
}
