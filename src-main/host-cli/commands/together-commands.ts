import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  DecidingStep,
  Kin,
  TakingBackStep,
  TogetherPreview,
} from '../../../shared/contract/together.contract.ts';
import { type CaseId, CommandId } from '../../../shared/domain/ids.ts';
import { KinKind } from '../../../shared/domain/kin.ts';
import { MOST_AT_ONCE } from '../../../shared/domain/policy.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import type { WhyLeftOut } from '../../../shared/domain/together.ts';
import { defang, defangHost } from '../../../shared/domain/url.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import {
  caseId,
  type JudgementFlags,
  judgedIn,
  judgementCommand,
  labelled,
} from '../terminal/judgement-options.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface ManyFlags extends JudgementFlags {
  case?: CaseId[];
  next?: number;
  kin?: KinKind;
  of?: CaseId;
  dryRun?: boolean;
  command?: CommandId;
}

/** Commands about several cases, and about the kin of one. */
export function addTogetherCommands(program: Command, shell: Shell): void {
  vaultCommand(
    program,
    'kin <case>',
    'lists cases that share something with a case, and what was decided about them',
  )
    .addOption(new Option('--limit <n>', 'how many of each kind').default(8).argParser(upToMost))
    .action(async (caseText: string, options: VaultOptions & { limit: number }) => {
      const id = caseId(caseText);
      const { limit } = options;
      const kin = await withVault(shell, options, (client) => client.together.kin({ case: id, limit }));
      shell
        .terminal(options)
        .answer(kin, kin.length === 0 ? 'No case is kin to it.' : kin.map(kinText).join('\n'));
    });

  judgementCommand(
    program,
    'assess-many',
    'decides several cases by one judgement, each as if alone; without --hosting each is hosted where its reports say',
  )
    .addOption(new Option('--case <id...>', 'these cases').argParser(caseIds))
    .addOption(new Option('--next <n>', 'the first open cases of the queue').argParser(upToMost))
    .addOption(new Option('--kin <kind>', 'kin of --of that wait, with it').choices(KinKind.options))
    .addOption(new Option('--of <case>').argParser(caseId))
    .option('--dry-run', 'only says what would be decided and sent')
    .addOption(
      new Option(
        '--command <id>',
        'goes on with what was begun under this id for the same --case; nothing is decided twice',
      ).argParser(commandId),
    )
    .action((options: ManyFlags) => assessMany(shell, options));

  vaultCommand(
    program,
    'undo-many <case...>',
    'takes back what you just decided about these cases, before anything goes out',
  ).action(async (texts: string[], options: VaultOptions) => {
    const ids = texts.map(caseId);
    const result = await withVault(shell, options, (client) => undoMany(client, ids));
    const { taken, kept } = result;
    const lines = kept.map(({ case: id, why }) => `  ${id} stays: ${why.reason}`);
    shell.terminal(options).answer(result, [`${taken.length} decisions taken back.`, ...lines].join('\n'));
    if (kept.length > 0) shell.exit = EXIT.failed;
  });
}

async function assessMany(shell: Shell, options: ManyFlags): Promise<void> {
  const terminal = shell.terminal(options);
  await withVault(shell, options, async (client) => {
    const cases = await chosen(client, options);
    if (cases.length === 0) throw new UsageError('no case waits among these');
    const labels = await labelled(client, options.label);
    const said = judgedIn(options, null, labels);
    const judgement = options.hosting ? said : { ...said, hosting: 'as-reported' as const };
    if (options.dryRun) {
      const preview = await client.together.preview({ cases, judgement });
      return terminal.answer(preview, previewText(preview));
    }
    const command = options.command ?? newCommand();
    terminal.say(`Command ${command}`);
    const all: Pick<DecidingStep, 'decided' | 'left'> = { decided: [], left: [] };
    for await (const step of await client.together.decide({ command, cases, judgement })) {
      all.decided.push(...step.decided);
      all.left.push(...step.left);
      terminal.progress(`${step.done} of ${step.of} cases, ${Math.round(step.perSecond)} per second`);
    }
    terminal.endProgress();
    const counts = Object.entries(Object.groupBy(all.left, ({ why }) => why));
    const lines = counts.map(([why, those]) => leftText(why as WhyLeftOut, those.length));
    terminal.answer({ command, ...all }, [`Decided ${all.decided.length} cases.`, ...lines].join('\n'));
  });
}

