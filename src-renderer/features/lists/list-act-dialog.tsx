import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HashList } from '../../../shared/contract/lists.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import css from './lists.module.css';
import { useListsStore } from './lists-store.ts';

export type ListAct = 'enable' | 'disable' | 'remove';

/** Asks before a list is switched on, switched off or removed: that may change every case. */
export function ListActDialog({ list, act, onClose }: { list: HashList; act: ListAct; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useListsStore();
  const [busy, setBusy] = useState(false);
  const carryOut = async () => {
    setBusy(true);
    const { setEnabled, remove } = store.getState();
    await (act === 'remove' ? remove(list.id) : setEnabled(list.id, act === 'enable'));
    onClose();
  };
  return (
    <Dialog title={t(`lists.ask.${act}.title`, { name: list.name })} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <p>{t(`lists.ask.${act}.text`)}</p>
        <div className={css.dialogActs}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look={act === 'enable' ? 'primary' : 'danger'}
            isDisabled={busy}
            onPress={() => void carryOut()}
          >
            {t(`lists.act.${act}`)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
