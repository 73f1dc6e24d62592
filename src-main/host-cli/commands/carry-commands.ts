import { existsSync, openAsBlob } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { writeWhole } from '../../ports/write-whole.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

type OutOptions = VaultOptions & { out: string; for: string; since?: number };

/** Entries on a stick, for a seat that does not reach the hub. */
export function addCarryCommands(team: Command, shell: Shell): void {
  const carry = team
    .command('carry')
    .description('entries on a stick, for a seat that does not reach the hub');
  vaultCommand(carry, 'out', 'writes what another seat does not have, and what waits here')
    .requiredOption('--out <file>', 'the file to write')
    .requiredOption('--for <seat>', 'the id of the seat it is for, as "team seats" shows it')
    .option(
      '--since <n>',
      'from this place in the order on, instead of what that seat is known to have',
      count,
    )
    .action((options: OutOptions) => carryOut(shell, options));
  vaultCommand(carry, 'in <file>', 'takes in what another seat wrote for this one').action(
    async (file: string, options: VaultOptions) => {
      if (!existsSync(file)) throw new UsageError(`there is no ${file}`);
      const told = await withVault(shell, options, async (client) =>
        client.team.carryIn({ stick: await openAsBlob(file) }),
      );
      const { taken, brought, waiting, left } = told;
      shell
        .terminal(options)
        .answer(
          { taken, brought, waiting },
          [
            `${taken} entries were taken in, ${brought} brought to the hub. ${waiting} of this seat wait for their place.`,
            ...(left > 0
              ? [`${left} of that seat wait still: a seat in contact with the hub can bring them.`]
              : []),
          ].join('\n'),
        );
    },
  );
}

async function carryOut(shell: Shell, { out, for: seat, since, ...options }: OutOptions): Promise<void> {
  if (existsSync(out)) throw new UsageError(`${out} is there already`);
  const to = DeviceId.safeParse(seat);
  if (!to.success) throw new UsageError('name the seat by its id, as "team seats" shows it');
  const written = await withVault(shell, options, async (client) => {
    const steps = await client.team.carryOut({ to: to.data, ...(since === undefined ? {} : { since }) });
    let count = { deeds: 0, parcels: 0 };
    await writeWhole(
      out,
      (async function* () {
        for await (const step of steps) {
          if (step.state === 'writing') yield Buffer.from(step.bytes, 'base64');
          else count = { deeds: step.deeds, parcels: step.parcels };
        }
      })(),
    );
    return count;
  });
  shell
    .terminal(options)
    .answer(
      { file: out, ...written },
      `Wrote ${written.deeds} entries and ${written.parcels} parcels to ${out}. The seats that are at work now alone can open it.`,
    );
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('it is no place.');
  return number;
}
