import { DestinationInput, type SettingChanges } from '../../../shared/contract/referral.contract.ts';
import { CHANNELS } from '../../../shared/domain/channels/all-channels.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { Failure } from '../storage/failure.ts';
import { refuseSetting } from './channels/refuse-setting.ts';

/**
 * A destination with some settings changed. A password is not carried over: it is shown to the server, so whoever sets up
 * another server must know it. A private key never leaves, and stays.
 * @throws Failure REFUSED with the name of each faulty setting
 */
export function changedSettings(
  { id, channel }: DestinationInput,
  changes: SettingChanges,
): DestinationInput {
  const asked = CHANNELS.filter(({ kind }) => kind === channel.kind).flatMap((one) =>
    Object.entries(one.asked),
  );
  const before: Readonly<Record<string, string>> = channel.settings;
  for (const [name, how] of asked)
    if (how === 'secret-text' && Object.hasOwn(before, name) && !Object.hasOwn(changes, name))
      refuseSetting(name, { code: 'give-again' });
  const settings = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
  const changed = DestinationInput.safeParse({
    id,
    channel: { kind: channel.kind, settings: Object.fromEntries(settings) },
  });
  if (changed.success) return changed.data;
  const refusals = refusalsOf(changed.error, null, (path) => path.split('.').at(-1) ?? null);
  throw new Failure({ code: 'REFUSED', data: { refusals } });
}

/** The settings of a destination that were typed and are no secret, by their names. */
export function typedSettings({ channel }: DestinationInput): Record<string, string> {
  const asked = CHANNELS.filter(({ kind }) => kind === channel.kind).flatMap((one) =>
    Object.entries(one.asked),
  );
  const typed = new Set(
    asked.flatMap(([name, how]) => (how === 'address' || how === 'text' || how === 'choice' ? [name] : [])),
  );
  return Object.fromEntries(Object.entries<string>(channel.settings).filter(([name]) => typed.has(name)));
}
