import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useOutbox, useOutboxStore } from './outbox-context.ts';
import css from './outbox-screen.module.css';

const PEMS = ['ca', 'cert', 'key'] as const;

/** Sets up a desk: its address, who vouches for it, and how the hotline shows who it is. */
export function DestinationForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const failure = useOutbox((state) => state.failure);
  const [form, setForm] = useState({ id, url: 'https://', ca: '', cert: '', key: '' });
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const parsed = DestinationInput.safeParse({ kind: 'https-json', ...form });
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])));
  const errorOf = (field: string) => (checked && wrong.has(field) ? t('failure.BAD_REQUEST') : null);
  const save = async () => {
    setChecked(true);
    if (!parsed.success) return;
    setBusy(true);
    const added = await store.getState().addDestination(parsed.data);
    setBusy(false);
    if (added) onClose();
  };
  return (
    <Dialog title={t('outbox.destination.add')} isOpen onClose={onClose} width="l">
      <div className={css.dialog}>
        <div className={css.two}>
          <TextField
            label={t('outbox.destination.id')}
            value={form.id}
            onChange={(value) => setForm({ ...form, id: value })}
            hint={t('outbox.destination.idHint')}
            error={errorOf('id')}
          />
          <TextField
            label={t('outbox.destination.url')}
            value={form.url}
            onChange={(url) => setForm({ ...form, url })}
            hint={t('outbox.destination.urlHint')}
            error={errorOf('url')}
          />
        </div>
        {PEMS.map((name) => (
          <div key={name} className={css.pem}>
            <TextField
              label={t(`outbox.destination.${name}`)}
              rows={2}
              mono
              value={form[name]}
              placeholder={t('outbox.destination.pemHint')}
              {...(name === 'cert' && { hint: t('outbox.destination.certHint') })}
              onChange={(value) => setForm({ ...form, [name]: value })}
              error={errorOf(name)}
            />
            <FileTrigger
              acceptedFileTypes={['.pem', '.crt', '.cer', '.key']}
              onSelect={async (files) => {
                const text = await files?.[0]?.text();
                if (text !== undefined) setForm((form) => ({ ...form, [name]: text }));
              }}
            >
              <Button icon="file">{t('outbox.destination.file')}</Button>
            </FileTrigger>
          </div>
        ))}
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={busy} onPress={() => void save()}>
            {t('outbox.destination.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
