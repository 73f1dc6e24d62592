import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SAVED_FILE_KINDS } from '../../shared/contract/saved-file.ts';
import { ROOT } from './source-tree.ts';

const SAVES = 'src-renderer/transport/save-file.ts';

/** Sources that may name a file a person saves, with what they say. */
const sources = globSync('{src-renderer,src-main,shared}/**/*.{ts,tsx}', { cwd: ROOT })
  .map((path) => path.replaceAll('\\', '/'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

describe('files a person saves', () => {
  it('leave the page at one place', () => {
    const places = sources.filter(({ text }) =>
      /\.download\s*=|createObjectURL|showSaveFilePicker/.test(text),
    );
    expect(places.map(({ path }) => path)).toEqual([SAVES]);
  });

  it('are named by the table the Electron host lets through, each kind at some place', () => {
    const named = sources.flatMap(({ text }) =>
      [...text.matchAll(/savedFileName\('([a-z]+)'/g)].map(([, kind]) => kind),
    );
    expect([...new Set(named)].sort()).toEqual([...SAVED_FILE_KINDS].sort());
  });

  it('are never named past the table', () => {
    const casts = sources.filter(
      ({ path, text }) =>
        !path.endsWith('saved-file.ts') && /as SavedFileName|SavedFileName\.parse/.test(text),
    );
    expect(casts.map(({ path }) => path)).toEqual([]);
  });
});
