import { useTranslation } from 'react-i18next';
import type { OwnLoad } from '../../../shared/contract/insight.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { PACE_FROM_CASES, PACE_FROM_DAYS } from '../../../shared/domain/workload.ts';
import { Banner } from '../../ui/banner.tsx';
import css from './load.module.css';
import { PersonLoadCard } from './person-load-card.tsx';

/** The person's own load: the very row that a supervisor sees. */
export function OwnTime({ load, range }: { load: OwnLoad; range: { from: string; to: string } }) {
  const { t } = useTranslation();
  const { own, limitMinutes, lighter } = load;
  return (
    <div className={css.stack}>
      {own.needsBreak && <Banner tone="accent">{t('load.ownBreak')}</Banner>}
      <PersonLoadCard row={own} limitMinutes={limitMinutes} range={range} title={t('load.view.own')} />
      <p className={css.note}>
        {t(mayDo(own.person.role, 'assess') ? 'load.seenBy' : 'load.seenByNobody')}{' '}
        {lighter > 0 && `${t('load.lighter', { count: lighter })} `}
        {t('load.notThere', { days: PACE_FROM_DAYS, cases: PACE_FROM_CASES })}
      </p>
    </div>
  );
}
