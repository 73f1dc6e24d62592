export { countOf } from './count-of.ts';
export { Counted } from './counted.tsx';
export { detailText } from './detail-text.ts';
export { FileDrop } from './file-drop.tsx';
export { ImportScreen } from './import-screen.tsx';
export { createIntakeStore, IntakeProvider, type IntakeStore } from './intake-store.ts';
export { ManualReport } from './manual-report.tsx';
export { RefusalTable } from './refusal-table.tsx';
export { streamFiles } from './stream-files.ts';
