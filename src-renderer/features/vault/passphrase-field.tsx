import { type KeyboardEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface PassphraseFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
  hint?: string | null;
  autoFocus?: boolean;
  isNew?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

/** A hidden text that can be shown; it says when Caps Lock is on. */
export function PassphraseField({ hint, isNew, ...props }: PassphraseFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState?.('CapsLock') ?? false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'off'}
      hint={capsLock ? t('vault.unlock.capsLock') : (hint ?? '')}
      reserveLine
      onKey={watchCapsLock}
      end={
        <Button
          size="s"
          look="quiet"
          aria-label={t(shown ? 'vault.hideOf' : 'vault.showOf', { label: props.label })}
          onPress={() => setShown(!shown)}
        >
          {shown ? t('vault.hide') : t('vault.show')}
        </Button>
      }
    />
  );
}
