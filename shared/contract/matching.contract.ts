import { z } from 'zod';
import { CaseSummary } from '../domain/case.ts';
import { HashAlgorithm } from '../domain/hashes.ts';
import { procedure } from './failure.ts';

export const matchingContract = {
  /** Cases of this vault that hold exactly this hash. The algorithm is never guessed. */
  lookup: procedure
    .input(z.strictObject({ algorithm: HashAlgorithm, value: z.string().max(192) }))
    .output(z.object({ cases: z.array(CaseSummary) })),
};
