export { BackupCard } from './backup-card.tsx';
export { BackupProvider, type BackupStore, createBackupStore, useBackup } from './backup-store.ts';
