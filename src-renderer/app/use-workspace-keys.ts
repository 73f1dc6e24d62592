import { mayDo } from '../../shared/domain/duty.ts';
import { useSession, useVaultStore } from '../features/vault/index.ts';
import { type Shortcuts, useShortcuts } from '../ui/shortcuts.ts';
import { screensFor } from './navigation.ts';
import { useNavigationStore } from './navigation-context.ts';

/** Binds the keys that work on every screen. */
export function useWorkspaceKeys(): void {
  const navigation = useNavigationStore();
  const { person } = useSession();
  const vault = useVaultStore();
  const screens: Shortcuts = Object.fromEntries(
    screensFor(person.role).map(({ name, key }) => [key.toLowerCase(), () => navigation.getState().go(name)]),
  );
  useShortcuts({
    ...screens,
    '?': () => navigation.getState().show('keys'),
    'ctrl+k': () => navigation.getState().show('palette'),
    ...(mayDo(person.role, 'report') ? { '+': () => navigation.getState().show('report') } : {}),
    'ctrl+e': () => navigation.getState().show('day'),
    'ctrl+l': () => void vault.getState().lock(),
  });
}
