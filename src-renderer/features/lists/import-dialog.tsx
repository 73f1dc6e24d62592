import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HashListId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { FileDrop } from '../intake/index.ts';
import { readSample } from './file-sample.ts';
import { FormatFields } from './format-fields.tsx';
import { emptyImport, type ImportForm, readImport, withFiles, withList, withoutFile } from './import-form.ts';
import { ListTarget } from './list-target.tsx';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';

/** Puts an import together: the files, how to read them, and which list they are for. */
export function ImportDialog({ into, onClose }: { into: HashListId | null; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useListsStore();
  const lists = useLists((state) => state.lists);
  const [form, setForm] = useState<ImportForm>(() => {
    const list = lists.find(({ id }) => id === into);
    return list === undefined ? emptyImport() : withList(emptyImport(), list);
  });
  const [tried, setTried] = useState(false);
  useEffect(() => {
    void store.getState().loadMappings();
  }, [store]);
  const take = async (files: readonly File[]) => {
    const [first] = files;
    if (first === undefined) return;
    const sample = await readSample(first);
    setForm((current) => {
      const next = withFiles(current, files, sample);
      const list = lists.find(({ id }) => id === current.list);
      return current.target === 'known' && list !== undefined ? withList(next, list) : next;
    });
  };
  const read = readImport(form, lists);
  const start = () => {
    setTried(true);
    if (!('order' in read)) return;
    void store.getState().startImport(read.order);
    onClose();
  };
  return (
    <Dialog width="l" title={t('lists.import.title')} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <FileDrop
          low
          title={t('lists.import.drop')}
          hint={t('lists.import.dropHint')}
          choose={t('intake.choose')}
          onFiles={(files) => void take(files)}
        />
        <ChosenFiles form={form} onChange={setForm} />
        <FormatFields form={form} onChange={setForm} />
        <ListTarget
          form={form}
          problems={tried && 'missing' in read ? read.problems : new Set()}
          onChange={setForm}
        />
        <div className={classNames(css.dialogActs, css.inSight)}>
          <p className={css.error} role="status">
            {tried &&
              'missing' in read &&
              `${t('lists.import.needs')} ${read.missing.map((what) => t(`lists.import.need.${what}`)).join(', ')}`}
          </p>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" onPress={start}>
            {t('lists.import.start')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function ChosenFiles({ form, onChange }: { form: ImportForm; onChange: (form: ImportForm) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (form.files.length === 0) return null;
  return (
    <ul className={css.chosen} aria-label={t('lists.import.files')}>
      {form.files.map((file) => (
        <li key={file.name}>
          <span className={css.fileName}>{file.name}</span>
          <span className={css.soft}>{format.bytes(file.size)}</span>
          <Button
            size="s"
            look="quiet"
            icon="close"
            aria-label={t('lists.import.leaveOut', { name: file.name })}
            onPress={() => onChange(withoutFile(form, file.name))}
          />
        </li>
      ))}
    </ul>
  );
}
