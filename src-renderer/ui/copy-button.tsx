import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({ text, what, label }: { text: string; what: string; label?: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  /** The visible label is also the spoken name: two buttons beside each other must not share one. */
  const nameOf = () =>
    copied
      ? { 'aria-label': t('common.copied') }
      : label === undefined
        ? { 'aria-label': t('common.copyOf', { what }) }
        : {};
  return (
    <Button
      look="quiet"
      size="s"
      icon={copied ? 'check' : 'copy'}
      {...nameOf()}
      onPress={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
      }}
    >
      {label}
    </Button>
  );
}
