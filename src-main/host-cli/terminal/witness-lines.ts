import type { TrustReport } from '../../../shared/ledger/export-file.ts';
import type { WitnessReport } from '../../../shared/ledger/witnessed.ts';

/**
 * Describes the witnesses of a ledger line by line: first those the hotline names, then those the reader trusts.
 * @param trusted null where the reader of a file gave no keys; undefined for the reader's own vault
 */
export function describeWitnesses(
  { quorum, named, anchored, cosigned }: WitnessReport,
  trusted: TrustReport | null | undefined,
): string[] {
  return [
    quorum === 0
      ? 'The ledger names no witness at its end.'
      : `Witnesses the ledger names: ${named.length}, of whom ${quorum} must sign.`,
    anchored === 0
      ? 'No quorum of witnesses it named signed it.'
      : `A quorum of witnesses it named signed it up to entry ${anchored - 1}.`,
    ...(trusted === null
      ? ['Whom it names is the hotline’s own word: give the keys you trust with --witness.']
      : []),
    ...cosigned.map(({ key, size, seconds, counted }) => {
      const at = new Date(seconds * 1000).toISOString();
      const standing = counted > 0 ? 'named by the ledger' : 'by nobody this hotline named: not counted';
      return `  signed up to entry ${size - 1} at ${at}, ${standing}: ${key}`;
    }),
    ...(!trusted
      ? []
      : [
          `Witnesses you trust: ${trusted.keys.length}, of whom ${trusted.quorum} must sign: ${
            trusted.anchored === 0 ? 'they did not' : `they did up to entry ${trusted.anchored - 1}`
          }.`,
        ]),
  ];
}
