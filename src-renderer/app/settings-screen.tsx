import { useTranslation } from 'react-i18next';
import { mayDo } from '../../shared/domain/duty.ts';
import { isLanguage, LANGUAGES, type Language, locales } from '../../shared/locales/locales.ts';
import { BackupCard } from '../features/backup/index.ts';
import { WatchCard } from '../features/intake/index.ts';
import { PeopleTable } from '../features/people/index.ts';
import { useCategoryName, useDestinationName } from '../features/referral/index.ts';
import { RetentionCard } from '../features/retention/index.ts';
import { AccessCard, DoctorCard, useSession, useVault } from '../features/vault/index.ts';
import { PreferencesCard } from '../features/wellbeing/index.ts';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { Screen } from '../ui/screen.tsx';
import { Segments } from '../ui/segments.tsx';
import { Table } from '../ui/table.tsx';
import { useFormat } from '../ui/use-format.ts';
import css from './settings-screen.module.css';

/** The settings: language, people, policy and workstation. */
export function SettingsScreen() {
  const { t, i18n } = useTranslation();
  const { person, device } = useSession();
  const languages = LANGUAGES.map((id) => ({ id, label: locales[id].language }));
  return (
    <Screen title={t('settings.title')}>
      <div className={css.stack}>
        <div className={css.two}>
          <Card title={t('settings.language')}>
            <Segments<Language>
              label=""
              hiddenLabel={t('settings.language')}
              segments={languages}
              value={isLanguage(i18n.language) ? i18n.language : 'en'}
              onChange={(language) => void i18n.changeLanguage(language)}
            />
          </Card>
          <Workstation />
        </div>
        <PreferencesCard />
        <AccessCard />
        <PeopleTable />
        <PolicyTable />
        {mayDo(person.role, 'import') && <WatchCard />}
        {mayDo(person.role, 'back-up') && <BackupCard device={device} />}
        {mayDo(person.role, 'erase') && <RetentionCard />}
        <DoctorCard />
      </div>
    </Screen>
  );
}

function Workstation() {
  const { t } = useTranslation();
  const { hotline, device, policy } = useSession();
  const version = useVault((state) => state.hello?.version ?? '');
  return (
    <Card title={t('settings.workstation')}>
      <Facts
        rows={[
          [t('settings.hotline'), `${hotline.name} (${hotline.country})`],
          [t('settings.device'), <code key="device">{device}</code>],
          [t('settings.version'), `Hashline ${version}`],
          [t('settings.idleLock'), t('settings.idleMinutes', { n: policy.session.idleLockMinutes })],
        ]}
      />
    </Card>
  );
}

function PolicyTable() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const { policy, members } = useSession();
  const categoryName = useCategoryName(policy);
  const inLanguage = (words: Partial<Record<string, string>>) => words[i18n.language] ?? words.en ?? '';
  return (
    <Card
      title={t('settings.policy.named', {
        name: inLanguage(policy.name),
        id: policy.id,
        version: policy.version,
      })}
      flush
    >
      <Table
        fixed
        label={t('settings.policy.label')}
        columns={[
          { id: 'category', label: t('settings.policy.category') },
          { id: 'outcome', label: t('settings.policy.outcome'), width: '176px' },
          { id: 'to', label: t('settings.policy.destinations'), width: '208px' },
          { id: 'within', label: t('settings.policy.deadline'), align: 'right', width: '112px' },
        ]}
      >
        {policy.categories.map((category) => (
          <tr key={category.code}>
            <td title={categoryName(category.code).because}>{categoryName(category.code).line}</td>
            <td>{t(`enum.outcome.${category.outcome}`)}</td>
            <td>{category.destinations.map(destinationName).join(', ') || '—'}</td>
            <td style={{ textAlign: 'right' }}>
              {category.deadlineHours === null ? '—' : t('settings.hours', { n: category.deadlineHours })}
            </td>
          </tr>
        ))}
      </Table>
      <p className={css.members}>
        {t('settings.policy.members', { date: format.date(members.asOf), n: members.members.length })}
      </p>
    </Card>
  );
}
