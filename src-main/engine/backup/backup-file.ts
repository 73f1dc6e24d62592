import { createHash } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { Digest } from '../../../shared/domain/referral.ts';
import { Instant } from '../../../shared/domain/report.ts';
import { concat, fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';

/*
 * A backup (`hashline-backup/1`) is an age file (age-encryption.org/v1, binary) followed by a statement of 1,024 bytes. What
 * the age file encrypts is one line of JSON, the contents, and then the bytes of the files it names, in their order. The
 * statement is JSON filled up with spaces and ended by a line feed; the workstation signed it, so that anybody can tell a
 * whole and unchanged backup without being able to read it. `head -c -1024 F | age -d -i KEY` reads one without Hashline.
 */

/** A file of the vault in a backup. */
const Content = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  bytes: z.int().nonnegative(),
});

/** What a backup holds: the first line of what is encrypted. */
export const Contents = z.strictObject({
  format: z.literal('hashline-backup/1'),
  device: DeviceId,
  at: Instant,
  /** Entries of the ledger, and the RFC 6962 root over them, base64. */
  entries: z.int().nonnegative(),
  root: z.string(),
  files: z.array(Content).min(1).max(10),
});
export type Contents = z.infer<typeof Contents>;

/** What a backup says of itself in plain text. */
export const Statement = z.strictObject({
  format: z.literal('hashline-backup/1'),
  device: DeviceId,
  /** Of the workstation, raw Ed25519, base64: compare it with one you got another way. */
  publicKey: z.string(),
  at: Instant,
  entries: z.int().nonnegative(),
  root: z.string(),
  /** The size of the age file, and its SHA-256. */
  bytes: z.int().positive(),
  sha256: Digest,
  sig: z.string(),
});
export type Statement = z.infer<typeof Statement>;

export const STATEMENT_BYTES = 1024;
const LONGEST_CONTENTS = 64 * 1024;

const signed = (statement: Omit<Statement, 'sig'>): Uint8Array =>
  utf8(`hashline-backup/1\n${canonicalText(statement)}`);

/** Thrown where a file is no backup, or not a whole one. */
export class NoBackup extends Error {}

/** The pieces of a backup, in their order. */
export async function* writeBackup(
  contents: Contents,
  files: Iterable<AsyncIterable<Uint8Array>>,
  recipients: readonly string[],
  key: Pick<SigningKey, 'sign' | 'publicKeyText'>,
): AsyncGenerator<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const plain = streamOf(plainOf(contents, files));
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of await encrypter.encrypt(plain)) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  const { files: _, ...said } = contents;
  const statement = { ...said, publicKey: key.publicKeyText, bytes, sha256: hash.digest('hex') };
  const text = canonicalText({ ...statement, sig: toBase64(key.sign(signed(statement))) });
  yield utf8(`${text.padEnd(STATEMENT_BYTES - 1)}\n`);
}

async function* plainOf(
  contents: Contents,
  files: Iterable<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array> {
  yield utf8(`${canonicalText(contents)}\n`);
  let place = 0;
  for (const file of files) {
    const said = contents.files[place]?.bytes ?? 0;
    let bytes = 0;
    for await (const piece of file) {
      bytes += piece.length;
      yield piece;
    }
    if (bytes !== said) throw new Error(`a file of the backup has ${bytes} bytes and not ${said}`);
    place += 1;
  }
}

/**
 * Reads the statement at the end of a backup.
 * @param end the last 1,024 bytes of the file
 * @throws NoBackup where there is none, or its signature does not fit
 */
export function readStatement(end: Uint8Array): Statement {
  const parsed = Statement.safeParse(json(new TextDecoder().decode(end)));
  if (end.length !== STATEMENT_BYTES || !parsed.success)
    throw new NoBackup('this is no backup, or its end is missing');
  const { sig, ...statement } = parsed.data;
  const [key, signature] = [fromBase64(statement.publicKey), fromBase64(sig)];
  const fits = key && signature && nodeLedgerCrypto.verifyEd25519(key, signed(statement), signature);
  if (!fits) throw new NoBackup('the signature of this backup does not fit');
  return parsed.data;
}

/**
 * Compares a backup with its statement.
 * @param age the bytes of the age file
 * @returns what is wrong; null where it is whole and unchanged
 */
export async function compareWithStatement(
  age: AsyncIterable<Uint8Array>,
  { bytes, sha256 }: Statement,
): Promise<string | null> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const piece of age) {
    hash.update(piece);
    read += piece.length;
  }
  if (read !== bytes) return `it has ${read} bytes and was made with ${bytes}`;
  return hash.digest('hex') === sha256 ? null : 'its bytes are not those it was made with';
}

/** A backup that was opened: its contents, and then the bytes of all its files. */
export interface OpenedBackup {
  contents: Contents;
  /** The bytes of the file at this place; to be read in order, each to its end. */
  file(place: number): AsyncGenerator<Uint8Array>;
}

/**
 * Decrypts a backup.
 * @param identity an age identity
 * @returns null where it was not encrypted to this identity
 * @throws NoBackup where it is damaged or holds something else
 */
export async function openBackup(
  age: ReadableStream<Uint8Array>,
  identity: string,
): Promise<OpenedBackup | null> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(age);
  } catch (error) {
    if (error instanceof Error && /no identity matched/i.test(error.message)) return null;
    throw new NoBackup('the beginning of this backup is damaged');
  }
  const reader = new Bytes(plain.getReader());
  const line = await reader.line(LONGEST_CONTENTS);
  const contents = Contents.safeParse(json(new TextDecoder().decode(line)));
  if (!contents.success) throw new NoBackup('this backup has other contents than Hashline writes');
  const { files } = contents.data;
  return {
    contents: contents.data,
    async *file(place) {
      yield* reader.take(files[place]?.bytes ?? 0);
      if (place === files.length - 1) await reader.end();
    },
  };
}

/** A stream that is read as fast as it is taken; who cancels it ends its source. */
export const streamOf = (pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });

/** The bytes of a stream, by number. */
class Bytes {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader;
  }

  async line(atMost: number): Promise<Uint8Array> {
    for (;;) {
      const end = this.#rest.indexOf(0x0a);
      if (end >= 0) {
        const line = this.#rest.subarray(0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      const next = await this.#read();
      if (next === null || this.#rest.length > atMost) throw new NoBackup('this backup has no contents');
      this.#rest = concat(this.#rest, next);
    }
  }

  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      const piece = this.#rest.length > 0 ? this.#rest : await this.#read();
      if (piece === null) throw new NoBackup('this backup ends too early');
      const taken = piece.subarray(0, left);
      this.#rest = piece.subarray(taken.length);
      left -= taken.length;
      yield taken;
    }
  }

  async end(): Promise<void> {
    if (this.#rest.length > 0 || (await this.#read()) !== null)
      throw new NoBackup('this backup goes on behind its files');
  }

  async #read(): Promise<Uint8Array | null> {
    try {
      const { value } = await this.#reader.read();
      return value ?? null;
    } catch {
      // The age format authenticates every 64 KiB.
      throw new NoBackup('this backup is damaged');
    }
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
