import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateFault } from '../../../src/runtime/net/certificate-faults.ts';

test('what is wrong with a certificate, and what helps', () => {
  const remedies = { setting: 'A_URL', untrusted: 'trust it', wanted: 'give one' };
  for (const [code, expected] of [
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'shows a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); trust it',
    ],
    [
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'shows a certificate that is not trusted (UNABLE_TO_GET_ISSUER_CERT_LOCALLY); trust it',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'shows a certificate for another host name; name a host of its certificate in A_URL',
    ],
    ['CERT_HAS_EXPIRED', 'shows a certificate that has expired; renew it'],
    [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'wants a certificate of its clients (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED); give one',
    ],
    // It may be another cipher as well.
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', null],
    ['ECONNREFUSED', null],
    ['', null],
  ] as const)
    assert.equal(certificateFault(code, remedies), expected);
});
