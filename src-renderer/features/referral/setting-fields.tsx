import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type ChannelKind } from '../../../shared/domain/channels/all-channels.ts';
import type { SettingKind } from '../../../shared/domain/channels/channel-input.ts';
import { refusalsIn } from '../../transport/failure.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { detailText } from '../intake/index.ts';
import css from './outbox-screen.module.css';
import { useOutbox } from './outbox-store.ts';

type SettingTexts = Readonly<Record<string, { label: string; hint: string }>>;

const FIRST = ['ask', 'send'] as const;

export const channelOf = (kind: ChannelKind) =>
  CHANNELS.find((channel) => channel.kind === kind) ?? CHANNELS[0];

/** The settings of a channel, with how each is asked for. */
export const askedOf = (kind: ChannelKind): [string, SettingKind][] => Object.entries(channelOf(kind).asked);

/** A field for each setting of a channel, with what the engine refused of it. */
export function SettingFields({
  kind,
  values,
  onChange,
  errorOf,
}: {
  kind: ChannelKind;
  values: Readonly<Record<string, string>>;
  onChange: (name: string, value: string) => void;
  errorOf: (name: string) => string | null;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const failure = useOutbox((state) => state.failure);
  const refusals = failure === null ? [] : refusalsIn(failure);
  const refusalOf = (name: string) => {
    const refusal = refusals.find(({ field }) => field === name);
    return refusal === undefined ? null : detailText(t, format, refusal.detail);
  };
  // The settings differ from channel to channel; a test checks that each has its texts.
  const texts = t(`channel.${kind}.setting`, { returnObjects: true }) as SettingTexts;
  return askedOf(kind).map(([name, how]) => {
    const text = {
      label: texts[name]?.label ?? name,
      hint: texts[name]?.hint ?? '',
      value: values[name] ?? '',
      onChange: (value: string) => onChange(name, value),
      error: errorOf(name) ?? refusalOf(name),
    };
    if (how === 'address' || how === 'text') return <TextField key={name} {...text} />;
    if (how === 'secret-text') return <TextField key={name} {...text} type="password" autoComplete="off" />;
    if (how === 'choice')
      return (
        <SelectField
          key={name}
          label={text.label}
          value={FIRST.find((word) => word === text.value) ?? FIRST[0]}
          choices={FIRST.map((word) => ({ id: word, label: t(`outbox.destination.first.${word}`) }))}
          onChange={text.onChange}
        />
      );
    return (
      <div key={name} className={css.pem}>
        <TextField {...text} rows={2} mono placeholder={t('outbox.destination.pemHint')} />
        <FileTrigger
          acceptedFileTypes={['.pem', '.crt', '.cer', '.key']}
          onSelect={async (files) => {
            const read = await files?.[0]?.text();
            if (read !== undefined) onChange(name, read);
          }}
        >
          <Button icon="file">{t('outbox.destination.file')}</Button>
        </FileTrigger>
      </div>
    );
  });
}
