export { SelectionPart } from './selection-bar.tsx';
export { createTogetherStores, TogetherProvider, type TogetherStores } from './together-context.tsx';
export { useTogetherItems } from './use-together-acts.ts';
