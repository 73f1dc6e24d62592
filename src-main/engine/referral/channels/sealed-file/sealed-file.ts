import type { SettingsOf, StatedOf } from '../../../../../shared/domain/channels/all-channels.ts';
import { certificateDigest } from '../certificate-digest.ts';
import { lastExpiry } from '../certificate-expiry.ts';
import type { Channel } from '../channel.ts';
import { checkAuthority, checkRecipient } from '../refuse-setting.ts';

/** Referrals that only a person carries, as an encrypted file (docs/exchange.md). */
export const sealedFile: Channel<SettingsOf<'sealed-file'>, StatedOf<'sealed-file'>> = {
  check: ({ recipient, ca }) => {
    checkRecipient('recipient', recipient);
    checkAuthority('ca', ca);
  },
  stated: ({ recipient, ca }) => ({ recipient, caSha256: certificateDigest(ca) }),
  shown: ({ ca }) => ({
    url: null,
    caFingerprint: certificateDigest(ca),
    certificateExpiresAt: null,
    authorityExpiresAt: lastExpiry(ca),
  }),
  host: () => null,
  sealing: ({ recipient, ca }) => ({ recipient, ca }),
};
