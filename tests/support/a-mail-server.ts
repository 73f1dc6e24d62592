import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeCertificates } from '../../src-main/receiver/certificates.ts';

/**
 * What a mail server may do. What it did with a message that it has is not what its client knows: after
 * `drop-after-dot` and `silent` it has the message, after `drop-in-data` it has not, and the client sees the same.
 */
export type MailFault =
  | 'none'
  | 'no-starttls'
  | 'login'
  | 'busy'
  | 'no-mailbox'
  | 'no-mailbox-at-data'
  | 'drop-before-data'
  | 'drop-in-data'
  | 'drop-after-dot'
  | 'silent';

export interface ReceivedMail {
  from: string;
  to: string[];
  text: string;
}

export interface MailServer extends AsyncDisposable {
  port: number;
  ca: string;
  received: ReceivedMail[];
  /** Commands and logins it saw without encryption, besides EHLO and STARTTLS. */
  inTheClear: string[];
  logins: string[];
  fault: MailFault;
}

const failed = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

/** A mail server on a free port of 127.0.0.1, with a certificate of an authority of its own. */
export async function aMailServer({ tls = false } = {}): Promise<MailServer> {
  const dir = await mkdtemp(join(tmpdir(), 'hashline-mail-'));
  const { ca, server: certified } = await makeCertificates({ dir });
  const running = await listen(certified, tls, () => mail, 0);
  const mail: MailServer = {
    port: running.port,
    ca,
    received: [],
    inTheClear: [],
    logins: [],
    get fault() {
      return running.fault;
    },
    set fault(fault: MailFault) {
      running.fault = fault;
      // Capabilities are read at each EHLO.
      running.server.options.hideSTARTTLS = fault === 'no-starttls';
      running.server.options.disabledCommands = fault === 'no-starttls' ? ['STARTTLS'] : [];
    },
    [Symbol.asyncDispose]: async () => {
      for (const connection of running.server.connections) connection.close();
      await new Promise<void>((resolve) => running.server.close(() => resolve()));
      await rm(dir, { recursive: true, force: true });
    },
  };
  return mail;
}

interface Running {
  server: SMTPServer;
  port: number;
  fault: MailFault;
}

async function listen(
  { cert, key }: { cert: string; key: string },
  secure: boolean,
  mail: () => MailServer,
  port: number,
): Promise<Running> {
  const running: Partial<Running> & { fault: MailFault } = { fault: 'none' };
  const hangUp = (id: string) => {
    for (const connection of server.connections)
      if (connection.session.id === id) socketOf(connection).destroy();
  };
  const options: SMTPServerOptions = {
    cert,
    key,
    secure,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: [],
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username = '', password }, session, done) => {
      if (!session.secure) mail().inTheClear.push('AUTH');
      mail().logins.push(username);
      if (running.fault === 'login' || password !== 'right “é”')
        done(failed(535, '5.7.8 wrong user or password'));
      else done(null, { user: username });
    },
    onMailFrom: (_address, session, done) => {
      if (!session.secure) mail().inTheClear.push('MAIL');
      done();
    },
    onRcptTo: (_address, session, done) => {
      if (running.fault === 'busy') return done(failed(451, '4.7.1 greylisted, come back'));
      if (running.fault === 'no-mailbox') return done(failed(550, '5.1.1 no such mailbox\u202ehere'));
      if (running.fault === 'drop-before-data') return hangUp(session.id);
      done();
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => {
        pieces.push(piece);
        if (running.fault === 'drop-in-data') hangUp(session.id);
      });
      stream.on('end', () => {
        if (running.fault === 'drop-in-data') return;
        if (running.fault === 'no-mailbox-at-data') return done(failed(554, '5.6.0 refused after reading'));
        const { mailFrom, rcptTo } = session.envelope;
        mail().received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(pieces).toString('utf8'),
        });
        if (running.fault === 'drop-after-dot') hangUp(session.id);
        else if (running.fault !== 'silent') done(null, 'queued');
      });
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address();
  return Object.assign(running, {
    server,
    port: typeof address === 'object' && address !== null ? address.port : 0,
  });
}

const socketOf = (connection: object): { destroy(): void } =>
  (connection as unknown as { _socket: { destroy(): void } })._socket;
