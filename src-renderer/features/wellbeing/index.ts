export { ApplyPreferences } from './apply-preferences.tsx';
export { DaySummary } from './day-summary.tsx';
export { EndOfDuty } from './end-of-duty.tsx';
export { IntensityChip } from './intensity-chip.tsx';
export { NARRATIVE_KEY } from './narrative-key.ts';
export { NarrativeText } from './narrative-text.tsx';
export { PreferencesCard } from './preferences-card.tsx';
export { RestNotice } from './rest-notice.tsx';
export { useHeldKey } from './use-held-key.ts';
export {
  createWellbeingStore,
  useWellbeing,
  WellbeingProvider,
  type WellbeingStore,
} from './wellbeing-store.ts';
