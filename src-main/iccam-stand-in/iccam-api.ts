import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Fault, Faults } from './faults.ts';
import { type BookContent, type BookReport, type Hotline, IccamBook, IccamRefusal } from './iccam-book.ts';
import {
  CountryCode,
  Login,
  PaymentMethods,
  PostedAction,
  PostedAssessment,
  PostedReport,
  Refresh,
} from './posted.ts';

export interface ApiRequest {
  method: string;
  /** The path below the root, with its query: `rest/Content/7`. */
  path: string;
  authorization: string | null;
  body: string;
}

interface ApiReply {
  status: number;
  body: string;
}

/** `hang-up`: the connection ends without an answer. */
export type ApiOutcome = ApiReply | 'hang-up';

/** A user of the interface. */
export interface ApiUser extends Hotline {
  username: string;
  password: string;
}

export interface ApiOptions {
  users: readonly ApiUser[];
  nowMs: () => number;
  processingMs: number;
  assignsAtOnce: boolean;
  tokenSeconds: number;
  refusesRefresh: boolean;
  faults: Faults;
}

interface Token {
  user: ApiUser;
  refresh: string;
  endsAtMs: number;
}

/** The interface over the book: who asks, what is asked, and what goes wrong on purpose. */
export class IccamApi {
  readonly book: IccamBook;
  /** Every call that was answered or cut off, for example `POST rest/reports 200`. */
  readonly calls: string[] = [];
  options: ApiOptions;
  readonly #tokens = new Map<string, Token>();

  constructor(options: Partial<ApiOptions> & Pick<ApiOptions, 'users'>) {
    this.options = {
      nowMs: Date.now,
      processingMs: 60_000,
      assignsAtOnce: false,
      tokenSeconds: 1800,
      refusesRefresh: false,
      faults: () => null,
      ...options,
    };
    const { processingMs, assignsAtOnce } = this.options;
    this.book = new IccamBook({ nowMs: () => this.options.nowMs(), processingMs, assignsAtOnce });
  }

  answer(request: ApiRequest): ApiOutcome {
    const call = `${request.method} ${request.path.replace(/\?.*$/, '')}`;
    const fault = this.options.faults(call);
    const outcome = this.#through(request, fault);
    this.calls.push(`${call} ${outcome === 'hang-up' ? (fault?.type ?? '') : outcome.status}`);
    return outcome;
  }

