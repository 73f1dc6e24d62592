import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './anchor-panel.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import { holdersIn } from './outside-holder.ts';
import { useHolderName } from './use-holder-name.ts';

const COMMAND = 'hashline audit anchor --vault FOLDER --witness https://WITNESS';

/**
 * Shows up to which entry outside witnesses would notice that the ledger was taken back, who they are, and how to
 * anchor more.
 */
export function AnchorPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const holderName = useHolderName();
  const store = useLedgerStore();
  const anchors = useLedger((state) => state.anchors);
  if (anchors === null) return null;
  const since = format.number(anchors.since);
  const named = anchors.witnesses.filter(({ standing }) => standing === 'named').length;
  const holders = holdersIn(anchors);
  return (
    <details className={css.panel}>
      <summary>
        <Icon name="right" size={14} />
        <span>
          {anchors.anchored === 0
            ? t(anchors.quorum === 0 ? 'ledger.anchor.noWitness' : 'ledger.anchor.nothing', { since })
            : t('ledger.anchor.upTo', { n: format.number(anchors.anchored - 1), since })}
        </span>
      </summary>
      <div className={css.body}>
        <p>{t('ledger.anchor.why')}</p>
        <p>
          {anchors.quorum === 0
            ? t('ledger.anchor.unnamed')
            : t('ledger.anchor.quorum', { quorum: format.number(anchors.quorum), n: format.number(named) })}
        </p>
        {holders.length > 0 && (
          <ul className={css.anchors}>
            {holders.map((holder) => (
              <li key={`${holder.kind} ${holder.by}`}>
                <b>{holderName(holder)}</b>
                {holder.standing !== 'named' && <span>{t(`ledger.anchor.standing.${holder.standing}`)}</span>}
                <span>
                  {holder.at === null
                    ? t('ledger.anchor.notYet')
                    : t('ledger.anchor.size', {
                        n: format.number(holder.size - 1),
                        at: format.dateTime(holder.at),
                      })}
                </span>
              </li>
            ))}
          </ul>
        )}
        {anchors.quorum > 0 && (
          <>
            <p>{t('ledger.anchor.how')}</p>
            <div className={css.command}>
              <code>{COMMAND}</code>
              <CopyButton text={COMMAND} what={t('ledger.anchor.how')} />
            </div>
          </>
        )}
        <p>{t('ledger.anchor.paper')}</p>
        <div>
          <Button size="s" onPress={() => void store.getState().readSheet()}>
            {t('ledger.sheet.open')}
          </Button>
        </div>
      </div>
    </details>
  );
}
