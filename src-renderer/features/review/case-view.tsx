import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import { ConsultationCard, TakedownTimeline } from '../referral/index.ts';
import { ApartLines } from './apart-lines.tsx';
import { AssignmentLines } from './assignment-lines.tsx';
import { CaseFactsTable } from './case-facts.tsx';
import css from './case-view.module.css';
import { decisionOf } from './decided.ts';
import { DecisionCard } from './decision-card.tsx';
import { EarlierAssessments } from './earlier-assessments.tsx';
import { HashTable } from './hash-table.tsx';
import { HeldElsewhere } from './held-elsewhere.tsx';
import { HoldLine } from './hold-line.tsx';
import { ParallelDecisions } from './parallel-decisions.tsx';
import type { QueueState } from './queue-store.ts';
import { ReferralLines } from './referral-lines.tsx';
import { useQueue, useReviewStores, useWork } from './review-context.tsx';
import { SightingList } from './sighting-list.tsx';
import { SubjectHeading } from './subject-heading.tsx';

export interface CaseViewProps {
  /** Shows the matches of a case with hash lists. */
  matches: (detail: CaseDetail) => ReactNode;
  /** Opens the life of a case in the ledger. */
  onLife: (id: CaseId) => void;
  /** Further actions on a case. */
  tools: (summary: CaseSummary) => ReactNode;
  /** Shown where the vault has no case at all. */
  firstSteps: ReactNode;
  /** Shown in place of a case that the person must not see yet. */
  withheld: (id: CaseId) => ReactNode;
}

const hasNoCase = ({ ready, counts }: QueueState): boolean =>
  ready && Object.values(counts).every((count) => count === 0);

/** Everything known about a case: text and hashes. */
export function CaseView({ matches, onLife, tools, firstSteps, withheld }: CaseViewProps) {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const detail = useWork((state) => state.detail);
  const failure = useWork((state) => state.failure);
  const format = useFormat();
  const isNew = useQueue(hasNoCase);
  const hidden = useWork((state) => state.withheld);
  if (hidden !== null) return <div className={css.view}>{withheld(hidden)}</div>;
  if (detail === null && failure === null && isNew) return <div className={css.view}>{firstSteps}</div>;
  if (detail === null)
    return <Empty icon="queue">{failure ? failureText(t, failure) : t('case.none')}</Empty>;
  const { summary, mergedInto } = detail;
  const decision = decisionOf(detail);
  const parallel = detail.assessments.filter((record) => record.parallelTo !== null);
  const earlier = detail.assessments.filter((record) => record !== decision && record.parallelTo === null);
  const referrals = detail.referrals.length > 0 && (
    <>
      <ReferralLines referrals={detail.referrals} />
      <TakedownTimeline referrals={detail.referrals} receivedAt={summary.receivedAt} />
    </>
  );
  return (
    // The React key makes each case start at its top and with its narratives closed.
    <div key={summary.id} className={css.view}>
      <SubjectHeading
        kind={summary.kind}
        subject={summary.subject}
        tools={
          <>
            <Button size="s" look="quiet" icon="ledger" onPress={() => work.getState().ask(onLife)}>
              {t('ledger.life.open')}
            </Button>
            {tools(summary)}
          </>
        }
      />
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <HeldElsewhere />
      <HoldLine summary={summary} />
      {mergedInto !== null && (
        <Banner
          tone="accent"
          actions={
            <Button size="s" onPress={() => void work.getState().open(mergedInto)}>
              {t('case.openMerged')}
            </Button>
          }
        >
          {t('case.merged')}
        </Banner>
      )}
      {summary.reopened !== null && (
        <Banner tone="warn">
          {`${t(`enum.reopened.${summary.reopened.reason}`)} · ${format.dateTime(summary.reopened.at)}`}
        </Banner>
      )}
      {detail.erased !== null && (
        <Banner tone="accent">
          {t('case.erased', {
            date: format.date(detail.erased.at),
            entry: format.number(detail.erased.entry),
          })}
        </Banner>
      )}
      {decision !== null && <DecisionCard decision={decision} labels={detail.labels} />}
      {parallel.length > 0 && <ParallelDecisions records={parallel} detail={detail} />}
      {decision !== null && referrals}
      <ConsultationCard case={summary.id} consultations={detail.consultations} isOpen={mergedInto === null} />
      {detail.apart.length > 0 && (
        <ApartLines apart={detail.apart} onCase={(id) => void work.getState().open(id)} />
      )}
      <CaseFactsTable summary={summary} />
      {matches(detail)}
      <SightingList
        sightings={detail.sightings}
        total={summary.sightings}
        reveal={work.getState().reveal}
        readOn={work.getState().readOn}
      />
      {summary.hashes && <HashTable hashes={summary.hashes} />}
      {detail.assignments.length > 0 && <AssignmentLines records={detail.assignments} />}
      {earlier.length > 0 && <EarlierAssessments records={earlier} labels={detail.labels} />}
      {decision === null && referrals}
    </div>
  );
}
