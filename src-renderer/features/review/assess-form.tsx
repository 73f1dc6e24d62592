import { useTranslation } from 'react-i18next';
import { AssessmentReason, HostingSource } from '../../../shared/domain/assessment.ts';
import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { Empty } from '../../ui/empty.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { IllegalDetails } from './illegal-details.tsx';
import { OutcomeLine, RefusedDecision } from './outcome-line.tsx';
import { useReviewStores, useWork } from './review-context.tsx';
import { RoutePanel } from './route-panel.tsx';
import type { FormFields } from './use-review-keys.ts';

/** The assessment being made. Every part has a key; the route stands below before anything is recorded. */
export function AssessForm({ fields }: { fields: FormFields }) {
  const { t, i18n } = useTranslation();
  const { work } = useReviewStores();
  const { person } = useSession();
  const judgement = useWork((state) => state.judgement);
  const caseId = useWork((state) => state.detail?.summary.id ?? null);
  const assignedTo = useWork((state) => state.detail?.summary.assignedTo ?? null);
  const canUndo = useWork((state) => state.history.length > 0);
  const restored = useWork((state) => state.restored);
  const { change, undo, clear } = work.getState();
  if (judgement === null) {
    return (
      <div className={css.form}>
        <Empty icon="keyboard">{t('case.none')}</Empty>
        <footer className={css.foot}>
          <RefusedDecision />
          <OutcomeLine />
        </footer>
      </div>
    );
  }
  if (isGivenToAnother(assignedTo, person)) return <Empty icon="lock">{t('handOver.formClosed')}</Empty>;
  if (!mayDo(person.role, 'assess')) return <Empty icon="lock">{t('assess.notPermitted')}</Empty>;
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
    <div className={css.form} key={caseId}>
      <header className={css.head}>
        <h2 className={css.title}>{t('assess.title')}</h2>
        <Button size="s" look="quiet" isDisabled={!canUndo} onPress={undo} keys="Ctrl Z">
          {t('assess.undo')}
        </Button>
        <Button size="s" look="quiet" isDisabled={!canUndo && !restored} onPress={clear}>
          {t('assess.clear')}
        </Button>
      </header>
      <div className={css.body}>
        {restored && <Banner tone="accent">{t('assess.draftBack')}</Banner>}
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
      </div>
      <RoutePanel judgement={judgement} />
    </div>
  );
}
