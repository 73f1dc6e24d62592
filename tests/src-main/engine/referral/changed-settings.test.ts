import { expect, test } from 'vitest';
import type { DestinationInput, SettingChanges } from '../../../../shared/contract/referral.contract.ts';
import { CHANNELS } from '../../../../shared/domain/channels/all-channels.ts';
import type { SettingKind } from '../../../../shared/domain/channels/channel-input.ts';
import { DestinationId } from '../../../../shared/domain/ids.ts';
import { changedSettings, typedSettings } from '../../../../src-main/engine/referral/changed-settings.ts';
import { Failure } from '../../../../src-main/engine/storage/failure.ts';

const id = DestinationId.parse('provider');
const MAIL: DestinationInput = {
  id,
  channel: {
    kind: 'xarf-mail',
    settings: {
      server: 'smtps://mail.example:465',
      user: 'hotline',
      password: 'a word',
      from: 'notices@hotline.example',
      organisation: 'Hotline',
    },
  },
};

const causeOf = (destination: DestinationInput, changes: SettingChanges) => {
  try {
    return changedSettings(destination, changes).channel.settings;
  } catch (error) {
    if (error instanceof Failure) return error.failure;
    throw error;
  }
};

test('changed settings carry no password over, to whatever server it would be shown', () => {
  const again = {
    refusals: [{ row: null, field: 'password', reason: 'bad-value', detail: { code: 'give-again' } }],
  };
  expect([
    causeOf(MAIL, { server: 'smtps://elsewhere.example:465' }),
    causeOf(MAIL, { server: 'smtps://elsewhere.example:465', password: 'another' }),
    causeOf(MAIL, { user: null, password: null, organisation: 'The hotline' }),
  ]).toEqual([
    { code: 'REFUSED', data: again },
    { ...MAIL.channel.settings, server: 'smtps://elsewhere.example:465', password: 'another' },
    { server: 'smtps://mail.example:465', from: 'notices@hotline.example', organisation: 'The hotline' },
  ]);
});

test.each(CHANNELS)(
  'of a channel $kind those are shown that were typed, no file and no secret',
  ({ kind, asked }) => {
    const all = Object.entries<SettingKind>(asked);
    const named = (names: readonly (readonly [string, SettingKind])[]) =>
      Object.fromEntries(names.map(([name]) => [name, `the ${name}`]));
    const destination = { id, channel: { kind, settings: named(all) } } as unknown as DestinationInput;
    const typed = all.filter(([, how]) => !['pem', 'secret-pem', 'secret-text'].includes(how));
    expect(typedSettings(destination)).toEqual(named(typed));
  },
);
