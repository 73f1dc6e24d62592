import type { NewVault, Person, Session, VaultState } from '../../../shared/contract/vault.contract.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { canonicalText } from '../../../shared/ledger/entry.ts';
import { generateHotlineKey } from '../../exchange/hotline-signature.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { AuditStore } from '../audit/audit.store.ts';
import { Ledger } from '../audit/ledger.ts';
import { Failure } from '../failure.ts';
import { idSource } from '../id-source.ts';
import { migrate } from '../migration.ts';
import { migrations } from '../migrations.ts';
import { type OpenVault, openVault } from '../open-vault.ts';
import { PeopleStore } from '../people/people.store.ts';
import type { Announcer } from './announcer.ts';
import { Database } from './database.ts';
import { enrol, type Keyring, loadKeyring, openKeys, type PersonKeys, saveKeyring } from './keyring.ts';
import { bundledProtocol } from './protocol.ts';
import { fillWithSamples } from './sample.ts';
import { signingKeyFrom } from './signing-key.ts';
import { VaultStore } from './vault.store.ts';

/** Failed attempts before the next one has to wait, and the longest wait. */
const FREE_ATTEMPTS = 3;
const LONGEST_WAIT_MS = 30_000;

/** The vault as a whole: absent, locked or open, and how it passes from one to the other. */
export class Vault {
  readonly #ports: EnginePorts;
  readonly #announcer: Announcer;
  #open: OpenVault | null = null;
  #failedAttempts: { name: string; at: string }[] = [];
  /** Creating and unlocking take a while; only one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: EnginePorts, announcer: Announcer) {
    this.#ports = ports;
    this.#announcer = announcer;
  }

  state(): VaultState {
    if (this.#open) return 'open';
    return loadKeyring(this.#ports.files) === null ? 'absent' : 'locked';
  }

  /** @throws Failure LOCKED */
  require(): OpenVault {
    if (!this.#open) throw new Failure({ code: 'LOCKED' });
    return this.#open;
  }

  people(): { id: PersonId; name: string; role: Person['role'] }[] {
    const people = loadKeyring(this.#ports.files)?.people ?? [];
    return people.map(({ id, name, role }) => ({ id, name, role }));
  }

  /** @throws Failure CONFLICT where there is a vault already */
  create(input: NewVault): Promise<Session> {
    return this.#inTurn(async () => {
      const { files, entropy, clock, assets, deviceSecret } = this.#ports;
      if (loadKeyring(files) !== null) {
        throw new Failure({ code: 'CONFLICT', data: { reason: 'there is a vault here already' } });
      }
      const protocol = bundledProtocol(assets, input.policy);
      const newId = idSource(clock, entropy);
      const device = DeviceId.parse(newId());
      const keys: PersonKeys = { contentKey: entropy.bytes(32), signingSeed: entropy.bytes(32) };
      const signing = signingKeyFrom(keys.signingSeed);
      const person: Person = {
        id: PersonId.parse(newId()),
        name: input.name,
        role: 'supervisor',
        publicKey: signing.publicKeyText,
      };
      const deviceSeed = entropy.bytes(32);
      const hotlineKey = await generateHotlineKey();
      const enrolled = await enrol(person, keys, input.passphrase, deviceSecret.create(), entropy);
      // A new name each time: a database left by a crash before the keyring was written is never touched again.
      const database = `vault-${device.replaceAll('-', '').slice(-12)}.db`;
      files.prepare();
      const db = Database.open(files.locate(database), keys.contentKey);
      try {
        migrate(db, migrations);
        const at = new Date(clock.nowMs()).toISOString();
        db.transaction(() => {
          const store = new VaultStore(db);
          store.setFact('device', device);
          store.setFact('hotline', input.hotline);
          store.setFact('sample', input.sample ? 'yes' : 'no');
          store.insertKey('device', Buffer.from(deviceSeed).toString('base64'));
          store.insertKey('hotline', JSON.stringify(hotlineKey));
          const { policy, members } = protocol;
          store.insertPolicy(
            {
              id: policy.id,
              version: policy.version,
              body: canonicalText(policy),
              members: canonicalText(members),
            },
            at,
          );
          new PeopleStore(db).insert({ ...person, addedAt: at });
          const deviceKey = signingKeyFrom(deviceSeed);
          const signers = { person: { id: person.id, key: signing }, device: { id: device, key: deviceKey } };
          new Ledger(new AuditStore(db, device), signers, clock, newId).byPerson('vault.created', {
            hotline: input.hotline,
            person: person.id,
            name: person.name,
            role: person.role,
            publicKey: person.publicKey,
            devicePublicKey: deviceKey.publicKeyText,
            policy: { id: policy.id, version: policy.version },
            members: { asOf: members.asOf },
          });
        });
      } finally {
        db.close();
        deviceSeed.fill(0);
      }
      saveKeyring(files, { format: 'hashline-keyring/1', device, database, people: [enrolled] });
      const opened = this.#begin(database, person, keys);
      if (input.sample) await fillWithSamples(opened, assets);
      return opened.session;
    });
  }

