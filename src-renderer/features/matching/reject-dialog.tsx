import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REJECTION_LENGTH } from '../../../shared/contract/case-match.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './case-matches.module.css';

/** Asks for the reason why a match is rejected. The reason is shown to everyone who meets the match again. */
export function RejectDialog(props: {
  listName: string;
  onReject: (reason: string) => void;
  onClose: () => void;
}) {
  const { listName, onReject, onClose } = props;
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const reason = words.trim();
  const isReady = reason !== '' && reason.length <= REJECTION_LENGTH;
  const reject = () => {
    if (!isReady) return;
    onReject(reason);
    onClose();
  };
  return (
    <Dialog title={t('matches.why.title')} isOpen onClose={onClose}>
      <form
        className={css.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          reject();
        }}
      >
        <p className={css.soft}>{t('matches.why.text', { list: listName })}</p>
        <TextField
          autoFocus
          label={t('matches.why.label')}
          value={words}
          error={reason.length > REJECTION_LENGTH ? t('matches.why.long', { n: REJECTION_LENGTH }) : null}
          onChange={setWords}
        />
        <div className={css.dialogActs}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={!isReady} keys="↵">
            {t('matches.reject')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
