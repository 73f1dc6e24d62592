import { hash } from 'node:crypto';

/**
 * SHA-256 of bytes, or of a text in UTF-8. Node gives a digest as Latin-1 text in a third of the time that its buffer
 * takes, which rows by the million are made of.
 */
export function sha256(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  const text = hash('sha256', data, 'binary');
  const digest = new Uint8Array(32);
  for (let at = 0; at < 32; at++) digest[at] = text.charCodeAt(at);
  return digest;
}
