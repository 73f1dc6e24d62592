import { useTranslation } from 'react-i18next';
import type { IndexState } from '../../../shared/contract/lists.contract.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './lists.module.css';
import { useLists } from './lists-store.ts';

/** Says whether look-ups can be answered now and, if not, why. IndexFailed reports a failure. */
export function IndexLine() {
  const { t } = useTranslation();
  const format = useFormat();
  const index = useLists((state) => state.index);
  if (index === null || index.state === 'failed') return null;
  const said = (): string => {
    switch (index.state) {
      case 'asleep':
      case 'loading':
        return t(`lists.index.${index.state}`);
      case 'rebuilding':
        return t('lists.index.rebuilding', {
          why: t(`lists.index.because.${index.reason}`),
          share: format.percent(index.done, index.total),
        });
      case 'ready':
        return index.rebuiltBecause === null
          ? t('lists.index.ready', { n: format.number(index.values), size: format.bytes(index.bytes) })
          : t('lists.index.rebuilt', {
              n: format.number(index.values),
              why: t(`lists.index.because.${index.rebuiltBecause}`),
            });
    }
  };
  return (
    <div className={classNames(css.index, css[TONES[index.state]])} role="status" data-state={index.state}>
      <Icon name={ICONS[index.state]} size={14} />
      <span>{said()}</span>
      {index.state === 'rebuilding' && (
        <div className={css.indexBar}>
          <Progress label={t('lists.index.label')} value={index.done} max={index.total} />
        </div>
      )}
    </div>
  );
}

type Shown = Exclude<IndexState['state'], 'failed'>;

const ICONS: Readonly<Record<Shown, IconName>> = {
  asleep: 'info',
  loading: 'info',
  rebuilding: 'alert',
  ready: 'check',
};

const TONES: Readonly<Record<Shown, string>> = {
  asleep: 'calm',
  loading: 'calm',
  rebuilding: 'warn',
  ready: 'good',
};
