import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { useSession } from '../vault/index.ts';
import { DossierDialog } from './dossier-dialog.tsx';

/** Lets those who may hand out proofs, and see cases, put one case on paper. */
export function DossierButton({ id, look = 'quiet' }: { id: CaseId; look?: 'quiet' | 'plain' }) {
  const { t } = useTranslation();
  const { role } = useSession().person;
  const [asking, setAsking] = useState(false);
  if (!mayDo(role, 'export-ledger') || !mayDo(role, 'review')) return null;
  return (
    <>
      <Button size="s" look={look} icon="file" onPress={() => setAsking(true)}>
        {t('dossier.open')}
      </Button>
      {asking && <DossierDialog id={id} onClose={() => setAsking(false)} />}
    </>
  );
}
