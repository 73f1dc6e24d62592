import { describe, expect, test } from 'vitest';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { devicesAtWork } from '../../../../shared/ledger/signers.ts';
import { readCode } from '../../../../src-main/engine/keys/enrolment-code.ts';
import { deviceSealingKey } from '../../../../src-main/engine/keys/sealing-key.ts';
import { signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';
import { requestName, writeRequest } from '../../../../src-main/engine/team/invitation.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';

const known = (seat: Seat) => seat.open().teamSync.log!.signers;

/** Sam founded a team, and invited Ada. */
async function anInvitation() {
  const team = await aTeam([['Sue', 'supervisor']]);
  const [sam, sue] = team.seats as [Seat, Seat];
  const invitation = await sam.client.team.invite({ command: aCommand(), name: 'Ada', role: 'analyst' });
  return Object.assign(team, { sam, sue, invitation });
}

const open = async (seat: Seat) => (await seat.client.team.status()).invitations;
const stateOf = async (seat: Seat, who: string) =>
  (await seat.client.people.list()).find(({ name }) => name === who)?.state;

/** What came of joining with an invitation. */
const joining = (team: ATeam, invitation: { file: string; code: string }) =>
  team.enter('Ada', invitation).then(
    () => 'joined',
    (error: { failure?: { data?: { reason?: string } } }) => error.failure?.data?.reason,
  );

describe('an invitation to a seat', () => {
  test('is listed where it was made until somebody joins with it, with who invited and since when', async () => {
    await using team = await anInvitation();
    const { sam, sue, invitation } = team;
    expect(await open(sam)).toEqual([
      {
        device: invitation.device,
        name: 'Ada',
        by: sam.name,
        replaces: null,
        at: expect.stringMatching(/^\d{4}-/),
      },
    ]);
    expect([await open(sue), await joining(team, invitation), await open(sam)]).toEqual([[], 'joined', []]);
  });

  test('opens nothing once it was withdrawn: the hub lets nobody in with it, and the person is disabled', async () => {
    await using team = await anInvitation();
    const { sam, sue, invitation } = team;
    await sam.client.team.withdraw({ command: aCommand(), device: invitation.device });
    expect([await open(sam), await joining(team, invitation)]).toEqual([[], 'seat-not-let-in']);
    await team.settle();
    expect([await stateOf(sam, 'Ada'), await stateOf(sue, 'Ada')]).toEqual(['disabled', 'disabled']);
    expect(devicesAtWork(known(sue).devices)).toEqual([sam.device(), sue.device()]);
  });

  test('to a further seat opens nothing once it was withdrawn, and its person works on where they work', async () => {
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    const invitation = await sam.open().team.invite(aCommand(), 'Ada', null);
    await team.settle();
    await sam.client.team.withdraw({ command: aCommand(), device: invitation.device });
    expect([await open(sam), await joining(team, invitation)]).toEqual([[], 'seat-not-let-in']);
    await team.settle();
    expect([await stateOf(sam, 'Ada'), await stateOf(ada, 'Ada')]).toEqual(['elsewhere', 'enrolled']);
    ada.lock();
    await ada.unlock();
  });

  test('lets in where it was not withdrawn: the control', async () => {
    await using team = await anInvitation();
    expect(await joining(team, team.invitation)).toBe('joined');
  });

  test.each([
    ['was not read yet', false],
    ['was read, and not answered yet', true],
  ])('that was withdrawn answers no request that %s', async (_, wasRead) => {
    await using team = await anInvitation();
    const { sam, sue, invitation, hub } = team;
    const code = readCode(invitation.code)!;
    const device = DeviceId.parse(invitation.device);
    const seed = new Uint8Array(32).fill(7);
    const request = writeRequest(code, {
      format: 'hashline-seat-request/1',
      device,
      publicKey: signingKeyFrom(seed).publicKeyText,
      sealingKey: deviceSealingKey(seed),
    });
    await hub.as(device).putLetter(sam.device(), requestName(device), request);
    if (wasRead) expect(await sam.open().team.admit(hub.as(sam.device()))).toBe(1);
    sam.open().team.withdraw(aCommand(), device);
    await team.settle();
    expect(devicesAtWork(known(sue).devices)).toEqual([sam.device(), sue.device()]);
    expect(known(sue).devices.get(device)?.removed).toBe(wasRead ? true : undefined);
    const { letters, devices } = hub.backup().content;
    expect([[...(letters.get(device) ?? [])], devices.get(device)?.removed]).toEqual([[], true]);
    expect([await open(sam), known(sue).epoch]).toEqual([[], { number: wasRead ? 2 : 1, isStale: false }]);
  });

  test('can be made again for the same person', async () => {
    await using team = await anInvitation();
    const { sam, sue, invitation } = team;
    await sam.client.team.withdraw({ command: aCommand(), device: invitation.device });
    const again = await sam.client.team.invite({ command: aCommand(), name: 'Ada', role: 'analyst' });
    expect([await joining(team, invitation), await joining(team, again)]).toEqual([
      'seat-not-let-in',
      'joined',
    ]);
    await team.settle();
    expect((await sue.client.people.list()).filter(({ name }) => name === 'Ada')).toHaveLength(1);
  });

  test('ends where the person was disabled at another seat', async () => {
    await using team = await anInvitation();
    const { sam, sue, invitation } = team;
    await team.settle();
    const ada = (await sue.client.people.list()).find(({ name }) => name === 'Ada')!;
    await sue.client.people.disable({ command: aCommand(), person: ada.id });
    await team.settle();
    expect([await open(sam), await joining(team, invitation)]).toEqual([[], 'seat-not-let-in']);
  });

  test('is withdrawn no more once somebody has joined with it', async () => {
    await using team = await anInvitation();
    const { sam, invitation } = team;
    await joining(team, invitation);
    await expect(
      sam.client.team.withdraw({ command: aCommand(), device: invitation.device }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'invitation-not-open' } });
  });
});

describe('joining', () => {
  test('says so where the hub gives another record than this hotline’s', async () => {
    await using team = await anInvitation();
    const { invitation, lies } = team;
    lies.set(invitation.device, {
      pull: (deeds, from) => (from === 0 ? deeds : deeds.slice(1)),
    });
    expect(await joining(team, invitation)).toBe('hub-log-unfit');
  });
});
