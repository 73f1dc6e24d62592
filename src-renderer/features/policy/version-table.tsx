import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePolicy, usePolicyStore } from './policy-store.ts';
import { versionSide } from './side.ts';

/** Every version that was ever in force, with who proposed and who activated it. */
export function VersionTable() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const store = usePolicyStore();
  const versions = usePolicy((state) => state.versions);
  return (
    <Card title={t('policy.versions.title')} flush>
      <Table
        fixed
        label={t('policy.versions.title')}
        columns={[
          { id: 'version', label: t('policy.versions.version'), width: '184px' },
          { id: 'name', label: t('policy.field.name') },
          { id: 'since', label: t('policy.versions.since'), width: '160px' },
          { id: 'by', label: t('policy.versions.by'), width: '22%' },
          { id: 'digest', label: t('policy.versions.digest'), width: '136px' },
          { id: 'act', label: '', width: '128px' },
        ]}
      >
        {versions.map((one, index) => {
          const previous = versions[index + 1];
          const by = [one.proposedBy?.name, one.activatedBy?.name].filter((name) => name !== undefined);
          return (
            <tr key={`${one.id} ${one.version}`}>
              <td>
                {`${one.id} v${one.version} `}
                {one.inForce && <Chip tone="good">{t('policy.versions.inForce')}</Chip>}
              </td>
              <td title={one.name[i18n.language] ?? one.name.en}>{one.name[i18n.language] ?? one.name.en}</td>
              <td>{format.dateTime(one.activatedAt)}</td>
              <td title={by.join(' → ')}>{[...new Set(by)].join(' → ') || '—'}</td>
              <td title={one.digests.policy}>
                <code>{one.digests.policy.slice(0, 12)}</code>
              </td>
              <td style={{ textAlign: 'right' }}>
                {previous !== undefined && (
                  <Button
                    size="s"
                    look="quiet"
                    onPress={() => void store.getState().compare(versionSide(previous), versionSide(one))}
                  >
                    {t('policy.versions.changes')}
                  </Button>
                )}
              </td>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}
