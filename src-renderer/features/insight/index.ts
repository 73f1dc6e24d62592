export { FiguresScreen } from './figures-screen.tsx';
export { createInsightStore, InsightProvider, type InsightStore, useInsightStore } from './insight-store.ts';
