import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useLedger } from '../features/audit/index.ts';
import { useBackup } from '../features/backup/index.ts';
import { useLists } from '../features/lists/index.ts';
import { MatchProgressLine } from '../features/matching/index.ts';
import { countParked, countWaiting, useOutbox } from '../features/referral/index.ts';
import { useWork } from '../features/review/index.ts';
import { ContactLine } from '../features/team/index.ts';
import { useSession, useVault, useVaultStore } from '../features/vault/index.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { classNames } from '../ui/class-names.ts';
import { useFormat } from '../ui/use-format.ts';
import { DutyElsewhere } from './duty-elsewhere.tsx';
import { useNavigationStore } from './navigation-context.ts';
import css from './workspace.module.css';

/** Shows who works here, under which policy, and the state of the outbox and the ledger. */
export function StatusBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const vault = useVaultStore();
  const navigation = useNavigationStore();
  const { hotline, person, policy, sample } = useSession();
  const waiting = useOutbox(countWaiting);
  const parked = useOutbox(countParked);
  const size = useLedger((state) => state.size);
  const duty = useVault((state) => state.duty);
  const pending = useWork((state) => state.pending);
  const outbox =
    parked > 0
      ? t('status.outbox.parked', { n: format.number(parked) })
      : waiting > 0
        ? t('status.outbox.waiting', { n: format.number(waiting) })
        : t('status.outbox.clear');
  return (
    <footer className={css.status}>
      <span>
        <b>{hotline.name}</b>
      </span>
      {sample && (
        <span>
          <Chip tone="accent">{t('status.sample')}</Chip>
        </span>
      )}
      <span>
        {person.name} · {t(`enum.role.${person.role}`)}
      </span>
      <span>{t('status.policy', { id: policy.id, version: policy.version })}</span>
      {duty !== null && (
        <span>
          {t('duty.status', {
            worked: format.clock(duty.workedMs),
            limit: format.clock(duty.limitMs + duty.extendedMs),
          })}
          <DutyElsewhere elsewhere={duty.elsewhere} />
        </span>
      )}
      <span className={css.gap} />
      <MatchProgressLine />
      <ContactLine onOpen={() => navigation.getState().go('seats')} />
      <IndexTrouble />
      <BackupTrouble />
      {pending > 0 && <span role="status">{t('status.recording', { n: pending })}</span>}
      <AriaButton
        className={classNames(css.link, parked > 0 && css.warn)}
        onPress={() => navigation.getState().go('outbox')}
      >
        {outbox}
      </AriaButton>
      <AriaButton className={css.link ?? ''} onPress={() => navigation.getState().go('ledger')}>
        {t('status.ledger', { n: format.number(size) })}
      </AriaButton>
      <Button size="s" look="quiet" keys="?" onPress={() => navigation.getState().show('keys')}>
        {t('status.help')}
      </Button>
      <Button size="s" look="quiet" icon="lock" keys="Ctrl L" onPress={() => void vault.getState().lock()}>
        {t('status.lock')}
      </Button>
    </footer>
  );
}

/** Shows on every screen that scheduled backups are missed: to everybody, because a supervisor may be away. */
function BackupTrouble() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigation = useNavigationStore();
  const status = useBackup((state) => state.status);
  if (!status?.isMissed) return null;
  return (
    <AriaButton
      className={classNames(css.link, css.warn)}
      onPress={() => navigation.getState().go('settings')}
    >
      {status.last === null
        ? t('backup.lateNone')
        : t('backup.late', { ago: format.duration(Date.now() - Date.parse(status.last.at)) })}
    </AriaButton>
  );
}

/** Shows on every screen that the index has failed: cases that look new may in fact be known. */
function IndexTrouble() {
  const { t } = useTranslation();
  const navigation = useNavigationStore();
  const hasFailed = useLists((state) => state.index?.state === 'failed');
  if (!hasFailed) return null;
  return (
    <AriaButton className={classNames(css.link, css.warn)} onPress={() => navigation.getState().go('lists')}>
      {t('lists.index.unavailable')}
    </AriaButton>
  );
}
