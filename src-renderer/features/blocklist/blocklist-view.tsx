import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlocklistPreview, GivenOut } from '../../../shared/contract/blocklist.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { FigureRow } from '../../ui/figure-row.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import css from './blocklist.module.css';
import { useBlocklist, useBlocklistStore } from './blocklist-store.ts';
import { DifferenceCard } from './difference-card.tsx';
import { GivenCard } from './given-card.tsx';

/** What the next blocking list has, how it differs from an earlier one, and giving it out. */
export function BlocklistView() {
  const { t } = useTranslation();
  const { policy } = useSession();
  const store = useBlocklistStore();
  const { preview, given, failure, since } = useBlocklist((state) => state);
  const isAllowed = policy.blocking.export;
  useEffect(() => {
    if (isAllowed) void store.getState().look(store.getState().since);
  }, [store, isAllowed]);
  return (
    <>
      {!isAllowed && <Banner tone="neutral">{t('failure.conflict.blocking-not-allowed')}</Banner>}
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      {isAllowed && <NextList preview={preview} />}
      {given !== null && <GivenCard given={given} />}
      {isAllowed && preview !== null && preview.added.total + preview.removed.total > 0 && (
        <DifferenceCard preview={preview} since={since} />
      )}
    </>
  );
}

function NextList({ preview }: { preview: BlocklistPreview | null }) {
  const { t } = useTranslation();
  const store = useBlocklistStore();
  const { isLooking, isExporting } = useBlocklist((state) => state);
  return (
    <Card
      title={t('blocklist.next')}
      actions={
        <>
          <Button
            size="s"
            look="quiet"
            isDisabled={isLooking}
            onPress={() => void store.getState().look(store.getState().since)}
          >
            {t('blocklist.lookAgain')}
          </Button>
          <Button
            size="s"
            look="primary"
            isDisabled={preview === null || isLooking || isExporting}
            onPress={() => void store.getState().export()}
          >
            {t(isExporting ? 'blocklist.exporting' : 'blocklist.export')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p className={css.about}>{t('blocklist.about')}</p>
        <p role="status" className={css.soft}>
          {isLooking ? t('blocklist.looking') : preview !== null && <LastGiven given={preview.given} />}
        </p>
        {preview !== null && (
          <>
            <FigureRow
              figures={[
                { label: t('blocklist.urls'), value: preview.urls },
                { label: t('blocklist.hosts'), value: preview.hosts },
                { label: t('blocklist.added'), value: preview.added.total },
                { label: t('blocklist.removed'), value: preview.removed.total },
              ]}
            />
            <Since given={preview.given} />
            <LeftOutLines leftOut={preview.leftOut} />
          </>
        )}
      </div>
    </Card>
  );
}

function LastGiven({ given: [last] }: { given: readonly GivenOut[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = usePersonName();
  if (last === undefined) return t('blocklist.never');
  const { serial, at, by } = last;
  return t('blocklist.last', { serial, at: format.dateTime(at), who: nameOf(by) });
}

/** Which list the numbers compare with: the last one, unless somebody needs the difference to an earlier one. */
function Since({ given }: { given: readonly GivenOut[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useBlocklistStore();
  const since = useBlocklist((state) => state.since);
  const [last] = given;
  if (last === undefined) return null;
  return (
    <div className={css.since}>
      <SelectField
        label={t('blocklist.since')}
        choices={given.map(({ serial, at }) => ({
          id: String(serial),
          label: t('blocklist.givenAt', { serial, at: format.dateTime(at) }),
        }))}
        value={String(since ?? last.serial)}
        onChange={(serial) => void store.getState().look(Number(serial))}
      />
    </div>
  );
}

function LeftOutLines({ leftOut }: Pick<BlocklistPreview, 'leftOut'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = (['waiting', 'hostingUnknown', 'gone', 'noAddress', 'unproven'] as const).filter(
    (reason) => leftOut[reason] > 0,
  );
  if (why.length === 0) return null;
  return (
    <div>
      <h3>{t('blocklist.leftOut.title')}</h3>
      <ul className={css.leftOut}>
        {why.map((reason) => (
          <li key={reason}>
            <b>{format.number(leftOut[reason])}</b> {t(`blocklist.leftOut.${reason}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
