import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import {
  type AssessedLabels,
  type ChosenLabels,
  chosenIn,
  LabelCode,
} from '../../../shared/domain/assessed-labels.ts';
import { AgeCategory, Classification, GenderCategory, Legality } from '../../../shared/domain/assessment.ts';
import type { CountryCode } from '../../../shared/domain/country.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { countryOption } from './country-option.ts';
import { UsageError } from './exit-code.ts';
import type { VaultOptions } from './open-engine.ts';
import { vaultCommand } from './vault-command.ts';

/** The options that describe a judgement. */
export interface JudgementFlags extends VaultOptions {
  legality: Legality;
  hosting?: CountryCode;
  classification?: Classification;
  age?: AgeCategory;
  gender?: GenderCategory;
  note?: string;
  label: [string, string][];
}

/** Adds a command with the options that describe a judgement. */
export const judgementCommand = (program: Command, name: string, description: string): Command =>
  vaultCommand(program, name, description)
    .addOption(new Option('--legality <legality>').choices(Legality.options).makeOptionMandatory())
    .addOption(
      new Option('--hosting <cc>', 'hosting country, instead of the reported one').argParser(countryOption),
    )
    .addOption(new Option('--classification <classification>').choices(Classification.options))
    .addOption(new Option('--age <age>').choices(AgeCategory.options))
    .addOption(new Option('--gender <gender>').choices(GenderCategory.options))
    .option('--note <text>')
    .addOption(
      new Option('--label <group:code>', 'a label of the set in force; may be given again')
        .default([], 'none')
        .argParser((text: string, before: [string, string][]) => [...before, label(text)]),
    );

/** Not validated here: the engine does it, and its refusal has the matching exit code. */
export function judgedIn(
  options: JudgementFlags,
  reported: CountryCode | null,
  labels: AssessedLabels | undefined,
) {
  const { legality, hosting, classification, age, gender, note } = options;
  return {
    legality,
    hosting: hosting
      ? { country: hosting, source: 'analyst' as const }
      : { country: reported, source: reported === null ? ('unknown' as const) : ('reported' as const) },
    classification,
    age,
    gender,
    note,
    labels,
  };
}

/** Labels of the set in force. */
export async function labelled(
  client: Pick<EngineClient, 'vault'>,
  given: readonly [string, string][],
): Promise<AssessedLabels | undefined> {
  if (given.length === 0) return undefined;
  const { labels: set } = await client.vault.session();
  if (set === null) throw new UsageError('the policy in force names no labels');
  const chosen: ChosenLabels = {};
  for (const [group, code] of given) chosen[group] = [...chosenIn(chosen, group), code];
  return { set: { id: set.id, version: set.version }, chosen };
}

function label(text: string): [string, string] {
  const at = text.indexOf(':');
  const [group, code] = [LabelCode.safeParse(text.slice(0, at)), LabelCode.safeParse(text.slice(at + 1))];
  if (at < 0 || !group.success || !code.success)
    throw new InvalidArgumentError('a group and a code, for example A:A1');
  return [group.data, code.data];
}

export function caseId(text: string): CaseId {
  const id = CaseId.safeParse(text);
  if (!id.success) throw new InvalidArgumentError('this is not the id of a case');
  return id.data;
}
