import { useTranslation } from 'react-i18next';
import { failureText } from '../../ui/failure-text.ts';
import { useVault } from './vault-context.tsx';

/**
 * Why the last attempt to enter failed, in one sentence.
 * @param wrong the text for a wrong passphrase, code or key
 */
export function useEntryProblem(wrong: string): string | null {
  const { t } = useTranslation();
  const failure = useVault((state) => state.failure);
  if (failure === null) return null;
  return failure.code === 'WRONG_PASSPHRASE' ? wrong : failureText(t, failure);
}
