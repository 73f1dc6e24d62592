import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalsIn } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { LongTable } from '../../ui/long-table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { FileDrop, RefusalTable } from '../intake/index.ts';
import { contactCells, contactColumns } from './contact-cells.tsx';
import type { BookDifference } from './contact-list.ts';
import { type ContactImport, useContacts, useContactsStore } from './contacts-store.ts';
import css from './outbox-screen.module.css';

/** Takes a file of contacts, and shows what it changed, or every row for which it was not taken. */
export function ContactImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useContactsStore();
  const lastImport = useContacts((state) => state.lastImport);
  const [several, setSeveral] = useState(false);
  return (
    <Dialog width="l" title={t('contacts.import.title')} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <FileDrop
          low
          title={t('contacts.import.drop')}
          hint={t('contacts.import.hint')}
          choose={t('contacts.import.choose')}
          onFiles={(files) => {
            const [file] = files;
            setSeveral(files.length > 1);
            if (file !== undefined && files.length === 1) void store.getState().importFile(file);
          }}
        />
        {several && <Banner tone="warn">{t('contacts.import.oneFile')}</Banner>}
        {lastImport !== null && !several && <Outcome lastImport={lastImport} />}
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Outcome({ lastImport }: { lastImport: ContactImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { file } = lastImport;
  if (lastImport.state === 'reading') return <p role="status">{t('contacts.import.reading', { file })}</p>;
  if (lastImport.state === 'failed') {
    const refusals = refusalsIn(lastImport.failure);
    if (refusals.length === 0) return <Banner tone="danger">{failureText(t, lastImport.failure)}</Banner>;
    return (
      <>
        <Banner tone="danger">{t('contacts.import.refused', { file })}</Banner>
        <RefusalTable refusals={refusals} total={refusals.length} />
      </>
    );
  }
  const { contacts, added, removed, inEnglish } = lastImport.counts;
  const n = { n: format.number(contacts), added: format.number(added), removed: format.number(removed) };
  return (
    <>
      <Banner tone="good">
        <p>{t('contacts.import.done', { file, ...n })}</p>
        {inEnglish > 0 && <p>{t('contacts.import.inEnglish', { n: format.number(inEnglish) })}</p>}
      </Banner>
      <Changes difference={lastImport.difference} />
    </>
  );
}

function Changes({ difference: { added, removed } }: { difference: BookDifference }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = [
    ...added.map((contact) => ({ contact, how: 'added' as const })),
    ...removed.map((contact) => ({ contact, how: 'removed' as const })),
  ];
  if (rows.length === 0) return null;
  return (
    <LongTable
      low
      label={t('contacts.import.changes')}
      columns={[{ id: 'how', label: t('contacts.import.change'), width: '108px' }, ...contactColumns(t)]}
      count={rows.length}
      cells={(index) => {
        const row = rows[index];
        if (row === undefined) return [];
        return [
          <Chip key="how" tone={row.how === 'added' ? 'good' : 'neutral'}>
            {t(`contacts.import.${row.how}`)}
          </Chip>,
          ...contactCells(t, format, row.contact),
        ];
      }}
    />
  );
}
