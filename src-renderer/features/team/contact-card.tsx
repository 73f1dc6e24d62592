import { useTranslation } from 'react-i18next';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { useSession } from '../vault/index.ts';
import { type Contact, contactOf } from './contact.ts';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** Whether the others are in reach, and where they are not, why and what to do. */
export function ContactCard({ status, manages }: { status: TeamStatus; manages: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy);
  const { hub, waiting, settled, canInvite } = status;
  const place = hub && `${hub.host}:${hub.port} · ${hub.database}`;
  return (
    <Card
      title={t('seats.contact.title')}
      actions={
        <>
          <Button size="s" isDisabled={busy !== null} onPress={() => void store.getState().exchange()}>
            {t(busy === 'exchange' ? 'seats.contact.exchanging' : 'seats.contact.exchange')}
          </Button>
          {manages && (
            <Button size="s" isDisabled={busy !== null} onPress={() => void store.getState().check()}>
              {t(busy === 'check' ? 'seats.check.busy' : 'seats.check.open')}
            </Button>
          )}
        </>
      }
    >
      <div className={css.lines}>
        <ContactBanner contact={contactOf(status)} isRestored={status.restored !== null} fork={status.fork} />
        <Facts
          rows={[
            [t('seats.contact.hub'), place && <code>{place}</code>],
            [t('seats.contact.settled'), format.number(settled)],
            [t('seats.contact.waiting'), format.number(waiting)],
          ]}
        />
        {manages && !canInvite && <p className={css.soft}>{t('seats.invite.cannot')}</p>}
      </div>
    </Card>
  );
}

interface ContactBannerProps {
  contact: Contact;
  isRestored: boolean;
  fork: TeamStatus['fork'];
}

function ContactBanner({ contact, isRestored, fork }: ContactBannerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const { policy } = useSession();
  if (contact.kind === 'in-contact') return <Banner tone="good">{t('seats.contact.in')}</Banner>;
  if (contact.kind !== 'apart') return <Banner tone="neutral">{t('seats.contact.beginning')}</Banner>;
  const { since, waiting, trouble, needsPerson } = contact;
  const { aloneAfterMinutes } = policy.courier;
  return (
    <Banner tone={needsPerson ? 'warn' : 'neutral'}>
      <p>
        <b>{t('seats.contact.apart', { since: format.sinceWhen(since, nowMs) })}</b>{' '}
        {waiting > 0 && `${t('seats.contact.waits', { count: waiting, n: format.number(waiting) })} `}
        {t('seats.contact.elseWorks')}
      </p>
      <p>
        {t('seats.contact.shared')}{' '}
        {aloneAfterMinutes === null
          ? t('seats.contact.held')
          : t('seats.contact.goesAlone', { n: format.number(aloneAfterMinutes) })}
      </p>
      {/* What is to be done then, the card above says. */}
      {!isRestored && (
        <p>
          {t(`team.trouble.${trouble}`)}{' '}
          {fork === null || (fork.state === 'differs' && trouble !== 'fork')
            ? t(`seats.todo.${trouble}`)
            : `${t('seats.fork.entries', { count: fork.entries, n: format.number(fork.entries) })} ${t(`seats.fork.${fork.state}`)}`}
        </p>
      )}
    </Banner>
  );
}
