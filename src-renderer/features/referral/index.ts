export { useCategoryName } from './category-name.ts';
export { useDestinationName } from './destination-name.ts';
export { OutboxProvider, useOutbox } from './outbox-context.ts';
export { OutboxScreen } from './outbox-screen.tsx';
export { createOutboxStore, type OutboxStore } from './outbox-store.ts';
export { PURPOSE_TONE } from './purpose-tone.ts';
