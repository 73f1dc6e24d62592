import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileKeys } from '../../../../shared/domain/hashes.ts';
import { readUrl } from '../../../../shared/domain/url.ts';
import { sampleFiles } from '../../../../tools/make-samples.ts';
import { readWhole } from '../../../support/intake.ts';

describe('assets/samples', () => {
  it.each(Object.entries(sampleFiles()))(
    'holds %s as the script makes it, and it is taken whole',
    async (name, text) => {
      expect(readFileSync(new URL(`../../../../assets/samples/${name}`, import.meta.url), 'utf8')).toBe(text);
      const { refusals, failure } = await readWhole(text);
      expect({ refusals, failure }).toEqual({ refusals: [], failure: null });
    },
  );

  it('names only hosts that cannot exist, repeats subjects, and spreads over countries', async () => {
    const hosts = new Set<string>();
    const countries = new Set<string>();
    const sightings = new Map<string, number>();
    for (const text of Object.values(sampleFiles())) {
      for (const { report } of (await readWhole(text)).reports) {
        for (const subject of report.subjects) {
          if (subject.hosting?.country) countries.add(subject.hosting.country);
          const read = subject.kind === 'url' ? readUrl(subject.url) : null;
          if (read && 'host' in read) hosts.add(read.host);
          const key =
            read && 'identity' in read
              ? read.identity
              : subject.kind === 'file'
                ? fileKeys(subject.hashes).at(-1)
                : null;
          if (key) sightings.set(key, (sightings.get(key) ?? 0) + 1);
        }
      }
    }
    expect([...hosts].filter((host) => !/\.(example|test|invalid|onion)$/.test(host))).toEqual([]);
    expect([...countries].sort()).toEqual(['BE', 'DE', 'FR', 'LA', 'NL', 'US', 'VN']);
    expect([...sightings.values()].filter((count) => count > 1).length).toBeGreaterThan(10);
  });
});
