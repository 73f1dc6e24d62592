import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { type FormFields, JudgementForm, MissingLine, RouteBox } from '../review/index.ts';
import { BlindNewsLine, RefusedJudgement } from './blind-news.tsx';
import css from './second-review.module.css';
import { useBlind, useSecondReviewStores } from './second-review-context.tsx';

/** The form of the second judgement, the same as for a first one. */
export function BlindForm({ fields }: { fields: FormFields }) {
  const { t } = useTranslation();
  const { blind } = useSecondReviewStores();
  const editing = useBlind((state) => state.editing);
  const review = useBlind((state) => state.open?.review ?? null);
  if (editing === null) return null;
  const { change, undo, clear, submit } = blind.getState();
  return (
    <JudgementForm key={review} editing={editing} fields={fields} change={change} undo={undo} clear={clear}>
      <RefusedJudgement />
      <RouteBox judgement={editing.judgement} />
      <div className={css.submit}>
        {editing.missing.length > 0 ? <MissingLine missing={editing.missing} /> : <BlindNewsLine />}
        <Button look="primary" keys="Ctrl ↵" onPress={() => void submit()}>
          {t('assess.submit')}
        </Button>
      </div>
    </JudgementForm>
  );
}
