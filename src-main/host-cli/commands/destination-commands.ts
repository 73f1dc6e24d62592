import { type Command, Option } from 'commander';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { CHANNELS, ChannelInput, type ChannelKind } from '../../../shared/domain/channels/all-channels.ts';
import { isOptionalSetting } from '../../../shared/domain/channels/channel-input.ts';
import { basesUsed } from '../../../shared/domain/contributions.ts';
import { DestinationId } from '../../../shared/domain/ids.ts';
import { recordedReason } from '../../engine/referral/recorded-reason.ts';
import { issueText } from '../terminal/detail-text.ts';
import { endingTexts } from '../terminal/ending-texts.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import { givenSettings, optionName, settingNamed, settingOptions } from '../terminal/setting-options.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

type AddFlags = VaultOptions & { kind: ChannelKind } & Partial<Record<string, string>>;
type ChangeFlags = VaultOptions & { without?: string[] };

/** Sets up the desks that referrals go to, and says how they are. */
export function addDestinationCommands(program: Command, shell: Shell): void {
  const destination = program.command('destination').description('the desks referrals go to');
  const add = vaultCommand(destination, 'add <id>', 'configures a desk that the policy names').addOption(
    new Option('--kind <kind>', 'how referrals are handed over')
      .choices(CHANNELS.map(({ kind }) => kind))
      .makeOptionMandatory(),
  );
  for (const option of settingOptions()) add.addOption(option);
  add.action(async (idText: string, options: AddFlags) => {
    const id = destinationId(idText);
    const channel = readChannel(options);
    const added = await withVault(shell, options, (client) =>
      client.referral.addDestination({ command: newCommand(), destination: { id, channel } }),
    );
    shell.terminal(options).answer(added, `Referrals for ${id} go to ${added.url ?? id}.`);
  });
  addChange(destination, shell);
  addActs(destination, shell);
  vaultCommand(destination, 'list', 'shows the desks').action(async (options: VaultOptions) => {
    const { destinations, bases } = await withVault(shell, options, async (client) => {
      const listed = await client.referral.destinations();
      return { destinations: listed, bases: basesUsed(listed, await client.referral.consultations()) };
    });
    const rows = destinations.map((desk) => [
      desk.id,
      desk.kind === null ? '(not configured)' : (desk.url ?? desk.kind),
      String(desk.waiting),
      String(desk.parked),
      [...(desk.paused === null ? [] : ['paused']), ...endingTexts(desk)].join('; '),
    ]);
    const words = [
      table([['DESK', 'ADDRESS', 'WAITING', 'PARKED', ''], ...rows]),
      ...bases.flatMap(({ base, referrals, consulted, found }) => [
        ...(referrals === null ? [] : [`delivered for ${base}: ${referrals}`]),
        ...(consulted === 0 ? [] : [`consulted ${base}: ${consulted}, found: ${found}`]),
      ]),
    ];
    shell.terminal(options).answer({ destinations, bases }, words.join('\n'));
  });
}

/** Replaces single settings, such as a certificate or a key pin, while referrals wait. */
function addChange(destination: Command, shell: Shell): void {
  const change = vaultCommand(
    destination,
    'change <id>',
    'replaces settings of a desk; what waits stays, and the next attempt uses them',
  ).option('--without <setting...>', 'takes settings away, for example --without next-pin');
  for (const option of settingOptions()) change.addOption(option);
  change.action(async (idText: string, options: ChangeFlags) => {
    const id = destinationId(idText);
    const changed = await withVault(shell, options, async (client): Promise<Destination> => {
      const kind = (await client.referral.destinations()).find((desk) => desk.id === id)?.kind ?? null;
      const settings = kind === null ? {} : changes(kind, options);
      return client.referral.changeDestination({ command: newCommand(), id, settings });
    });
    shell.terminal(options).answer(changed, `Changed: ${id}, ${changed.waiting} waiting`);
  });
}

/** @throws UsageError where nothing is changed, or one setting is both given and taken away */
function changes(kind: ChannelKind, options: ChangeFlags): Record<string, string | null> {
  const given = givenSettings(kind, { ...options });
  const without = (options.without ?? []).map((text) => settingNamed(kind, text));
  const both = without.find((name) => Object.hasOwn(given, name));
  if (both !== undefined) throw new UsageError(`${optionName(both)} is given and taken away`);
  if (without.length + Object.keys(given).length === 0) throw new UsageError('say what is changed');
  return { ...given, ...Object.fromEntries(without.map((name) => [name, null])) };
}

/** @throws UsageError where the text cannot be the name of a desk */
export function destinationId(text: string): DestinationId {
  const parsed = DestinationId.safeParse(text);
  if (!parsed.success)
    throw new UsageError('a desk is named by small letters, digits and hyphens, for example police');
  return parsed.data;
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

/** @throws UsageError with each missing or unreadable setting */
function readChannel(options: AddFlags): ChannelInput {
  const settings = givenSettings(options.kind, options);
  const channelOf = CHANNELS.filter(({ kind }) => kind === options.kind);
  for (const channel of channelOf)
    for (const name of Object.keys(channel.asked))
      if (!Object.hasOwn(settings, name) && !isOptionalSetting(channel, name))
        throw new UsageError(`a desk of kind ${options.kind} needs ${optionName(name)}`);
  const channel = ChannelInput.safeParse({ kind: options.kind, settings });
  if (channel.success) return channel.data;
  const problems = channel.error.issues.map(
    (issue) => `${optionName(String(issue.path.at(-1)))}: ${issueText(issue)}`,
  );
  throw new UsageError(problems.join('; '));
}
