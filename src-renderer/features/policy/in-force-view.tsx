import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './policy.module.css';
import { PolicyFacts } from './policy-facts.tsx';
import { usePolicy } from './policy-store.ts';
import { ProposalList } from './proposal-list.tsx';

/** The policy in force and the proposals waiting for activation. */
export function InForceView() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const inForce = usePolicy((state) => state.inForce);
  if (inForce === null) return null;
  const { version, policy, members } = inForce;
  const by = version.activatedBy?.name ?? null;
  return (
    <div className={css.stack}>
      <ProposalList />
      <Card title={`${policy.name[i18n.language] ?? policy.name.en} (${policy.id} v${policy.version})`}>
        <Facts
          rows={[
            [t('policy.field.jurisdiction'), format.country(policy.jurisdiction)],
            [t('policy.versions.since'), format.dateTime(version.activatedAt)],
            [t('policy.versions.proposedBy'), version.proposedBy?.name ?? null],
            [t('policy.versions.activatedBy'), by],
            [
              t('policy.section.members'),
              t('policy.members.short', { date: format.date(members.asOf), n: members.members.length }),
            ],
            [
              t('policy.versions.digest'),
              <span key="digest" className={css.withCopy}>
                <code>{version.digests.policy}</code>
                <CopyButton text={version.digests.policy} what={t('policy.versions.digest')} />
              </span>,
            ],
            [t('policy.field.source'), policy.source],
          ]}
        />
      </Card>
      <PolicyFacts policy={policy} />
    </div>
  );
}
