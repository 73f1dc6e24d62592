import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { tidyWords } from '../../shared/domain/tidy-words.ts';
import {
  checkRoute,
  type Mail,
  MailFailure,
  type MailLimits,
  type MailRoute,
  type OutgoingMail,
} from './mail.ts';
import { testFolder, writeMail } from './mail-folder.ts';

type SmtpRoute = Extract<MailRoute, { by: 'smtp' }>;

/** Errors of the library, with the server's answer where it gave one. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  /** The system's error behind `code`. */
  originalCode?: string;
}

/**
 * The real mail: SMTP over TLS 1.2 or later (RFC 8314), the server's certificate checked for its name against the given
 * authority or the system's, and never a word of a message or of a login without it.
 */
export class NodeMail implements Mail {
  readonly #allowedHosts: Iterable<string>;

  /** @param allowedHosts `host:port` of the configured mail servers; read again at every message */
  constructor(allowedHosts: Iterable<string>) {
    this.#allowedHosts = allowedHosts;
  }

  async send(route: MailRoute, mail: OutgoingMail, limits: MailLimits): Promise<void> {
    checkRoute(route, this.#allowedHosts);
    if (limits.signal?.aborted) throw calledOff();
    if (route.by === 'folder') return writeMail(route.path, mail);
    await new SmtpTalk(route, limits).run((talk) => talk.hand(mail));
  }

  async test(route: MailRoute, limits: MailLimits): Promise<void> {
    checkRoute(route, this.#allowedHosts);
    if (limits.signal?.aborted) throw calledOff();
    if (route.by === 'folder') return testFolder(route.path);
    await new SmtpTalk(route, limits).run(async () => undefined);
  }
}

const calledOff = () => new MailFailure({ code: 'called-off' });

/** One connection to a mail server. */
class SmtpTalk {
  readonly #route: SmtpRoute;
  readonly #limits: MailLimits;
  readonly #connection: SMTPConnection;
  readonly #broken = Promise.withResolvers<never>();
  /** Whether the server asked for the message, so that any part of it may be on its way. */
  #isSending = false;
  #isGreeted = false;

  constructor(route: SmtpRoute, limits: MailLimits) {
    this.#route = route;
    this.#limits = limits;
    // A rejection nobody waits for any more.
    this.#broken.promise.catch(() => undefined);
    const { host, port, security, ca } = route;
    this.#connection = new SMTPConnection({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      // The name of the machine is nobody's business (RFC 5321, 4.1.3 allows an address literal).
      name: '[127.0.0.1]',
      connectionTimeout: limits.timeoutMs,
      greetingTimeout: limits.timeoutMs,
      socketTimeout: limits.timeoutMs,
      dnsTimeout: limits.timeoutMs,
      socketCloseTimeout: 0,
      maxResponseSize: 64 * 1024,
      tls: {
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(ca === null ? {} : { ca: authoritiesIn(ca) }),
      },
    });
  }

  async run(work: (talk: SmtpTalk) => Promise<void>): Promise<void> {
    const { timeoutMs, signal } = this.#limits;
    const fail = (failure: MailFailure) => this.#broken.reject(failure);
    const onAbort = () => fail(this.#failed({ code: 'called-off' }));
    const timer = setTimeout(
      () => fail(this.#failed({ code: 'no-answer-in-time', milliseconds: timeoutMs })),
      timeoutMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#connection.on('error', (error: SmtpError) => fail(this.#failureOf(error)));
    this.#connection.once('end', () => fail(this.#failed({ code: 'ended-unanswered', error: '' })));
    try {
      await Promise.race([this.#broken.promise, this.#open().then(() => work(this))]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.#connection.close();
    }
  }

  /** @throws {MailFailure} */
  async hand({ from, to, message }: OutgoingMail): Promise<void> {
    // The library reads from a stream only once the server has answered DATA with 354.
    const source = new Readable({
      read: () => {
        this.#isSending = true;
        source.push(message);
        source.push(null);
      },
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#connection.send({ from, to: [to], size: message.length }, source, (error) => {
      if (error) reject(this.#failureOf(error as SmtpError));
      else resolve();
    });
    await promise;
  }

  async #open(): Promise<void> {
    const connected = Promise.withResolvers<void>();
    this.#connection.connect((error) => {
      if (error) connected.reject(this.#failureOf(error as SmtpError));
      else connected.resolve();
    });
    await connected.promise;
    this.#isGreeted = true;
    if (!this.#connection.secure) throw new MailFailure({ code: 'no-starttls' });
    const { login } = this.#route;
    if (login === null) return;
    const welcomed = Promise.withResolvers<void>();
    this.#connection.login({ user: login.user, pass: login.password }, (error) => {
      if (error) welcomed.reject(this.#loginFailure(error as SmtpError));
      else welcomed.resolve();
    });
    await welcomed.promise;
  }

  #failed(trouble: MailFailure['trouble']): MailFailure {
    if (!this.#isSending) return new MailFailure(trouble);
    const error = 'error' in trouble && trouble.error ? trouble.error : trouble.code;
    return new MailFailure({ code: 'outcome-unknown', error }, 'unknown');
  }

  #loginFailure(error: SmtpError): MailFailure {
    const status = error.responseCode ?? 0;
    if (status === 0 && error.code !== 'EAUTH') return this.#failureOf(error);
    return new MailFailure({ code: 'login-refused', status, detail: tidyWords(error.response ?? '') });
  }

  #failureOf(error: SmtpError | MailFailure): MailFailure {
    if (error instanceof MailFailure) return error;
    const { code = '', command = '', responseCode: status = 0 } = error;
    const why = systemCode(error);
    // An answer to the message itself, or to its sender or recipient, is the server's word about where it is.
    const isAnswer = status >= 400 && ['EENVELOPE', 'EMESSAGE'].includes(code);
    if (isAnswer) return new MailFailure(answered(status, error.response ?? ''), 'sender', status >= 500);
    if (code === 'EMESSAGE' && !this.#isSending)
      return new MailFailure({ code: 'answered', status }, 'sender', true);
    if (command === 'STARTTLS' || (code === 'ETLS' && status >= 400))
      return new MailFailure({ code: 'no-starttls' });
    if (code === 'ETIMEDOUT' && !this.#isSending) return new MailFailure({ code: 'no-connection-in-time' });
    if (this.#isSending) return this.#failed({ code: 'ended-unanswered', error: why });
    if (code === 'ETLS' || isCertificateError(why))
      return new MailFailure({ code: 'handshake-failed', error: why });
    if (status >= 400) return new MailFailure(answered(status, error.response ?? ''));
    return new MailFailure(
      this.#isGreeted ? { code: 'ended-unanswered', error: why } : { code: 'no-connection', error: why },
    );
  }
}

/** The certificates of a PEM file, because Node takes a list and not a file of several. */
const authoritiesIn = (pem: string): string[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((one) =>
    new X509Certificate(one).toString(),
  );

/** A server's answer as the status, its enhanced status code (RFC 3463) and its words. */
function answered(status: number, response: string): MailFailure['trouble'] {
  const [, enhanced = '', words = ''] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})?\s*(.*)$/s.exec(response) ?? [];
  return { code: 'answered-with', status, error: enhanced, detail: tidyWords(words) };
}

/** The name of the system's error behind one of the library's; else the library's own. */
const systemCode = ({ originalCode, code = '' }: SmtpError): string => originalCode ?? code;

const isCertificateError = (code: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/.test(code);
