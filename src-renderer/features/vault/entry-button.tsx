import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useWait } from './use-wait.ts';
import { useVault } from './vault-context.tsx';

interface EntryButtonProps {
  label: string;
  busyLabel?: string;
  wide?: boolean;
}

/** The button that sends an attempt to enter; after wrong ones it counts down until the next is possible. */
export function EntryButton({ label, busyLabel, wide }: EntryButtonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useVault((state) => state.busy);
  const seconds = useWait();
  return (
    <Button type="submit" look="primary" wide={wide ?? false} isDisabled={busy || seconds > 0}>
      {seconds > 0
        ? t('vault.wait', { duration: format.duration(seconds * 1000) })
        : busy
          ? (busyLabel ?? label)
          : label}
    </Button>
  );
}
