import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { BlockingFields } from './blocking-fields.tsx';
import { CategoryList } from './category-list.tsx';
import { type DraftForm, DraftProvider } from './draft-context.ts';
import { draftProblems } from './draft-problems.ts';
import { GeneralFields } from './general-fields.tsx';
import { LabelSetField } from './label-set-field.tsx';
import { PriorityFields, SessionFields } from './limit-fields.tsx';
import css from './policy.module.css';
import { usePolicy, usePolicyStore } from './policy-store.ts';
import { ReviewFields } from './review-fields.tsx';
import { versionSide } from './side.ts';
import { useProblemText } from './use-problem-text.ts';
import { WitnessFields } from './witness-fields.tsx';

/** The form of a new version. */
export function DraftView() {
  const { t } = useTranslation();
  const store = usePolicyStore();
  const draft = usePolicy((state) => state.draft);
  const inForce = usePolicy((state) => state.inForce);
  const refusals = usePolicy((state) => state.refusals);
  const busy = usePolicy((state) => state.busy);
  const problemText = useProblemText();
  const problems = useMemo(
    () => (draft === null ? null : draftProblems(draft.policy, refusals)),
    [draft, refusals],
  );
  if (draft === null || problems === null || inForce === null) return null;
  const form: DraftForm = {
    policy: draft.policy,
    problems,
    change: (change) => store.getState().change(change),
    errorAt: (path) => {
      const problem = problems.get(path);
      return problem === undefined ? null : problemText(problem);
    },
  };
  const elsewhere = [...problems].filter(([path]) => path === '' || path.startsWith('members'));
  const { compare, discard, prepare, runDry } = store.getState();
  return (
    <DraftProvider value={form}>
      <div className={css.stack}>
        {elsewhere.map(([path, problem]) => (
          <Banner key={path} tone="danger">
            {problemText(problem)}
          </Banner>
        ))}
        <GeneralFields />
        <CategoryList />
        <ReviewFields />
        <LabelSetField />
        <PriorityFields />
        <SessionFields />
        <BlockingFields />
        <WitnessFields />
      </div>
      <div className={css.foot}>
        <p role="status" className={problems.size > 0 ? css.error : css.hint}>
          {problems.size > 0 ? t('policy.problem.fields', { count: problems.size }) : t('policy.draft.holds')}
        </p>
        <Button look="quiet" onPress={discard}>
          {t('policy.draft.discard')}
        </Button>
        <Button onPress={() => void compare(versionSide(inForce.version), 'draft')}>
          {t('policy.act.compare')}
        </Button>
        <Button isDisabled={problems.size > 0} onPress={() => void runDry('draft', 1000)}>
          {t('policy.act.dryRun')}
        </Button>
        <Button look="primary" isDisabled={problems.size > 0 || busy} onPress={() => void prepare()}>
          {t('policy.act.propose')}
        </Button>
      </div>
    </DraftProvider>
  );
}
