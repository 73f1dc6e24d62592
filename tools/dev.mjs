// `npm run dev`: the loopback host from source, built and started again with every change.
import { prepare, root, runScript, setStamp } from './prepare.mjs';

prepare();
// Development builds overwrite the page, so the stamp no longer names the built one.
setStamp('page', '');
runScript(`${root}/tools/watch-and-show.mjs`, ...process.argv.slice(2));
