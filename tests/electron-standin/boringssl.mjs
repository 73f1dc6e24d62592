// Gives the Node that loads this the answers of BoringSSL, which Electron is linked with. Each is a way in which a program that passes in
// Node can fail in Electron. Sources: BoringSSL's include/openssl/ssl.h and ssl/extensions.cc; electron/patches/node.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const crypto = require('node:crypto');
const tls = require('node:tls');

// "SSL_get_shared_sigalgs returns zero" (ssl.h): what a server asked for is never told.
tls.TLSSocket.prototype.getSharedSigalgs = () => [];

// What a client offers by itself (kVerifySignatureAlgorithms in ssl/extensions.cc): no Ed25519, no P-521, no RSA restricted to PSS.
const CLIENT_SIGALGS = [
  'ecdsa_secp256r1_sha256',
  'rsa_pss_rsae_sha256',
  'rsa_pkcs1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_rsae_sha384',
  'rsa_pkcs1_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha512',
].join(':');
const connect = tls.connect;
tls.connect = (...args) => {
  const options = args.find((arg) => typeof arg === 'object' && arg !== null);
  if (options === undefined || options.sigalgs !== undefined || options.secureContext !== undefined)
    return connect(...args);
  return connect(...args.map((arg) => (arg === options ? { ...options, sigalgs: CLIENT_SIGALGS } : arg)));
};

// Argon2 is OpenSSL's.
delete crypto.argon2;
delete crypto.argon2Sync;

// Digests and keys BoringSSL does not have.
const NO_DIGEST = /^(sha3-|shake|blake2|sm3|whirlpool)/i;
for (const name of ['createHash', 'createHmac', 'hash']) {
  const real = crypto[name];
  crypto[name] = (algorithm, ...rest) => {
    if (NO_DIGEST.test(algorithm)) throw new Error('Digest method not supported');
    return real(algorithm, ...rest);
  };
}
const NO_KEY = /^(ed448|x448|rsa-pss|dsa)$/i;
for (const name of ['generateKeyPair', 'generateKeyPairSync']) {
  const real = crypto[name];
  crypto[name] = (type, ...rest) => {
    if (NO_KEY.test(type)) throw new Error(`error:0600009e:${type}:UNSUPPORTED_ALGORITHM`);
    return real(type, ...rest);
  };
}
syncBuiltinESMExports();
