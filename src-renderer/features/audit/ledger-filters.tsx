import { useTranslation } from 'react-i18next';
import { EntryKind } from '../../../shared/ledger/entry.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePeople } from '../people/index.ts';
import { kindKey } from './entry-words.ts';
import { useLedger, useLedgerStore } from './ledger-context.ts';
import css from './ledger-screen.module.css';

const ANY = 'any';

/** Which entries are shown. */
export function LedgerFilters() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const filter = useLedger((state) => state.filter);
  const size = useLedger((state) => state.size);
  const people = usePeople((state) => state.people);
  const show = (change: Partial<typeof filter>) => void store.getState().show({ ...filter, ...change });
  return (
    <div className={css.filters}>
      <SelectField
        small
        hiddenLabel
        label={t('ledger.filter.kind')}
        choices={[
          { id: ANY, label: t('ledger.filter.everything') },
          ...EntryKind.options.map((id) => ({ id, label: t(`enum.entry.${kindKey(id)}`) })),
        ]}
        value={filter.kind ?? ANY}
        onChange={(kind) => show({ kind: kind === ANY ? undefined : kind })}
      />
      <SelectField
        small
        hiddenLabel
        label={t('ledger.filter.person')}
        choices={[
          { id: ANY, label: t('ledger.filter.everybody') },
          ...people.map(({ id, name }) => ({ id, label: name })),
        ]}
        value={filter.actor ?? ANY}
        onChange={(actor) => show({ actor: people.find((person) => person.id === actor)?.id })}
      />
      {filter.case !== undefined && (
        <Button size="s" icon="close" onPress={() => show({ case: undefined })}>
          {t('ledger.filter.case', { id: filter.case.slice(-6) })}
        </Button>
      )}
      <span className={css.total}>{t('status.ledger', { n: format.number(size) })}</span>
    </div>
  );
}
