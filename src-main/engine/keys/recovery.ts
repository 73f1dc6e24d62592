import { hkdfSync } from 'node:crypto';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import type { RecoveryKey } from '../../../shared/contract/vault.contract.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { fromBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import type { Files } from '../../ports/files.ts';
import { damaged, notFound } from '../storage/failure.ts';
import { nodeLedgerCrypto, type SigningKey, signingKeyFrom } from './signing-key.ts';

const RECOVERY_NAME = /^recovery-[0-9a-f]{12}\.age$/;

/** Each vault created in a folder has its own recovery file, so that none overwrites another's last way in. */
export const recoveryFileOf = (database: string): string =>
  database.replace(/^vault-/, 'recovery-').replace(/\.db$/, '.age');

/**
 * The secret that the recovery key opens. It is enough to continue where keyring, passphrases and device secret are all
 * lost.
 */
const RecoveryPayload = z.strictObject({
  format: z.literal('hashline-recovery/1'),
  device: DeviceId,
  database: z.string().regex(/^vault-[0-9a-f]{12}\.db$/),
  contentKey: z.base64(),
  /** The key that the database is being changed to. */
  nextContentKey: z.base64().optional(),
});

export interface Recovered {
  device: DeviceId;
  database: string;
  contentKey: Uint8Array;
  nextContentKey?: Uint8Array;
}

/**
 * To whom the content key is sealed for recovery, so that a new one can be sealed without the recovery key. A row says
 * it, and everybody with a content role can write rows, so the recovery key itself vouches for it.
 */
const RecoveryRecipient = z.strictObject({ recipient: z.string(), signature: z.base64() });

const recipientStatement = (recipient: string): Uint8Array =>
  utf8(`hashline-recovery-recipient/1\n${recipient}`);

export function stateRecipient({ identity, recipient }: RecoveryKey): string {
  const signature = recoverySigningKey(identity).sign(recipientStatement(recipient));
  return JSON.stringify({ recipient, signature: Buffer.from(signature).toString('base64') });
}

/**
 * @param signedBy the recovery key's public key, according to the ledger
 * @returns null where it does not vouch for this recipient
 */
export function readRecipient(text: string | null, signedBy: string | null): string | null {
  const stated = RecoveryRecipient.safeParse(JSON.parse(text ?? 'null'));
  const key = signedBy === null ? null : fromBase64(signedBy);
  if (!stated.success || key === null) return null;
  const { recipient } = stated.data;
  const signature = Buffer.from(stated.data.signature, 'base64');
  return nodeLedgerCrypto.verifyEd25519(key, recipientStatement(recipient), signature) ? recipient : null;
}

/** Makes the offline recovery key (age X25519 identity, age-encryption.org/v1). It is shown once and never stored. */
export async function newRecoveryKey(): Promise<RecoveryKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** @returns null where the text is no age identity; the checksum detects typing errors */
export async function recoveryKeyFrom(identity: string): Promise<RecoveryKey | null> {
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch {
    return null;
  }
}

/**
 * The Ed25519 key with which the holder of the recovery key signs the ledger entry about its use. It is derived from
 * the identity, so that there is one secret to keep; the founding entry states its public key.
 */
export function recoverySigningKey(identity: string): SigningKey {
  const seed = new Uint8Array(hkdfSync('sha256', identity.trim(), '', 'hashline-recovery-signing/1', 32));
  const key = signingKeyFrom(seed);
  seed.fill(0);
  return key;
}

/**
 * Encrypts the content key to the recovery recipient (age).
 * @returns the content of the file beside the vault
 */
export async function sealRecovery(recipient: string, recovered: Recovered): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const { device, database, contentKey, nextContentKey: next } = recovered;
  const text = (key: Uint8Array) => Buffer.from(key).toString('base64');
  const payload = {
    device,
    database,
    contentKey: text(contentKey),
    ...(next && { nextContentKey: text(next) }),
  };
  return encrypter.encrypt(JSON.stringify({ format: 'hashline-recovery/1', ...payload }));
}

/**
 * @returns null where nothing was sealed to this identity
 * @throws Failure NOT_FOUND, INTEGRITY
 */
export async function openRecovery(files: Files, identity: string): Promise<Recovered | null> {
  const names = files.list().filter((name) => RECOVERY_NAME.test(name));
  if (names.length === 0) {
    throw notFound({ what: 'recovery-file' });
  }
  const opened = (await Promise.all(names.map((name) => open(files.read(name), identity)))).find(
    (payload) => payload !== null,
  );
  if (opened === undefined) return null;
  const payload = RecoveryPayload.safeParse(JSON.parse(opened));
  if (!payload.success) {
    throw damaged({ problem: 'recovery-file-unknown' });
  }
  const { device, database, contentKey, nextContentKey: next } = payload.data;
  const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64'));
  return { device, database, contentKey: bytes(contentKey), ...(next && { nextContentKey: bytes(next) }) };
}

async function open(sealed: Uint8Array | null, identity: string): Promise<string | null> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity.trim());
    return await decrypter.decrypt(sealed ?? new Uint8Array(0), 'text');
  } catch {
    return null;
  }
}
