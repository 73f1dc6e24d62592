import { z } from 'zod';

// zod compiles object schemas with `new Function` and probes for it when a schema is made; the content security policy
// reports even the caught probe. This file must therefore be evaluated before any schema is made.
z.config({ jitless: true });
