import { ORPCError } from '@orpc/client';

/** The failure of a call as a whole value. A call that succeeds, or fails in another way, is thrown as an error. */
export async function failureOf(call: PromiseLike<unknown>): Promise<{ code: string; data: unknown }> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof ORPCError) return { code: error.code, data: error.data };
    throw error;
  }
  throw new Error(`the call succeeded: ${JSON.stringify(answer)}`);
}
