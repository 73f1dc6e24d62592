import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../shared/domain/policy.ts';
import { Card } from '../../ui/card.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useDraft } from './draft-context.ts';
import { ListField } from './list-field.tsx';
import css from './policy.module.css';

/** The fields for whether blocking lists are given out, and which whole hosts may be on them. */
export function BlockingFields() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const { blocking } = policy;
  const put = (part: Partial<Policy['blocking']>) => change({ blocking: { ...blocking, ...part } });
  const ofLine = blocking.dedicatedHosts.flatMap((_, index) => {
    const problem = errorAt(`blocking.dedicatedHosts.${index}`);
    return problem === null ? [] : [t('policy.problem.line', { n: index + 1, problem })];
  });
  return (
    <Card title={t('policy.section.blocking')}>
      <div className={css.section}>
        <Toggles<'export'>
          label={t('policy.field.blocking.export')}
          choices={[{ id: 'export', label: t('policy.value.allowed') }]}
          value={blocking.export ? ['export'] : []}
          onChange={(chosen) => put({ export: chosen.length > 0 })}
        />
        <ListField
          label={t('policy.field.blocking.dedicatedHosts')}
          value={blocking.dedicatedHosts}
          onChange={(dedicatedHosts) => put({ dedicatedHosts })}
          rows={3}
          mono
          hint={t('policy.hint.dedicatedHosts')}
          error={errorAt('blocking.dedicatedHosts') ?? ofLine[0] ?? null}
        />
      </div>
    </Card>
  );
}
