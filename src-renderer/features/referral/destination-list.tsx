import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { defang } from '../../../shared/domain/url.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { Contributions } from './contributions.tsx';
import { DestinationChange } from './destination-change.tsx';
import { DestinationForm } from './destination-form.tsx';
import { useDestinationName } from './destination-name.ts';
import { EndingChips } from './ending-chips.tsx';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';

/** The public keys that a destination's server may have; empty where its authority alone decides. */
const pinsOf = ({ settings: { pin, nextPin } }: Destination): string[] =>
  [pin, nextPin].filter((one) => one !== undefined);

/** The destinations that the policy names: which are set up, and how they are reached. */
export function DestinationList() {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const { person } = useSession();
  const store = useOutboxStore();
  const destinations = useOutbox((state) => state.destinations);
  const [adding, setAdding] = useState<string | null>(null);
  const [changing, setChanging] = useState<Destination | null>(null);
  const [removing, setRemoving] = useState<Destination | null>(null);
  const may = mayDo(person.role, 'manage-destinations');
  return (
    <div className={css.scroll}>
      {!may && <Banner tone="neutral">{t('outbox.destination.notPermitted')}</Banner>}
      <Card
        title={t('outbox.destinations')}
        flush
        actions={
          may && (
            <Button size="s" onPress={() => setAdding('')}>
              {t('outbox.destination.add')}
            </Button>
          )
        }
      >
        <Table
          fixed
          label={t('outbox.destinations')}
          columns={[
            { id: 'id', label: t('outbox.destination.id'), width: '136px' },
            { id: 'url', label: t('outbox.destination.url') },
            { id: 'fingerprint', label: t('outbox.destination.fingerprint'), width: '156px' },
            { id: 'expires', label: t('outbox.destination.expires'), width: '128px' },
            { id: 'act', label: '', width: '184px' },
          ]}
        >
          {destinations.map((destination) => (
            <tr key={destination.id}>
              <td>
                <b>{destinationName(destination.id)}</b>
              </td>
              <td>
                <div className={css.facts}>
                  <span className={css.cell}>
                    {destination.kind === null
                      ? t('outbox.destination.notConfigured')
                      : destination.url === null
                        ? t(`channel.${destination.kind}.name`)
                        : defang(destination.url)}
                  </span>
                  {destination.isAsSetUp === false && (
                    <Chip tone="danger">{t('outbox.destination.changed')}</Chip>
                  )}
                  {destination.paused !== null && <Chip tone="warn">{t('outbox.destination.paused')}</Chip>}
                  <EndingChips destination={destination} />
                  {pinsOf(destination).length > 0 && (
                    <span title={pinsOf(destination).join(' ')}>
                      <Chip>{t('outbox.destination.pins', { count: pinsOf(destination).length })}</Chip>
                    </span>
                  )}
                  {destination.settings.base !== undefined && (
                    <Chip>{t('outbox.destination.addsTo', { base: destination.settings.base })}</Chip>
                  )}
                </div>
              </td>
              <td title={destination.caFingerprint ?? undefined}>
                <code className={css.cell}>{destination.caFingerprint ?? '—'}</code>
              </td>
              <td>
                {destination.certificateExpiresAt === null
                  ? '—'
                  : format.date(destination.certificateExpiresAt)}
              </td>
              <td>
                <div className={css.rowActs}>
                  {may &&
                    (destination.kind === null ? (
                      <Button size="s" onPress={() => setAdding(destination.id)}>
                        {t('outbox.destination.setUp')}
                      </Button>
                    ) : (
                      <>
                        <Button size="s" look="quiet" onPress={() => setChanging(destination)}>
                          {t('outbox.destination.change')}
                        </Button>
                        <Button size="s" look="quiet" onPress={() => setRemoving(destination)}>
                          {t('outbox.destination.remove')}
                        </Button>
                      </>
                    ))}
                </div>
              </td>
            </tr>
          ))}
        </Table>
      </Card>
      <Contributions />
      {adding !== null && <DestinationForm id={adding} onClose={() => setAdding(null)} />}
      {changing !== null && changing.kind !== null && (
        <DestinationChange
          destination={{ ...changing, kind: changing.kind }}
          onClose={() => setChanging(null)}
        />
      )}
      <Dialog
        width="s"
        title={t('outbox.destination.remove')}
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
      >
        <div className={css.dialog}>
          <p>{removing && t('outbox.destination.removeAsk', { id: destinationName(removing.id) })}</p>
          <div className={css.actions}>
            <Button onPress={() => setRemoving(null)}>{t('common.cancel')}</Button>
            <Button
              look="danger"
              onPress={() => {
                if (removing) void store.getState().removeDestination(removing.id);
                setRemoving(null);
              }}
            >
              {t('outbox.destination.remove')}
            </Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}
