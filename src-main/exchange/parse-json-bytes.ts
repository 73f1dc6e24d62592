/** Parses UTF-8 JSON from outside; null where it is not JSON, which no schema of the exchange accepts. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
