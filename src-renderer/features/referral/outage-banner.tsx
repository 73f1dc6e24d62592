import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { useDestinationName } from './destination-name.ts';
import css from './outage-banner.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';

/** Says on every screen which desk cannot be reached, since when, and how much waits. Everything else goes on. */
export function OutageBanner({ onOutbox }: { onOutbox: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const { person } = useSession();
  const store = useOutboxStore();
  const destinations = useOutbox((state) => state.destinations);
  const silent = destinations.flatMap((desk) =>
    desk.outage === null ? [] : [{ ...desk, outage: desk.outage }],
  );
  if (silent.length === 0) return null;
  return (
    <div className={css.outages}>
      {silent.map(({ id, outage, waiting, sealable }) => (
        <Banner
          key={id}
          tone="warn"
          actions={
            <>
              {mayDo(person.role, 'send') && (
                <Button size="s" onPress={() => void store.getState().retry(id)}>
                  {t('outbox.desk.retryNow')}
                </Button>
              )}
              {outage.isLong && sealable && mayDo(person.role, 'send') ? (
                <Button
                  size="s"
                  look="quiet"
                  onPress={() => {
                    onOutbox();
                    store.getState().show('destinations');
                    void store.getState().seal(id);
                  }}
                >
                  {t('outbox.outage.sealed')}
                </Button>
              ) : (
                <Button size="s" look="quiet" onPress={onOutbox}>
                  {t('outbox.outage.open')}
                </Button>
              )}
            </>
          }
        >
          <b>
            {t('outbox.outage.title', {
              destination: destinationName(id),
              since: format.dateTime(outage.since),
            })}
          </b>{' '}
          {t('outbox.outage.waiting', { count: waiting })}{' '}
          {outage.isLong && sealable && t('outbox.outage.longText')}
        </Banner>
      ))}
    </div>
  );
}
