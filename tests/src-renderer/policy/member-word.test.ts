import { describe, expect, it } from 'vitest';
import { MemberTable } from '../../../shared/domain/member-table.ts';
import { withWord, wordAbout } from '../../../src-renderer/features/policy/member-word.ts';
import { aMemberTable } from '../support/a-session.ts';

const TODAY = '2026-11-21';
const inForce = aMemberTable();
const open = inForce.members.filter(({ routing }) => routing === 'confirm').map(({ country }) => country);
const [one, other] = open as [string, string];
const say = (table: MemberTable, country: string, word: 'member' | 'not-member' | null) =>
  withWord(table, inForce, country, word, TODAY);

describe('a supervisor’s decision about a country', () => {
  it('makes a new table of that day, which holds', () => {
    const table = say(say(inForce, one, 'member'), other, 'not-member');
    expect(MemberTable.parse(table)).toEqual(table);
    expect(table.asOf).toBe(TODAY);
    expect([one, other, open[2]!].map((country) => wordAbout(table, inForce, country))).toEqual([
      'member',
      'not-member',
      null,
    ]);
    expect(table.members.length).toBe(inForce.members.length - 1);
  });

  it('can be changed and taken back, and then leaves no trace', () => {
    const said = say(say(inForce, one, 'not-member'), one, 'member');
    expect(wordAbout(said, inForce, one)).toBe('member');
    expect(say(said, one, null)).toBe(inForce);
  });

  it('never makes a table older than the one in force', () => {
    expect(withWord(inForce, inForce, one, 'member', '2001-01-01').asOf).toBe(inForce.asOf);
  });

  it('leaves what else was brought into the table', () => {
    const row = { ...inForce.members[0]!, country: 'VN' };
    const brought = { ...inForce, members: [...inForce.members, row] };
    expect(say(brought, one, 'member').members.at(-1)).toEqual(row);
  });
});
