import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChosenLabels, chosenIn } from '../../../shared/domain/assessed-labels.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import { carriedLabels } from '../../../shared/domain/labelling.ts';
import { Banner } from '../../ui/banner.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useInLanguage } from '../../ui/use-in-language.ts';
import css from './assess-form.module.css';
import type { Judgement } from './judgement.ts';
import type { Change } from './judgement-change.ts';
import { labelChange } from './label-change.ts';

export interface LabelFieldsProps {
  judgement: Judgement;
  /** The set in force; null where there is none. */
  set: LabelSet | null;
  change: (change: Change) => void;
  groupsRef?: Ref<HTMLDivElement>;
}

/** The labels of illegal material, where the policy names a set of them. */
export function LabelFields({ judgement, set, change, groupsRef }: LabelFieldsProps) {
  const { t } = useTranslation();
  const { chosen, lost } = carriedLabels(judgement.labels, set);
  const titleId = useId();
  if (set === null && lost.length === 0) return null;
  return (
    <section className={css.labels} aria-labelledby={titleId}>
      <h3 id={titleId} className={css.labelsTitle}>
        {t('assess.labels')} {set !== null && <KeyHint keys="P" />}
      </h3>
      {judgement.labels !== null && lost.length > 0 && (
        <Banner tone="warn">
          {t('assess.labelsLost', { ...judgement.labels.set, codes: lost.join(', ') })}
        </Banner>
      )}
      {set !== null && (
        <LabelGroups
          set={set}
          chosen={chosen}
          groupsRef={groupsRef}
          onChange={(next) => change(labelChange(judgement, set, next))}
        />
      )}
    </section>
  );
}

/** The groups of a set, each with its labels to choose from, in the words of the set. */
export function LabelGroups(props: {
  set: LabelSet;
  chosen: ChosenLabels;
  onChange: (chosen: ChosenLabels) => void;
  groupsRef?: Ref<HTMLDivElement> | undefined;
}) {
  const { set, chosen, onChange, groupsRef } = props;
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const choose = (group: string, codes: string[]) => {
    const { [group]: _, ...others } = chosen;
    onChange(codes.length === 0 ? others : { ...others, [group]: codes });
  };
  return (
    <div ref={groupsRef} className={css.labelGroups}>
      {set.groups.map(({ code, name, isRequired, choice, labels }) => (
        <Toggles
          key={code}
          label={isRequired ? `${inLanguage(name)} · ${t('assess.labelRequired')}` : inLanguage(name)}
          single={choice === 'one'}
          choices={labels.map((label) => ({ id: label.code, label: inLanguage(label.name) }))}
          value={chosenIn(chosen, code)}
          onChange={(codes) => choose(code, codes)}
        />
      ))}
    </div>
  );
}
