export { CaseMatches } from './case-matches.tsx';
export { FeedbackDialog } from './feedback-dialog.tsx';
export { HashLookup } from './hash-lookup.tsx';
export { MatchProgressLine } from './match-progress-line.tsx';
export { createMatchesStore, MatchesProvider, type MatchesStore } from './matches-store.ts';
export { MatchingProvider } from './matching-context.ts';
export { OneStroke } from './one-stroke.tsx';
export { QuarantineView } from './quarantine-view.tsx';
