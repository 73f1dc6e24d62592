import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PASSPHRASE } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { SCART_HEADER } from '../../../support/intake.ts';

/** The ways a text could lie in a file. Base64 at each of its three offsets, without the characters at its ends. */
function shapesOf(text: string): Map<string, Buffer> {
  const utf8 = Buffer.from(text);
  const shapes = new Map<string, Buffer>([
    ['UTF-8', utf8],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16()],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
  ]);
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64');
    shapes.set(`base64+${offset}`, Buffer.from(encoded.slice(4, -4)));
  }
  return shapes;
}

function found(folder: string, canaries: readonly string[]): string[] {
  const hits: string[] = [];
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    for (const canary of canaries) {
      for (const [shape, pattern] of shapesOf(canary)) {
        if (bytes.includes(pattern)) hits.push(`${canary} as ${shape} in ${name}`);
      }
    }
  }
  return hits;
}

const CANARIES = {
  url: 'https://canary-address-7f3a.example/path-zq91',
  narrative: 'CanaryNarrativeXk20 told on the phone',
  note: 'CanaryNoteVt77 of the analyst',
  draft: 'CanaryDraftPp13 unfinished',
  reporter: 'canary.reporter@hotline.example',
  hash: 'cafe0d0e'.repeat(8),
  fileName: 'canary-file-name-rr52.csv',
  passphrase: PASSPHRASE,
};

async function work(vault: AVault): Promise<void> {
  const { client } = vault;
  await importFile(
    client,
    `${SCART_HEADER};NOTE\n${CANARIES.url};;${CANARIES.reporter};;;;${CANARIES.narrative}\n`,
    {
      name: CANARIES.fileName,
    },
  );
  const { cases } = await client.intake.report({
    command: aCommand(),
    report: aReport().ofFile({ sha256: CANARIES.hash }).saying(CANARIES.narrative).build(),
  });
  const { cases: queued } = await client.review.queue({});
  await client.review.saveDraft({ case: queued[0]!.id, draft: { json: CANARIES.draft } });
  await client.review.assess({
    command: aCommand(),
    case: cases[0]!.id,
    judgement: illegalIn('BE', { note: CANARIES.note }),
  });
}

test('nothing of the content stands readable in any file of the vault, open or locked', async () => {
  using vault = await aVault();
  await work(vault);
  const canaries = Object.values(CANARIES);
  const open = found(vault.folder, canaries);
  const openFiles = readdirSync(vault.folder).length;
  vault.lock();
  const locked = found(vault.folder, canaries);
  expect({ open, locked, openFiles }).toEqual({
    open: [],
    locked: [],
    openFiles: expect.toSatisfy((n) => n >= 4),
  });
});

test('control: the search finds a canary in each of the shapes it looks for', async () => {
  using vault = await aVault();
  for (const [index, [, bytes]] of [...shapesOf(CANARIES.url)].entries()) {
    writeFileSync(
      join(vault.folder, `planted-${index}`),
      Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')]),
    );
  }
  expect(found(vault.folder, [CANARIES.url]).length).toBeGreaterThanOrEqual(shapesOf(CANARIES.url).size);
});
