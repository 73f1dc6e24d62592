import * as electron from 'electron';
import { startUp } from './start-up.ts';

void startUp(electron, {
  argv: process.argv,
  env: process.env,
  platform: process.platform,
  root: electron.app.getAppPath(),
});
