/** Why a port cannot be used, and what to do, by the code of the error. */
export const listenFaults: Record<string, string> = {
  EADDRINUSE: 'another program listens there; stop it, or set PORT to another port',
  EACCES: 'this port needs more rights; set PORT to one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST to one that it has',
};
