import { DeviceId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import { HotlineKey } from '../../exchange/hotline-signature.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import type { LedgerKeys } from '../ledger/ledger.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';

/** The log of the vault, and this workstation, with the keys that prove both. */
export interface SeatIdentity {
  /** The workstation that founded the vault, after which its log is named. */
  log: DeviceId;
  /** Signs the log's checkpoints. */
  logKey: SigningKey;
  /** This workstation. */
  device: DeviceId;
  /** Signs what the workstation itself records. */
  deviceKey: SigningKey;
}

/** The hotline that owns this vault, and the keys that prove it. */
export interface Identity extends SeatIdentity {
  /** `country` is read from the policy in force each time. */
  hotline: { readonly name: string; readonly country: string };
  /** Signs referrals to desks. */
  hotlineKey: HotlineKey;
  /** The vault was created with the bundled samples. */
  sample: boolean;
}

/** @throws Failure INTEGRITY where one of these facts is missing */
export const identityOf = (vault: VaultFacts, protocol: Protocol): Identity => ({
  ...seatOf(vault),
  hotline: {
    name: vault.fact('hotline'),
    get country(): string {
      return protocol.policy.jurisdiction;
    },
  },
  hotlineKey: HotlineKey.parse(JSON.parse(vault.key('hotline'))),
  sample: vault.fact('sample') === 'yes',
});

/** @throws Failure INTEGRITY where one of these facts is missing */
export const seatOf = (vault: VaultFacts): SeatIdentity => ({
  log: DeviceId.parse(vault.fact('log')),
  logKey: signingKeyFrom(Buffer.from(vault.key('log'), 'base64')),
  device: DeviceId.parse(vault.fact('device')),
  deviceKey: signingKeyFrom(Buffer.from(vault.key('device'), 'base64')),
});

/** What the ledger signs with, besides the person at the workstation. */
export const ledgerKeys = ({ log, logKey, device, deviceKey }: SeatIdentity): Omit<LedgerKeys, 'person'> => ({
  log: { id: log, key: logKey },
  device: { id: device, key: deviceKey },
});

/** The header of an exported ledger. */
export const headerOf = ({
  log,
  logKey,
  hotline,
}: Pick<SeatIdentity, 'log' | 'logKey'> & { hotline: { readonly name: string } }): LedgerHeader => ({
  format: 'hashline-ledger/2',
  device: log,
  publicKey: logKey.publicKeyText,
  hotline: hotline.name,
});
