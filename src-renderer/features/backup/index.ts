export { BackupCard } from './backup-card.tsx';
export { BackupProvider, type BackupStore, createBackupStore } from './backup-store.ts';
