import { createHash, createPrivateKey, sign as signWith } from 'node:crypto';
import { signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';

/** One signature at an edge of Ed25519, by which part of it is odd. */
export interface Edge {
  name: string;
  key: Buffer;
  message: Buffer;
  signature: Buffer;
  /** Whether every verifier must take it. */
  holds: boolean;
}

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const FIELD = 2n ** 255n - 19n;
const SEED = Buffer.alloc(32, 5);
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const toBytes = (number: bigint): Buffer =>
  Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse();
const toNumber = (bytes: Buffer): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const sha512 = (...parts: Buffer[]): Buffer => createHash('sha512').update(Buffer.concat(parts)).digest();
const challenge = (r: Buffer, key: Buffer, message: Buffer): bigint =>
  toNumber(sha512(r, key, message)) % ORDER;

/** The secret scalar of `SEED` (RFC 8032, 5.1.5). */
const SCALAR = (() => {
  const bytes = sha512(SEED).subarray(0, 32);
  bytes[0]! &= 0xf8;
  bytes[31] = (bytes[31]! & 0x7f) | 0x40;
  return toNumber(bytes) % ORDER;
})();
const KEY = Buffer.from(signingKeyFrom(SEED).publicKey);

const SMALL_Y = {
  'the neutral point': 1n,
  'order 2': FIELD - 1n,
  'order 4': 0n,
  'order 8': toNumber(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex')),
  'order 8, the other': toNumber(
    Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex'),
  ),
};

/** Every encoding of a point of small order, also the ones that are not canonical: y at or above the field, and either sign. */
export const SMALL_ORDER_ENCODINGS: readonly (readonly [string, Buffer])[] = Object.entries(SMALL_Y).flatMap(
  ([name, y]) =>
    [y, y + FIELD]
      .filter((number) => number < 2n ** 255n)
      .flatMap((number) => [
        [`${name}${number === y ? '' : ', not reduced'}`, toBytes(number)] as const,
        [`${name}${number === y ? '' : ', not reduced'}, signed`, toBytes(number | (1n << 255n))] as const,
      ]),
);

/** A message for which `fits`, so that a signature with an odd point satisfies the equation that libraries check. */
function messageFor(fits: (message: Buffer) => boolean): Buffer {
  for (let tried = 0; tried < 10_000; tried++) {
    const message = Buffer.from(`edge ${tried}`);
    if (fits(message)) return message;
  }
  throw new Error('no message fits');
}

const honest = (message: Buffer): Buffer =>
  signWith(
    null,
    message,
    createPrivateKey({ key: Buffer.concat([PKCS8, SEED]), format: 'der', type: 'pkcs8' }),
  );

/** Signatures that libraries differ about, and some that all accept: every outside verifier must reach the same verdict. */
export function ed25519Edges(): Edge[] {
  const message = Buffer.from('an honest message');
  const good = honest(message);
  const [r, s] = [good.subarray(0, 32), good.subarray(32)];
  const edge = (name: string, key: Buffer, said: Buffer, signature: Buffer, holds = false): Edge => ({
    name,
    key,
    message: said,
    signature,
    holds,
  });
  // [S]B = R + [k]A, where [k]A is the neutral point because k is a multiple of 8.
  const smallKeys = SMALL_ORDER_ENCODINGS.map(([name, key]) => {
    const chosen = messageFor((one) => challenge(KEY, key, one) % 8n === 0n);
    return edge(`a key of small order: ${name}`, key, chosen, Buffer.concat([KEY, toBytes(SCALAR)]));
  });
  // [k]A = [S]B, where R is taken for the neutral point.
  const smallRs = SMALL_ORDER_ENCODINGS.map(([name, odd]) => {
    const said = Buffer.from('a message');
    const answer = (challenge(odd, KEY, said) * SCALAR) % ORDER;
    return edge(`an R of small order: ${name}`, KEY, said, Buffer.concat([odd, toBytes(answer)]));
  });
  const bothSmall = SMALL_ORDER_ENCODINGS.map(([name, odd]) =>
    edge(
      `key and R of small order: ${name}`,
      odd,
      messageFor((one) => challenge(odd, odd, one) % 8n === 7n),
      Buffer.concat([odd, toBytes(0n)]),
    ),
  );
  return [
    edge('an honest signature', KEY, message, good, true),
    edge('an honest signature over nothing', KEY, Buffer.alloc(0), honest(Buffer.alloc(0)), true),
    edge('S above the group order', KEY, message, Buffer.concat([r, toBytes(toNumber(s) + ORDER)])),
    edge('S is the group order', KEY, message, Buffer.concat([r, toBytes(ORDER)])),
    edge('another message', KEY, Buffer.from('another'), good),
    edge('a key that is no point', toBytes(2n), message, good),
    edge('a key above the field', toBytes(FIELD + 3n), message, good),
    edge('R above the field', KEY, message, Buffer.concat([toBytes(FIELD + 3n), s])),
    edge('a key of 31 bytes', KEY.subarray(1), message, good),
    edge('a signature of 63 bytes', KEY, message, good.subarray(1)),
    edge('nothing', Buffer.alloc(0), message, Buffer.alloc(0)),
    ...smallKeys,
    ...smallRs,
    ...bothSmall,
  ];
}
