import type { Fault } from '../../../shared/ledger/fault.ts';
import type { ToldProblem } from '../../../shared/ledger/selection.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { filled } from './filled.ts';

/** The fault of a ledger as a sentence, without the entry it is about. */
export function faultText(fault: Fault): string {
  const values = Object.entries(fault).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return filled(en.ledger.fault[fault.code], Object.fromEntries(values));
}

export const toldProblem = ({ seq, fault }: Problem): ToldProblem => ({ seq, what: faultText(fault) });

/** A report of the verifier with its problems in words. */
export type Told<Report extends { problems: Problem[] }> = Omit<Report, 'problems'> & {
  problems: ToldProblem[];
};

export const toldReport = <Report extends { problems: Problem[] }>(report: Report): Told<Report> => ({
  ...report,
  problems: report.problems.map(toldProblem),
});
