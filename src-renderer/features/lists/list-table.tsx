import { useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HashList } from '../../../shared/contract/lists.contract.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { sizeOf } from './list-age.ts';
import { ArrivalChip, AsOf, MeaningChip } from './list-words.tsx';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';

/** A table of all lists; the name opens a list. */
export function ListTable() {
  const { t } = useTranslation();
  const lists = useLists((state) => state.lists);
  const ready = useLists((state) => state.ready);
  const body = useRef<HTMLDivElement>(null);
  const step = (steps: 1 | -1) => {
    const names = [...(body.current?.querySelectorAll<HTMLButtonElement>('[data-list] button') ?? [])];
    const at = names.indexOf(document.activeElement as HTMLButtonElement);
    names[at === -1 ? 0 : Math.min(Math.max(at + steps, 0), names.length - 1)]?.focus();
  };
  useShortcuts({
    j: () => step(1),
    arrowdown: () => step(1),
    k: () => step(-1),
    arrowup: () => step(-1),
  });
  if (ready && lists.length === 0) {
    return (
      <Empty icon="lists" title={t('lists.none.title')}>
        {t('lists.none.text')}
      </Empty>
    );
  }
  return (
    <Card flush>
      <div ref={body} className={css.scroll}>
        <Table
          fixed
          label={t('lists.title')}
          columns={[
            { id: 'name', label: t('lists.column.name') },
            { id: 'meaning', label: t('lists.column.meaning'), width: '112px' },
            { id: 'owner', label: t('lists.column.owner'), width: '12%' },
            { id: 'trust', label: t('lists.column.trust'), width: '88px' },
            { id: 'size', label: t('lists.column.size'), align: 'right', width: '88px' },
            { id: 'asOf', label: t('lists.column.asOf'), width: '204px' },
            { id: 'hits', label: t('lists.column.hits'), align: 'right', width: '104px' },
            { id: 'state', label: t('lists.column.state'), width: '104px' },
          ]}
        >
          {lists.map((list) => (
            <ListRow key={list.id} list={list} />
          ))}
        </Table>
      </div>
    </Card>
  );
}

function ListRow({ list }: { list: HashList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useListsStore();
  return (
    <tr data-list={list.id} data-choosable>
      <td title={list.name}>
        <AriaButton
          className={css.name ?? ''}
          onPress={() => void store.getState().show(list.id)}
          aria-label={t('lists.show', { name: list.name })}
        >
          {list.name}
        </AriaButton>
      </td>
      <td>
        <MeaningChip meaning={list.meaning} />
      </td>
      <td title={list.owner}>{list.owner}</td>
      <td>{t(`enum.listTrust.${list.trust}`)}</td>
      <td className={css.right}>{format.number(sizeOf(list))}</td>
      <td>
        <AsOf list={list} />
      </td>
      <td className={css.right}>{format.number(list.recentHits)}</td>
      <td>
        {list.arrival === null ? (
          <EnabledChip enabled={list.enabled} />
        ) : (
          <ArrivalChip arrival={list.arrival} />
        )}
      </td>
    </tr>
  );
}

/** Shows whether a list is in use. */
export function EnabledChip({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation();
  return <Chip tone={enabled ? 'good' : 'neutral'}>{t(enabled ? 'lists.enabled' : 'lists.disabled')}</Chip>;
}
