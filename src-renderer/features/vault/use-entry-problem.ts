import { useTranslation } from 'react-i18next';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useVault } from './vault-context.tsx';

/**
 * What the last try at coming in failed for, in one sentence, and how long to wait.
 * @param wrong what to say where the secret did not fit
 */
export function useEntryProblem(wrong: string): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const failure = useVault((state) => state.failure);
  if (failure === null) return null;
  const words = failure.code === 'WRONG_PASSPHRASE' ? wrong : failureText(t, failure);
  const wait = failure.retryInMs ?? 0;
  return wait < 1000 ? words : `${words} ${t('vault.retryIn', { duration: format.duration(wait) })}`;
}
