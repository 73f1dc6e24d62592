import type { EngineClient } from '../../shared/contract/contract.ts';
import type { DecidingStep, TakingBackStep } from '../../shared/contract/together.contract.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { SaidOfMany } from '../../shared/domain/together.ts';
import { aCommand } from './a-command.ts';
import { aReport } from './a-report.ts';

/** Takes one report in about so many pages of a host, each hosted in one of these countries in turn. */
export async function manyCases(
  { client }: { client: EngineClient },
  count: number,
  countries: readonly (string | null)[] = [null],
  at = 'many.example',
): Promise<CaseId[]> {
  const report = Array.from({ length: count }, (_, number) => number).reduce((one, number) => {
    const country = countries[number % countries.length] ?? null;
    return one.of(`https://${at}/page/${number}`, country === null ? {} : { hosting: { country } });
  }, aReport());
  const { cases } = await client.intake.report({ command: aCommand(), report: report.build() });
  return cases.map(({ id }) => id);
}

/** Illegal, baseline, hosted where reports say. */
export const illegalAsReported = (members: Partial<SaidOfMany> = {}): SaidOfMany =>
  SaidOfMany.parse({
    legality: 'illegal',
    classification: 'baseline',
    hosting: 'as-reported',
    ...members,
  });

/** Everything that steps said, in their order. */
export async function decidedTogether(
  { client }: { client: EngineClient },
  cases: readonly CaseId[],
  judgement = illegalAsReported(),
  command = aCommand(),
): Promise<Pick<DecidingStep, 'decided' | 'left'> & { steps: number }> {
  const said = { decided: [] as DecidingStep['decided'], left: [] as DecidingStep['left'], steps: 0 };
  for await (const step of await client.together.decide({ command, cases: [...cases], judgement })) {
    said.decided.push(...step.decided);
    said.left.push(...step.left);
    said.steps += 1;
  }
  return said;
}

/** Takes decisions back together. */
export async function takenBackTogether(
  { client }: { client: EngineClient },
  decided: DecidingStep['decided'],
  command = aCommand(),
): Promise<Pick<TakingBackStep, 'taken' | 'kept'>> {
  const said: Pick<TakingBackStep, 'taken' | 'kept'> = { taken: [], kept: [] };
  const decisions = decided.map(({ case: id, assessment }) => ({ case: id, assessment }));
  for await (const step of await client.together.takeBack({ command, decisions })) {
    said.taken.push(...step.taken);
    said.kept.push(...step.kept);
  }
  return said;
}
