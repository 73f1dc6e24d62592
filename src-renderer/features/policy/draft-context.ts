import { createContext, useContext } from 'react';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { DraftProblems } from './draft-problems.ts';

/** What every part of the form needs of the draft. */
export interface DraftForm {
  policy: Policy;
  problems: DraftProblems;
  change: (change: Partial<Policy>) => void;
  /** The problem at a field, in words. */
  errorAt: (path: string) => string | null;
}

const DraftContext = createContext<DraftForm | null>(null);
export const DraftProvider = DraftContext.Provider;

export function useDraft(): DraftForm {
  const form = useContext(DraftContext);
  if (form === null) throw new Error('this part belongs into the form of a draft');
  return form;
}
