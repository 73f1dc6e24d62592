import { useTranslation } from 'react-i18next';
import type { LeftOut, TogetherPreview } from '../../../shared/contract/together.contract.ts';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { PURPOSE_TONE, useCategoryName, useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import css from './together.module.css';

/** How many cases take each route, and what goes where because of it. */
export function PreviewTable({ routes }: Pick<TogetherPreview, 'routes'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { policy } = useSession();
  const categoryName = useCategoryName(policy);
  const destinationName = useDestinationName();
  return (
    <Table
      label={t('together.preview')}
      columns={[
        { id: 'route', label: t('together.route') },
        { id: 'goes', label: t('together.goes') },
        { id: 'count', label: t('together.count'), align: 'right', width: '80px' },
      ]}
    >
      {routes.map(({ route, sends, cases }) => (
        <tr key={JSON.stringify([route, sends])}>
          <td>
            {categoryName(route.category).line}{' '}
            <span className={css.soft}>{t(`enum.zone.${route.zone}`)}</span>
          </td>
          <td>
            {sends.length === 0 && t('together.nothingSent', { outcome: t(`enum.outcome.${route.outcome}`) })}
            {sends.map(({ destination, purpose }) => (
              <span key={destination} className={css.send}>
                {destinationName(destination)}
                {purpose !== 'new' && (
                  <Chip tone={PURPOSE_TONE[purpose]}>{t(`enum.purpose.${purpose}`)}</Chip>
                )}
              </span>
            ))}
          </td>
          <td className={css.number}>{format.number(cases)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The cases that are left out, by reason. */
export function LeftOutLines({ left }: { left: readonly LeftOut[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (left.length === 0) return null;
  return (
    <div className={css.left}>
      <h3>{t('together.left')}</h3>
      <ul>
        {left.map(({ why, cases }) => (
          <li key={why}>
            <b>{format.number(cases)}</b> {t(`together.why.${why}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
