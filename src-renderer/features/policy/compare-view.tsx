import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useSession } from '../vault/index.ts';
import { DifferenceTable } from './difference-table.tsx';
import css from './policy.module.css';
import type { SideId } from './policy-state.ts';
import { usePolicyStore } from './policy-store.ts';
import { protocolOf } from './side.ts';
import { useSides } from './use-sides.ts';
import { VersionTable } from './version-table.tsx';

/** Lists every version of the policy and compares any two of them. */
export function CompareView() {
  const { t } = useTranslation();
  const store = usePolicyStore();
  const state = useStore(store);
  const { person } = useSession();
  const sides = useSides();
  const { compare, runDry } = store.getState();
  const chosen = (id: SideId | null, fallback: SideId | undefined) =>
    sides.some((side) => side.id === id) ? id : (fallback ?? null);
  const before = chosen(state.compared.before, sides.at(-1)?.id);
  const after = chosen(state.compared.after, sides[0]?.id);
  const [one, other] = [protocolOf(state, before), protocolOf(state, after)];
  const labelOf = (id: SideId | null) => sides.find((side) => side.id === id)?.label ?? '';
  return (
    <div className={css.stack}>
      <VersionTable />
      <Card title={t('policy.compare.title')}>
        <div className={css.choose}>
          <SelectField<SideId>
            label={t('policy.compare.before')}
            choices={sides}
            value={before}
            onChange={(id) => void compare(id, after ?? id)}
          />
          <SelectField<SideId>
            label={t('policy.compare.after')}
            choices={sides}
            value={after}
            onChange={(id) => void compare(before ?? id, id)}
          />
          {after !== null && mayDo(person.role, 'manage-policy') && (
            <Button isDisabled={other === null} onPress={() => void runDry(after, 1000)}>
              {t('policy.act.dryRun')}
            </Button>
          )}
        </div>
        {one !== null && other !== null ? (
          <DifferenceTable before={one} after={other} names={[labelOf(before), labelOf(after)]} />
        ) : (
          <Empty icon="policy">{t('policy.compare.choose')}</Empty>
        )}
      </Card>
    </div>
  );
}
