export { CreateVault } from './create-vault.tsx';
export { Gate, Mark } from './gate.tsx';
export { RecoveryKeyScreen } from './recovery-key.tsx';
export { UnlockVault } from './unlock-vault.tsx';
export { SessionProvider, useSession, useVault, useVaultStore, VaultProvider } from './vault-context.tsx';
export { createVaultStore, type VaultStore } from './vault-store.ts';
