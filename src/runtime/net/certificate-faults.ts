/** What helps against a refused certificate, for one kind of server. */
export interface CertificateRemedies {
  /** The server's certificate is not known. */
  untrusted: string;
  /** The server wants a certificate of ours. */
  wanted: string;
  setting: string;
}

/** Why a TLS connection was refused because of a certificate, as a text that follows the name of the server; null for any other error. */
export function certificateFault(
  code: string,
  { untrusted, wanted, setting }: CertificateRemedies,
): string | null {
  if (/ALERT.*CERTIFICATE/.test(code)) return `wants a certificate of its clients (${code}); ${wanted}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `shows a certificate for another host name; name a host of its certificate in ${setting}`;
  if (code === 'CERT_HAS_EXPIRED') return 'shows a certificate that has expired; renew it';
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code))
    return `shows a certificate that is not trusted (${code}); ${untrusted}`;
  return null;
}
