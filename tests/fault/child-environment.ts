import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What the processes under test are started with. Compiled code is kept between them, because a process that is killed
 * after 100 ms should not spend half a second on being loaded; what the test runner sets for itself stays out.
 */
export const childEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: join(tmpdir(), 'hashline-compile-cache'),
};
