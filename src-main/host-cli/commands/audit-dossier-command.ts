import type { Command } from 'commander';
import { dossierHtml } from '../../../shared/contract/dossier.ts';
import { gatherDossier } from '../../../shared/contract/dossier-material.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { UsageError } from '../terminal/exit-code.ts';
import { filled } from '../terminal/filled.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { writeLines } from '../terminal/write-lines.ts';

interface DossierFlags extends VaultOptions {
  case: string;
  withNarratives?: boolean;
}

/** Puts one case on paper: what was reported, decided and sent, its record, and the proofs as text. */
export function addAuditDossierCommand(audit: Command, shell: Shell): void {
  vaultCommand(audit, 'dossier <file>', 'writes one case to an HTML file to print, with its proofs')
    .requiredOption('--case <id>')
    .option('--with-narratives', 'with what reporters told; each narrative is recorded as read')
    .action(async (file: string, options: DossierFlags) => {
      const id = CaseId.safeParse(options.case);
      if (!id.success) throw new UsageError(`${options.case} is not the id of a case`);
      const withNarratives = options.withNarratives === true;
      const material = await withVault(shell, options, (client) =>
        gatherDossier(client, id.data, { withNarratives, madeAt: new Date().toISOString() }),
      );
      const countries = new Intl.DisplayNames('en', { type: 'region' });
      const html = dossierHtml(material, {
        language: 'en',
        text: (key, values = {}) => filled(englishText(key) ?? key, values),
        dateTime: (instant) => `${instant.slice(0, 16).replace('T', ' ')} UTC`,
        country: (code) => countries.of(code) ?? code,
        destination: (name) => englishText(`enum.destination.${name}`) ?? name,
        sentence: ({ kind, actor }) =>
          [englishText(`enum.entry.${kind.replace('.', '-')}`) ?? kind, actor.name]
            .filter((part) => part !== '')
            .join(' · '),
      });
      await writeLines(file, once(html.split('\n').slice(0, -1)));
      const entries = material.entries.length;
      shell
        .terminal(options)
        .answer({ file, entries }, `Wrote the dossier of the case, with ${entries} entries, to ${file}.`);
    });
}

async function* once(lines: string[]): AsyncGenerator<{ lines: string[] }> {
  yield { lines };
}

/** The English text of a key; undefined where there is none. */
function englishText(key: string): string | undefined {
  let found: unknown = en;
  for (const part of key.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
  return typeof found === 'string' ? found : undefined;
}
