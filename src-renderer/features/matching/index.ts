export { HashLookup } from './hash-lookup.tsx';
export { MatchingProvider } from './matching-context.ts';
