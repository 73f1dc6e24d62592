import { damaged, Failure, storageFailure } from './failure.ts';

/** Runs work of SQLite, whose errors become the failures of the contract. */
export function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    const ofSystem = storageFailure(error);
    if (ofSystem) throw ofSystem;
    const code = 'code' in error ? String(error.code) : '';
    if (/^(Database|Statement) closed$/.test(error.message)) throw new Failure({ code: 'LOCKED' });
    const told = `${code} ${error.message}`;
    if (/SQLITE_BUSY|SQLITE_LOCKED|database is locked/i.test(told)) {
      throw new Failure({ code: 'IN_USE', data: { vault: path } });
    }
    // After SQLCipher met a damaged page, whatever the connection is asked for fails with SQLite's word for no reason.
    if (/SQLITE_NOTADB|SQLITE_CORRUPT|not a database|malformed|SQL logic error/i.test(told)) {
      throw damaged({ problem: 'database-damaged' });
    }
    if (
      /SQLITE_FULL|SQLITE_IOERR|SQLITE_READONLY|SQLITE_CANTOPEN|disk is full|disk I\/O|readonly|unable to open/i.test(
        told,
      )
    ) {
      throw new Failure({ code: 'STORAGE', data: { problem: error.message } });
    }
    throw error;
  }
}
