/** A reported link that is no address of a host: a file in a swarm, a content address, a place inside an app. */
export interface ReportedLink {
  /** Lower case, without the colon. */
  scheme: string;
  /**
   * Two links with the same identity are the same subject: `scheme:` and the parts that the scheme's own rules compare.
   */
  identity: string;
}

/** Schemes of apps: their links name no host, whatever they look like. */
export const APP_SCHEMES: ReadonlySet<string> = new Set(
  (
    'tg whatsapp signal sgnl viber skype line kik snapchat threema wire session simplex element matrix wickr discord ' +
    'teams slack zoommtg zoomus instagram fb fb-messenger messenger twitter tiktok weixin wechat qq kakaotalk kakaolink ' +
    'roblox steam minecraft twitch vk viadeo telegram jami briar tox ricochet xmpp irc ircs sip sips mumble'
  ).split(' '),
);
/** Schemes of files held by many peers: the link names the file by its hash. */
export const FILE_SCHEMES: ReadonlySet<string> = new Set(
  'magnet ed2k ipfs ipns ipld dweb thunder dat hyper freenet ar sia bzz gnutella gnunet bittorrent'.split(
    ' ',
  ),
);

/** Matches `magnet:?xt=…`, `magnet[:]?…`, `ed2k://|file|…`, with a plain or defanged colon. */
const LINK = /^([a-z][a-z0-9+.-]{0,30})(?:\[:\]|\(:\)|\{:\}|\[:\/\/\]|:)(.+)$/is;

/**
 * Reads a link of a kind Hashline knows; null for anything else, including web addresses.
 * @param text without blanks and invisible characters around it
 */
export function readLink(text: string): ReportedLink | null {
  const [, written = '', body = ''] = LINK.exec(text) ?? [];
  const scheme = written.toLowerCase();
  if (!APP_SCHEMES.has(scheme) && !FILE_SCHEMES.has(scheme)) return null;
  const rest = body.replace(/^\/\//, '').replace(/\s/g, (blank) => encodeURIComponent(blank));
  if (rest === '' || /^[/?#]*$/.test(rest)) return null;
  const identity = IDENTITIES[scheme]?.(rest) ?? rest.replace(/#.*$/s, '');
  return { scheme, identity: `${scheme}:${identity}` };
}

/** The link as text that no program turns into a link. */
export const defangLink = (text: string): string => text.replace(/^([a-z][a-z0-9+.-]*):/i, '$1[:]');

const IDENTITIES: Readonly<Record<string, (rest: string) => string | null>> = {
  magnet: magnetIdentity,
  // In ed2k://|file|name|size|hash|/, the hash identifies the file; the name is arbitrary.
  ed2k: (rest) => {
    const hash = /^\|file\|[^|]*\|\d*\|([0-9a-f]{32})(?:\||$)/i.exec(decoded(rest))?.[1];
    return hash === undefined ? null : `|file|${hash.toLowerCase()}`;
  },
  ipfs: contentIdentity,
  ipns: contentIdentity,
  ipld: contentIdentity,
  tg: appIdentity,
  telegram: appIdentity,
};

/** The exact topics of a magnet link (BEP 9, BEP 53); names, trackers and sources may differ. */
function magnetIdentity(rest: string): string | null {
  const query = rest.replace(/^[^?]*\?/, '');
  const topics = query
    .split('&')
    .flatMap((part) => /^xt(?:\.\d+)?=(.+)$/i.exec(part)?.[1] ?? [])
    .map((topic) => topicOf(decoded(topic)));
  return topics.length === 0 ? null : [...new Set(topics)].sort().join('&');
}

function topicOf(topic: string): string {
  const [, name = '', hash = ''] = /^(?:urn:)?([a-z0-9:]+):([A-Za-z0-9+/=.-]+)$/i.exec(topic) ?? [];
  if (name === '') return topic;
  const isBase32 = name.toLowerCase() === 'btih' && /^[a-z2-7]{32}$/i.test(hash);
  return `${name}:${isBase32 ? hexOfBase32(hash) : hash}`.toLowerCase();
}

/**
 * A CID of version 1 in base32 or base16 may be written in any case (multibase); one of version 0 is base58, where case
 * matters.
 */
function contentIdentity(rest: string): string {
  const [, cid = '', path = ''] = /^([^/?#]*)([^#]*)/.exec(rest) ?? [];
  const plain = /^[bf][a-z2-7]+$/i.test(cid) && !/^Qm/.test(cid) ? cid.toLowerCase() : cid;
  return `${plain}${path.replace(/\/$/, '')}`;
}

/** The order of parameters has no meaning, nor does the letter case of a public name. */
function appIdentity(rest: string): string {
  const [action = '', query = ''] = rest.replace(/#.*$/s, '').split('?', 2);
  const parameters = query
    .split('&')
    .filter((part) => part !== '')
    .map((part) =>
      part.replace(/^(domain=)(.*)$/i, (_all, name: string, value: string) =>
        `${name}${value}`.toLowerCase(),
      ),
    )
    .sort();
  return [action.replace(/\/$/, '').toLowerCase(), ...parameters].join('?');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hexOfBase32(text: string): string {
  let bits = '';
  for (const letter of text.toUpperCase()) {
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  }
  return (bits.match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
}
