import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptsImported } from '../../../shared/contract/referral.contract.ts';
import { type Failure, refusalsIn } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { LongTable } from '../../ui/long-table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { detailText, FileDrop } from '../intake/index.ts';
import { useDestinationName } from './destination-name.ts';
import css from './outbox-screen.module.css';
import { useOutboxStore } from './outbox-store.ts';
import { referralSubject } from './referral-subject.ts';

/** A file of receipts, and what became of it. */
type Taken = { file: string } & ({ told: ReceiptsImported } | { failure: Failure });

/** Takes the receipts that a desk gave back as a file, and shows which referrals they are about and which have none. */
export function ReceiptsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const [reading, setReading] = useState(false);
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const take = async (files: readonly File[]) => {
    if (reading) return;
    setReading(true);
    setTaken([]);
    // One after the other: the last one says what is still without a receipt.
    for (const file of files) {
      const told = await store.getState().importReceipts(file);
      setTaken((before) => [...before, { file: file.name, ...told }]);
    }
    setReading(false);
  };
  return (
    <Dialog width="l" title={t('receipts.title')} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <FileDrop
          low
          title={t('receipts.drop')}
          hint={t('receipts.hint')}
          choose={t('intake.choose')}
          onFiles={(files) => void take(files)}
        />
        {reading && <p role="status">{t('receipts.reading')}</p>}
        {taken.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files only come at the end, and two may have the same name
          <TakenFile key={at} taken={one} />
        ))}
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function TakenFile({ taken }: { taken: Taken }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { file } = taken;
  if ('failure' in taken) {
    const [refusal] = refusalsIn(taken.failure);
    return (
      <Banner tone="danger">
        <b>{file}</b>{' '}
        {refusal === undefined ? failureText(t, taken.failure) : detailText(t, format, refusal.detail)}
      </Banner>
    );
  }
  const { delivered, refused, known, problems, statements, unanswered } = taken.told;
  const n = format.number;
  const counts = {
    ...{ delivered: n(delivered), refused: n(refused) },
    ...{ known: n(known), unproven: n(problems.length) },
  };
  const isEmpty = statements.length + problems.length === 0;
  return (
    <section className={css.dialogPart} aria-label={file}>
      <Banner tone={problems.length > 0 || isEmpty ? 'warn' : 'good'}>
        <b>{file}</b> {isEmpty ? t('receipts.empty') : t('receipts.counts', counts)}
      </Banner>
      {!isEmpty && <Lines told={taken.told} />}
      {unanswered.length > 0 && <Unanswered unanswered={unanswered} />}
    </section>
  );
}

const TONE = { delivered: 'good', refused: 'danger', known: 'neutral' } as const;

/** Each line of the file: the referral it is about, or why it proves nothing. */
function Lines({ told: { statements, problems } }: { told: ReceiptsImported }) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const rows = [...statements, ...problems].sort((one, other) => one.line - other.line);
  return (
    <LongTable
      low
      label={t('receipts.lines')}
      columns={[
        { id: 'line', label: t('receipts.line'), align: 'right', width: '72px' },
        { id: 'told', label: t('receipts.told'), width: '148px' },
        { id: 'destination', label: t('outbox.column.destination'), width: '148px' },
        { id: 'subject', label: t('outbox.column.subject') },
      ]}
      count={rows.length}
      cells={(index) => {
        const row = rows[index];
        if (row === undefined) return [];
        if ('problem' in row)
          return [
            format.number(row.line),
            <Chip key="told" tone="warn">
              {t('receipts.unproven')}
            </Chip>,
            '—',
            t(row.problem === 'not-ours' ? 'receipts.notOurs' : `outbox.proof.${row.problem}`),
          ];
        return [
          format.number(row.line),
          <Chip key="told" tone={TONE[row.told]}>
            {t(`receipts.says.${row.told}`)}
          </Chip>,
          row.referral === null ? '—' : destinationName(row.referral.destination),
          row.referral === null ? t('outbox.withheld') : referralSubject(row.referral, t('outbox.withheld')),
        ];
      }}
    />
  );
}

/** What was carried to the same desks and is in none of their files. */
function Unanswered({ unanswered }: Pick<ReceiptsImported, 'unanswered'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const title = t('receipts.unanswered', { n: format.number(unanswered.length) });
  return (
    <>
      <h3>{title}</h3>
      <LongTable
        low
        label={title}
        columns={[
          { id: 'sealed', label: t('outbox.sealed.sealedAt'), width: '172px' },
          { id: 'destination', label: t('outbox.column.destination'), width: '148px' },
          { id: 'subject', label: t('outbox.column.subject') },
        ]}
        count={unanswered.length}
        cells={(index) => {
          const referral = unanswered[index];
          if (referral === undefined) return [];
          return [
            referral.sealedAt === null ? '—' : format.dateTime(referral.sealedAt),
            destinationName(referral.destination),
            referralSubject(referral, t('outbox.withheld')),
          ];
        }}
      />
    </>
  );
}
