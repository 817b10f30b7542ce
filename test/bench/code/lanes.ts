/** Works on all items in their order, on at most `lanes` of them at once. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [at, item] of left) await work(item, at);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
