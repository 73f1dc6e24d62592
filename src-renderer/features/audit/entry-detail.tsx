import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { defangFacts } from './defang-facts.ts';
import { kindKey } from './entry-words.ts';
import { useLedger, useLedgerStore } from './ledger-context.ts';
import css from './ledger-screen.module.css';

/** One entry with what was signed. */
export function EntryDetail({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const entry = useLedger((state) => state.chosen);
  if (entry === null) return <Empty icon="ledger">{t('ledger.choose')}</Empty>;
  const { case: caseId } = entry;
  return (
    <section className={css.stack} aria-label={t('ledger.detail', { seq: entry.seq })}>
      <h2>
        {t('ledger.detail', { seq: format.number(entry.seq) })} · {t(`enum.entry.${kindKey(entry.kind)}`)}
      </h2>
      <Facts
        rows={[
          [t('ledger.when'), entry.at],
          [t('ledger.who'), entry.actor.name],
          [t('ledger.device'), <code key="device">{entry.device}</code>],
          [t('ledger.case'), caseId && <code key="case">{caseId}</code>],
          [
            t('ledger.leafHash'),
            <span key="leaf">
              <code>{entry.leafHash}</code> <CopyButton text={entry.leafHash} what={t('ledger.leafHash')} />
            </span>,
          ],
        ]}
      />
      {caseId !== null && (
        <div>
          <Button size="s" onPress={() => onCase(caseId)}>
            {t('outbox.openCase')}
          </Button>{' '}
          <Button size="s" look="quiet" onPress={() => void store.getState().show({ case: caseId })}>
            {t('ledger.filter.onlyCase')}
          </Button>
        </div>
      )}
      <div className={css.block}>
        <h3>{t('ledger.facts')}</h3>
        <pre className={css.json}>{JSON.stringify(defangFacts(entry.data), null, 2)}</pre>
      </div>
    </section>
  );
}
