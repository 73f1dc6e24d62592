import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  AssignmentReason,
  canHoldCases,
  isReasonGiven,
  SHORTEST_WORDS,
} from '../../../shared/domain/assignment.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { usePeople } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import { holderOf } from './case-holder.ts';
import css from './hand-over-dialog.module.css';
import { useReviewStores } from './review-context.tsx';

/** Lets a supervisor hand a case over or release it, with a reason. */
export function HandOverDialog({ summary, onClose }: { summary: CaseSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const { person } = useSession();
  const holder = holderOf(summary, person);
  const people = usePeople((state) => state.people)
    .filter(({ role, state }) => canHoldCases({ role, isDisabled: state === 'disabled' }))
    .filter(({ role }) => summary.state !== 'escalated' || role === 'supervisor')
    .filter(({ id }) => id !== summary.assignedTo);
  const [act, setAct] = useState<'give' | 'release'>('give');
  const [to, setTo] = useState<PersonId | null>(null);
  const [reason, setReason] = useState<AssignmentReason | null>(null);
  const [words, setWords] = useState('');
  const ready = (act === 'release' || to !== null) && reason !== null && isReasonGiven(reason, words);
  const save = () => {
    if (reason === null) return;
    void work.getState().hand({ to: act === 'give' ? to : null, reason, words: words.trim() });
    onClose();
  };
  return (
    <Dialog width="s" title={t('handOver.title')} isOpen onClose={onClose}>
      <div className={css.form}>
        {holder !== null && (
          <Segments
            label=""
            hiddenLabel={t('handOver.title')}
            segments={[
              { id: 'give', label: t('handOver.give') },
              { id: 'release', label: t('handOver.release') },
            ]}
            value={act}
            onChange={setAct}
          />
        )}
        <p className={css.hint}>{t(act === 'give' ? 'handOver.giveHint' : 'handOver.releaseHint')}</p>
        {act === 'give' && (
          <SelectField
            label={t('handOver.to')}
            placeholder={t('common.choose')}
            choices={people.map(({ id, name, role }) => ({
              id,
              label: `${name} · ${t(`enum.role.${role}`)}`,
            }))}
            value={to}
            onChange={setTo}
          />
        )}
        <SelectField
          label={t('handOver.reason')}
          placeholder={t('common.choose')}
          choices={AssignmentReason.options.map((id) => ({ id, label: t(`enum.assignmentReason.${id}`) }))}
          value={reason}
          onChange={setReason}
        />
        <TextField
          label={t(reason === 'other' ? 'handOver.wordsNeeded' : 'handOver.words', { n: SHORTEST_WORDS })}
          rows={2}
          value={words}
          onChange={setWords}
          hint={t('handOver.wordsHint')}
        />
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={!ready} onPress={save}>
            {t(act === 'give' ? 'handOver.give' : 'handOver.release')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
