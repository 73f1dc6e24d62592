import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { LedgerState } from './ledger-state.ts';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import css from './proof-dialog.module.css';
import { Fits, ProofHolders, ProofSteps } from './proof-steps.tsx';

/** The proof of one entry, for a person to follow from the entry to those who hold the checkpoint outside. */
export function ProofDialog() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const proof = useLedger((state) => state.proof);
  return (
    <Dialog
      title={t('ledger.proof.title', { seq: proof ? format.number(proof.entry.seq) : '' })}
      isOpen={proof !== null}
      onClose={() => store.getState().closeProof()}
      width="l"
    >
      {proof && <Proof key={proof.entry.seq} proof={proof} />}
    </Dialog>
  );
}

function Proof({ proof: { entry, view, followed } }: { proof: NonNullable<LedgerState['proof']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const [saved, setSaved] = useState(false);
  const file = savedFileName('entry', String(entry.seq));
  const command = `hashline audit check-proof ${file} --key '${view.key}'`;
  const save = async () => {
    const sink = await openFileSink(file);
    if (sink === null) return;
    await sink.write(view.text);
    await sink.close();
    setSaved(true);
  };
  return (
    <div className={css.dialog}>
      <Banner tone={followed.fits ? 'good' : 'danger'}>
        {followed.fits ? t('ledger.proof.fits') : t('ledger.proof.fitsNot')}
      </Banner>
      <ol className={css.parts}>
        <li>
          <p>
            {t('ledger.proof.leaf')} <Fits ok={followed.leafFits} />
          </p>
          <code>{followed.leaf}</code>
        </li>
        <li>
          <p>
            {followed.steps.length === 0 && followed.rootFits
              ? t('ledger.proof.none')
              : t('ledger.proof.path', { n: format.number(followed.steps.length) })}
          </p>
          <ProofSteps steps={followed.steps} />
        </li>
        <li>
          <p>
            {t('ledger.proof.root', { n: format.number(followed.size) })} <Fits ok={followed.rootFits} />
          </p>
          <code>{followed.root}</code>
        </li>
        <li>
          <p>
            {t('ledger.proof.signed')} <Fits ok={followed.signatureFits} />
          </p>
          <code>{view.key.split('+').slice(0, 2).join('+')}</code>
        </li>
        <li>
          <p>{t('ledger.proof.holders')}</p>
          <ProofHolders holders={followed.holders} />
        </li>
        <li>
          <p>{t('ledger.proof.command')}</p>
          <div className={css.command}>
            <code>{command}</code>
            <CopyButton text={command} what={t('ledger.proof.command')} />
          </div>
        </li>
      </ol>
      <div className={css.actions}>
        <p role="status">{saved && t('ledger.proof.saved')}</p>
        <Button onPress={() => store.getState().closeProof()}>{t('common.close')}</Button>
        <Button look="primary" icon="file" onPress={() => void save()}>
          {t('ledger.proof.save')}
        </Button>
      </div>
    </div>
  );
}
