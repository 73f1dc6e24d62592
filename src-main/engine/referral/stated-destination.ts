import { X509Certificate } from 'node:crypto';
import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';

/** What the record says of a destination when it is set up: where it is, and by digest who vouches for it and who comes to it. */
export type StatedDestination = DataOf<'destination.added'>;

/**
 * Of one certificate SHA-256 of its DER form, of a file with more SHA-256 of the text: TLS trusts every authority in it, and what was signed
 * must be all of them. Lower-case hexadecimal.
 * @throws where the text is no certificate
 */
export function fingerprint(pem: string): string {
  const first = new X509Certificate(pem);
  const isOne = pem.split('-----BEGIN ').length === 2;
  return isOne ? first.fingerprint256.replaceAll(':', '').toLowerCase() : sha256Hex(pem);
}

/** What the record must say for a destination to be used as it stands here. */
export const stateDestination = ({ id, kind, url, ca, cert }: DestinationInput): StatedDestination => ({
  destination: id,
  kind,
  url,
  caSha256: fingerprint(ca),
  certSha256: fingerprint(cert),
});

/** Whether two say the same of the same destination. */
export const saysTheSame = (one: StatedDestination, other: StatedDestination): boolean =>
  one.destination === other.destination &&
  one.kind === other.kind &&
  one.url === other.url &&
  one.caSha256 === other.caSha256 &&
  one.certSha256 === other.certSha256;
