import { useTranslation } from 'react-i18next';
import type { HashList, ListComparison } from '../../../shared/contract/lists.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { ALGORITHM_NAMES } from '../review/index.ts';
import { MeaningChip } from './list-words.tsx';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';

/** The values that a list shares with the others, and those on which lists contradict each other. */
export function ComparisonCard({ list }: { list: HashList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useListsStore();
  const comparison = useLists((state) => state.comparison);
  const { compare, stopComparing } = store.getState();
  const running = comparison !== null && comparison.result === null;
  return (
    <Card
      title={t('lists.compare.title')}
      actions={
        running ? (
          <Button size="s" onPress={stopComparing}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="s" onPress={() => void compare(list.id)}>
            {t(comparison === null ? 'lists.compare.start' : 'lists.compare.again')}
          </Button>
        )
      }
    >
      {comparison === null && <p className={css.soft}>{t('lists.compare.text')}</p>}
      {running && (
        <div className={css.running}>
          <Progress
            label={t('lists.compare.title')}
            value={comparison.progress?.done ?? null}
            max={comparison.progress?.total ?? 1}
          />
          <p className={css.soft} role="status">
            {t('lists.compare.running', {
              done: format.number(comparison.progress?.done ?? 0),
              total: format.number(comparison.progress?.total ?? 0),
            })}
          </p>
        </div>
      )}
      {comparison?.result && <Compared result={comparison.result} />}
    </Card>
  );
}

function Compared({ result }: { result: ListComparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lists = useLists((state) => state.lists);
  const nameOf = (id: string) => lists.find((list) => list.id === id)?.name ?? t('common.unknown');
  return (
    <div className={css.compared}>
      <p className={css.soft}>{t('lists.compare.compared', { n: format.number(result.compared) })}</p>
      {result.overlap.length === 0 ? (
        <p>{t('lists.compare.noOverlap')}</p>
      ) : (
        <Table
          label={t('lists.compare.overlap')}
          columns={[
            { id: 'list', label: t('lists.compare.overlap') },
            { id: 'meaning', label: t('lists.column.meaning'), width: '140px' },
            { id: 'shared', label: t('lists.compare.shared'), align: 'right', width: '140px' },
            { id: 'share', label: t('lists.compare.share'), align: 'right', width: '140px' },
          ]}
        >
          {result.overlap.map((other) => (
            <tr key={other.list}>
              <td>{other.name}</td>
              <td>
                <MeaningChip meaning={other.meaning} />
              </td>
              <td className={css.right}>{format.number(other.shared)}</td>
              <td className={css.right}>{format.percent(other.shared, result.compared)}</td>
            </tr>
          ))}
        </Table>
      )}
      <h3>
        {t('lists.compare.conflicts', { n: format.number(result.conflictTotal) })}
        {result.conflicts.length < result.conflictTotal &&
          ` · ${t('intake.refusals.shown', { shown: format.number(result.conflicts.length), total: format.number(result.conflictTotal) })}`}
      </h3>
      {result.conflicts.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={css.conflicts} tabIndex={0} aria-label={t('lists.compare.conflictList')}>
          <ul>
            {result.conflicts.map((conflict) => (
              <li key={`${conflict.algorithm} ${conflict.value}`}>
                <span className={css.soft}>{ALGORITHM_NAMES[conflict.algorithm]}</span>
                <code>{conflict.value}</code>
                {conflict.lists.map((side) => (
                  <span key={side.list} className={css.side}>
                    <MeaningChip meaning={side.meaning} /> {nameOf(side.list)}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
