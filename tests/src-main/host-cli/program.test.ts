import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../src-main/host-cli/program.ts';
import { aShell } from '../../support/a-shell.ts';

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

const allBelow = (command: Command): Command[] =>
  command.commands.flatMap((child) => [child, ...allBelow(child)]);

const flagsOf = (command: Command) => command.options.flatMap(({ short, long }) => [short, long]);

/** Runs the program up to the action of the named command. @returns the options that reach it */
async function optionsReaching(path: string, args: string[]): Promise<object> {
  const program = createProgram(aShell().shell);
  const command = allBelow(program).find((one) => nameOf(one) === `hashline ${path}`);
  let reached: object = {};
  command?.action(() => {
    reached = command.opts();
  });
  await program.parseAsync([...path.split(' '), ...args], { from: 'user' });
  return reached;
}

describe('the commands of the terminal', () => {
  const nested = allBelow(createProgram(aShell().shell)).flatMap((command) => {
    const { parent } = command;
    const shared =
      parent === null ? [] : flagsOf(command).filter((flag) => flag && flagsOf(parent).includes(flag));
    return shared.length > 0 ? [{ path: nameOf(command).replace('hashline ', ''), shared }] : [];
  });

  it('know the places where a parent and its sub-command claim the same option, all of them at the desk', () => {
    expect(nested).toEqual([
      { path: 'receiver takedown', shared: ['--dir', '--json'] },
      { path: 'receiver officer', shared: ['--dir', '--json'] },
      { path: 'receiver report', shared: ['--dir', '--name', '--json'] },
    ]);
  });

  it('give an option that both claim to the sub-command it stands after', async () => {
    const referral = '0190f5fe-7c00-7a00-8000-000000000001';
    expect(
      await optionsReaching('receiver takedown', [
        referral,
        '--dir',
        '/srv/desk',
        '--status',
        'moved',
        '--json',
      ]),
    ).toEqual({
      dir: '/srv/desk',
      status: 'moved',
      json: true,
    });
  });

  it('leave the options of the parent to the parent', async () => {
    expect(await optionsReaching('receiver', ['--dir', '/srv/desk', '--port', '8443'])).toMatchObject({
      dir: '/srv/desk',
      port: 8443,
    });
  });
});
