export { FiguresScreen } from './figures-screen.tsx';
export { InsightProvider } from './insight-context.ts';
export { createInsightStore, type InsightStore } from './insight-store.ts';
