import type { RunningDesk } from '../src-main/receiver/a-desk.ts';
import type { Terminal } from './a-terminal.ts';

/** Sets up the desk for the police, reports one address and refers its case; returns both ids. */
export async function referredAtTerminal(
  terminal: Terminal,
  desk: RunningDesk,
): Promise<{ case: string; referral: string }> {
  const { url, ca, cert, key } = desk.settings;
  const pem = Object.entries({ ca, cert, key }).flatMap(([name, text]) => [
    `--${name}`,
    terminal.file(`${name}.pem`, text),
  ]);
  await terminal.ask('destination', 'add', 'police', '--kind', 'https-json', '--url', url, ...pem);
  await terminal.ask('import', terminal.file('urls.txt', 'https://one.example/a\n'));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string }[] };
  const id = cases[0]!.id;
  const judged = ['--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'];
  const { referrals } = (await terminal.ask('assess', id, ...judged)) as { referrals: { id: string }[] };
  return { case: id, referral: referrals[0]!.id };
}
