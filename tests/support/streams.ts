/** Whether a procedure answered with a stream. */
export const isStream = (answer: unknown): answer is AsyncIterator<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

/** Takes one item, or waits a moment for a stream that has none yet, and leaves. */
export async function firstOf(stream: AsyncIterator<unknown>): Promise<void> {
  const next = stream.next();
  next.catch(() => {});
  await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 50))]);
  await stream.return?.();
}
