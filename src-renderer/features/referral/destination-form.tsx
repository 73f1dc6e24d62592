import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import { CHANNELS, type ChannelKind } from '../../../shared/domain/channels/all-channels.ts';
import { isOptionalSetting } from '../../../shared/domain/channels/channel-input.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';
import { askedOf, channelOf, SettingFields } from './setting-fields.tsx';

const kinds = CHANNELS.map(({ kind }) => kind);

/** The settings of a channel before anything is typed. */
const untyped = (kind: ChannelKind): Record<string, string> =>
  Object.fromEntries(
    askedOf(kind).map(([name, how]): [string, string] => [name, how === 'address' ? 'https://' : '']),
  );

/** The settings as they are kept: without those that a channel can do without and nobody gave. */
const given = (kind: ChannelKind, typed: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typed).filter(
      ([name, value]) => value !== '' || !isOptionalSetting(channelOf(kind), name),
    ),
  );

/** Sets up a destination: the channel that referrals are sent by, and its settings. */
export function DestinationForm({ id: named, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const failure = useOutbox((state) => state.failure);
  const [id, setId] = useState(named);
  const [kind, setKind] = useState<ChannelKind>(kinds[0]!);
  const [settings, setSettings] = useState(() => untyped(kind));
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const parsed = DestinationInput.safeParse({ id, channel: { kind, settings: given(kind, settings) } });
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path.at(-1))));
  const errorOf = (field: string) => (checked && wrong.has(field) ? t('failure.BAD_REQUEST') : null);
  const save = async () => {
    setChecked(true);
    if (!parsed.success) return;
    setBusy(true);
    const added = await store.getState().addDestination(parsed.data);
    setBusy(false);
    if (added) onClose();
  };
  return (
    <Dialog title={t('outbox.destination.add')} isOpen onClose={onClose} width="l">
      <div className={css.dialog}>
        <TextField
          label={t('outbox.destination.id')}
          value={id}
          onChange={setId}
          hint={t('outbox.destination.idHint')}
          error={errorOf('id')}
        />
        {kinds.length > 1 && (
          <SelectField
            label={t('outbox.destination.channel')}
            value={kind}
            choices={kinds.map((id) => ({ id, label: t(`channel.${id}.name`) }))}
            onChange={(next) => {
              setKind(next);
              setSettings(untyped(next));
            }}
          />
        )}
        <SettingFields
          kind={kind}
          values={settings}
          onChange={(name, value) => setSettings((now) => ({ ...now, [name]: value }))}
          errorOf={errorOf}
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={busy} onPress={() => void save()}>
            {t('outbox.destination.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
