import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CHANNELS, ChannelInput } from '../../../shared/domain/channels/all-channels.ts';
import { isOptionalSetting, type SettingKind } from '../../../shared/domain/channels/channel-input.ts';
import { DestinationId, ReferralId } from '../../../shared/domain/ids.ts';
import { recordedReason } from '../../engine/referral/recorded-reason.ts';
import { issueText } from '../terminal/detail-text.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { readFirstLine } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { settingText } from '../terminal/setting-text.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { toldReferral } from '../terminal/told-referral.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

type AddFlags = VaultOptions & { kind: string } & Partial<Record<string, string>>;

export function addReferralCommands(program: Command, shell: Shell): void {
  const destination = program.command('destination').description('the desks referrals go to');
  const add = vaultCommand(destination, 'add <id>', 'configures a desk that the policy names').addOption(
    new Option('--kind <kind>', 'how referrals are handed over')
      .choices(CHANNELS.map(({ kind }) => kind))
      .makeOptionMandatory(),
  );
  for (const option of settingOptions()) add.addOption(option);
  addActs(destination, shell);
  add.action(async (idText: string, options: AddFlags) => {
    const id = destinationId(idText);
    const channel = readChannel(options);
    const added = await withVault(shell, options, (client) =>
      client.referral.addDestination({ command: newCommand(), destination: { id, channel } }),
    );
    shell.terminal(options).answer(added, `Referrals for ${id} go to ${added.url ?? id}.`);
  });
  vaultCommand(destination, 'list', 'shows the desks').action(async (options: VaultOptions) => {
    const destinations = await withVault(shell, options, (client) => client.referral.destinations());
    const rows = destinations.map((desk) => [
      desk.id,
      desk.kind === null ? '(not configured)' : (desk.url ?? desk.kind),
      String(desk.waiting),
      String(desk.parked),
      desk.paused === null ? '' : 'paused',
    ]);
    shell
      .terminal(options)
      .answer({ destinations }, table([['DESK', 'ADDRESS', 'WAITING', 'PARKED', ''], ...rows]));
  });

  vaultCommand(
    program,
    'send',
    'sends what waits in the outbox; a decision just made can be taken back first',
  )
    .option('--until-empty', 'waits out delays until nothing is left')
    .addOption(new Option('--timeout <seconds>').default(30).argParser(seconds))
    .action(async (options: VaultOptions & { untilEmpty?: boolean; timeout: number }) => {
      const terminal = shell.terminal(options);
      const result = await withVault(shell, options, async (client) => {
        const counts = { delivered: 0, retrying: 0, refused: 0, parked: 0 };
        const stream = await client.referral.send({
          untilEmpty: options.untilEmpty ?? false,
          pastGrace: true,
          timeoutMs: options.timeout * 1000,
        });
        for await (const step of stream) {
          Object.assign(counts, step);
          terminal.progress(`${counts.delivered} delivered, ${counts.retrying} waiting`);
        }
        terminal.endProgress();
        return counts;
      });
      terminal.answer(
        result,
        `${result.delivered} delivered, ${result.retrying} waiting, ${result.refused} refused, ${result.parked} parked`,
      );
    });

  vaultCommand(
    program,
    'confirm <referral...>',
    'marks parked referrals as delivered, because you learnt that they arrived',
  ).action(async (texts: string[], options: VaultOptions) => {
    const ids = referralIds(texts);
    const confirmed = await withVault(shell, options, async (client) => {
      const referrals = [];
      for (const id of ids)
        referrals.push(toldReferral(await client.referral.confirm({ command: newCommand(), id })));
      return referrals;
    });
    shell.terminal(options).answer({ referrals: confirmed }, `${confirmed.length} confirmed.`);
  });

  vaultCommand(
    program,
    'resume [referral...]',
    'sends parked referrals again, with the same bytes; one whose outcome is unknown may then arrive twice',
  )
    .option('--all-parked <desk>', 'instead: all that are parked at this desk')
    .action(async (texts: string[], options: VaultOptions & { allParked?: string }) => {
      if (options.allParked !== undefined) return resumeAll(options.allParked, texts, options, shell);
      if (texts.length === 0) throw new UsageError('name referrals, or a desk with --all-parked');
      const ids = referralIds(texts);
      const resumed = await withVault(shell, options, async (client) => {
        const referrals = [];
        for (const id of ids)
          referrals.push(toldReferral(await client.referral.resume({ command: newCommand(), id })));
        return referrals;
      });
      shell.terminal(options).answer({ referrals: resumed }, `${resumed.length} in line again.`);
    });
}

async function resumeAll(
  desk: string,
  texts: readonly string[],
  options: VaultOptions,
  shell: Shell,
): Promise<void> {
  if (texts.length > 0) throw new UsageError('name referrals, or a desk with --all-parked, not both');
  const destination = destinationId(desk);
  const { resumed } = await withVault(shell, options, (client) =>
    client.referral.resumeAll({ command: newCommand(), destination }),
  );
  shell.terminal(options).answer({ destination, resumed }, `${resumed} in line again.`);
}

