import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { usePeople, usePeopleStore } from './people-context.ts';

/** Who works with this vault, in which role, under which key. */
export function PeopleTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const { person } = useSession();
  const store = usePeopleStore();
  const people = usePeople((state) => state.people);
  const failure = usePeople((state) => state.failure);
  useEffect(() => {
    void store.getState().load();
  }, [store]);
  return (
    <Card title={t('settings.people')} flush>
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <Table
        fixed
        label={t('settings.people')}
        columns={[
          { id: 'name', label: t('settings.person.name') },
          { id: 'role', label: t('settings.person.role'), width: '136px' },
          { id: 'added', label: t('settings.person.added'), width: '128px' },
          { id: 'unlock', label: t('settings.person.lastUnlock'), width: '160px' },
          { id: 'key', label: t('settings.person.key'), width: '34%' },
        ]}
      >
        {people.map((row) => (
          <tr key={row.id}>
            <td>
              {row.name} {row.id === person.id && <Chip tone="accent">{t('settings.person.you')}</Chip>}
            </td>
            <td>{t(`enum.role.${row.role}`)}</td>
            <td>{format.date(row.addedAt)}</td>
            <td>{row.lastUnlockAt === null ? '—' : format.dateTime(row.lastUnlockAt)}</td>
            <td title={row.publicKey}>
              <code>{row.publicKey}</code>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