  #through(request: ApiRequest, fault: Fault | null): ApiOutcome {
    if (fault?.type === 'drop-before') return 'hang-up';
    if (fault?.type === 'answer') return { status: fault.status, body: fault.body ?? '' };
    const reply = this.#reply(request);
    return fault?.type === 'drop-after' ? 'hang-up' : reply;
  }

  #reply(request: ApiRequest): ApiReply {
    try {
      return { status: 200, body: JSON.stringify(this.#do(request) ?? null) };
    } catch (error) {
      if (!(error instanceof IccamRefusal)) throw error;
      return { status: error.status, body: JSON.stringify({ errors: { [error.code]: [error.message] } }) };
    }
  }

  #do({ method, path, authorization, body }: ApiRequest): unknown {
    const [route = '', query = ''] = path.split('?');
    const parameters = new URLSearchParams(query);
    if (method === 'POST' && route === 'Authentication') return this.#login(read(Login, body));
    if (method === 'POST' && route === 'Authentication/refresh') return this.#refresh(read(Refresh, body));
    const user = this.#userOf(authorization);
    if (method === 'POST' && route === 'Authentication/logout') return this.#logout(authorization);
    const parts = route.split('/').slice(1);
    const [kind = '', id = '', ...rest] = parts;
    if (!route.startsWith('rest/')) throw notFound();
    if (method === 'GET' && parts.length === 1 && this.book.codes[kind]) return this.book.codes[kind];
    const number = Number(id);
    switch (`${method} ${kind.toLowerCase()} ${rest.join('/')}`) {
      case 'POST reports ':
        return this.book.post(user, read(PostedReport, body));
      case 'GET reports ':
        return this.#toldReport(this.book.report(number));
      case 'GET content ':
        return Number.isInteger(number)
          ? this.#toldContent(this.book.content(number))
          : this.book
              .list(
                user,
                id,
                Number(parameters.get('maxResults') ?? 200),
                parameters.get('countryAssignmentStartDate'),
              )
              .map((content) => ({ contentId: content.contentId, reportId: content.reportId }));
      case 'POST content actions':
        return this.book.act(user, number, read(PostedAction, body));
      case 'PUT content assessment':
        return this.book.assess(user, number, read(PostedAssessment, body));
      case 'PUT content url/hosting':
        return this.book.moveHosting(user, number, countryIn(parameters));
      case 'PUT content assigned-country':
        return this.book.assign(user, number, countryIn(parameters));
      case 'PUT content hotline-reference':
        return this.book.setReference(user, number, parameters.get('reference') ?? '');
      case 'PUT reports source-url/site-type':
        return this.book.setSiteType(number, Number(parameters.get('siteType')));
      case 'PUT reports source-url/commerciality':
        return this.book.setCommerciality(number, Number(parameters.get('commerciality')));
      case 'PUT reports source-url/payment-methods':
        return this.book.setPaymentMethods(number, read(PaymentMethods, body));
      default:
        throw notFound();
    }
  }

  #login({ username, password }: z.infer<typeof Login>) {
    const user = this.options.users.find((each) => each.username === username && each.password === password);
    if (user === undefined) throw new IccamRefusal(401, 'Authentication', 'User name or password is wrong');
    return this.#issue(user);
  }

  /** A pair is good for one renewal. */
  #refresh({ bearerToken, refreshToken }: z.infer<typeof Refresh>) {
    const token = this.#tokens.get(bearerToken);
    if (this.options.refusesRefresh || token?.refresh !== refreshToken)
      throw new IccamRefusal(401, 'Authentication', 'The token cannot be renewed');
    this.#tokens.delete(bearerToken);
    return this.#issue(token.user);
  }

  #issue(user: ApiUser) {
    const bearerToken = randomUUID();
    const refreshToken = randomUUID();
    const { tokenSeconds, nowMs } = this.options;
    this.#tokens.set(bearerToken, { user, refresh: refreshToken, endsAtMs: nowMs() + tokenSeconds * 1000 });
    return { bearerToken, refreshToken, bearerTokenExpiresIn: tokenSeconds };
  }

  #logout(authorization: string | null): void {
    this.#tokens.delete(authorization?.replace(/^Bearer /, '') ?? '');
  }

  /** Ends every token now, before its time: what a restart of the server does. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  #userOf(authorization: string | null): ApiUser {
    const token = this.#tokens.get(authorization?.replace(/^Bearer /, '') ?? '');
    if (token === undefined)
      throw new IccamRefusal(401, 'Authorization', 'Authorization bearer empty or unknown');
    if (this.options.nowMs() >= token.endsAtMs) throw new IccamRefusal(401, 'Authorization', 'token expired');
    return token.user;
  }

  #toldReport(report: BookReport) {
    return {
      reportId: report.reportId,
      reportContents: report.contents.map((contentId) => ({
        contentId,
        urlString: this.book.content(contentId).url,
      })),
      reportingHotlineId: report.id,
      reportingAnalystName: report.analyst,
      hotlineReceivedDate: report.receivedDate,
      referrerUrl: report.referrer,
      memo: report.memo,
      sourceUrlSiteType: report.siteType,
      sourceUrlCommerciality: report.commerciality,
      sourceUrlPaymentMethods: report.paymentMethods,
    };
  }

  #toldContent(content: BookContent) {
    return {
      contentId: content.contentId,
      reportId: content.reportId,
      url: {
        urlString: content.url,
        isSourceUrl: content.isSourceUrl,
        hostingCountryCode: content.hosting,
      },
      assignedCountryCode: content.assigned,
      countryAssignmentDate: content.assignedAt,
      memo: content.memo,
      assessments: content.assessments,
      actions: content.actions.map(({ actionType, actioningAnalystName, actionDate }) => ({
        actionType,
        analystName: actioningAnalystName,
        actionDate,
      })),
    };
  }
}

const notFound = () => new IccamRefusal(404, 'NotFound', 'There is nothing at this address');

function read<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  let value: unknown = null;
  try {
    value = JSON.parse(body);
  } catch {
    throw new IccamRefusal(400, 'Body', 'The body is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new IccamRefusal(400, issue?.path.join('.') || 'Body', issue?.message ?? 'is not valid');
}

function countryIn(parameters: URLSearchParams): string {
  const country = CountryCode.safeParse(parameters.get('newCountryCode'));
  if (!country.success) throw new IccamRefusal(400, 'NewCountryCode', 'The country is not valid');
  return country.data;
}
