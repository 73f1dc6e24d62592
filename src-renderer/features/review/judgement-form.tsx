import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import { AssessmentReason, HostingSource } from '../../../shared/domain/assessment.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import type { DraftWriter } from './drafts.ts';
import type { Editing } from './editing.ts';
import { FormFrame } from './form-frame.tsx';
import { HostingConflict } from './hosting-conflict.tsx';
import { IllegalDetails } from './illegal-details.tsx';
import type { Change } from './judgement-change.ts';
import { LabelFields } from './label-fields.tsx';
import type { FormFields } from './use-judgement-keys.ts';

export interface JudgementFormProps {
  editing: Pick<Editing, 'judgement' | 'history' | 'restored'>;
  /** Who left the draft that the form was restored from; absent where the person did. */
  draftWriter?: DraftWriter | null;
  fields: FormFields;
  /** What reports say of where it is hosted. */
  hostings?: CaseDetail['hostings'];
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  /** The footer, which always stays in sight. */
  children: ReactNode;
}

/** The form of an assessment. Every part of it has a key. */
export function JudgementForm(props: JudgementFormProps) {
  const { editing, draftWriter = null, fields, hostings = [], change, undo, clear, children } = props;
  const { t } = useTranslation();
  return (
    <FormFrame
      title={t('assess.title')}
      tools={<UndoButtons editing={editing} undo={undo} clear={clear} />}
      foot={children}
    >
      {editing.restored && <RestoredLine writer={draftWriter} />}
      <JudgementFields judgement={editing.judgement} fields={fields} hostings={hostings} change={change} />
    </FormFrame>
  );
}

/** Says that the form holds a draft, and whose, so that nobody takes another person's judgement for their own. */
function RestoredLine({ writer }: { writer: DraftWriter | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { person } = useSession();
  const nameOf = usePersonName();
  if (writer === null || writer.by === person.id)
    return <Banner tone="accent">{t('assess.draftBack')}</Banner>;
  return (
    <Banner tone="warn">
      {t('assess.draftOf', { name: nameOf(writer.by), at: format.dateTime(writer.at) })}
    </Banner>
  );
}

/** Undoes the last change, or all of them. */
export function UndoButtons({
  editing,
  undo,
  clear,
}: Pick<JudgementFormProps, 'editing' | 'undo' | 'clear'>) {
  const { t } = useTranslation();
  const canUndo = editing.history.length > 0;
  return (
    <>
      <Button size="s" look="quiet" isDisabled={!canUndo} onPress={undo} keys="Ctrl Z">
        {t('assess.undo')}
      </Button>
      <Button size="s" look="quiet" isDisabled={!canUndo && !editing.restored} onPress={clear}>
        {t('assess.clear')}
      </Button>
    </>
  );
}

/** All fields of an assessment. */
export function JudgementFields({
  judgement,
  fields,
  hostings = [],
  hostingInstead,
  change,
}: Pick<Editing, 'judgement'> &
  Pick<JudgementFormProps, 'fields' | 'hostings' | 'change'> & {
    /** In the place of the country, where it is not one for all. */
    hostingInstead?: ReactNode;
  }) {
  const { t, i18n } = useTranslation();
  const { labels } = useSession();
  const aboutIllegal = judgement.legality === null || judgement.legality === 'illegal';
  const reasons = (
    <Toggles
      key="reasons"
      label={
        <>
          {t('assess.reasons')} <KeyHint keys="R" />
        </>
      }
      groupRef={fields.reasons}
      choices={AssessmentReason.options.map((id) => ({ id, label: t(`enum.reason.${id}`) }))}
      value={judgement.reasons}
      onChange={(reasons) => change({ reasons })}
    />
  );
  const note = (
    <TextField
      key="note"
      label={
        <>
          {t('assess.note')} <KeyHint keys="T" />
        </>
      }
      rows={2}
      value={judgement.note}
      placeholder={t('assess.notePlaceholder')}
      areaRef={fields.note}
      onChange={(note) => change({ note })}
    />
  );
  return (
    <>
      <Segments
        label={t('assess.legality')}
        size="l"
        segments={[
          { id: 'illegal', label: t('enum.legality.illegal'), keys: 'I', tone: 'danger' },
          { id: 'legal', label: t('enum.legality.legal'), keys: 'L', tone: 'good' },
          { id: 'undetermined', label: t('enum.legality.undetermined'), keys: 'U', tone: 'warn' },
        ]}
        value={judgement.legality}
        onChange={(legality) => change({ legality })}
      />
      {hostingInstead ?? (
        <div className={css.pair}>
          <ComboField
            label={
              <>
                {t('assess.hosting')} <KeyHint keys="H" />
              </>
            }
            choices={countryChoices(i18n.language)}
            value={judgement.country}
            placeholder={t('assess.hostingUnknown')}
            inputRef={fields.hosting}
            onChange={(country) => change({ country })}
            untaken={judgement.untakenCountry}
            onUntaken={(untakenCountry) => change({ untakenCountry })}
          />
          <SelectField
            label={t('assess.hostingSource')}
            choices={HostingSource.options
              .filter((id) => (id === 'unknown') === (judgement.country === null))
              .map((id) => ({ id, label: t(`enum.hostingSource.${id}`) }))}
            value={judgement.country === null ? 'unknown' : judgement.hostingSource}
            onChange={(hostingSource) => change({ hostingSource })}
            isDisabled={judgement.country === null}
          />
        </div>
      )}
      <HostingConflict hostings={hostings} />
      {aboutIllegal && <IllegalDetails judgement={judgement} change={change} />}
      {aboutIllegal && (
        <LabelFields judgement={judgement} set={labels} change={change} groupsRef={fields.labels} />
      )}
      {aboutIllegal ? [note, reasons] : [reasons, note]}
    </>
  );
}
