import { describe, onTestFinished } from 'vitest';
import { noPostgres } from '../../../tools/postgres-server.ts';
import { aPostgresHub } from '../../support/a-postgres.ts';
import { hubConformance } from '../ports/hub-conformance.ts';

describe.skipIf(noPostgres !== null)(`in PostgreSQL${noPostgres === null ? '' : ` (${noPostgres})`},`, () => {
  hubConformance('a hub', async () => {
    const hub = await aPostgresHub();
    onTestFinished(() => hub[Symbol.asyncDispose]());
    return hub;
  });
});
