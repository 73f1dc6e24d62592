// `npm run dev`: the loopback host from source, built and started again with every change.
import { prepare, root, runScript, setStamp } from './prepare.mjs';

prepare();
// The page built meanwhile is not the one that the stamp names.
setStamp('page', '');
runScript(`${root}/tools/watch-and-show.mjs`, ...process.argv.slice(2));
