import { DeviceId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import { HotlineKey } from '../../exchange/hotline-signature.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';

/** The hotline that owns this vault, its workstation, and the keys that prove both. */
export interface Identity {
  device: DeviceId;
  /** Signs what the workstation itself records. */
  deviceKey: SigningKey;
  /** `country` is read from the policy in force each time. */
  hotline: { readonly name: string; readonly country: string };
  /** Signs referrals to desks. */
  hotlineKey: HotlineKey;
  /** The vault was created with the bundled samples. */
  sample: boolean;
}

/** @throws Failure INTEGRITY where one of these facts is missing */
export const identityOf = (vault: VaultFacts, protocol: Protocol): Identity => ({
  device: DeviceId.parse(vault.fact('device')),
  deviceKey: signingKeyFrom(Buffer.from(vault.key('device'), 'base64')),
  hotline: {
    name: vault.fact('hotline'),
    get country(): string {
      return protocol.policy.jurisdiction;
    },
  },
  hotlineKey: HotlineKey.parse(JSON.parse(vault.key('hotline'))),
  sample: vault.fact('sample') === 'yes',
});

/** The header of an exported ledger. */
export const headerOf = ({
  device,
  deviceKey,
  hotline,
}: Pick<Identity, 'device' | 'deviceKey'> & { hotline: { readonly name: string } }): LedgerHeader => ({
  format: 'hashline-ledger/2',
  device,
  publicKey: deviceKey.publicKeyText,
  hotline: hotline.name,
});
