/** Why a TLS connection was refused because of a certificate, as a text that follows the name of the server; null for any other error. */
export function certificateFault(code: string, setting: string): string | null {
  if (/ALERT.*(CERTIFICATE|HANDSHAKE_FAILURE)/.test(code))
    return `wants a certificate of its clients (${code}), which ${setting} does not give; let it accept clients without one`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `shows a certificate for another host name; name a host of its certificate in ${setting}`;
  if (code === 'CERT_HAS_EXPIRED') return 'shows a certificate that has expired; renew it';
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code))
    return `shows a certificate that is not trusted (${code}); name its authority in the variable NODE_EXTRA_CA_CERTS`;
  return null;
}
