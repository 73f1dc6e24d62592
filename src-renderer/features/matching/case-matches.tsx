import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseMatch } from '../../../shared/contract/case-match.ts';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { MatchVerdict } from '../../../shared/domain/case-match.ts';
import type { MatchId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useReviewStores } from '../review/index.ts';
import css from './case-matches.module.css';
import { JudgedMatch } from './judged-match.tsx';
import { chosenMatch, matchAfter, openMatchAfter } from './match-walk.ts';
import { useMatches, useMatchesStore } from './matches-store.ts';
import { ProposalLine, useTakeOver } from './proposal-line.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { SimilarCasesCard } from './similar-cases-card.tsx';

/** The number of matches shown at first; a button shows the others. */
const SHOWN = 5;

/** The matches of a case, what they suggest, and similar cases. Nothing here decides anything. */
export function CaseMatches({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { work } = useReviewStores();
  const store = useMatchesStore();
  const failure = useMatches((state) => state.failure);
  const [wanted, setWanted] = useState<MatchId | null>(null);
  const [all, setAll] = useState(false);
  const [explaining, setExplaining] = useState<CaseMatch | null>(null);
  const takeOver = useTakeOver(detail.proposal);
  const { matches, matched, summary } = detail;
  const shown = all ? matches : matches.slice(0, SHOWN);
  const chosen = chosenMatch(shown, wanted);
  const judge = async (match: CaseMatch, verdict: MatchVerdict, reason = '') => {
    if (match.verdict === verdict && reason === '') return;
    if (!(await store.getState().judge(summary.id, match.id, verdict, reason))) return;
    setWanted(openMatchAfter(shown, match.id));
    await work.getState().refresh();
  };
  const reject = () => chosen && void judge(chosen, 'rejected');
  useShortcuts({
    c: () => chosen && void judge(chosen, 'confirmed'),
    delete: reject,
    backspace: reject,
    w: () => setExplaining(chosen),
    '.': () => chosen && setWanted(matchAfter(shown, chosen.id)),
    a: takeOver,
  });
  return (
    <>
      <Card title={t('matches.title')} flush>
        <div className={css.lines}>
          {matched.isPending && <p className={css.soft}>{t('matches.pending')}</p>}
          {!matched.isPending && matches.length === 0 && <p className={css.soft}>{t('matches.none')}</p>}
          <ProposalLine proposal={detail.proposal} onTake={takeOver} />
          {matched.conflict && <Banner tone="warn">{t('matches.conflict')}</Banner>}
          {failure?.case === summary.id && <Banner tone="danger">{failureText(t, failure.failure)}</Banner>}
        </div>
        {shown.map((match) => (
          <JudgedMatch
            key={match.id}
            match={match}
            of={summary.id}
            isChosen={match.id === chosen?.id}
            onJudge={(verdict) => void judge(match, verdict)}
            onReason={() => setExplaining(match)}
          />
        ))}
        {matched.total > shown.length && (
          <p className={css.more}>
            {matches.length > shown.length && (
              <Button size="s" onPress={() => setAll(true)}>
                {t('matches.more', { count: matches.length - shown.length })}
              </Button>
            )}
            {matched.total > matches.length && (
              <span className={css.soft}>
                {t('intake.refusals.shown', {
                  shown: format.number(matches.length),
                  total: format.number(matched.total),
                })}
              </span>
            )}
          </p>
        )}
      </Card>
      {explaining !== null && (
        <RejectDialog
          listName={explaining.listName}
          onReject={(reason) => void judge(explaining, 'rejected', reason)}
          onClose={() => setExplaining(null)}
        />
      )}
      {detail.similar.length > 0 && (
        <SimilarCasesCard similar={detail.similar} onCase={(id) => void work.getState().open(id)} />
      )}
    </>
  );
}
