import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  AgeCategory,
  Commerciality,
  GenderCategory,
  PaymentMethod,
  SiteType,
} from '../../../shared/domain/assessment.ts';
import { Button } from '../../ui/button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import css from './assess-form.module.css';
import type { Judgement } from './judgement.ts';
import type { Change } from './judgement-change.ts';

const MARKS = ['virtual', 'selfGenerated', 'modelling'] as const;

/** The classification of illegal material, as ICCAM and the police desk expect it. */
export function IllegalDetails({
  judgement,
  change,
}: {
  judgement: Judgement;
  change: (change: Change) => void;
}) {
  const { t } = useTranslation();
  const filled =
    judgement.siteType !== null || judgement.commerciality !== null || judgement.paymentMethods.length > 0;
  const [more, setMore] = useState(filled);
  return (
    <>
      <Segments
        label={t('assess.classification')}
        segments={[
          { id: 'baseline', label: t('enum.classification.baseline'), keys: 'B' },
          { id: 'national', label: t('enum.classification.national'), keys: 'N' },
        ]}
        value={judgement.classification}
        onChange={(classification) => change({ classification })}
      />
      <Segments
        label={t('assess.age')}
        columns={2}
        segments={AgeCategory.options.map((id, index) => ({
          id,
          label: t(`enum.age.${id}`),
          keys: String(index + 1),
        }))}
        value={judgement.age}
        onChange={(age) => change({ age })}
      />
      <Segments
        label={
          <>
            {t('assess.gender')} <KeyHint keys="G" />
          </>
        }
        segments={GenderCategory.options.map((id) => ({ id, label: t(`enum.gender.${id}`) }))}
        value={judgement.gender}
        onChange={(gender) => change({ gender })}
      />
      <div className={css.marks}>
        <Toggles
          label={t('assess.flags')}
          choices={MARKS.map((id) => ({ id, label: t(`assess.${id}`) }))}
          value={MARKS.filter((mark) => judgement[mark])}
          onChange={(marks) =>
            change({
              virtual: marks.includes('virtual'),
              selfGenerated: marks.includes('selfGenerated'),
              modelling: marks.includes('modelling'),
            })
          }
        />
        <Button
          size="s"
          look="quiet"
          icon={more ? 'down' : 'right'}
          aria-expanded={more}
          onPress={() => setMore(!more)}
        >
          {t('assess.more')}
        </Button>
      </div>
      {more && (
        <>
          <div className={css.pair}>
            <SelectField
              label={t('assess.siteType')}
              choices={SiteType.options.map((id) => ({ id, label: t(`enum.siteType.${id}`) }))}
              value={judgement.siteType}
              placeholder={t('common.choose')}
              onChange={(siteType) => change({ siteType })}
            />
            <SelectField
              label={t('assess.commerciality')}
              choices={Commerciality.options.map((id) => ({ id, label: t(`enum.commerciality.${id}`) }))}
              value={judgement.commerciality}
              placeholder={t('common.choose')}
              onChange={(commerciality) => change({ commerciality })}
            />
          </div>
          <Toggles
            label={t('assess.payment')}
            choices={PaymentMethod.options.map((id) => ({ id, label: t(`enum.payment.${id}`) }))}
            value={judgement.paymentMethods}
            onChange={(paymentMethods) => change({ paymentMethods })}
          />
        </>
      )}
    </>
  );
}
