import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { useSession } from '../vault/index.ts';
import { OneStrokeDialog } from './one-stroke-dialog.tsx';

/** Opens the dialog that decides several known cases together, where the policy allows it. */
export function OneStroke() {
  const { t } = useTranslation();
  const { person, policy } = useSession();
  const [open, setOpen] = useState(false);
  if (!policy.matching.oneStroke || !mayDo(person.role, 'assess')) return null;
  return (
    <>
      <Button size="s" onPress={() => setOpen(true)}>
        {t('oneStroke.open')}
      </Button>
      {open && <OneStrokeDialog onClose={() => setOpen(false)} />}
    </>
  );
}
