import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { decisionOf } from './decided.ts';
import { EffectLines } from './effect-lines.tsx';
import { effectsOf } from './effects.ts';
import { FormFrame } from './form-frame.tsx';
import { type Judgement, previewRoute } from './judgement.ts';
import { JudgementFields, UndoButtons } from './judgement-form.tsx';
import { useReviewStores, useWork } from './review-context.tsx';
import { MissingLine, RouteBox } from './route-box.tsx';
import type { FormFields } from './use-judgement-keys.ts';

/**
 * The form that corrects a decision, with a reason. What each desk gets because of it is shown before anything is
 * signed.
 */
export function CorrectionForm(props: { detail: CaseDetail; judgement: Judgement; fields: FormFields }) {
  const { detail, judgement, fields } = props;
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const { policy, members } = useSession();
  const history = useWork((state) => state.history);
  const missing = useWork((state) => state.missing);
  const reason = useWork((state) => state.correcting?.reason ?? '');
  const { change, undo, clear, writeReason, cancelCorrection, correct } = work.getState();
  const decision = decisionOf(detail);
  const route = previewRoute(judgement, policy, members);
  return (
    <FormFrame
      title={t('decided.correctTitle')}
      tools={<UndoButtons editing={{ judgement, history, restored: false }} undo={undo} clear={clear} />}
      foot={
        <>
          <RouteBox judgement={judgement} />
          {route !== null && decision !== null && (
            <EffectLines effects={effectsOf(route.destinations, { first: decision }, detail.referrals)} />
          )}
          <div className={css.submit}>
            <Button onPress={cancelCorrection}>{t('common.cancel')}</Button>
            {missing.length > 0 && <MissingLine missing={missing} />}
            <Button look="primary" keys="Ctrl ↵" onPress={() => void correct()}>
              {t('decided.sign')}
            </Button>
          </div>
        </>
      }
    >
      <Banner tone="accent">{t('decided.correctHint')}</Banner>
      <TextField
        label={t('decided.reason')}
        rows={2}
        value={reason}
        autoFocus
        onChange={writeReason}
        error={missing.includes('why') ? t('decided.reasonMissing') : null}
      />
      <JudgementFields judgement={judgement} fields={fields} hostings={detail.hostings} change={change} />
    </FormFrame>
  );
}
