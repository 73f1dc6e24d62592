import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { defang } from '../../../shared/domain/url.ts';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { ALGORITHM_NAMES } from '../review/index.ts';
import { BitGrid } from './bit-grid.tsx';
import { MeaningChip } from './list-words.tsx';
import css from './match-item.module.css';

/** A record of a list that holds a value or a near one: its list, its distance, and what its source says. */
export function MatchItem(props: {
  match: ListMatch;
  /** The value that was looked up. */
  asked: string;
  /** The keys act on this match. */
  isChosen?: boolean;
  /** Shown beside the list's name. */
  marks?: ReactNode;
  /** Shown below the details, so that the width of the pane does not move them. */
  acts?: ReactNode;
  children?: ReactNode;
}) {
  const { match, asked, isChosen = false, marks, acts, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const distance = useDistance();
  const source = [
    match.classification !== null && t('matches.classified', { as: match.classification }),
    match.tags.length > 0 && t('matches.tags', { tags: match.tags.join(', ') }),
    match.member !== null && t('matches.member', { name: match.member }),
    match.quality !== null && t('matches.quality', { n: match.quality }),
    match.updatedAt !== null && t('matches.updated', { date: format.date(match.updatedAt) }),
  ].filter((part) => part !== false);
  const listed = match.algorithm === 'url' ? defang(match.value) : match.value;
  return (
    <div className={css.item} data-chosen={isChosen}>
      <div className={css.head}>
        <MeaningChip meaning={match.meaning} />
        <b className={css.list}>{match.listName}</b>
        <Chip>{t(`matches.trust.${match.trust}`)}</Chip>
        {marks}
      </div>
      <div className={css.body}>
        <div className={css.facts}>
          <p>
            <b>{algorithmName(t('matches.address'), match.algorithm)}</b> {distance(match)}
          </p>
          <p className={css.soft}>
            {t('matches.record')}{' '}
            <code className={css.code}>{match.record === match.value ? listed : match.record}</code>
          </p>
          {match.distance > 0 && (
            <p className={css.soft}>
              {t('matches.listed')} <code className={css.code}>{listed}</code>
            </p>
          )}
          <p className={css.soft}>{source.length === 0 ? t('matches.nothingSaid') : source.join(' · ')}</p>
          {children}
          {acts !== undefined && <div className={css.acts}>{acts}</div>}
        </div>
        {match.algorithm === 'pdq' && match.distance > 0 && <BitGrid listed={match.value} asked={asked} />}
      </div>
    </div>
  );
}

const algorithmName = (address: string, algorithm: MatchAlgorithm): string =>
  algorithm === 'url' ? address : ALGORITHM_NAMES[algorithm];

/** The distance in words: PhotoDNA and PDQ compare pictures, the others files. */
function useDistance(): (match: ListMatch) => string {
  const { t } = useTranslation();
  return ({ algorithm, distance }) =>
    distance > 0
      ? t('matches.near', { count: distance })
      : t(algorithm === 'pdq' || algorithm === 'photodna' ? 'matches.samePicture' : 'matches.same');
}
