import { expect, test } from 'vitest';
import { DestinationId } from '../../../../shared/domain/ids.ts';
import { endingTexts } from '../../../../src-main/host-cli/terminal/ending-texts.ts';

const AT = '2026-12-01T00:00:00.000Z';
const ending = (settings: Record<string, string>) =>
  endingTexts({ id: DestinationId.parse('police'), settings, ending: [{ certificate: 'server', at: AT }] });

test('the end of a desk’s own certificate is told, and what to ask for where one key is pinned and no next one', () => {
  const plain = [`the desk's own certificate is valid until ${AT}`];
  expect(ending({})).toEqual(plain);
  expect(ending({ pin: 'P', nextPin: 'N' })).toEqual(plain);
  expect(ending({ pin: 'P' })).toEqual([expect.stringContaining('destination change police --next-pin P')]);
});
