import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import css from './policy.module.css';
import { usePolicy, usePolicyStore } from './policy-store.ts';
import { proposalSide, versionSide } from './side.ts';

/** The proposals that wait for another supervisor. */
export function ProposalList() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const store = usePolicyStore();
  const { person } = useSession();
  const proposals = usePolicy((state) => state.proposals);
  const inForce = usePolicy((state) => state.inForce);
  if (proposals.length === 0 || inForce === null) return null;
  const { compare, runDry, ask } = store.getState();
  const decides = mayDo(person.role, 'manage-policy');
  return (
    <Card title={t('policy.proposals.title')}>
      <ul className={css.proposals}>
        {proposals.map((proposal) => (
          <li key={proposal.id} className={css.proposal}>
            <div className={css.proposalText}>
              <p>
                <b>{`${proposal.policy.id} v${proposal.policy.version}`}</b>
                {` · ${proposal.policy.name[i18n.language] ?? proposal.policy.name.en}`}
              </p>
              <p className={css.hint}>
                {t('policy.proposals.by', {
                  name: proposal.proposedBy.name,
                  at: format.dateTime(proposal.proposedAt),
                })}{' '}
                <code title={proposal.digests.policy}>{proposal.digests.policy.slice(0, 12)}</code>
              </p>
              {decides && proposal.activation !== 'allowed' && proposal.activation !== 'not-permitted' && (
                <p>
                  <Chip tone="warn">{t(`policy.proposals.${proposal.activation}`)}</Chip>
                </p>
              )}
            </div>
            <div className={css.acts}>
              <Button
                size="s"
                onPress={() => void compare(versionSide(inForce.version), proposalSide(proposal.id))}
              >
                {t('policy.act.compare')}
              </Button>
              {decides && (
                <>
                  <Button size="s" onPress={() => void runDry(proposalSide(proposal.id), 1000)}>
                    {t('policy.act.dryRun')}
                  </Button>
                  <Button size="s" onPress={() => ask({ act: 'withdraw', proposal })}>
                    {t('policy.act.withdraw')}
                  </Button>
                  <Button
                    size="s"
                    look="primary"
                    isDisabled={proposal.activation !== 'allowed'}
                    onPress={() => ask({ act: 'activate', proposal })}
                  >
                    {t('policy.act.activate')}
                  </Button>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
