import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import { EntryKind, KINDS } from '../../../shared/ledger/kinds/all-kinds.ts';
import { KIND_GROUPS } from '../../../shared/ledger/kinds/kind.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePeople } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import { shortId } from './entry-sentence.ts';
import { kindKey } from './entry-words.ts';
import { type LedgerFilter, queryOf, showsEverything, withGroups } from './ledger-filter.ts';
import css from './ledger-filters.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import { PeriodField } from './period-field.tsx';
import { useHandOut } from './use-hand-out.ts';

const ANY = 'any';
const RECOVERY = 'recovery';

/** The filters of the list of entries. */
export function LedgerFilters() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const { device, person } = useSession();
  const { filter, total, size, exporting } = useLedger((state) => state);
  const people = usePeople((state) => state.people);
  const handOut = useHandOut();
  const show = (next: LedgerFilter) => void store.getState().show(next);
  const groups = filter.groups ?? [];
  const kinds = EntryKind.options.filter((kind) => groups.length === 0 || groups.includes(KINDS[kind].group));
  const actors: { id: string; label: string; actor: LedgerFilter['actor'] }[] = [
    { id: ANY, label: t('ledger.filter.everybody'), actor: undefined },
    ...people.map(({ id, name }) => ({ id: id as string, label: name, actor: id })),
    { id: device, label: t('ledger.byWorkstation'), actor: device },
    { id: RECOVERY, label: t('ledger.byRecovery'), actor: RECOVERY },
  ];
  const everything = showsEverything(filter);
  return (
    <div className={css.filters}>
      <div className={css.line}>
        <Toggles
          hiddenLabel
          label={t('ledger.filter.groups')}
          choices={KIND_GROUPS.map((id) => ({ id, label: t(`ledger.group.${id}`) }))}
          value={groups}
          onChange={(chosen) => show(withGroups(filter, chosen))}
        />
        {!everything && mayDo(person.role, 'export-ledger') && (
          <span className={css.end}>
            <Button
              size="s"
              isDisabled={exporting !== null}
              onPress={() => void handOut(queryOf(filter), 'selection')}
            >
              {t('ledger.only.title')}
            </Button>
          </span>
        )}
      </div>
      <div className={css.line}>
        <div className={css.select}>
          <SelectField
            small
            hiddenLabel
            label={t('ledger.filter.kind')}
            choices={[
              { id: ANY, label: t('ledger.filter.everything') },
              ...kinds.map((id) => ({ id, label: t(`enum.entry.${kindKey(id)}`, { defaultValue: id }) })),
            ]}
            value={filter.kind ?? ANY}
            onChange={(kind) => show({ ...filter, kind: kind === ANY ? undefined : kind })}
          />
        </div>
        <div className={css.select}>
          <SelectField
            small
            hiddenLabel
            label={t('ledger.filter.person')}
            choices={actors}
            value={filter.actor ?? ANY}
            onChange={(id) => show({ ...filter, actor: actors.find((one) => one.id === id)?.actor })}
          />
        </div>
        <PeriodField value={filter.period} onChange={(period) => show({ ...filter, period })} />
        {filter.case !== undefined && (
          <Button size="s" icon="close" onPress={() => show({ ...filter, case: undefined })}>
            {t('ledger.filter.case', { id: shortId(filter.case) })}
          </Button>
        )}
        {!everything && (
          <Button size="s" look="quiet" onPress={() => show({})}>
            {t('ledger.filter.clear')}
          </Button>
        )}
        <span className={css.end}>
          {everything
            ? t('status.ledger', { n: format.number(size) })
            : t('ledger.filter.fit', { n: format.number(total), size: format.number(size) })}
        </span>
      </div>
    </div>
  );
}
