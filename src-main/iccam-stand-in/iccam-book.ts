import type { PostedAction, PostedAssessment, PostedReport } from './posted.ts';
import { publishedCodes } from './published-codes.ts';

/** A hotline as ICCAM knows it. */
export interface Hotline {
  id: number;
  country: string;
}

export interface BookReport extends Hotline {
  reportId: number;
  analyst: string;
  receivedDate: string;
  reference: string;
  referrer: string | null;
  memo: string | null;
  siteType: number | null;
  commerciality: number | null;
  paymentMethods: number[];
  postedAtMs: number;
  contents: number[];
}

export interface BookContent {
  contentId: number;
  reportId: number;
  url: string;
  isSourceUrl: boolean;
  hosting: string;
  assigned: string;
  assignedAt: string;
  memo: string | null;
  /** The reference of the hotline it is assigned to; null until that one gives it one. */
  reference: string | null;
  assessments: PostedAssessment[];
  actions: PostedAction[];
}

/** ICCAM says no: the status, and the body `{ errors: { code: [message] } }`. */
export class IccamRefusal extends Error {
  override readonly name = 'IccamRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface BookOptions {
  nowMs: () => number;
  /** How long ICCAM processes a report before anything can be done with it. */
  processingMs: number;
  /** Whether a content is assigned to its hosting country at once, and not first to its reporter's. */
  assignsAtOnce: boolean;
}

const BASELINE = 1;
const FINAL = new Set([3, 4, 6]);
const LAST_WITHOUT_REASON = 3;

/** What ICCAM has, and every rule of it that is publicly known. Each refusal has a test (docs/channels-iccam.md). */
export class IccamBook {
  readonly reports = new Map<number, BookReport>();
  readonly contents = new Map<number, BookContent>();
  readonly codes = publishedCodes();
  readonly #options: BookOptions;
  readonly #references = new Set<string>();
  #lastReport = 9000;
  #lastContent = 70_000;

  constructor(options: BookOptions) {
    this.#options = options;
  }

  /** @returns the number of the report */
  post(hotline: Hotline, posted: PostedReport): number {
    const references = [
      ...new Set([posted.hotlineReference, ...posted.urls.map((url) => url.hotlineReference)]),
    ];
    if (references.some((reference) => this.#references.has(reference)))
      refuse('HotlineReference', 'The hotline reference is already in use');
    if (posted.urls.filter(({ isSourceUrl }) => isSourceUrl).length !== 1)
      refuse('Urls', 'Exactly one url is the source url');
    this.#known('site-types', posted.sourceUrlSiteType);
    this.#known('commercialities', posted.sourceUrlCommerciality);
    for (const method of posted.sourceUrlPaymentMethods) this.#known('payment-methods', method);
    for (const { assessment } of posted.urls) this.#knownAssessment(assessment);
    for (const reference of references) this.#references.add(reference);
    const report: BookReport = {
      ...hotline,
      reportId: ++this.#lastReport,
      analyst: posted.reportingAnalystName,
      receivedDate: posted.hotlineReceivedDate,
      reference: posted.hotlineReference,
      referrer: posted.sourceUrlReferrer ?? null,
      memo: posted.memo ?? null,
      siteType: posted.sourceUrlSiteType,
      commerciality: posted.sourceUrlCommerciality,
      paymentMethods: posted.sourceUrlPaymentMethods,
      postedAtMs: this.#options.nowMs(),
      contents: [],
    };
    this.reports.set(report.reportId, report);
    for (const url of posted.urls) {
      this.#addContent(report, {
        url: url.urlString,
        isSourceUrl: url.isSourceUrl,
        hosting: url.hostingCountryCode,
        assigned: this.#options.assignsAtOnce ? url.hostingCountryCode : hotline.country,
        memo: url.memo ?? null,
        reference: url.hotlineReference,
        assessments: [url.assessment],
      });
    }
    return report.reportId;
  }

