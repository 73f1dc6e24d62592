import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BaseName } from '../../../shared/domain/base-name.ts';
import { ConsultationResult } from '../../../shared/domain/consultation.ts';
import { basesUsed } from '../../../shared/domain/contributions.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DateTimeField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { localMinute } from '../../ui/local-minute.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';

/** No base has this name, because a name is never empty. */
const ANOTHER = '';

/** Records that a person looked in a base. Names used before are offered, so that one base is not counted as two. */
export function ConsultationDialog(props: { case: CaseId; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const failure = useOutbox((state) => state.failure);
  const destinations = useOutbox((state) => state.destinations);
  const consultations = useOutbox((state) => state.consultations);
  const known = basesUsed(destinations, consultations).map(({ base }) => base);
  const [chosen, setChosen] = useState(known[0] ?? ANOTHER);
  const [typed, setTyped] = useState('');
  const [result, setResult] = useState<ConsultationResult | null>(null);
  const [at, setAt] = useState(() => localMinute(new Date()));
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const base = BaseName.safeParse(chosen === ANOTHER ? typed.trim() : chosen);
  const atMs = Date.parse(at);
  const isReady = base.success && result !== null && !Number.isNaN(atMs);
  const save = async () => {
    if (!base.success || result === null || !isReady) return;
    setBusy(true);
    const recorded = await store.getState().recordConsultation({
      ...{ case: props.case, base: base.data, result },
      ...{ at: new Date(atMs).toISOString(), note: note.trim() },
    });
    setBusy(false);
    if (recorded) props.onClose();
  };
  return (
    <Dialog title={t('consultation.add')} isOpen onClose={props.onClose}>
      <div className={css.dialog}>
        {known.length > 0 && (
          <SelectField
            label={t('consultation.base')}
            choices={[
              ...known.map((name) => ({ id: name, label: name })),
              { id: ANOTHER, label: t('consultation.another') },
            ]}
            value={chosen}
            onChange={setChosen}
          />
        )}
        {chosen === ANOTHER && (
          <TextField
            label={t('consultation.name')}
            value={typed}
            onChange={setTyped}
            hint={t('consultation.nameHint')}
          />
        )}
        <SelectField
          label={t('consultation.result')}
          placeholder={t('common.choose')}
          choices={ConsultationResult.options.map((id) => ({ id, label: t(`enum.consultation.${id}`) }))}
          value={result}
          onChange={setResult}
        />
        <DateTimeField label={t('consultation.at')} value={at} onChange={setAt} />
        <TextField
          label={t('consultation.note')}
          rows={2}
          value={note}
          onChange={setNote}
          hint={t('consultation.noteHint')}
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button onPress={props.onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={!isReady || busy} onPress={() => void save()}>
            {t('consultation.record')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
