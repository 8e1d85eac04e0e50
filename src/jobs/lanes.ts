/** Works through items, so many at a time. Results stand in the order of the items. */
export async function inLanes<Item, Result>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item, n: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [n, item] of waiting) results[n] = await work(item, n);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
