/** The client alone: the package's own entry reads NODE_PG_FORCE_NATIVE and loads a pool. */
declare module 'pg/lib/client.js' {
  import { Client } from 'pg';

  // biome-ignore lint/style/noDefaultExport: the module exports the class itself
  export default Client;
}

/** What a client runs. */
declare module 'pg/lib/query.js' {
  import { Query } from 'pg';

  // biome-ignore lint/style/noDefaultExport: the module exports the class itself
  export default Query;
}
