import { createHash, createPrivateKey, sign } from 'node:crypto';
import type { HotlineKey } from './hotline-signature.ts';

const ALGORITHM = 'ssh-ed25519';

/** A length and the bytes (RFC 4251, section 5). */
function string(bytes: string | Uint8Array): Buffer {
  const content = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

const publicKeyBlob = ({ x }: Pick<HotlineKey, 'x'>): Buffer =>
  Buffer.concat([string(ALGORITHM), string(Buffer.from(x, 'base64url'))]);

/** The hotline's public key as OpenSSH writes it, and its fingerprint as `ssh-keygen -l` shows it. */
export function sshPublicKey(key: Pick<HotlineKey, 'x'>): { publicKey: string; fingerprint: string } {
  const blob = publicKeyBlob(key);
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { publicKey: `${ALGORITHM} ${blob.toString('base64')}`, fingerprint: `SHA256:${digest}` };
}

/**
 * A detached signature that `ssh-keygen -Y verify` checks (OpenSSH, PROTOCOL.sshsig). Its first bytes are no beginning of
 * anything else that the hotline's key signs.
 */
export function sshSign(message: string, namespace: string, key: HotlineKey): string {
  const hash = 'sha512';
  const header = [string(namespace), string(''), string(hash)];
  const digest = createHash(hash).update(message).digest();
  const signed = Buffer.concat([Buffer.from('SSHSIG'), ...header, string(digest)]);
  const signature = sign(null, signed, createPrivateKey({ key: { ...key }, format: 'jwk' }));
  const version = Buffer.from([0, 0, 0, 1]);
  const blob = Buffer.concat([
    ...[Buffer.from('SSHSIG'), version, string(publicKeyBlob(key)), ...header],
    string(Buffer.concat([string(ALGORITHM), string(signature)])),
  ]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}
