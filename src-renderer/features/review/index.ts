export { ALGORITHM_NAMES } from './hash-table.tsx';
export { QueueScreen } from './queue-screen.tsx';
export { createQueueStore } from './queue-store.ts';
export { ReviewProvider, type ReviewStores, useReviewStores, useWork } from './review-context.tsx';
export { subjectLine } from './subject-view.ts';
export { createWorkStore } from './work-store.ts';
