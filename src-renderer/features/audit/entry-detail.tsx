import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { defangFacts } from './defang-facts.ts';
import css from './ledger-screen.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import { useEntryWords } from './use-entry-words.ts';

/** One entry with its signed facts. */
export function EntryDetail({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useEntryWords();
  const store = useLedgerStore();
  const entry = useLedger((state) => state.chosen);
  const life = useLedger((state) => state.life);
  const prove = () => {
    if (entry && !entry.withheld) void store.getState().prove(entry);
  };
  const live = () => {
    if (entry?.case) void store.getState().openLife(entry.case);
  };
  useShortcuts({ p: prove, t: live });
  if (entry === null) return <Empty icon="ledger">{t('ledger.choose')}</Empty>;
  const { case: caseId } = entry;
  return (
    <section className={css.stack} aria-label={t('ledger.detail', { seq: entry.seq })}>
      <h2>
        {t('ledger.detail', { seq: format.number(entry.seq) })} · {words.kind(entry)}
      </h2>
      <p>{words.sentence(entry)}</p>
      <div className={css.buttons}>
        {!entry.withheld && (
          <Button size="s" icon="check" keys="P" onPress={prove}>
            {t('ledger.proof.open')}
          </Button>
        )}
        {caseId !== null && life?.case !== caseId && (
          <Button size="s" keys="T" onPress={live}>
            {t('ledger.life.open')}
          </Button>
        )}
        {caseId !== null && (
          <Button size="s" onPress={() => onCase(caseId)}>
            {t('outbox.openCase')}
          </Button>
        )}
        {caseId !== null && life === null && (
          <Button size="s" look="quiet" onPress={() => void store.getState().show({ case: caseId })}>
            {t('ledger.filter.onlyCase')}
          </Button>
        )}
      </div>
      <Facts
        rows={[
          [
            t('ledger.when'),
            <time key="when" dateTime={entry.at}>
              {words.when(entry)} <code className={css.instant}>{entry.at}</code>
            </time>,
          ],
          [t('ledger.who'), words.who(entry)],
          [t('ledger.device'), <code key="device">{entry.device}</code>],
          [t('ledger.case'), caseId && <code key="case">{caseId}</code>],
          [
            t('ledger.leafHash'),
            <span key="leaf" className={css.copied}>
              <code>{entry.leafHash}</code>
              <CopyButton text={entry.leafHash} what={t('ledger.leafHash')} />
            </span>,
          ],
        ]}
      />
      {!entry.withheld && (
        <div className={css.block}>
          <h3>{t('ledger.facts')}</h3>
          <pre className={css.json}>{JSON.stringify(defangFacts(entry.data), null, 2)}</pre>
        </div>
      )}
    </section>
  );
}
