import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import css from './desk-strip.module.css';
import { useDestinationName } from './destination-name.ts';
import { EndingChips } from './ending-chips.tsx';
import { useOutbox, useOutboxStore } from './outbox-store.ts';

/** For each destination: what waits, goes, went and stopped, since when, and what a person can do about it. */
export function DeskStrip() {
  const { t } = useTranslation();
  const destinations = useOutbox((state) => state.destinations);
  return (
    <ul className={css.strip} aria-label={t('outbox.destinations')}>
      {destinations.map((desk) => (
        <Desk key={desk.id} desk={desk} />
      ))}
    </ul>
  );
}

function Desk({ desk }: { desk: Destination }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const nameOf = usePersonName();
  const destinationName = useDestinationName();
  const { person } = useSession();
  const store = useOutboxStore();
  const name = destinationName(desk.id);
  const counts = [
    ['waiting', desk.waiting - desk.sending],
    ['sending', desk.sending],
    ['delivered', desk.delivered],
    ['parked', desk.parked],
  ] as const;
  return (
    <li className={css.desk}>
      <div className={css.head}>
        <b>{name}</b>
        {desk.kind === null && <Chip tone="warn">{t('outbox.desk.notSetUp')}</Chip>}
        {desk.paused !== null && <Chip tone="warn">{t('outbox.desk.paused')}</Chip>}
        {desk.outage !== null && <Chip tone="danger">{t('outbox.desk.outage')}</Chip>}
        <EndingChips destination={desk} />
      </div>
      <dl className={css.counts}>
        {counts.map(([id, n]) => (
          <div key={id} data-stopped={id === 'parked' && n > 0}>
            <dt>{t(`outbox.desk.${id}`)}</dt>
            <dd>{format.number(n)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('outbox.desk.oldest')}</dt>
          <dd>
            {desk.oldestQueuedAt === null ? '—' : format.duration(nowMs - Date.parse(desk.oldestQueuedAt))}
          </dd>
        </div>
      </dl>
      {desk.paused !== null && (
        <p className={css.said}>
          {t('outbox.desk.pausedBy', { who: nameOf(desk.paused.by), at: format.dateTime(desk.paused.at) })}
        </p>
      )}
      {desk.kind !== null && mayDo(person.role, 'send') && (
        <div className={css.acts}>
          {desk.paused === null ? (
            <Button
              size="s"
              look="quiet"
              onPress={() => void store.getState().setPaused(desk.id, true)}
              aria-label={`${t('outbox.desk.pause')}: ${name}`}
            >
              {t('outbox.desk.pause')}
            </Button>
          ) : (
            <Button
              size="s"
              onPress={() => void store.getState().setPaused(desk.id, false)}
              aria-label={`${t('outbox.desk.goOn')}: ${name}`}
            >
              {t('outbox.desk.goOn')}
            </Button>
          )}
          {desk.waiting > 0 && desk.paused === null && (
            <Button
              size="s"
              look="quiet"
              onPress={() => void store.getState().retry(desk.id)}
              aria-label={`${t('outbox.desk.retryNow')}: ${name}`}
            >
              {t('outbox.desk.retryNow')}
            </Button>
          )}
          {desk.sealable && desk.waiting + desk.parked > 0 && (
            <Button
              size="s"
              look="quiet"
              onPress={() => void store.getState().seal(desk.id)}
              aria-label={`${t('outbox.destination.seal')}: ${name}`}
            >
              {t('outbox.destination.seal')}
            </Button>
          )}
          {desk.parked > 0 && (
            <Button
              size="s"
              onPress={() => void store.getState().resumeAll(desk.id)}
              aria-label={`${t('outbox.desk.resumeAll')}: ${name}`}
            >
              {t('outbox.desk.resumeAll')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
