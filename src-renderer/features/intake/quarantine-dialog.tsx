import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedRow } from '../../../shared/contract/intake.contract.ts';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { defangText } from '../../../shared/domain/defang-text.ts';
import { refusalsIn } from '../../transport/failure.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './import-screen.module.css';
import { type IntakeState, useIntake, useIntakeStore } from './intake-store.ts';
import { RefusalTable } from './refusal-table.tsx';

/** The refused rows of a file with their reasons, to be mended and taken in after all, or saved as a file. */
export function QuarantineDialog({ quarantine }: { quarantine: NonNullable<IntakeState['quarantine']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useIntakeStore();
  const [cut, setCut] = useState<number | null>(null);
  const { batch, refusals, rows } = quarantine;
  const left = rows.filter(({ text }) => text !== null).length;
  const close = () => void store.getState().showRefusals(null);
  const save = async () => {
    const saved = await store.getState().refusedFile();
    if (saved === null) return;
    const sink = await openFileSink(savedFileName('refused', batch.id.slice(-6).toLowerCase()));
    if (sink === null) return;
    await sink.write(new Uint8Array(await saved.file.arrayBuffer()));
    await sink.close();
    setCut(saved.isCut ? saved.rows : null);
  };
  return (
    <Dialog width="l" title={batch.fileName} isOpen onClose={close}>
      <div className={css.form}>
        <RefusalTable refusals={refusals} total={batch.refusedTotal} />
        {rows.length > 0 && (
          <>
            <p className={css.hint}>{t('intake.refusals.kept.hint')}</p>
            <ul className={css.rows}>
              {rows.map((row) => (
                <RefusedRowLine key={row.row} row={row} />
              ))}
            </ul>
          </>
        )}
        {cut !== null && (
          <Banner tone="warn">{t('intake.refusals.kept.isCut', { rows: format.number(cut) })}</Banner>
        )}
        <div className={css.actions}>
          {left > 0 && (
            <Button icon="file" onPress={() => void save()}>
              {t('intake.refusals.kept.save', { rows: format.number(left), count: left })}
            </Button>
          )}
          <Button onPress={close}>{t('common.close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function RefusedRowLine({ row: { row, text, takenIn } }: { row: RefusedRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useIntakeStore();
  const wrong = useIntake((state) => (state.wrong?.row === row ? state.wrong.failure : null));
  const [mended, setMended] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const takeIn = async () => {
    if (mended === null) return;
    setBusy(true);
    const isIn = await store.getState().takeInRow(row, mended);
    setBusy(false);
    if (isIn) setMended(null);
  };
  const place = format.number(row);
  return (
    <li>
      <div className={css.refusedRow}>
        <b>{place}</b>
        <code>{text === null ? t('intake.refusals.kept.takenIn') : defangText(text)}</code>
        {text !== null && mended === null && (
          <Button
            size="s"
            aria-label={`${t('intake.refusals.kept.mend')} ${place}`}
            onPress={() => setMended(text)}
          >
            {t('intake.refusals.kept.mend')}
          </Button>
        )}
      </div>
      {mended !== null && takenIn === null && (
        <>
          <TextField
            autoFocus
            label={t('intake.refusals.kept.text', { row: place })}
            rows={3}
            mono
            value={mended}
            onChange={setMended}
          />
          {wrong && <Banner tone="danger">{failureText(t, wrong)}</Banner>}
          {wrong && refusalsIn(wrong).length > 0 && (
            <RefusalTable refusals={refusalsIn(wrong)} total={refusalsIn(wrong).length} />
          )}
          <div className={css.actions}>
            <Button onPress={() => setMended(null)}>{t('common.cancel')}</Button>
            <Button look="primary" isDisabled={busy} onPress={() => void takeIn()}>
              {t('intake.refusals.kept.takeIn')}
            </Button>
          </div>
        </>
      )}
    </li>
  );
}
