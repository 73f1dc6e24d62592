import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Panes } from '../../ui/panes.tsx';
import { EffectLines, SightingList, SubjectHeading, useJudgementKeys } from '../review/index.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { PickList } from './pick-list.tsx';
import css from './second-review.module.css';
import { useDisagreements, useSecondReviewStores } from './second-review-context.tsx';
import { SettleForm } from './settle-form.tsx';

type OnCase = (id: CaseId) => void;

/** The cases that two people decided differently: the list, both judgements, and a third person's decision. */
export function DisagreementPart({ onCase }: { onCase: OnCase }) {
  const { t } = useTranslation();
  const { disagreements } = useSecondReviewStores();
  const open = useDisagreements((state) => state.open);
  const ready = useDisagreements((state) => state.ready);
  const failure = useDisagreements((state) => state.failure);
  const state = () => disagreements.getState();
  const fields = useJudgementKeys({
    judgement: () => state().settling?.editing.judgement ?? null,
    change: (change) => state().change(change),
    undo: () => state().undo(),
    submit: () => void state().settle(),
    step: (steps) => state().step(steps),
  });
  if (open === null) {
    return (
      <div className={css.quiet}>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <SettledLine />
        {ready && (
          <Empty icon="check" title={t('secondReview.dispute.empty.title')}>
            <p>{t('secondReview.dispute.empty.text')}</p>
          </Empty>
        )}
      </div>
    );
  }
  return (
    <Panes
      labels={[t('secondReview.part.disagreements'), t('case.label'), t('secondReview.dispute.decide')]}
      list={<DisagreementList chosen={open} />}
      subject={<DisagreementView open={open} onCase={onCase} />}
      form={<SettleForm open={open} fields={fields} />}
    />
  );
}

function DisagreementList({ chosen }: { chosen: Disagreement }) {
  const { t } = useTranslation();
  const { disagreements } = useSecondReviewStores();
  const listed = useDisagreements((state) => state.disagreements);
  return (
    <PickList
      label={t('secondReview.part.disagreements')}
      chosen={chosen.review}
      onChoose={disagreements.getState().choose}
      items={listed.map(({ review, kind, subject, first, second, mine }) => ({
        review,
        kind,
        subject,
        facts: t('secondReview.dispute.between', { first: first.by.name, second: second.by.name }),
        side: !mine && <Chip>{t('secondReview.dispute.notMineShort')}</Chip>,
      }))}
    />
  );
}

function DisagreementView({ open, onCase }: { open: Disagreement; onCase: OnCase }) {
  const { t } = useTranslation();
  const { disagreements } = useSecondReviewStores();
  const seen = useDisagreements((state) => state.seen);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div key={open.review} className={css.view} tabIndex={0} data-shortcuts>
      <SettledLine />
      <SubjectHeading
        kind={open.kind}
        subject={open.subject}
        tools={
          <Button size="s" look="quiet" icon="queue" onPress={() => onCase(open.case)}>
            {t('outbox.openCase')}
          </Button>
        }
      />
      <ComparisonTable disagreement={open} />
      {seen !== null && (
        <SightingList
          sightings={seen.sightings}
          total={seen.total}
          reveal={disagreements.getState().reveal}
          readOn={disagreements.getState().readOn}
        />
      )}
    </div>
  );
}

/** The disagreement settled last, and what goes out because of it. */
function SettledLine() {
  const { t } = useTranslation();
  const settled = useDisagreements((state) => state.settled);
  if (settled === null) return null;
  const { outcome, kind, subject, referrals } = settled;
  return (
    <Banner tone="good">
      {t(`secondReview.dispute.${outcome}`, { subject: defangSubject(kind, subject) })}
      {outcome === 'overturned' && <EffectLines effects={referrals} />}
    </Banner>
  );
}
