import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRecord } from '../../../shared/contract/people.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { InvitationDialog } from './invitation-dialog.tsx';
import css from './people.module.css';
import { usePeople, usePeopleStore } from './people-store.ts';
import { PersonForm } from './person-form.tsx';

const STATE_TONE = {
  enrolled: 'good',
  invited: 'accent',
  elsewhere: 'neutral',
  disabled: 'neutral',
} as const;

/** The people who work with this vault, with role and key. */
export function PeopleTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const { person } = useSession();
  const store = usePeopleStore();
  const people = usePeople((state) => state.people);
  const failure = usePeople((state) => state.failure);
  const [editing, setEditing] = useState<PersonRecord | 'new' | null>(null);
  const manages = mayDo(person.role, 'manage-people');
  useEffect(() => {
    void store.getState().load();
  }, [store]);
  return (
    <Card
      title={t('settings.people')}
      flush
      actions={
        manages && (
          <Button size="s" icon="person" onPress={() => setEditing('new')}>
            {t('settings.person.add')}
          </Button>
        )
      }
    >
      {failure && (
        <div className={css.failure}>
          <Banner tone="danger">{failureText(t, failure)}</Banner>
        </div>
      )}
      <Table
        fixed
        label={t('settings.people')}
        columns={[
          { id: 'name', label: t('settings.person.name') },
          { id: 'role', label: t('settings.person.role'), width: '136px' },
          { id: 'state', label: t('settings.person.state.label'), width: '128px' },
          { id: 'added', label: t('settings.person.added'), width: '128px' },
          { id: 'unlock', label: t('settings.person.lastUnlock'), width: '160px' },
          { id: 'key', label: t('settings.person.key'), width: '22%' },
          { id: 'act', label: '', width: '104px' },
        ]}
      >
        {people.map((row) => (
          <tr key={row.id}>
            <td>
              {row.name} {row.id === person.id && <Chip tone="accent">{t('settings.person.you')}</Chip>}
            </td>
            <td>{t(`enum.role.${row.role}`)}</td>
            <td>
              <Chip tone={STATE_TONE[row.state]}>{t(`settings.person.state.${row.state}`)}</Chip>
            </td>
            <td>{format.date(row.addedAt)}</td>
            <td>{row.lastUnlockAt === null ? '—' : format.dateTime(row.lastUnlockAt)}</td>
            <td title={row.publicKey ?? undefined}>
              {row.publicKey === null ? '—' : <code>{row.publicKey}</code>}
            </td>
            <td style={{ textAlign: 'right' }}>
              {manages && row.id !== person.id && row.state !== 'disabled' && (
                <Button size="s" look="quiet" onPress={() => setEditing(row)}>
                  {t('settings.person.change')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {editing !== null && (
        <PersonForm person={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      <InvitationDialog />
    </Card>
  );
}
