export { ALGORITHM_NAMES } from './hash-table.tsx';
export { QueueScreen } from './queue-screen.tsx';
export { createQueueStore, type QueueStore } from './queue-store.ts';
export { ReviewProvider, type ReviewStores, useQueue, useReviewStores, useWork } from './review-context.tsx';
export { subjectLine } from './subject-view.ts';
export type { WorkStore } from './work-state.ts';
export { createWorkStore } from './work-store.ts';
