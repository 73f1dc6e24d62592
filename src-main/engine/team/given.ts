/**
 * What some work gives away, one at a time: it goes on once the one before was taken.
 * @throws whatever the work throws
 */
export async function* given<One>(
  work: (give: (one: One) => Promise<void>) => Promise<void>,
): AsyncGenerator<One, void> {
  let offered: { one: One; taken: () => void } | null = null;
  let wake: () => void = () => {};
  let isOver = false;
  const working = work(
    (one) =>
      new Promise((taken) => {
        offered = { one, taken };
        wake();
      }),
  ).finally(() => {
    isOver = true;
    wake();
  });
  working.catch(() => {});
  const next = (): typeof offered => offered;
  while (true) {
    if (next() === null && !isOver) await new Promise<void>((resolve) => (wake = resolve));
    const now = next();
    if (now === null) break;
    offered = null;
    yield now.one;
    now.taken();
  }
  await working;
}
