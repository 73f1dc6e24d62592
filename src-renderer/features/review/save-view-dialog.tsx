import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SavedView } from '../../../shared/contract/saved-view.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCountWords } from './count-words.ts';
import { useQueue, useReviewStores } from './review-context.tsx';
import css from './save-view-dialog.module.css';

/** Names the list that is shown, and shows the names there are. */
export function SaveViewDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog width="m" title={t('queue.save.title')} isOpen={isOpen} onClose={onClose}>
      <Naming onClose={onClose} />
    </Dialog>
  );
}

function Naming({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { views: store } = useReviewStores();
  const views = useStore(store, (state) => state.views);
  const failure = useStore(store, (state) => state.failure);
  const view = useQueue((state) => state.filter);
  const [name, setName] = useState('');
  const [begins, setBegins] = useState(false);
  const wanted = name.trim();
  const replaces = views.some((saved) => saved.name.toLowerCase() === wanted.toLowerCase());
  const save = async () => {
    if (wanted !== '' && (await store.getState().save(wanted, view, begins))) onClose();
  };
  return (
    <div className={css.body}>
      {failure !== null && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <TextField
        label={t('queue.save.name')}
        value={name}
        onChange={setName}
        hint={t(replaces ? 'queue.save.replaces' : 'queue.save.shared')}
        onKey={(event) => {
          if (event.type === 'keydown' && event.key === 'Enter') void save();
        }}
      />
      <SwitchField isSelected={begins} onChange={setBegins}>
        {t('queue.save.begin')}
      </SwitchField>
      <div className={css.acts}>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" isDisabled={wanted === ''} onPress={() => void save()}>
          {t('queue.save.save')}
        </Button>
      </div>
      <section>
        <h3 className={css.saved}>{t('queue.save.saved')}</h3>
        {views.length === 0 && <p>{t('queue.save.none')}</p>}
        <ul className={css.views}>
          {views.map((saved) => (
            <SavedLine key={saved.name} saved={saved} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function SavedLine({ saved }: { saved: SavedView }) {
  const { t } = useTranslation();
  const { views: store } = useReviewStores();
  const cases = useCountWords();
  const { name, savedBy, isDefault } = saved;
  return (
    <li>
      <span className={css.name}>
        <b>{name}</b>
        <span>{t('queue.save.by', { name: savedBy.name, cases: cases(saved) })}</span>
      </span>
      <Button
        size="s"
        aria-label={`${t(isDefault ? 'queue.save.beginOpen' : 'queue.save.beginHere')}: ${name}`}
        onPress={() => void store.getState().beginWith(isDefault ? null : name)}
      >
        {t(isDefault ? 'queue.save.begins' : 'queue.save.beginHere')}
      </Button>
      <Button
        size="s"
        look="quiet"
        icon="close"
        aria-label={`${t('queue.save.remove')}: ${name}`}
        onPress={() => void store.getState().remove(name)}
      />
    </li>
  );
}
