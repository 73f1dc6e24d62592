import { useTranslation } from 'react-i18next';
import { protocolDifferences } from '../../../shared/domain/policy-difference.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { Empty } from '../../ui/empty.tsx';
import css from './policy.module.css';
import { useProtocolWords } from './use-protocol-words.ts';

/** Shows only the differences between two policies, in words. */
export function DifferenceTable(props: {
  before: Protocol;
  after: Protocol;
  names: readonly [string, string];
}) {
  const { before, after, names } = props;
  const { t } = useTranslation();
  const words = useProtocolWords(before, after);
  const differences = protocolDifferences(before, after);
  if (differences.length === 0) return <Empty icon="check">{t('policy.compare.same')}</Empty>;
  return (
    <table className={css.differences} aria-label={t('policy.compare.title')}>
      <colgroup>
        <col className={css.colWhere} />
        <col className={css.colWhat} />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('policy.compare.where')}</th>
          <th scope="col">{t('policy.compare.what')}</th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((one, index) => {
          const said = words(one);
          const previous = differences[index - 1];
          const again = previous !== undefined && words(previous).where === said.where;
          return (
            <tr key={`${one.field} ${one.of.join(' ')}`} data-again={again}>
              <th scope="row">{again ? <span className={css.repeated}>{said.where}</span> : said.where}</th>
              <td>{said.what}</td>
              <td data-absent={one.before === undefined}>{said.before}</td>
              <td data-absent={one.after === undefined} className={css.newer}>
                {said.after}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
