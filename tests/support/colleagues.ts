import type { Session } from '../../shared/contract/vault.contract.ts';
import { Role } from '../../shared/domain/duty.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import { aCommand } from './a-command.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from './a-vault.ts';

/** A person who was invited into a vault. */
export interface Colleague {
  id: PersonId;
  name: string;
  role: Role;
  /** The one-time code, used already where they are enrolled. */
  code: string;
}

/** Invites a person; the supervisor of the vault must be at work. */
export async function invited(vault: AVault, name: string, role: Role): Promise<Colleague> {
  const { person, code } = await vault.client.people.add({ command: aCommand(), name, role });
  return { id: person.id, name, role, code };
}

/** Invites a person, who at once chooses the passphrase of the tests. */
export async function enrolled(vault: AVault, name: string, role: Role): Promise<Colleague> {
  const colleague = await invited(vault, name, role);
  await vault.client.vault.enrol({ name, code: colleague.code, passphrase: PASSPHRASE });
  return colleague;
}

/** The person at work locks the vault, and `name` unlocks it. */
export async function atWork(vault: AVault, name: string): Promise<Session> {
  vault.lock();
  return vault.client.vault.unlock({ name, passphrase: PASSPHRASE });
}

/** One enrolled person a role, by the role's name; the supervisor is the one who made the vault and is at work. */
export async function aStaffedVault(
  input: Parameters<typeof aVault>[0] = {},
): Promise<{ vault: AVault; nameOf: Readonly<Record<Role, string>> }> {
  const others = Role.options.filter((role) => role !== 'supervisor');
  const vault = await aVault({ ...input, staff: others.map((role) => [`The ${role}`, role] as const) });
  const names = [['supervisor', PERSON], ...others.map((role) => [role, `The ${role}`])];
  return { vault, nameOf: Object.fromEntries(names) };
}
