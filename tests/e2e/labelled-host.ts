import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { aVault, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { labelsInForce } from '../support/labels-in-force.ts';
import { prepared } from '../support/prepared-vault.ts';
import { type Loopback, startLoopback } from './loopback.ts';

export { PASSPHRASE, PERSON as SAM };

const named = (en: string, de: string, fr: string, nl: string) => ({ en, de, fr, nl });

/** Made up, in the four languages of the page. */
export const GROUPS = [
  {
    code: 'AGE',
    name: named('Apparent age', 'Scheinbares Alter', 'Âge apparent', 'Schijnbare leeftijd'),
    isRequired: true,
    choice: 'one',
    labels: [
      {
        code: 'AGE1',
        name: named('Youngest', 'Jüngste', 'Les plus jeunes', 'Jongste'),
        iccam: [{ field: 'ageCategorization', value: 'infant' }],
      },
      {
        code: 'AGE2',
        name: named('Older', 'Ältere', 'Plus âgés', 'Ouder'),
        iccam: [{ field: 'ageCategorization', value: 'pubescent' }],
      },
    ],
  },
  {
    code: 'MEDIUM',
    name: named('Medium', 'Medium', 'Support', 'Medium'),
    isRequired: false,
    choice: 'several',
    labels: [
      { code: 'M1', name: named('Still', 'Standbild', 'Image fixe', 'Stilstaand beeld') },
      { code: 'M2', name: named('Film', 'Film', 'Film', 'Film') },
      {
        code: 'M3',
        name: named(
          'Made by computer',
          'Am Computer gemacht',
          'Fait par ordinateur',
          'Met de computer gemaakt',
        ),
        iccam: [{ field: 'virtualContentCategorization', value: true }],
      },
    ],
  },
];

/** A host whose policy names a set of labels, with two cases that wait. Sam works alone. */
export async function startLabelledHost(): Promise<Loopback> {
  const { folder } = await prepared('a labelled host', makeLabelledVault);
  const vault = mkdtempSync(join(tmpdir(), 'hashline-e2e-'));
  cpSync(folder, vault, { recursive: true });
  return startLoopback(vault);
}

async function makeLabelledVault(folder: string): Promise<void> {
  using vault = await aVault({ secondReview: 0, graceSeconds: 0, ports: { passphraseHash: argon2id } });
  await labelsInForce(vault, {
    name: named('Made-up labels', 'Erfundene Labels', 'Étiquettes inventées', 'Verzonnen labels'),
    groups: GROUPS,
  });
  for (const name of ['first', 'second']) {
    const report = aReport().of(`https://${name}.example/`).hostedIn('BE').build();
    await vault.client.intake.report({ command: aCommand(), report });
  }
  vault.lock();
  cpSync(vault.folder, folder, { recursive: true });
}
