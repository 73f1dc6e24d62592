import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { FollowedProof, Holder } from './follow-proof.ts';
import css from './proof-dialog.module.css';
import { useHolderName } from './use-holder-name.ts';

/** Says whether a part of the proof holds. */
export function Fits({ ok }: { ok: boolean }) {
  const { t } = useTranslation();
  return <Chip tone={ok ? 'good' : 'danger'}>{ok ? t('ledger.proof.ok') : t('ledger.proof.notOk')}</Chip>;
}

/** Each step up the tree: the hash that was joined, on which side, and the result. */
export function ProofSteps({ steps }: { steps: FollowedProof['steps'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (steps.length === 0) return null;
  return (
    <table className={css.steps}>
      <thead>
        <tr>
          <th scope="col">{t('ledger.proof.step')}</th>
          <th scope="col">{t('ledger.proof.neighbour')}</th>
          <th scope="col">{t('ledger.proof.result')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ side, sibling, hash }, index) => (
          <tr key={hash}>
            <td>{format.number(index + 1)}</td>
            <td>
              <span className={css.side}>{t(`ledger.proof.${side}`)}</span> <code>{sibling}</code>
            </td>
            <td>
              <code>{hash}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Lists who outside holds the checkpoint that the proof ends in, or a later one. */
export function ProofHolders({ holders }: { holders: readonly Holder[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const holderName = useHolderName();
  if (holders.length === 0) return <p>{t('ledger.proof.nobody')}</p>;
  return (
    <ul className={css.holders}>
      {holders.map((holder) => (
        <li key={`${holder.kind} ${holder.by}`}>
          {t(holder.exactly ? 'ledger.proof.holder' : 'ledger.proof.later', {
            who: holderName(holder),
            n: format.number(holder.size),
            at: format.dateTime(holder.at),
          })}
        </li>
      ))}
    </ul>
  );
}
