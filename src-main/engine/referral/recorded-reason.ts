import type { DeliveryTrouble, NetworkTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { networkKind } from '../../ports/network.ts';

/** The words of a trouble in the ledger and at the terminal. Records and scripts are compared with them. */
export function recordedReason(trouble: DeliveryTrouble): string {
  switch (trouble.code) {
    case 'not-ordered':
      return 'no signed decision orders this referral: it was written by something else than Hashline';
    case 'answered':
      return `the destination answered ${trouble.status}`;
    case 'answered-with':
      return answered(trouble);
    case 'refused-and-signed':
      return `${answered(trouble)} (signed by ${shown(trouble.receiver)})`;
    case 'refused-by-file':
      return `the destination refused it, ${shown(trouble.error)}: ${shown(trouble.detail)} (signed by ${shown(trouble.receiver)}, came as a file)`;
    case 'outcome-unknown':
      return `it may have arrived: the connection ended before the server said so (${trouble.error}); sending it again may double it`;
    case 'no-starttls':
      return 'the mail server does not offer an encrypted connection (STARTTLS)';
    case 'login-refused':
      return `the mail server refused the login: ${trouble.status} ${shown(trouble.detail)}`;
    case 'folder-unusable':
      return `the folder cannot be written to (${trouble.error})`;
    case 'notice-needs-address':
      return 'a notice needs an address with a host: this case is a file, or a link of another kind';
    case 'notice-needs-illegal':
      return 'a notice to a provider says that content is illegal, and this assessment does not';
    case 'contacts-changed':
      return 'the contacts are not those that a person imported: import them again';
    case 'no-contact':
      return `no contact for ${trouble.host}${trouble.country === null ? '' : ` (${trouble.country})`} in the book of contacts`;
    case 'first-notice':
      return `this is the first notice to ${trouble.address}: check the address, then resume`;
    case 'receipt-unproven':
      return unproven(trouble, 'receipt');
    case 'refusal-unproven':
      return unproven(trouble, 'refusal');
    case 'report-unproven':
      return unproven(trouble, 'report');
    case 'partner-answer-unreadable':
      return `the destination answered ${trouble.status} with something that cannot be read`;
    case 'partner-needs-time':
      return 'the destination has not yet processed what was sent';
    case 'partner-needs-address':
      return 'the destination takes web addresses alone, and this case has none';
    case 'partner-needs-country':
      return 'the destination needs the hosting country, and the assessment names none';
    case 'partner-needs-verdict':
      return 'the destination takes what is illegal or legal, and the assessment leaves it open';
    case 'partner-needs-classification':
      return 'the destination needs a classification, baseline or national, and the assessment has none';
    case 'partner-needs-site-type':
      return 'the destination acts only on what has a site type, and the assessment names none';
    case 'partner-has-baseline':
      return 'the destination has it as baseline, which cannot be classified anew; tell its operators';
    case 'partner-has-acted':
      return 'the destination has actions on it, so it cannot be assessed anew; tell the hotline that acted';
    case 'partner-has-finished':
      return 'the destination has it as finished, and takes nothing more; tell the hotline that finished it';
    case 'partner-assigned-elsewhere':
      return `the destination has assigned it to ${trouble.country ?? 'no country'}, and only the hotline there can change it; tell that hotline`;
    case 'partner-knows-no-earlier':
      return 'it changes an earlier referral whose number at the destination is not known';
    case 'partner-outcome-unknown':
      return `it is not known whether the destination has ${trouble.reference}; look there, and resume only if it is not there`;
    case 'partner-codes-differ':
      return `the destination's list ${trouble.list} has not got ${trouble.name} under the number that was known`;
    default:
      return `${networkKind(trouble)}: ${networkWords(trouble)}`;
  }
}

type Said = Pick<Extract<DeliveryTrouble, { code: 'answered-with' }>, 'status' | 'error' | 'detail'>;

const answered = ({ status, error, detail }: Said): string =>
  `the destination answered ${status} ${shown(error)}: ${shown(detail)}`;

const shown = (words: string | null): string => words ?? '(text withheld: looks like media)';

const unproven = ({ status, problem }: { status: number; problem: string }, what: string): string =>
  `the destination answered ${status}, but its ${what} does not hold (${problem})`;

function networkWords(trouble: NetworkTrouble): string {
  switch (trouble.code) {
    case 'not-https':
      return 'the address is not a plain https address';
    case 'not-configured':
      return `${trouble.host} is not a configured destination`;
    case 'no-connection':
      return `no connection (${trouble.error})`;
    case 'certificates-unreadable':
      return 'the certificates of this destination cannot be read';
    case 'not-certified':
      return 'the server is not certified by the private authority';
    case 'other-key':
      return 'the server has another public key than the pinned ones';
    case 'takes-strangers':
      return 'the server takes clients without a certificate';
    case 'handshake-failed':
      return `the handshake failed (${trouble.error})`;
    case 'handshake-without-key':
      return `the handshake failed (${trouble.error}; the certificate of the desk needs an ECDSA key over P-256 or P-384, or an RSA key)`;
    case 'secure-connection-ended':
      return `the server ended the secure connection (${trouble.error})`;
    case 'no-connection-in-time':
      return 'no secure connection in time';
    case 'no-answer-in-time':
      return `no complete answer in ${trouble.milliseconds} ms`;
    case 'ended-in-handshake':
      return 'the connection ended during the handshake';
    case 'ended-without-asking':
      return 'the connection ended without a word about certificates';
    case 'refused-without-asking':
      return `the connection ended without a word about certificates (${trouble.error})`;
    case 'ended-unanswered':
      return `the connection ended before the answer was complete (${trouble.error})`;
    case 'redirected':
      return `answered ${trouble.status}; redirects are not followed`;
    case 'answer-too-long':
      return `the answer is longer than ${trouble.maximum} bytes`;
    case 'called-off':
      return 'the exchange was called off';
  }
}
