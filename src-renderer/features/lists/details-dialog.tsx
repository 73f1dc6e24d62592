import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HashList } from '../../../shared/contract/lists.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { DetailsFields } from './details-fields.tsx';
import { detailsOf, readDetails } from './details-form.ts';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';

/** Changes the details of an existing list. */
export function DetailsDialog({ list, onClose }: { list: HashList; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useListsStore();
  const failure = useLists((state) => state.failure);
  const [form, setForm] = useState(() => detailsOf(list));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const read = readDetails(form);
  const save = async () => {
    setTried(true);
    if (!('details' in read)) return;
    setBusy(true);
    if (await store.getState().change(list.id, read.details)) return onClose();
    setBusy(false);
  };
  return (
    <Dialog width="l" title={t('lists.edit', { name: list.name })} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <DetailsFields
          form={form}
          problems={tried && 'problems' in read ? read.problems : new Set()}
          onChange={(change) => setForm({ ...form, ...change })}
        />
        {tried && failure !== null && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.dialogActs}>
          <p className={css.hint}>{t('lists.editHint')}</p>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={busy} onPress={() => void save()}>
            {t('lists.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
