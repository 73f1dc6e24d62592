import { type Command, InvalidArgumentError, Option } from 'commander';
import { defangAddress } from '../../../shared/domain/address.ts';
import { AgeCategory, Classification, GenderCategory, Legality } from '../../../shared/domain/assessment.ts';
import { CaseState, SubjectKind } from '../../../shared/domain/case.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { newCommand, type VaultOptions, withVault } from '../open-engine.ts';
import { table } from '../terminal.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';

interface QueueFlags extends VaultOptions {
  limit: number;
  after?: string;
  state?: CaseState;
  hosting?: CountryCode;
  kind?: SubjectKind;
}

interface AssessFlags extends VaultOptions {
  legality: Legality;
  hosting?: CountryCode;
  classification?: Classification;
  age?: AgeCategory;
  gender?: GenderCategory;
  note?: string;
}

export function addReviewCommands(program: Command): void {
  vaultCommand(program, 'queue', 'lists cases, the most urgent first')
    .addOption(new Option('--limit <n>', 'how many').default(50).argParser(wholeNumber))
    .option('--after <cursor>', 'goes on where a page ended')
    .addOption(new Option('--state <state>', 'open unless said otherwise').choices(CaseState.options))
    .addOption(new Option('--hosting <cc>', 'hosting country').argParser(country))
    .addOption(new Option('--kind <kind>').choices(SubjectKind.options))
    .action(async (options: QueueFlags) => {
      const { limit, after, state, hosting, kind } = options;
      const page = await withVault(options, (client) =>
        client.review.queue({ limit, after, state, hosting, kind }),
      );
      const rows = page.cases.map((entry) => [
        String(entry.priority),
        entry.hosting ?? '--',
        entry.dueAt?.slice(0, 16) ?? '',
        entry.id,
        entry.kind === 'file' ? entry.subject : defangAddress(entry.kind, entry.subject),
        entry.why.map((term) => term.code).join(', '),
      ]);
      const listed = table([['PRIORITY', 'HOST', 'DUE', 'CASE', 'SUBJECT', 'WHY'], ...rows]);
      terminalFor(options).answer(page, `${listed}\n${page.total} cases`);
    });

  vaultCommand(program, 'assess <case>', 'decides a case; the policy says where it goes')
    .addOption(new Option('--legality <legality>').choices(Legality.options).makeOptionMandatory())
    .addOption(
      new Option('--hosting <cc>', 'hosting country, instead of the reported one').argParser(country),
    )
    .addOption(new Option('--classification <classification>').choices(Classification.options))
    .addOption(new Option('--age <age>').choices(AgeCategory.options))
    .addOption(new Option('--gender <gender>').choices(GenderCategory.options))
    .option('--note <text>')
    .action(async (caseText: string, options: AssessFlags) => {
      const id = CaseId.safeParse(caseText);
      if (!id.success) throw new InvalidArgumentError('this is not the id of a case');
      const result = await withVault(options, async (client) => {
        const { legality, classification, age, gender, note } = options;
        const reported = (await client.review.case({ id: id.data })).summary.hosting;
        // Not parsed here: the engine judges it, and its refusal has the exit code of one.
        const judgement = {
          legality,
          hosting: options.hosting
            ? { country: options.hosting, source: 'analyst' as const }
            : { country: reported, source: reported === null ? ('unknown' as const) : ('reported' as const) },
          classification,
          age,
          gender,
          note,
        };
        return client.review.assess({ command: newCommand(), case: id.data, judgement });
      });
      const { route, referrals } = result;
      terminalFor(options).answer(
        { assessment: result.assessment, route, state: result.state, referrals },
        `Category ${route.category}: ${route.outcome}` +
          (referrals.length > 0
            ? ` to ${referrals.map((referral) => referral.destination).join(' and ')}`
            : ''),
      );
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 500) throw new InvalidArgumentError('from 1 to 500');
  return Number(text);
}

function country(text: string): CountryCode {
  const parsed = CountryCode.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('two letters, for example BE');
  return parsed.data;
}
