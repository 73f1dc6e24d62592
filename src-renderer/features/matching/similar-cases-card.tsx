import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarCase } from '../../../shared/contract/case-match.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ALGORITHM_NAMES } from '../review/index.ts';
import css from './case-matches.module.css';

const SHOWN = 5;

/** Other cases with the same picture or a similar one, the nearest first. */
export function SimilarCasesCard({
  similar,
  onCase,
}: {
  similar: readonly SimilarCase[];
  onCase: (id: CaseId) => void;
}) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? similar : similar.slice(0, SHOWN);
  return (
    <Card title={t('matches.similar.title', { n: similar.length })} flush>
      <ul className={css.similar}>
        {shown.map((one) => (
          <li key={one.case}>
            <Button
              size="s"
              look="quiet"
              icon={one.kind === 'file' ? 'file' : 'globe'}
              onPress={() => onCase(one.case)}
            >
              {defangSubject(one.kind, one.subject)}
            </Button>
            <span className={css.soft}>
              {one.algorithm === 'url' ? t('matches.address') : ALGORITHM_NAMES[one.algorithm]} ·{' '}
              {one.distance === 0 ? t('matches.same') : t('matches.near', { count: one.distance })} ·{' '}
              {t(`enum.state.${one.state}`)}
            </span>
          </li>
        ))}
      </ul>
      {similar.length > shown.length && (
        <p className={css.more}>
          <Button size="s" onPress={() => setAll(true)}>
            {t('matches.more', { count: similar.length - shown.length })}
          </Button>
        </p>
      )}
    </Card>
  );
}
