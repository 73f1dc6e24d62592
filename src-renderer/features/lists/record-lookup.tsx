import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ALGORITHM_NAMES } from '../review/index.ts';
import css from './lists.module.css';
import type { Found } from './lists-state.ts';
import { useLists, useListsStore } from './lists-store.ts';
import { MatchItem } from './match-item.tsx';

/** Looks a pasted value up on the lists and among the cases. */
export function RecordLookup({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const store = useListsStore();
  const found = useLists((state) => state.found);
  const finding = useLists((state) => state.finding);
  const [text, setText] = useState(found?.value ?? '');
  return (
    <>
      <Card>
        <form
          className={css.withAct}
          onSubmit={(event) => {
            event.preventDefault();
            void store.getState().find(text);
          }}
        >
          <TextField
            autoFocus
            mono
            label={t('lists.lookup.label')}
            hint={t('lists.lookup.hint')}
            value={text}
            onChange={setText}
          />
          <div className={css.beside}>
            <Button type="submit" look="primary" icon="search" isDisabled={text.trim() === '' || finding}>
              {t('lists.lookup.act')}
            </Button>
          </div>
        </form>
      </Card>
      <div role="status" className={css.stack} aria-busy={finding}>
        {finding && <p className={css.soft}>{t('lists.lookup.asking')}</p>}
        {found !== null && <Answer found={found} onCase={onCase} />}
      </div>
    </>
  );
}

function Answer({ found, onCase }: { found: Found; onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const asked = found.asked
    .map((algorithm) => (algorithm === 'url' ? t('matches.address') : ALGORITHM_NAMES[algorithm]))
    .join(', ');
  if (found.asked.length === 0) return <p className={css.soft}>{t('lists.lookup.nothingToAsk')}</p>;
  return (
    <>
      <Card title={t('lists.lookup.onLists', { count: found.matches.length })} flush>
        <p className={css.lead}>{t('lists.lookup.askedAs', { asked })}</p>
        {found.matches.map((match) => (
          <MatchItem
            key={`${match.list} ${match.algorithm} ${match.ref}`}
            match={match}
            asked={found.value.toLowerCase()}
          />
        ))}
      </Card>
      <Card title={t('lists.lookup.inCases', { count: found.cases.length + found.waiting.length })} flush>
        <ul className={css.cases}>
          {found.cases.map((one) => (
            <li key={one.id}>
              <Button
                size="s"
                look="quiet"
                icon={one.kind === 'file' ? 'file' : 'globe'}
                onPress={() => onCase(one.id)}
              >
                {defangSubject(one.kind, one.subject)}
              </Button>
              <span className={css.soft}>{t(`enum.state.${one.state}`)}</span>
            </li>
          ))}
          {found.waiting.map((id) => (
            <li key={id}>
              <Button size="s" look="quiet" icon="lock" onPress={() => onCase(id)}>
                {t('palette.waiting')}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
