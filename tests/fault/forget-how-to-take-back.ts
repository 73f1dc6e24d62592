import { inDatabaseOf } from '../support/vault-database.ts';

/** The control of seats that exchange: in a locked vault, the trigger that notes how a new report is taken back notes nothing. */
export const forgetHowToTakeBack = (folder: string): Promise<void> =>
  inDatabaseOf(folder, (db) => {
    db.execute('DROP TRIGGER team_undo_reports_insert');
    db.execute('CREATE TRIGGER team_undo_reports_insert AFTER INSERT ON reports WHEN 0 BEGIN SELECT 1; END');
  });
