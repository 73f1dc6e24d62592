import { useTranslation } from 'react-i18next';
import type { CaseMatch, MatchWord } from '../../../shared/contract/case-match.ts';
import type { MatchVerdict } from '../../../shared/domain/case-match.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { MatchItem } from '../lists/index.ts';
import css from './case-matches.module.css';

const WORDS_SHOWN = 3;

/** A match of a case with the verdicts on it, and one key for each verdict. */
export function JudgedMatch(props: {
  match: CaseMatch;
  of: CaseId;
  /** The keys act on this match. */
  isChosen: boolean;
  onJudge: (verdict: MatchVerdict) => void;
  /** Rejects the match with a reason. */
  onReason: () => void;
}) {
  const { match, of, isChosen, onJudge, onReason } = props;
  const { t } = useTranslation();
  const { standing, verdict, history } = match;
  const keys = (key: string) => (isChosen ? { keys: key } : {});
  return (
    <MatchItem
      match={match}
      asked={match.caseValue}
      isChosen={isChosen}
      marks={
        <>
          {verdict === 'confirmed' && <Chip tone="good">{t('matches.confirmed')}</Chip>}
          {standing !== 'counts' && <Chip tone="warn">{t(`matches.standing.${standing}`)}</Chip>}
        </>
      }
      acts={
        <>
          <Button
            size="s"
            isDisabled={verdict === 'confirmed'}
            {...keys('C')}
            onPress={() => onJudge('confirmed')}
          >
            {t('matches.confirm')}
          </Button>
          <Button
            size="s"
            isDisabled={verdict === 'rejected'}
            {...keys('X')}
            onPress={() => onJudge('rejected')}
          >
            {t('matches.reject')}
          </Button>
          <Button size="s" {...keys('W')} aria-label={t('matches.rejectWhy')} onPress={onReason}>
            {t('matches.withReason')}
          </Button>
        </>
      }
    >
      {standing !== 'counts' && <p className={css.why}>{t(`matches.standingWhy.${standing}`)}</p>}
      {history.length > 0 && (
        <ul className={css.words} aria-label={t('matches.history')}>
          {history.slice(0, WORDS_SHOWN).map((word) => (
            <Word key={word.id} word={word} of={of} />
          ))}
          {history.length > WORDS_SHOWN && (
            <li className={css.soft}>{t('case.sightingsMore', { n: history.length - WORDS_SHOWN })}</li>
          )}
        </ul>
      )}
    </MatchItem>
  );
}

function Word({ word, of }: { word: MatchWord; of: CaseId }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = t(
    word.case === of ? `matches.said.${word.verdict}` : `matches.saidElsewhere.${word.verdict}`,
    {
      name: word.by.name,
      at: format.dateTime(word.at),
    },
  );
  return (
    <li>
      {said}
      {word.reason !== '' && <> {t('matches.saidWhy', { reason: word.reason })}</>}
      {word.reportedAt !== null && (
        <span className={css.soft}> · {t('matches.reported', { date: format.date(word.reportedAt) })}</span>
      )}
    </li>
  );
}
