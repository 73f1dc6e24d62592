import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ContactScope } from '../../../shared/domain/contact.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { LongTable } from '../../ui/long-table.tsx';
import { Segments } from '../../ui/segments.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import css from './contact-book.module.css';
import { contactCells, contactColumns } from './contact-cells.tsx';
import { ContactImportDialog } from './contact-import-dialog.tsx';
import { type ContactFilter, fittingContacts } from './contact-list.ts';
import { useContacts, useContactsStore } from './contacts-store.ts';

/** The addresses at providers that get notices: searching them, and replacing them by those of a file. */
export function ContactBook() {
  const { t } = useTranslation();
  const { person } = useSession();
  const store = useContactsStore();
  const contacts = useContacts((state) => state.contacts);
  const failure = useContacts((state) => state.failure);
  const [importing, setImporting] = useState(false);
  const mayImport = mayDo(person.role, 'manage-destinations');
  useEffect(() => {
    void store.getState().load();
  }, [store]);
  return (
    <>
      {!mayImport && <Banner tone="neutral">{t('contacts.notPermitted')}</Banner>}
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <Card
        title={t('contacts.title')}
        flush
        actions={
          mayImport && (
            <Button size="s" icon="import" onPress={() => setImporting(true)}>
              {t('contacts.import.open')}
            </Button>
          )
        }
      >
        <p className={css.about}>{t('contacts.about')}</p>
        {contacts !== null &&
          (contacts.length === 0 ? (
            <Empty icon="person" title={t('contacts.none.title')}>
              {t('contacts.none.text')}
            </Empty>
          ) : (
            <Book contacts={contacts} />
          ))}
      </Card>
      {importing && (
        <ContactImportDialog
          onClose={() => {
            setImporting(false);
            store.getState().forgetImport();
          }}
        />
      )}
    </>
  );
}

function Book({ contacts }: { contacts: Parameters<typeof fittingContacts>[0] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [filter, setFilter] = useState<ContactFilter>({ scope: 'all', text: '' });
  const shown = useMemo(() => fittingContacts(contacts, filter), [contacts, filter]);
  return (
    <>
      <div className={css.filter}>
        <TextField
          type="search"
          label={t('contacts.search')}
          hint={t('contacts.searchHint')}
          value={filter.text}
          onChange={(text) => setFilter({ ...filter, text })}
        />
        <Segments<ContactFilter['scope']>
          label=""
          hiddenLabel={t('contacts.column.scope')}
          segments={[
            { id: 'all', label: t('common.all') },
            ...ContactScope.options.map((id) => ({ id, label: t(`enum.contactScope.${id}`) })),
          ]}
          value={filter.scope}
          onChange={(scope) => setFilter({ ...filter, scope })}
        />
        <p className={css.count} role="status">
          {t('contacts.shown', { shown: format.number(shown.length), total: format.number(contacts.length) })}
        </p>
      </div>
      {shown.length === 0 ? (
        <Empty icon="search">{t('contacts.noneFits')}</Empty>
      ) : (
        <LongTable
          label={t('contacts.title')}
          columns={contactColumns(t)}
          count={shown.length}
          cells={(index) => {
            const contact = shown[index];
            return contact === undefined ? [] : contactCells(t, format, contact);
          }}
        />
      )}
    </>
  );
}
