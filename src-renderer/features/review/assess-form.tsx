import { useTranslation } from 'react-i18next';
import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Empty } from '../../ui/empty.tsx';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { CorrectionForm } from './correction-form.tsx';
import { decisionOf } from './decided.ts';
import { DecidedPanel } from './decided-panel.tsx';
import { HeldLine } from './held-line.tsx';
import { JudgementForm } from './judgement-form.tsx';
import { OutcomeLine, RefusedDecision } from './outcome-line.tsx';
import { useReviewStores, useWork } from './review-context.tsx';
import { RoutePanel } from './route-panel.tsx';
import type { FormFields } from './use-judgement-keys.ts';

/** The form of the assessment. The route is shown at its end before anything is recorded. */
export function AssessForm({ fields }: { fields: FormFields }) {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const { person } = useSession();
  const judgement = useWork((state) => state.judgement);
  const detail = useWork((state) => state.detail);
  const correcting = useWork((state) => state.correcting !== null);
  const decision = detail && decisionOf(detail);
  const caseId = detail?.summary.id ?? null;
  const assignedTo = detail?.summary.assignedTo ?? null;
  const history = useWork((state) => state.history);
  const restored = useWork((state) => state.restored);
  const draftWriter = useWork((state) => state.draftWriter);
  const { change, undo, clear } = work.getState();
  if (judgement === null) {
    return (
      <div className={css.form}>
        <Empty icon="keyboard">{t('case.none')}</Empty>
        <footer className={css.foot}>
          <RefusedDecision />
          <HeldLine />
          <OutcomeLine />
        </footer>
      </div>
    );
  }
  if (isGivenToAnother(assignedTo, person)) return <Empty icon="lock">{t('handOver.formClosed')}</Empty>;
  if (decision !== null && detail !== null)
    return correcting ? (
      <CorrectionForm key={caseId} detail={detail} judgement={judgement} fields={fields} />
    ) : (
      <DecidedPanel decision={decision} />
    );
  if (!mayDo(person.role, 'assess')) return <Empty icon="lock">{t('assess.notPermitted')}</Empty>;
  return (
    <JudgementForm
      key={caseId}
      editing={{ judgement, history, restored }}
      draftWriter={draftWriter}
      fields={fields}
      hostings={detail?.hostings ?? []}
      change={change}
      undo={undo}
      clear={clear}
    >
      <RoutePanel judgement={judgement} />
    </JudgementForm>
  );
}
