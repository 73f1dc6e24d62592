import { describe, expect, it } from 'vitest';
import { LANGUAGES, locales } from '../../../shared/locales/locales.ts';
import { engineEnvironment } from '../../../src-main/host-electron/engine-environment.ts';
import { type StartProblem, startProblemText } from '../../../src-main/host-electron/start-problem.ts';

describe('what a person reads when Hashline cannot start', () => {
  it.each([
    ['en-GB', 'en'],
    ['nl-BE', 'nl'],
    ['fr', 'fr'],
    ['DE_at', 'de'],
    ['pl', 'en'],
    ['', 'en'],
    ['__proto__', 'en'],
  ])('locale %j reads %s', (locale, language) => {
    expect(startProblemText('unavailable', locale)).toBe(startProblemText('unavailable', language));
  });

  it('differs in every language and for every problem', () => {
    const texts = LANGUAGES.flatMap((language) =>
      (Object.keys(locales.en.startProblem) as StartProblem[]).map((problem) =>
        startProblemText(problem, language),
      ),
    );
    expect([texts.length, new Set(texts).size]).toEqual([36, 36]);
  });
});

describe('the environment of the engine', () => {
  it('holds nothing that changes how Node behaves', () => {
    const passed = engineEnvironment({
      PATH: '/bin',
      Path: 'C:\\',
      HOME: '/home/a',
      TZ: 'UTC',
      NODE_OPTIONS: '--require x',
      NODE_EXTRA_CA_CERTS: '/x',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      SSLKEYLOGFILE: '/x',
      ELECTRON_NO_ASAR: '1',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_PATH: '/x',
      LD_PRELOAD: '/x',
      DYLD_INSERT_LIBRARIES: '/x',
      OPENSSL_CONF: '/x',
      NODE_DEBUG: 'tls',
      UV_THREADPOOL_SIZE: '1',
      NODE_V8_COVERAGE: '/x',
      HTTPS_PROXY: 'http://x',
      TMP: undefined,
    });
    expect(passed).toEqual({ PATH: '/bin', Path: 'C:\\', HOME: '/home/a', TZ: 'UTC' });
  });
});
