export { RetentionCard } from './retention-card.tsx';
export { createRetentionStore, RetentionProvider, type RetentionStore } from './retention-store.ts';
