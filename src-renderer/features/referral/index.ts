export { useCategoryName } from './category-name.ts';
export { ConsultationCard } from './consultation-card.tsx';
export { ContactsProvider, type ContactsStore, createContactsStore } from './contacts-store.ts';
export { useDestinationName } from './destination-name.ts';
export { LeftBehind } from './left-behind.tsx';
export { OutageBanner } from './outage-banner.tsx';
export { OutboxScreen } from './outbox-screen.tsx';
export {
  countParked,
  countWaiting,
  createOutboxStore,
  OutboxProvider,
  type OutboxStore,
  useOutbox,
  useOutboxStore,
} from './outbox-store.ts';
export { outboxViewsFor } from './outbox-views.ts';
export { PURPOSE_TONE } from './purpose-tone.ts';
export { RecheckChip, RecheckLine } from './recheck-line.tsx';
export { TakedownTimeline } from './takedown-timeline.tsx';
export { troubleText } from './trouble-text.ts';
