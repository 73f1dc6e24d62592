import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import css from './doctor-table.module.css';
import { examinedText, findingText } from './doctor-text.ts';
import { useVault, useVaultStore } from './vault-context.tsx';

/** The doctor's checks of the vault at rest. They show nothing of its content. */
export function DoctorTable() {
  const { t } = useTranslation();
  const store = useVaultStore();
  const checks = useVault((state) => state.checks);
  useEffect(() => {
    void store.getState().examine();
  }, [store]);
  if (checks === null) return <p className={css.quiet}>{t('vault.doctor.busy')}</p>;
  const failed = checks.filter((check) => !check.ok).length;
  return (
    <div className={css.stack}>
      <div className={css.verdict}>
        <Banner tone={failed === 0 ? 'good' : 'danger'}>
          {failed === 0
            ? t('vault.doctor.allOk', { n: checks.length })
            : t('vault.doctor.failed', { n: failed, of: checks.length })}
        </Banner>
      </div>
      <Table
        fixed
        label={t('vault.doctor.title')}
        columns={[
          { id: 'check', label: t('vault.doctor.what') },
          { id: 'ok', label: t('vault.doctor.result'), width: '112px' },
          { id: 'detail', label: t('vault.doctor.detail'), width: '38%' },
        ]}
      >
        {checks.map(({ check, ok, finding }) => (
          <tr key={examinedText(t, check)}>
            <td title={examinedText(t, check)}>{examinedText(t, check)}</td>
            <td>
              <Chip tone={ok ? 'good' : 'danger'}>{t(ok ? 'vault.doctor.ok' : 'vault.doctor.bad')}</Chip>
            </td>
            <td title={findingText(t, finding)}>{findingText(t, finding)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
