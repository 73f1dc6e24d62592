import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import css from './second-review.module.css';

interface AskDialogProps {
  title: string;
  text: string;
  look: 'primary' | 'danger';
  onDo: () => void;
  onClose: () => void;
}

/** Asks for confirmation. */
export function AskDialog({ title, text, look, onDo, onClose }: AskDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog width="s" title={title} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <p>{text}</p>
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look={look}
            onPress={() => {
              onDo();
              onClose();
            }}
          >
            {title}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