function destinationId(text: string): DestinationId {
  const parsed = DestinationId.safeParse(text);
  if (!parsed.success)
    throw new UsageError('a desk is named by small letters, digits and hyphens, for example police');
  return parsed.data;
}

/** @throws UsageError where one is none */
function referralIds(texts: readonly string[]): ReferralId[] {
  return texts.map((text) => {
    const id = ReferralId.safeParse(text);
    if (!id.success) throw new UsageError(`${text} is not the id of a referral`);
    return id.data;
  });
}

/** Pauses, resumes, tries and tests a destination. */
function addActs(destination: Command, shell: Shell): void {
  const acts = [
    ['pause', 'lets referrals to a desk wait', 'Paused'],
    ['resume', 'lets referrals to a paused desk go again', 'Resumed'],
  ] as const;
  for (const [name, description, done] of acts) {
    vaultCommand(destination, `${name} <id>`, description).action(
      async (idText: string, options: VaultOptions) => {
        const input = { command: newCommand(), id: destinationId(idText) };
        const desk = await withVault(shell, options, (client) =>
          name === 'pause'
            ? client.referral.pauseDestination(input)
            : client.referral.resumeDestination(input),
        );
        shell.terminal(options).answer(desk, `${done}: ${desk.id}, ${desk.waiting} waiting`);
      },
    );
  }
  vaultCommand(
    destination,
    'retry <id>',
    'ends the delays of a desk, also during an outage; `send` then tries it',
  ).action(async (idText: string, options: VaultOptions) => {
    const id = destinationId(idText);
    const desk = await withVault(shell, options, (client) => client.referral.retryDestination({ id }));
    shell.terminal(options).answer(desk, `${id} is due now.`);
  });
  vaultCommand(destination, 'test <id>', 'connects to a desk as for a referral, and sends none').action(
    async (idText: string, options: VaultOptions) => {
      const id = destinationId(idText);
      const tested = await withVault(shell, options, (client) => client.referral.testDestination({ id }));
      const trouble = tested.trouble && recordedReason(tested.trouble);
      const words = tested.tried === 'nothing' ? 'only a person goes there' : 'connects';
      shell.terminal(options).answer({ ...tested, trouble }, `${id}: ${trouble ?? words}`);
      if (trouble !== null) shell.exit = EXIT.failed;
    },
  );
}

const isFile = (how: SettingKind): boolean => how !== 'address' && how !== 'text' && how !== 'choice';

/** The name of a setting as an option is written: `--first-notice`. */
const optionName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const SETTING_NAMES: ReadonlySet<string> = new Set(CHANNELS.flatMap(({ asked }) => Object.keys(asked)));

/** An option for each setting; channels that have a setting of one name share its option, which commander takes once. */
function settingOptions(): Option[] {
  const options = new Map<string, Option>();
  for (const { kind, asked } of CHANNELS) {
    for (const [name, how] of Object.entries(asked)) {
      const { label, hint } = settingText(kind, name);
      const text = `${kind}: ${label}. ${hint}`;
      const shared = options.get(name);
      if (shared) shared.description += ` ${text}`;
      else options.set(name, new Option(`--${optionName(name)} <${isFile(how) ? 'file' : how}>`, text));
    }
  }
  return [...options.values()];
}

/** @throws UsageError with each missing or unreadable setting */
function readChannel(options: AddFlags): ChannelInput {
  const asked = CHANNELS.filter(({ kind }) => kind === options.kind).flatMap((channel) =>
    Object.entries(channel.asked).map(([name, how]) => ({
      name,
      how,
      isOptional: isOptionalSetting(channel, name),
    })),
  );
  const settings = asked.flatMap(({ name, how, isOptional }) => {
    const given = options[name];
    if (given === undefined && isOptional) return [];
    if (given === undefined)
      throw new UsageError(`a desk of kind ${options.kind} needs --${optionName(name)}`);
    if (how === 'secret-text') return [[name, readFirstLine(given)]];
    return [[name, isFile(how) ? readText(given) : given]];
  });
  const others = Object.keys(options).filter(
    (name) => SETTING_NAMES.has(name) && !asked.some((setting) => setting.name === name),
  );
  if (others.length > 0)
    throw new UsageError(
      `a desk of kind ${options.kind} has no ${others.map((name) => `--${optionName(name)}`).join(', ')}`,
    );
  const channel = ChannelInput.safeParse({ kind: options.kind, settings: Object.fromEntries(settings) });
  if (channel.success) return channel.data;
  const problems = channel.error.issues.map((issue) => `--${String(issue.path.at(-1))}: ${issueText(issue)}`);
  throw new UsageError(problems.join('; '));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('from 1 to 86400');
  return value;
}
