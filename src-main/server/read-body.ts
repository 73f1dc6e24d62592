import type { IncomingMessage } from 'node:http';

/** How much of an oversize body is read and discarded, so that its sender gets to read the answer. */
const MAXIMUM_DRAIN_BYTES = 4 * 1024 * 1024;

/** Reads a request's body; null where it is longer than `maximum`. Rejects where the sender hangs up. */
export async function readBody(request: IncomingMessage, maximum: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAXIMUM_DRAIN_BYTES) return null;
    if (size <= maximum) chunks.push(chunk);
  }
  return size > maximum ? null : new Uint8Array(Buffer.concat(chunks));
}
