import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
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
import css from './assess-form.module.css';
import type { Editing } from './editing.ts';
import { IllegalDetails } from './illegal-details.tsx';
import type { Change } from './judgement-change.ts';
import type { FormFields } from './use-judgement-keys.ts';

export interface JudgementFormProps {
  title: string;
  editing: Pick<Editing, 'judgement' | 'history' | 'restored'>;
  fields: FormFields;
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  /** Stands above the fields and moves with them. */
  before?: ReactNode;
  /** Stands below the fields and moves with them. */
  after?: ReactNode;
  /** The footer, which always stays in sight. */
  children: ReactNode;
}

/** The form of an assessment, whatever becomes of it. Every part has a key. */
export function JudgementForm(props: JudgementFormProps) {
  const { title, editing, fields, change, undo, clear, before, after, children } = props;
  const { t } = useTranslation();
  const { judgement, history, restored } = editing;
  const canUndo = history.length > 0;
  return (
    <div className={css.form}>
      <header className={css.head}>
        <h2 className={css.title}>{title}</h2>
        <Button size="s" look="quiet" isDisabled={!canUndo} onPress={undo} keys="Ctrl Z">
          {t('assess.undo')}
        </Button>
        <Button size="s" look="quiet" isDisabled={!canUndo && !restored} onPress={clear}>
          {t('assess.clear')}
        </Button>
      </header>
      <div className={css.body}>
        {before}
        {restored && <Banner tone="accent">{t('assess.draftBack')}</Banner>}
        <JudgementFields judgement={judgement} fields={fields} change={change} />
        {after}
      </div>
      <footer className={css.foot}>{children}</footer>
    </div>
  );
}

function JudgementFields({
  judgement,
  fields,
  change,
}: Pick<Editing, 'judgement'> & Pick<JudgementFormProps, 'fields' | 'change'>) {
  const { t, i18n } = useTranslation();
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
      {aboutIllegal && <IllegalDetails judgement={judgement} change={change} />}
      {aboutIllegal ? [note, reasons] : [reasons, note]}
    </>
  );
}
