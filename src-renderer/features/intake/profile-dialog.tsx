import { useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ColumnMeaning, type SavedProfile, TableEncoding } from '../../../shared/domain/import-profile.ts';
import { Channel } from '../../../shared/domain/report.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { detailText } from './detail-text.ts';
import { useIntake, useIntakeStore } from './intake-store.ts';
import { ProfileColumns } from './profile-columns.tsx';
import css from './profile-dialog.module.css';
import {
  columnsOf,
  emptyForm,
  firstDate,
  formOf,
  type ProfileForm,
  profileOf,
  withSuggestions,
} from './profile-form.ts';

const NEW = '';
const DELIMITERS = { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'bar' } as const;
type Delimiter = keyof typeof DELIMITERS;

/** Makes, changes and removes the profiles with which tables are read. */
export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useIntakeStore();
  const profiles = useIntake((state) => state.profiles);
  const failure = useIntake((state) => state.profileFailure);
  const [zone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [form, setForm] = useState<ProfileForm>(() => emptyForm(zone));
  const [chosen, setChosen] = useState<string>(NEW);
  const [sample, setSample] = useState<File | null>(null);
  const [rows, setRows] = useState<readonly (readonly string[])[]>([]);
  const [checked, setChecked] = useState(false);
  const [saved, setSaved] = useState<SavedProfile | null>(null);
  useEffect(() => {
    void store.getState().loadProfiles();
  }, [store]);
  const { reading } = form;
  // The rows follow the settings: what a person sees is what would be read.
  useEffect(() => {
    if (sample === null) return;
    let isLeft = false;
    void store
      .getState()
      .previewTable(sample, reading)
      .then((preview) => {
        if (!isLeft && preview !== null) setRows(preview.rows);
      });
    return () => {
      isLeft = true;
    };
  }, [store, sample, reading]);
  const set = (change: Partial<ProfileForm>) => {
    setSaved(null);
    setForm({ ...form, ...change });
  };
  const choose = (name: string) => {
    setChosen(name);
    setChecked(false);
    setSaved(null);
    const found = profiles.find((profile) => profile.name === name);
    setForm(found === undefined ? emptyForm(zone) : formOf(found, zone));
  };
  const takeSample = async (files: FileList | null) => {
    const file = files?.[0];
    if (file === undefined) return;
    const preview = await store.getState().previewTable(file, reading);
    setSample(file);
    if (preview === null || chosen !== NEW) return setRows(preview?.rows ?? []);
    const found = { ...reading, ...preview.found };
    const again = await store.getState().previewTable(file, found);
    setRows(again?.rows ?? []);
    setForm(withSuggestions({ ...form, reading: found }, again?.rows ?? []));
  };
  const columns = columnsOf(form, rows);
  const read = profileOf(form);
  const date = firstDate(form, columns);
  const hasDate = form.roles.some(({ role }) => role === 'received');
  const name = form.name.trim();
  const save = async () => {
    setChecked(true);
    if (!('profile' in read) || name === '') return;
    if (!(await store.getState().saveProfile(name, read.profile))) return;
    setChosen(name);
    setSaved(store.getState().profiles.find((profile) => profile.name === name) ?? null);
  };
  return (
    <Dialog title={t('intake.profile.title')} isOpen onClose={onClose} width="l">
      <div className={css.form}>
        <p className={css.hint}>{t('intake.profile.hint')}</p>
        <div className={css.two}>
          <SelectField<string>
            label={t('intake.profile.which')}
            choices={[
              { id: NEW, label: t('intake.profile.new') },
              ...profiles.map((profile) => ({
                id: profile.name,
                label: t('intake.profile.version', { name: profile.name, n: profile.version }),
              })),
            ]}
            value={chosen}
            onChange={choose}
          />
          <div className={css.atFoot}>
            <FileTrigger onSelect={(files) => void takeSample(files)}>
              <Button icon="file">{t('intake.profile.sample')}</Button>
            </FileTrigger>
            <span className={css.file}>{sample?.name ?? t('intake.profile.noSample')}</span>
          </div>
        </div>
        <div className={css.four}>
          <SelectField
            label={t('intake.profile.encoding')}
            choices={TableEncoding.options.map((id) => ({ id, label: t(`intake.profile.encodings.${id}`) }))}
            value={reading.encoding}
            onChange={(encoding) => set({ reading: { ...reading, encoding } })}
          />
          <SelectField<Delimiter>
            label={t('lists.import.delimiter')}
            choices={(Object.keys(DELIMITERS) as Delimiter[]).map((id) => ({
              id,
              label: t(`lists.delimiter.${DELIMITERS[id]}`),
            }))}
            value={reading.delimiter}
            onChange={(delimiter) => set({ reading: { ...reading, delimiter } })}
          />
          <SelectField
            label={t('intake.profile.decimal')}
            choices={[
              { id: ',', label: '1.234,5' },
              { id: '.', label: '1,234.5' },
            ]}
            value={form.decimal}
            onChange={(decimal) => set({ decimal })}
          />
          <SelectField
            label={t('intake.manual.channel')}
            choices={Channel.options.map((id) => ({ id, label: t(`enum.channel.${id}`) }))}
            value={form.channel}
            onChange={(channel) => set({ channel })}
          />
        </div>
        <div className={css.two}>
          <SwitchField isSelected={form.header} onChange={(header) => set({ header })}>
            {t('lists.import.header')}
          </SwitchField>
          <SwitchField
            isSelected={reading.quoting === 'double'}
            onChange={(quotes) => set({ reading: { ...reading, quoting: quotes ? 'double' : 'none' } })}
          >
            {t('intake.profile.quotes')}
          </SwitchField>
        </div>
        <ProfileColumns
          form={form}
          columns={columns}
          meanings={ColumnMeaning.options}
          onChange={(changed) => set(changed)}
        />
        {hasDate && (
          <div className={css.two}>
            <TextField
              label={t('intake.profile.dateForm')}
              mono
              value={form.dateForm}
              placeholder="DD/MM/YYYY HH:mm"
              onChange={(dateForm) => set({ dateForm })}
              hint={
                date === null
                  ? t('intake.profile.dateHint')
                  : 'at' in date.read
                    ? t('intake.profile.dateRead', { text: date.text, at: date.read.at })
                    : t('intake.profile.dateUnread', { text: date.text })
              }
            />
            <TextField
              label={t('intake.profile.zone')}
              value={form.zone}
              onChange={(changed) => set({ zone: changed })}
              hint={t('intake.profile.zoneHint')}
            />
          </div>
        )}
        <TextField
          label={t('intake.profile.name')}
          value={form.name}
          onChange={(changed) => set({ name: changed })}
          error={checked && name === '' ? t('intake.profile.nameless') : null}
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {checked && 'refusals' in read && (
          <Banner tone="danger">
            {read.refusals.map(({ detail }) => detailText(t, format, detail)).join(' ')}
          </Banner>
        )}
        <div className={css.actions}>
          <p className={css.news} role="status">
            {saved && t('intake.profile.saved', { name: saved.name, n: saved.version })}
          </p>
          {chosen !== NEW && (
            <Button
              onPress={() => {
                void store.getState().removeProfile(chosen);
                choose(NEW);
              }}
            >
              {t('intake.profile.remove')}
            </Button>
          )}
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button look="primary" onPress={() => void save()}>
            {t('intake.profile.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
