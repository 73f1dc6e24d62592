import { describe, expect, it } from 'vitest';
import { engineEnvironment } from '../../../src-main/engine-process/engine-environment.ts';

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
