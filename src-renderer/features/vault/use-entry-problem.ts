import { useTranslation } from 'react-i18next';
import { failureText } from '../../ui/failure-text.ts';
import { useVault } from './vault-context.tsx';

/**
 * What the last try at coming in failed for, in one sentence.
 * @param wrong what to say where the secret did not fit
 */
export function useEntryProblem(wrong: string): string | null {
  const { t } = useTranslation();
  const failure = useVault((state) => state.failure);
  if (failure === null) return null;
  return failure.code === 'WRONG_PASSPHRASE' ? wrong : failureText(t, failure);
}
