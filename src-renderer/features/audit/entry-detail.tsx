import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
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
      <dl className={css.facts}>
        <dt>{t('ledger.when')}</dt>
        <dd>{entry.at}</dd>
        <dt>{t('ledger.who')}</dt>
        <dd>{entry.actor.name}</dd>
        <dt>{t('ledger.device')}</dt>
        <dd>
          <code>{entry.device}</code>
        </dd>
        {caseId !== null && (
          <>
            <dt>{t('ledger.case')}</dt>
            <dd>
              <code>{caseId}</code>
            </dd>
          </>
        )}
        <dt>{t('ledger.leafHash')}</dt>
        <dd>
          <code>{entry.leafHash}</code> <CopyButton text={entry.leafHash} what={t('ledger.leafHash')} />
        </dd>
      </dl>
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
