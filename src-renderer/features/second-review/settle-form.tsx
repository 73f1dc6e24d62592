import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Segments } from '../../ui/segments.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  EffectLines,
  effectsOf,
  type FormFields,
  FormFrame,
  JudgementFields,
  MissingLine,
  previewRoute,
  RouteBox,
  UndoButtons,
} from '../review/index.ts';
import { useSession } from '../vault/index.ts';
import css from './second-review.module.css';
import { useDisagreements, useSecondReviewStores } from './second-review-context.tsx';
import { isNoteTooShort, type Settling, SHORTEST_NOTE } from './settling.ts';

/**
 * The form in which a supervisor who is neither of the two settles a disagreement. What goes out is shown before
 * anything is recorded.
 */
export function SettleForm({ open, fields }: { open: Disagreement; fields: FormFields }) {
  const { t } = useTranslation();
  const { disagreements } = useSecondReviewStores();
  const settling = useDisagreements((state) => state.settling);
  if (!open.mine) return <Empty icon="lock">{t('secondReview.dispute.notMine')}</Empty>;
  if (settling === null) return null;
  const { decide, change, undo, clear, write } = disagreements.getState();
  const { choice, editing, note } = settling;
  const anew = choice === 'overturn';
  return (
    <FormFrame
      key={open.review}
      title={t('secondReview.dispute.decide')}
      tools={anew && <UndoButtons editing={editing} undo={undo} clear={clear} />}
      foot={<SettleFoot open={open} settling={settling} />}
    >
      <div className={css.choice}>
        <Segments
          label=""
          hiddenLabel={t('secondReview.dispute.decide')}
          segments={[
            { id: 'uphold', label: t('secondReview.dispute.uphold') },
            { id: 'overturn', label: t('secondReview.dispute.overturn') },
          ]}
          value={choice}
          onChange={decide}
        />
        <p className={css.hint}>
          {t(
            choice === null
              ? 'secondReview.dispute.chooseHint'
              : anew
                ? 'secondReview.dispute.overturnHint'
                : 'secondReview.dispute.upholdHint',
          )}
        </p>
      </div>
      {anew && <JudgementFields judgement={editing.judgement} fields={fields} change={change} />}
      <TextField
        label={t('secondReview.dispute.note', { name: open.first.by.name })}
        rows={3}
        value={note}
        onChange={write}
        hint={t('secondReview.dispute.noteHint', { name: open.first.by.name })}
        error={isNoteTooShort(note) ? t('secondReview.dispute.noteShort', { n: SHORTEST_NOTE }) : null}
      />
    </FormFrame>
  );
}

function SettleFoot({ open, settling: { choice, editing } }: { open: Disagreement; settling: Settling }) {
  const { t } = useTranslation();
  const { disagreements } = useSecondReviewStores();
  const { policy, members } = useSession();
  const failure = useDisagreements((state) => state.failure);
  const busy = useDisagreements((state) => state.busy);
  const referrals = useDisagreements((state) => state.referrals);
  const anew = choice === 'overturn';
  const route = previewRoute(editing.judgement, policy, members);
  return (
    <>
      {failure && (
        <div className={css.refused}>
          <Banner tone="danger">{failureText(t, failure)}</Banner>
        </div>
      )}
      {anew && <RouteBox judgement={editing.judgement} />}
      {anew && route !== null && <EffectLines effects={effectsOf(route.destinations, open, referrals)} />}
      <div className={css.submit}>
        {anew && editing.missing.length > 0 ? (
          <MissingLine missing={editing.missing} />
        ) : (
          <span className={css.hint} />
        )}
        <Button
          look="primary"
          keys="Ctrl ↵"
          isDisabled={busy || choice === null}
          onPress={() => void disagreements.getState().settle()}
        >
          {t(anew ? 'secondReview.dispute.submitOverturn' : 'secondReview.dispute.submitUphold')}
        </Button>
      </div>
    </>
  );
}
