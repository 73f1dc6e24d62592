import { describe, expect, test } from 'vitest';
import { keptText } from '../../../shared/domain/text-encoding.ts';
import { entryProofText, readEntryProof } from '../../../shared/ledger/entry-proof.ts';
import { asHandedOut, notesKeptIn } from '../../../shared/ledger/kept-notes.ts';
import { aLedger } from '../../support/a-ledger.ts';
import { savedInManyWays } from '../../support/saved-in-many-ways.ts';

const note = aLedger().foundedBy('Sam').sealed().note();
const proof = entryProofText({ seq: 3, line: '{"a":"é"}', path: [new Uint8Array(32)], note });
/** All but the last, which is no Unicode: the terminal decodes that itself. */
const textsOf = (text: string) =>
  savedInManyWays(text)
    .slice(0, -1)
    .map((bytes) => keptText(bytes) ?? '');

describe('a kept file', () => {
  test('is the note that was handed out, however it was saved or pasted', () => {
    expect(textsOf(note).map(notesKeptIn)).toEqual(textsOf(note).map(() => [note]));
  });

  test('is the proof that was handed out, and the note in it', () => {
    expect(textsOf(proof).map((text) => readEntryProof(asHandedOut(text)))).toEqual(
      textsOf(proof).map(() => readEntryProof(proof)),
    );
    expect(textsOf(proof).map(notesKeptIn)).toEqual(textsOf(proof).map(() => [note]));
  });

  test('is the note of a record at a desk', () => {
    const record = JSON.stringify({ body: JSON.stringify({ checkpoint: note }) });
    expect(textsOf(record).map(notesKeptIn)).toEqual(textsOf(record).map(() => [note]));
  });

  test.each([
    '',
    'words',
    note.replaceAll('\n', '\n> '),
    note.replace('\u2014', '-'),
    note.slice(0, 60),
    '{}',
    '{"checkpoint":1}',
  ])('is none in %j', (text) => expect(notesKeptIn(text)).toEqual([]));
});
