export { FiguresScreen } from './figures-screen.tsx';
export { createInsightStore, InsightProvider, type InsightStore } from './insight-store.ts';
