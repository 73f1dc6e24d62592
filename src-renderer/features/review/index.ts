export { CaseSearch } from './case-search.tsx';
export { beginEditing, type Editing, editChange, editClear, editUndo } from './editing.ts';
export { EffectLines } from './effect-lines.tsx';
export { effectsOf } from './effects.ts';
export { FormFrame } from './form-frame.tsx';
export { ALGORITHM_NAMES, HashTable } from './hash-table.tsx';
export {
  assessmentOf,
  type Judgement,
  judgementOf,
  missingIn,
  previewRoute,
  readDraft,
  startJudgement,
} from './judgement.ts';
export { ageOfDigit, type Change, nextGender } from './judgement-change.ts';
export { JudgementFields, JudgementForm, UndoButtons } from './judgement-form.tsx';
export { LabelGroups } from './label-fields.tsx';
export { takeLighter } from './lighter.ts';
export { QueueScreen } from './queue-screen.tsx';
export { createQueueStore } from './queue-store.ts';
export {
  ReviewProvider,
  type ReviewStores,
  useReviewStores,
  useSelection,
  useWork,
} from './review-context.tsx';
export { MissingLine, RouteBox } from './route-box.tsx';
export { createSavedViewStore } from './saved-view-store.ts';
export { createSelectionStore, type SelectedCase } from './selection-store.ts';
export { SightingList } from './sighting-list.tsx';
export { SubjectHeading } from './subject-heading.tsx';
export { type FormFields, useJudgementKeys } from './use-judgement-keys.ts';
export { createWorkStore } from './work-store.ts';
