import { countMembers, shapeOf } from '../../shared/domain/json-shape.ts';

/** Far deeper than any message of the exchange. */
const DEEPEST = 16;

/**
 * Parses UTF-8 JSON from outside. Null where it is not JSON, or JSON that two readers may read differently: with a byte
 * order mark (RFC 8259, section 8.1), with a member repeated in one object (section 4), or with one that reaches a
 * prototype. No schema of the exchange accepts null.
 */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const { depth, colons } = shapeOf(text);
    if (depth > DEEPEST) return null;
    const value: unknown = JSON.parse(text);
    return countMembers(value) === colons ? value : null;
  } catch {
    return null;
  }
}

/** The protected header of a JWS, from its base64url. RFC 7515, section 4, forbids repeated members. */
export const parseJwsHeader = (encoded: string): unknown => parseJsonBytes(Buffer.from(encoded, 'base64url'));
