import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../shared/domain/policy.ts';
import { Card } from '../../ui/card.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { useDraft } from './draft-context.ts';
import { ListField } from './list-field.tsx';
import css from './policy.module.css';

/** The fields for the witnesses that cosign the ledger, and for how many of them must have signed. */
export function WitnessFields() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const { witnesses } = policy;
  const put = (part: Partial<Policy['witnesses']>) => change({ witnesses: { ...witnesses, ...part } });
  const ofLine = witnesses.keys.flatMap((_, index) => {
    const problem = errorAt(`witnesses.keys.${index}`);
    return problem === null ? [] : [t('policy.problem.line', { n: index + 1, problem })];
  });
  return (
    <Card title={t('policy.section.witnesses')}>
      <div className={css.section}>
        <p className={css.hint}>{t('policy.hint.witnesses')}</p>
        <div className={css.fields}>
          <NumberField
            label={t('policy.field.witnesses.quorum')}
            value={witnesses.quorum}
            onChange={(value) => put({ quorum: value ?? Number.NaN })}
            error={errorAt('witnesses.quorum')}
          />
        </div>
        <ListField
          label={t('policy.field.witnesses.keys')}
          value={witnesses.keys}
          onChange={(keys) => put({ keys })}
          rows={3}
          mono
          hint={t('policy.hint.witnessKeys')}
          error={errorAt('witnesses.keys') ?? ofLine[0] ?? null}
        />
      </div>
    </Card>
  );
}
