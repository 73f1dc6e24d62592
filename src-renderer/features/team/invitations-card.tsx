import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSeatInvitation } from '../../../shared/contract/team.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { nameOf, WithdrawDialog } from './withdraw-dialog.tsx';

interface Props {
  invitations: readonly OpenSeatInvitation[];
  manages: boolean;
}

/** Invitations to seats that nobody has joined with. */
export function InvitationsCard({ invitations, manages }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const [withdrawing, setWithdrawing] = useState<OpenSeatInvitation | null>(null);
  return (
    <Card title={t('seats.invitations.title')} flush>
      <Table
        fixed
        label={t('seats.invitations.title')}
        columns={[
          { id: 'person', label: t('seats.invitations.person') },
          { id: 'by', label: t('seats.invitations.by') },
          { id: 'since', label: t('seats.invitations.since'), width: '192px' },
          { id: 'act', label: '', width: '128px' },
        ]}
      >
        {invitations.map((invitation) => (
          <tr key={invitation.device}>
            <td>{nameOf(t, invitation)}</td>
            <td>{invitation.by}</td>
            <td>{format.sinceWhen(invitation.at, nowMs)}</td>
            <td style={{ textAlign: 'right' }}>
              {manages && (
                <Button
                  size="s"
                  look="quiet"
                  aria-label={t('seats.invitations.of', { name: nameOf(t, invitation) })}
                  onPress={() => setWithdrawing(invitation)}
                >
                  {t('seats.invitations.open')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {withdrawing !== null && (
        <WithdrawDialog invitation={withdrawing} onClose={() => setWithdrawing(null)} />
      )}
    </Card>
  );
}
