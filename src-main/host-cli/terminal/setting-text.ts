import type { ChannelKind } from '../../../shared/domain/channels/all-channels.ts';
import english from '../../../shared/locales/en.json' with { type: 'json' };

/** The label of a channel's setting, and a hint about it. */
export function settingText(kind: ChannelKind, name: string): { label: string; hint: string } {
  const texts: Readonly<Record<string, { label: string; hint: string }>> = english.channel[kind].setting;
  return texts[name] ?? { label: name, hint: '' };
}