  /** A report that another hotline made, as ICCAM assigned it. */
  addInbound(
    from: Hotline,
    { assigned, ...content }: Partial<BookContent> & { url: string; assigned: string },
    report: Partial<BookReport> = {},
  ): BookContent {
    const made: BookReport = {
      ...from,
      reportId: ++this.#lastReport,
      analyst: 'partner',
      receivedDate: this.#now(),
      reference: `partner-${this.#lastReport}`,
      referrer: null,
      memo: null,
      siteType: null,
      commerciality: null,
      paymentMethods: [],
      postedAtMs: this.#options.nowMs() - this.#options.processingMs,
      contents: [],
      ...report,
    };
    this.reports.set(made.reportId, made);
    return this.#addContent(made, {
      isSourceUrl: true,
      hosting: assigned,
      memo: null,
      reference: null,
      assessments: [],
      ...content,
      assigned,
    });
  }

  /** @param kind as the list's address ends */
  list(hotline: Hotline, kind: string, maximum: number, since: string | null): BookContent[] {
    const listed = LISTS[kind];
    if (listed === undefined) throw new IccamRefusal(404, 'NotFound', 'There is no such list');
    return [...this.contents.values()]
      .filter((content) => content.assigned === hotline.country && listed(content))
      .filter(({ assignedAt }) => since === null || Date.parse(assignedAt) >= Date.parse(since))
      .slice(0, Math.min(maximum, 200));
  }

  report(id: number): BookReport {
    const report = this.reports.get(id);
    if (report === undefined) throw new IccamRefusal(404, 'NotFound', 'There is no such report');
    return report;
  }

  content(id: number): BookContent {
    const content = this.contents.get(id);
    if (content === undefined) throw new IccamRefusal(404, 'NotFound', 'There is no such content');
    return content;
  }

  assess(hotline: Hotline, id: number, assessment: PostedAssessment): void {
    const content = this.#mine(hotline, id);
    this.#knownAssessment(assessment);
    if (this.#isProcessing(content)) refuse('Report', 'Report not in correct state for assessments');
    const last = content.assessments.at(-1);
    if (last?.classification === BASELINE || content.actions.length > 0)
      refuse('Content', 'Cannot assess: content status ToBeActioned');
    content.assessments.push(assessment);
  }

  act(hotline: Hotline, id: number, action: PostedAction): void {
    const content = this.#mine(hotline, id);
    this.#known('action-types', action.actionType);
    const needsReason = action.actionType > LAST_WITHOUT_REASON;
    if (needsReason !== (action.reasonId !== undefined && action.reasonText !== undefined))
      refuse('Reason', needsReason ? 'A reason is required' : 'A reason is not allowed');
    if (content.actions.some(({ actionType }) => FINAL.has(actionType)))
      refuse('Content', 'Content can not be actioned further, because it has already a final action');
    if (content.actions.some(({ actionType }) => actionType === action.actionType))
      refuse('Content', 'The action is already set');
    const report = this.report(content.reportId);
    const isComplete =
      report.siteType !== null &&
      report.commerciality !== null &&
      report.paymentMethods.length > 0 &&
      report.contents.every((each) => this.content(each).assessments.length > 0);
    if (this.#isProcessing(content) || !isComplete)
      refuse('Report', 'Report not in the right phase to action');
    content.actions.push(action);
  }

  moveHosting(hotline: Hotline, id: number, country: string): void {
    this.#movable(hotline, id).hosting = country;
  }

  assign(hotline: Hotline, id: number, country: string): void {
    const content = this.#movable(hotline, id);
    content.assigned = country;
    content.assignedAt = this.#now();
    // The hotline that gets it has given it no reference yet.
    content.reference = null;
  }

  setReference(hotline: Hotline, id: number, reference: string): void {
    const content = this.#mine(hotline, id);
    if (reference === '' || this.#references.has(reference))
      refuse('HotlineReference', 'The hotline reference is already in use');
    this.#references.add(reference);
    content.reference = reference;
  }

  setSiteType(id: number, code: number): void {
    this.#known('site-types', code);
    this.#open(id).siteType = code;
  }

  setCommerciality(id: number, code: number): void {
    this.#known('commercialities', code);
    this.#open(id).commerciality = code;
  }

  setPaymentMethods(id: number, codes: number[]): void {
    for (const code of codes) this.#known('payment-methods', code);
    this.#open(id).paymentMethods = codes;
  }

  #addContent(
    report: BookReport,
    content: Omit<BookContent, 'contentId' | 'reportId' | 'assignedAt' | 'actions'> & Partial<BookContent>,
  ): BookContent {
    const added: BookContent = {
      actions: [],
      assignedAt: this.#now(),
      ...content,
      contentId: ++this.#lastContent,
      reportId: report.reportId,
    };
    this.contents.set(added.contentId, added);
    report.contents.push(added.contentId);
    return added;
  }

  #mine(hotline: Hotline, id: number): BookContent {
    const content = this.content(id);
    if (content.assigned !== hotline.country)
      throw new IccamRefusal(403, 'Forbidden', `The content is assigned to ${content.assigned}`);
    return content;
  }

  #movable(hotline: Hotline, id: number): BookContent {
    const content = this.#mine(hotline, id);
    if (content.actions.some(({ actionType }) => FINAL.has(actionType)))
      refuse('Content', 'Cannot action: content status Completed');
    if (this.#isProcessing(content)) refuse('Report', 'Report not in the right phase to action');
    return content;
  }

  /** Facts of the source come before actions. */
  #open(id: number): BookReport {
    const report = this.report(id);
    if (report.contents.some((each) => this.content(each).actions.length > 0))
      refuse('Report', 'Cannot action: content status Completed');
    return report;
  }

  #isProcessing({ reportId }: BookContent): boolean {
    return this.#options.nowMs() < this.report(reportId).postedAtMs + this.#options.processingMs;
  }

  #knownAssessment(assessment: PostedAssessment): void {
    this.#known('classifications', assessment.classification);
    this.#known('age-categories', assessment.ageCategorization);
    this.#known('gender-categories', assessment.genderCategorization);
  }

  #known(list: string, code: number | null): void {
    if (code !== null && !this.codes[list]?.some(({ id }) => id === code))
      refuse(list, `The value ${code} is not valid`);
  }

  #now(): string {
    return new Date(this.#options.nowMs()).toISOString();
  }
}

const LISTS: Readonly<Record<string, (content: BookContent) => boolean>> = {
  'no-reference': ({ reference }) => reference === null,
  unassessed: ({ assessments }) => assessments.length === 0,
  unactioned: ({ actions }) => !actions.some(({ actionType }) => FINAL.has(actionType)),
};

function refuse(code: string, message: string): never {
  throw new IccamRefusal(400, code, message);
}