  /** @throws Failure NOT_FOUND, WRONG_PASSPHRASE, IN_USE, INTEGRITY */
  unlock(name: string, passphrase: string): Promise<Session> {
    return this.#inTurn(async () => {
      if (this.#open?.session.person.name === name) return this.#open.session;
      if (this.#open) throw new Failure({ code: 'CONFLICT', data: { reason: 'somebody else is at work' } });
      const keyring = this.#keyring();
      await this.#slowDown();
      const enrolled = keyring.people.find((person) => person.name === name);
      const secret = this.#ports.deviceSecret.read();
      if (secret === null) {
        throw new Failure({
          code: 'INTEGRITY',
          data: { problem: "this workstation's device secret is missing" },
        });
      }
      const keys = enrolled ? await openKeys(enrolled, passphrase, secret) : null;
      if (!enrolled || !keys) {
        const at = new Date(this.#ports.clock.nowMs()).toISOString();
        this.#failedAttempts.push({ name, at });
        throw new Failure({ code: 'WRONG_PASSPHRASE' });
      }
      const { id, role, publicKey } = enrolled;
      return this.#begin(keyring.database, { id, name, role, publicKey }, keys).session;
    });
  }

  lock(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    try {
      open.transaction(() => {
        open.ledger.byPerson('session.locked', {});
        open.ledger.checkpoint();
      });
    } finally {
      open.close();
      this.#announcer.announce('vault');
    }
  }

  #begin(database: string, person: Person, keys: PersonKeys): OpenVault {
    const db = Database.open(this.#ports.files.locate(database), keys.contentKey);
    try {
      migrate(db, migrations);
      const known = new PeopleStore(db).find(person.id);
      if (known?.publicKey !== person.publicKey || known.role !== person.role) {
        throw new Failure({
          code: 'INTEGRITY',
          data: { problem: 'keyring and vault disagree about this person' },
        });
      }
      const open = openVault(db, person, signingKeyFrom(keys.signingSeed), this.#ports, this.#announcer);
      const attempts = this.#failedAttempts;
      open.transaction(() => {
        for (const attempt of attempts) open.ledger.byDevice('session.unlock-failed', attempt);
        open.ledger.byPerson('session.unlocked', { host: this.#ports.host.kind });
        open.people.markUnlock(person.id, new Date(this.#ports.clock.nowMs()).toISOString());
      });
      this.#failedAttempts = [];
      this.#open = open;
    } catch (error) {
      db.close();
      throw error;
    } finally {
      keys.contentKey.fill(0);
      keys.signingSeed.fill(0);
    }
    this.#announcer.announce('vault', 'queue', 'outbox', 'ledger');
    this.#goOn(this.#open);
    return this.#open;
  }

  /** Takes up again what a crash or a lock interrupted. */
  #goOn(open: OpenVault): void {
    const endedByLock = (error: unknown) => {
      if (this.#open === open) throw error;
    };
    void open.importer.resume().catch(endedByLock);
    if (this.#ports.backgroundCourier) void open.courier.runInBackground().catch(endedByLock);
  }

  #keyring(): Keyring {
    const keyring = loadKeyring(this.#ports.files);
    if (!keyring) throw new Failure({ code: 'NOT_FOUND', data: { what: 'there is no vault here yet' } });
    return keyring;
  }

  async #slowDown(): Promise<void> {
    const tooMany = this.#failedAttempts.length - FREE_ATTEMPTS;
    if (tooMany >= 0) await this.#ports.clock.sleep(Math.min(LONGEST_WAIT_MS, 1000 * 2 ** tooMany));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}
