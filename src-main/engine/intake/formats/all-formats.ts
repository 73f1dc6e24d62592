import type { IntakeFormat } from '../../../../shared/contract/intake.contract.ts';
import { hashlineJsonl } from './hashline-jsonl.ts';
import type { FormatReader } from './intake-format.ts';
import { scartCsv } from './scart-csv.ts';
import { vicsJson } from './vics-json.ts';

/** Every format that reports come in. No file begins like two of them. */
export const FORMATS: Readonly<Record<IntakeFormat, FormatReader>> = {
  'scart-csv': scartCsv,
  'vics-json': vicsJson,
  'hashline-jsonl': hashlineJsonl,
};
