import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';

/** Who writes to providers. */
export interface NoticeSender {
  /** The hotline's mail address. */
  from: string;
  organisation: string;
  /** The authority that named the hotline a trusted flagger; null where none did. */
  flagger: string | null;
}

export const senderOf = ({ from, organisation, flagger }: SettingsOf<'xarf-mail'>): NoticeSender => ({
  from,
  organisation,
  flagger: flagger ?? null,
});
