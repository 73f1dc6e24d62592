export { AccessCard } from './access-card.tsx';
export { CreateVault } from './create-vault.tsx';
export { DoctorCard } from './doctor-card.tsx';
export { RecoveryKeyScreen } from './recovery-key.tsx';
export { UnlockVault } from './unlock-vault.tsx';
export { SessionProvider, useSession, useVault, useVaultStore, VaultProvider } from './vault-context.tsx';
export type { VaultStore } from './vault-state.ts';
export { createVaultStore } from './vault-store.ts';