/** The cases that the options name, in one of three ways. */
async function chosen(client: EngineClient, options: ManyFlags): Promise<CaseId[]> {
  const { case: named, next, kin, of } = options;
  if (
    [named, next, kin].filter((one) => one !== undefined).length !== 1 ||
    (kin === undefined) !== (of === undefined)
  )
    throw new UsageError('name cases with --case, with --next, or with --kin and --of');
  if (named !== undefined) return named;
  if (next !== undefined) return (await client.review.queue({ limit: next })).cases.map(({ id }) => id);
  const { policy } = await client.vault.session();
  const limit = Math.max(1, policy.review.atOnce - 1);
  const groups = await client.together.kin({ case: of!, kinds: [kin!], open: true, limit });
  return [of!, ...groups.flatMap(({ cases }) => cases.map((one) => one.case))];
}

async function undoMany(
  client: EngineClient,
  ids: readonly CaseId[],
): Promise<Pick<TakingBackStep, 'taken' | 'kept'>> {
  const decisions = [];
  for (const id of ids) {
    const { assessments } = await client.review.case({ id });
    const last = assessments.findLast(({ withdrawnAt }) => withdrawnAt === null);
    if (last === undefined) throw new UsageError(`nobody has decided case ${id}`);
    decisions.push({ case: id, assessment: last.id });
  }
  const said: Pick<TakingBackStep, 'taken' | 'kept'> = { taken: [], kept: [] };
  for await (const { taken, kept } of await client.together.takeBack({ command: newCommand(), decisions })) {
    said.taken.push(...taken);
    said.kept.push(...kept);
  }
  return said;
}

function previewText({ routes, left, decides }: TogetherPreview): string {
  const lines = routes.map(({ route, sends, cases }) => {
    const to = sends.map(({ destination, purpose }) =>
      purpose === 'new' ? destination : `${destination} (${purpose})`,
    );
    return `  ${cases}: category ${route.category}, ${route.outcome}${to.length > 0 ? ` to ${to.join(' and ')}` : ''}`;
  });
  return [
    `Would decide ${decides} cases.`,
    ...lines,
    ...left.map(({ why, cases }) => leftText(why, cases)),
  ].join('\n');
}

const leftText = (why: WhyLeftOut, cases: number): string => `  left out, ${cases}: ${en.together.why[why]}`;

function kinText({ kind, says, cases, total, isCut, open, hidden }: Kin): string {
  const shown =
    says === null ? '' : `: ${kind === 'host' ? defangHost(says) : kind === 'path' ? defang(says) : says}`;
  const counts = `${isCut ? 'more than ' : ''}${total}, ${open} waiting${hidden > 0 ? `, ${hidden} hidden` : ''}`;
  const lines = cases.map(({ case: id, kind: of, subject, state, decision }) => {
    const decided =
      decision === null
        ? state
        : `${state}; ${decision.legality}, category ${decision.route.category}, ${decision.by.name}, ${decision.at}`;
    return `  ${id}  ${defangSubject(of, subject)}  ${decided}`;
  });
  return [`${en.kin.kind[kind]}${shown} (${counts})`, ...lines].join('\n');
}

const caseIds = (text: string, before: CaseId[] = []): CaseId[] => [...before, caseId(text)];

function commandId(text: string): CommandId {
  const id = CommandId.safeParse(text);
  if (!id.success) throw new InvalidArgumentError('this is not the id of a command');
  return id.data;
}

function upToMost(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > MOST_AT_ONCE)
    throw new InvalidArgumentError(`from 1 to ${MOST_AT_ONCE}`);
  return Number(text);
}
