import { createContext, useContext } from 'react';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { DraftProblems } from './draft-problems.ts';

/** The draft and the functions that every part of its form needs. */
export interface DraftForm {
  policy: Policy;
  problems: DraftProblems;
  change: (change: Partial<Policy>) => void;
  /** The problem at a field, in words, or null. */
  errorAt: (path: string) => string | null;
}

const DraftContext = createContext<DraftForm | null>(null);
export const DraftProvider = DraftContext.Provider;

export function useDraft(): DraftForm {
  const form = useContext(DraftContext);
  if (form === null) throw new Error('this part belongs into the form of a draft');
  return form;
}
