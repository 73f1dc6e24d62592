import type { Command } from 'commander';
import type { EntryFilter } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { personName } from '../../../shared/domain/person-name.ts';
import { Instant } from '../../../shared/domain/report.ts';
import { EntryKind, kindsOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { KIND_GROUPS } from '../../../shared/ledger/kinds/kind.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { writeLines } from '../terminal/write-lines.ts';

interface SelectFlags extends VaultOptions {
  case?: string[];
  kind?: string[];
  person?: string;
  from?: string;
  to?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** Exports selected entries with their proofs, which `audit check-proof` checks without a vault. */
export function addAuditSelectionCommand(audit: Command, shell: Shell): void {
  vaultCommand(audit, 'select <file>', 'writes the entries that fit to a file, each with its proof')
    .option('--case <id...>', 'entries about these cases')
    .option('--person <name>', 'entries this person signed')
    .option('--kind <kinds...>', `kinds such as case.assessed, or groups: ${KIND_GROUPS.join(', ')}`)
    .option('--from <time>', 'a day (2026-11-21, in UTC) or an instant (2026-11-21T09:00:00Z), included')
    .option('--to <time>', 'a day, included, or an instant, not included')
    .action(async (file: string, options: SelectFlags) => {
      const read = readFilter(options);
      const lines = await withVault(shell, options, async (client) => {
        const filter = { ...read, ...(await readPerson(client, options.person)) };
        return writeLines(file, await client.audit.exportSelection(filter));
      });
      // The file has header, checkpoint, and two lines for each entry, including that of the export.
      const entries = (lines - 4) / 2;
      shell
        .terminal(options)
        .answer({ file, entries }, `Wrote ${entries} entries with their proofs to ${file}.`);
    });
}

function readFilter({ case: cases, kind: kinds, from, to }: SelectFlags): EntryFilter {
  return {
    ...(cases === undefined ? {} : { case: cases.map(readCase) }),
    ...(kinds === undefined ? {} : { kind: kinds.flatMap(readKinds) }),
    ...(from === undefined ? {} : { from: readTime(from, 0) }),
    ...(to === undefined ? {} : { to: readTime(to, DAY_MS) }),
  };
}

async function readPerson(
  client: EngineClient,
  name: string | undefined,
): Promise<Pick<EntryFilter, 'actor'>> {
  if (name === undefined) return {};
  const known = (await client.people.list()).find((person) => person.name === personName(name));
  if (known) return { actor: known.id };
  throw new UsageError(`nobody here is called ${name}`);
}

function readCase(text: string): CaseId {
  const id = CaseId.safeParse(text);
  if (id.success) return id.data;
  throw new UsageError(`${text} is not the id of a case`);
}

function readKinds(text: string): EntryKind[] {
  const group = KIND_GROUPS.find((candidate) => candidate === text);
  const kind = EntryKind.safeParse(text);
  if (group) return kindsOf([group]);
  if (kind.success) return [kind.data];
  throw new UsageError(`${text} is neither a kind of entry nor a group of kinds`);
}

/** @param wholeDayMs added where the text is a date without a time */
function readTime(text: string, wholeDayMs: number): Instant {
  const ms = DAY.test(text) ? Date.parse(`${text}T00:00:00.000Z`) + wholeDayMs : Date.parse(text);
  if (Number.isFinite(ms) && (DAY.test(text) || Instant.safeParse(text).success))
    return new Date(ms).toISOString();
  throw new UsageError(`${text} is neither a day nor an instant in UTC`);
}
