import { DeviceId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import { HotlineKey } from '../../exchange/hotline-signature.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';

/** Whose vault this is, on which workstation, and the keys that say so. */
export interface Identity {
  device: DeviceId;
  /** Signs what the workstation itself records. */
  deviceKey: SigningKey;
  /** The country is that of the rules in force, whenever it is asked. */
  hotline: { readonly name: string; readonly country: string };
  /** Signs what goes to desks. */
  hotlineKey: HotlineKey;
  /** Made with the bundled samples. */
  sample: boolean;
}

/** @throws Failure INTEGRITY where the vault does not say */
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

/** What an exported record says at its head. */
export const headerOf = ({ device, deviceKey, hotline }: Identity): LedgerHeader => ({
  format: 'hashline-ledger/1',
  device,
  publicKey: deviceKey.publicKeyText,
  hotline: hotline.name,
});
