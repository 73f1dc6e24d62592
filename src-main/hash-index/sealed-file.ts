import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Entropy } from '../ports/entropy.ts';
import { giveBack } from './give-back.ts';
import type { SegmentFiles } from './segment-files.ts';

/**
 * A file under AES-256-GCM.
 *
 *   header   magic 8, file id 16, salt 32, plaintext length 8 (little endian)         64 bytes
 *   chunk i  ciphertext of 256 KiB of plaintext (the last: what is left), tag 16
 *   trailer  ciphertext of the number of chunks 4, tag 16
 *
 * The key of a file is HKDF-SHA-256(key, salt, file id), so the nonce, which is the chunk's number, never comes twice under
 * one key. Header and number are in the additional data of each chunk: a chunk fits into no other place and no other file,
 * and the header cannot be changed. The length in it gives away a file cut short or grown at a look.
 */
const MAGIC = Buffer.from('HLSEAL01', 'latin1');
const HEADER_BYTES = 64;
/** Encrypting this much takes a third of a millisecond, during which look-ups wait. */
const CHUNK_BYTES = 256 * 1024;
const TAG_BYTES = 16;
const TRAILER = 0xffff_ffff;
/** More than any segment: the length in a header is not trusted before it is authenticated. */
const MOST_BYTES = 2 ** 36;

export const FILE_ID_BYTES = 16;
export const FILE_KEY_BYTES = 32;

/** How a file differs from what was written. */
export type Damage = 'absent' | 'unreadable' | 'wrong-size' | 'wrong-header' | 'wrong-contents';

/**
 * Plaintext of a file, in pieces of any size; each is read before the next is requested. `length` is their total in
 * bytes.
 */
export interface Plaintext {
  length: number;
  pieces: Iterable<Uint8Array>;
}

/** Writes a file and waits until its contents are on the disk. `SegmentFiles.sync` makes its name durable. */
export async function writeSealed(
  files: SegmentFiles,
  name: string,
  fileId: Uint8Array,
  key: Uint8Array,
  { length, pieces }: Plaintext,
  entropy: Entropy,
): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.set(MAGIC);
  header.set(fileId, 8);
  header.set(entropy.bytes(32), 24);
  header.writeBigUInt64LE(BigInt(length), 56);
  const fileKey = keyOf(key, header);
  const file = await files.create(name);
  try {
    await file.append(header);
    let number = 0;
    for (const chunk of chunksOf(pieces)) {
      const sealed = encrypt(fileKey, header, number++, chunk);
      await file.append(sealed);
      giveBack(sealed);
      chunk.fill(0);
    }
    await file.append(encrypt(fileKey, header, TRAILER, countBytes(number)));
    await file.sync();
  } finally {
    fileKey.fill(0);
    await file.close();
  }
}

/** Reads a file. Every byte is authenticated before `take` sees any plaintext of its chunk. */
export async function readSealed(
  files: SegmentFiles,
  name: string,
  fileId: Uint8Array,
  key: Uint8Array,
  take: (chunk: Uint8Array) => void,
): Promise<Damage | null> {
  try {
    const file = await files.open(name);
    if (!file) return 'absent';
    let fileKey: Buffer | null = null;
    try {
      const header = Buffer.from(await file.read(0, HEADER_BYTES));
      if (header.length < HEADER_BYTES) return 'wrong-size';
      if (!header.subarray(0, 8).equals(MAGIC) || !header.subarray(8, 24).equals(fileId))
        return 'wrong-header';
      const length = header.readBigUInt64LE(56);
      if (length > MOST_BYTES || file.size !== sizeOf(Number(length))) return 'wrong-size';
      fileKey = keyOf(key, header);
      const chunks = Math.ceil(Number(length) / CHUNK_BYTES);
      // The trailer is read first, because it authenticates the header.
      const end = await file.read(file.size - TAG_BYTES - 4, TAG_BYTES + 4);
      const count = decrypt(fileKey, header, TRAILER, end);
      if (!count || Buffer.from(count).readUInt32LE() !== chunks) return 'wrong-header';
      for (let number = 0; number < chunks; number++) {
        const from = HEADER_BYTES + number * (CHUNK_BYTES + TAG_BYTES);
        const size = Math.min(CHUNK_BYTES, Number(length) - number * CHUNK_BYTES) + TAG_BYTES;
        const plain = decrypt(fileKey, header, number, await file.read(from, size));
        if (!plain) return 'wrong-contents';
        take(plain);
        plain.fill(0);
        giveBack(plain);
      }
      return null;
    } finally {
      fileKey?.fill(0);
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return 'unreadable';
    throw error;
  }
}

const sizeOf = (length: number): number =>
  HEADER_BYTES + length + (Math.ceil(length / CHUNK_BYTES) + 1) * TAG_BYTES + 4;

function keyOf(key: Uint8Array, header: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, header.subarray(24, 56), header.subarray(8, 24), 32));
}

function countBytes(count: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(count);
  return bytes;
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32LE(number);
  return nonce;
}

function additional(header: Buffer, number: number): Buffer {
  return Buffer.concat([header, countBytes(number)]);
}

function encrypt(key: Buffer, header: Buffer, number: number, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number));
  cipher.setAAD(additional(header, number));
  const sealed = new Uint8Array(plain.length + TAG_BYTES);
  const text = cipher.update(plain);
  sealed.set(text);
  giveBack(text);
  cipher.final();
  sealed.set(cipher.getAuthTag(), plain.length);
  return sealed;
}

function decrypt(key: Buffer, header: Buffer, number: number, sealed: Uint8Array): Buffer | null {
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
  decipher.setAAD(additional(header, number));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return null;
  }
}

/** Splits the same bytes into pieces of one chunk, in a buffer that is reused. */
function* chunksOf(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  for (const piece of pieces) {
    let from = 0;
    while (from < piece.length) {
      const part = piece.subarray(from, from + CHUNK_BYTES - filled);
      chunk.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < CHUNK_BYTES) continue;
      yield chunk;
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
  chunk.fill(0);
}
